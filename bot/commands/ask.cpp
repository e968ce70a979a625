#include "bot/commands/command.hpp"
#include "bot/commands/load.hpp"
#include "domain/guidance/manual.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <iostream>
#include <string>

namespace qingdan::commands {
namespace {

struct Options {
    std::string question, config, db;
    bool json = false;
};

/// The object of the guidance contract.
nlohmann::ordered_json object(const std::string& question, const guidance::Answer& answer) {
    nlohmann::ordered_json sections = nlohmann::ordered_json::array();
    for (const auto& hit : answer.sections)
        sections.push_back({{"id", hit.id}, {"title", hit.title}, {"score", hit.score}});
    nlohmann::ordered_json printed;
    printed["question"] = question;
    printed["topic"] = nullptr;
    if (answer.topic) printed["topic"] = *answer.topic;
    printed["sections"] = std::move(sections);
    printed["answer"] = answer.text;
    return printed;
}

void print(const guidance::Guide& guide, const std::string& question, bool json) {
    const auto answer = guide.ask(question);
    if (!json) {
        std::cout << answer.text << '\n';
        return;
    }
    // Broken UTF-8 in a question is replaced rather than refused: it is somebody's message.
    std::cout << object(question, answer)
                     .dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace)
              << '\n';
}

int ask(const Options& options) {
    const auto config = load_config(options.config);
    if (!config) return unusable;
    const auto& settings = config->settings;
    auto figures = guidance::Figures::built_in();
    figures.take(settings);
    guidance::Guide guide{std::move(figures), settings.guidance.folder, settings.locale};
    for (const auto& fault : guide.reload()) std::cerr << guidance::to_text(fault) << '\n';
    if (!options.question.empty()) {
        print(guide, options.question, options.json);
        return done;
    }
    for (std::string line; std::getline(std::cin, line);) {
        if (line.ends_with('\r')) line.pop_back();
        if (line.find_first_not_of(" \t") == std::string::npos) continue;
        print(guide, line, options.json);
        if (!options.json) std::cout << '\n';
    }
    return done;
}

}  // namespace

void add_ask(CLI::App& app, int& status) {
    auto* command = app.add_subcommand(
        "ask", "what the manual says; questions from standard input, one a line");
    const auto options = std::make_shared<Options>();
    command->add_option("QUESTION", options->question, "the question; none: standard input");
    command->add_flag("--json", options->json, "one JSON object for each question");
    command->add_option("--config", options->config, "configuration laid over the defaults");
    command->add_option("--db", options->db, "database; the manual needs none");
    command->callback([options, &status] { status = ask(*options); });
}

}  // namespace qingdan::commands
