/// @file
/// `qingdan parse`: messages in, meanings out, a line for a line (the parse contract).

#include "bot/commands/command.hpp"
#include "domain/language/codes.hpp"
#include "domain/language/meaning.hpp"
#include "domain/language/understand.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <cstdio>
#include <iostream>
#include <string>

namespace qingdan::commands {
namespace {

using json = nlohmann::ordered_json;

json to_json(const json& id, const language::Meaning& meaning) {
    json records = json::array();
    for (const language::Record& record : meaning.records)
        records.push_back(language::to_json(record));
    return {{"id", id},
            {"intent", language::contract_name(meaning.intent)},
            {"records", std::move(records)},
            {"refs", meaning.refs},
            {"question", meaning.question ? json(*meaning.question) : json(nullptr)}};
}

struct Input {
    json id;
    std::string text;
    OffsetTime now;
    language::ChatKind chat = language::ChatKind::private_chat;
};

/// Reads one input line; the complaint where it is none, with the id as far as it could be read.
std::string read(const std::string& line, Input& input) {
    const json object = json::parse(line, nullptr, false);
    if (object.is_discarded()) return "not JSON";
    if (!object.is_object()) return "not an object";
    const auto text_of = [&](const char* key) -> const std::string* {
        const auto found = object.find(key);
        return found == object.end() ? nullptr : found->get_ptr<const std::string*>();
    };
    const std::string* id = text_of("id");
    if (id == nullptr) return "id is missing or no string";
    input.id = *id;
    const std::string* text = text_of("text");
    if (text == nullptr) return "text is missing or no string";
    const std::string* now = text_of("now");
    const auto time = now == nullptr ? std::nullopt : parse_rfc3339(*now);
    if (!time) return "now is missing or no RFC 3339 time with an offset";
    const std::string* chat = text_of("chat");
    if (chat == nullptr || (*chat != "private" && *chat != "group"))
        return "chat is neither private nor group";
    input.text = *text;
    input.now = *time;
    input.chat = *chat == "group" ? language::ChatKind::group : language::ChatKind::private_chat;
    return {};
}

void put(const json& object, std::string& out) {
    out = object.dump(-1, ' ', false, json::error_handler_t::replace);
    out.push_back('\n');
    std::fwrite(out.data(), 1, out.size(), stdout);
}

void parse_lines(bool explaining) {
    std::ios::sync_with_stdio(false);
    std::string line;
    std::string out;
    while (std::getline(std::cin, line)) {
        if (!line.empty() && line.back() == '\r') line.pop_back();
        if (line.empty()) continue;
        Input input;
        const std::string complaint = read(line, input);
        if (!complaint.empty()) {
            put({{"id", input.id}, {"error", complaint}}, out);
            continue;
        }
        put(to_json(input.id, language::understand(input.text, input.now, input.chat)), out);
        if (explaining) {
            const std::string stages = language::explain(input.text, input.now, input.chat);
            std::fwrite(stages.data(), 1, stages.size(), stdout);
        }
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
