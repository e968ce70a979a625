/// @file
/// `qingdan parse`: messages in, meanings out, a line for a line (the parse contract).

#include "bot/commands/command.hpp"
#include "bot/commands/parse_input.hpp"
#include "domain/language/codes.hpp"
#include "domain/language/meaning.hpp"
#include "domain/language/understand.hpp"

#include <cstdint>
#include <cstdio>
#include <iostream>
#include <string>

namespace qingdan::commands {
namespace {

using language::append_json;

void append_answer(std::string& out, std::string_view id, const language::Meaning& meaning) {
    out += R"({"id":)";
    append_json(out, id);
    out += R"(,"intent":")";
    out += language::contract_name(meaning.intent);
    out += R"(","records":[)";
    for (const language::Record& record : meaning.records) {
        append_json(out, record);
        out += ',';
    }
    if (!meaning.records.empty()) out.pop_back();
    out += R"(],"refs":)";
    append_json(out, meaning.refs);
    out += R"(,"question":)";
    append_json(out, meaning.question);
    out += "}\n";
}

void append_complaint(std::string& out,
                      const std::optional<std::string>& id,
                      std::string_view complaint) {
    out += R"({"id":)";
    append_json(out, id);
    out += R"(,"error":)";
    append_json(out, complaint);
    out += "}\n";
}

void parse_lines(bool explaining) {
    std::ios::sync_with_stdio(false);
    std::string line;
    std::string out;
    ParseInput input;
    while (std::getline(std::cin, line)) {
        if (!line.empty() && line.back() == '\r') line.pop_back();
        if (line.empty()) continue;
        out.clear();
        const std::string_view complaint = read_parse_input(line, input);
        if (complaint.empty()) {
            append_answer(out, *input.id, language::understand(input.text, input.now, input.chat));
            if (explaining) out += language::explain(input.text, input.now, input.chat);
        } else {
            append_complaint(out, input.id, complaint);
        }
        std::fwrite(out.data(), 1, out.size(), stdout);
    }
    std::fflush(stdout);
}

}  // namespace

void add_parse(CLI::App& app, int& status) {
    auto* command = app.add_subcommand(
        "parse", "messages in, meanings out: a JSON object a line, from standard input");
    command->add_flag_function(
        "--explain",
        [](std::int64_t) {},
        "print below each answer what each stage made of the message");
    command->callback([&status, command] {
        parse_lines(command->count("--explain") > 0);
        status = done;
    });
}

}  // namespace qingdan::commands
