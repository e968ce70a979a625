/// @file
/// `qingdan simulate`: the service under a virtual clock (contracts: simulate).

#include "bot/channels/digest.hpp"
#include "bot/commands/command.hpp"
#include "bot/commands/load.hpp"
#include "bot/import/import.hpp"
#include "bot/service/running.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <random>
#include <string>

namespace qingdan::commands {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

struct Options {
    std::string config, database, roster, people, menu;
};

/// One line of the input, or why it cannot be used.
struct Line {
    OffsetTime at;
    std::optional<Inbound> message;
};

template <class T>
T value_or(const json& object, const char* key, T otherwise) {
    const auto found = object.find(key);
    return found == object.end() || found->is_null() ? otherwise : found->get<T>();
}

std::optional<std::string> text_or_nothing(const json& object, const char* key) {
    const auto found = object.find(key);
    if (found == object.end() || found->is_null()) return std::nullopt;
    return found->get<std::string>();
}

/// Throws std::invalid_argument (or a JSON exception) with what is wrong; the one place that makes
/// an error of it is `play`.
Line read_line(const std::string& text, std::int64_t number, std::uint64_t run) {
    const json object = json::parse(text);
    if (!object.is_object()) throw std::invalid_argument("not a JSON object");
    const auto at = parse_rfc3339(object.at("at").get<std::string>());
    if (!at) throw std::invalid_argument("at: an RFC 3339 time with offset is needed");
    Line line{*at, std::nullopt};
    if (!object.contains("from")) return line;
    Inbound inbound;
    inbound.platform = "sim";
    inbound.sender.id = object.at("from").get<std::string>();
    inbound.text = value_or<std::string>(object, "text", "");
    inbound.kind = value_or<std::string>(object, "kind", "text");
    inbound.chat.id = inbound.sender.id;
    if (const auto chat = object.find("chat"); chat != object.end() && !chat->is_null()) {
        inbound.chat.id = chat->at("id").get<std::string>();
        const std::string kind = value_or<std::string>(*chat, "kind", "private");
        if (kind != "private" && kind != "group")
            throw std::invalid_argument("chat.kind: private or group is needed");
        if (kind == "group") inbound.chat.kind = ChatKind::group;
    }
    // Not known beforehand, and never the same in another run on the same database.
    const std::string own_id = "line-" + std::to_string(number) + "-" + std::to_string(run);
    inbound.message_id = value_or<std::string>(object, "message_id", own_id);
    inbound.mentions_bot =
        value_or<bool>(object, "mentions_bot", inbound.chat.kind == ChatKind::private_chat);
    inbound.quotes = text_or_nothing(object, "quotes");
    inbound.edits = text_or_nothing(object, "edits");
    inbound.sent_at = at->instant;
    line.message = std::move(inbound);
    return line;
}

ordered_json written(const Outgoing& message, bool again, const calendar::TimeZone& zone) {
    ordered_json choices = ordered_json::array(), files = ordered_json::array();
    for (const Choice& choice : message.choices) {
        choices.push_back({{"label", choice.label}, {"send", choice.send}});
    }
    for (const File& file : message.files) {
        files.push_back({{"name", file.name},
                         {"media_type", file.media_type},
                         {"bytes", channels::base64_encode(file.bytes)}});
    }
    ordered_json out{{"to", {{message.to_kind == ChatKind::group ? "chat" : "user", message.to}}},
                     {"kind", message.push ? "push" : "reply"},
                     {"text", message.text},
                     {"choices", choices},
                     {"files", files},
                     {"at", to_rfc3339(zone.at(message.at))}};
    if (again) out["again"] = true;
    return out;
}

class Simulation {
public:
    /// `first` is called with the day of the first line, before anything happens.
    Simulation(Running& running, std::uint64_t run, std::function<void(Day)> first)
        : running_(running), run_(run), first_(std::move(first)) {}

    /// One input line to one output line.
    ordered_json play(const std::string& text) {
        ++number_;
        ordered_json answer{
            {"line", number_}, {"out", ordered_json::array()}, {"changed", ordered_json::array()}};
        try {
            const Line line = read_line(text, number_, run_);
            if (now_ && line.at.instant < *now_)
                throw std::invalid_argument("at: the clock never goes backwards");
            if (!now_) {
                first_(running_.zone().at(line.at.instant).day());
                running_.start(line.at.instant);
            }
            move_clock(line.at.instant, answer);
            now_ = line.at.instant;
            if (line.message) take(*line.message, answer);
        } catch (const json::exception& wrong) {
            answer["error"] = wrong.what();
        } catch (const std::invalid_argument& wrong) {
            answer["error"] = wrong.what();
        }
        return answer;
    }

private:
    void collect(ordered_json& answer) {
        for (const Outgoing& message : running_.sent()) {
            answer["out"].push_back(written(message, false, running_.zone()));
        }
    }

    void move_clock(Instant to, ordered_json& answer) {
        for (const std::string& number : running_.run_until(to))
            answer["changed"].push_back(number);
        collect(answer);
    }

    void take(const Inbound& message, ordered_json& answer) {
        const inbox::Handled handled = running_.take(message, *now_);
        if (handled.again) {
            for (const Outgoing& reply : handled.replies) {
                answer["out"].push_back(written(reply, true, running_.zone()));
            }
        }
        for (const std::string& number : handled.changed) answer["changed"].push_back(number);
        collect(answer);
    }

    Running& running_;
    std::uint64_t run_;
    std::function<void(Day)> first_;
    std::int64_t number_ = 0;
    std::optional<Instant> now_;
};

/// Roster, people and menu of the command line, kept in one transaction.
class Given {
public:
    Given(Running& running, const config::Config& config, const Options& options)
        : running_(running),
          config_(config),
          files_{{"roster", options.roster}, {"people", options.people}, {"menu", options.menu}} {}

    static constexpr Day any_day{
        std::chrono::year{2000}, std::chrono::January, std::chrono::day{1}};

    /// Whether all of them can be used; problems go to standard error and nothing is kept.
    bool are_good() {
        auto tx = running_.store().write();
        bool good = true;
        for (const auto& [kind, file] : files_) {
            if (file.empty()) continue;
            for (const std::string& problem : import(*tx, kind, file, any_day).problems) {
                std::cerr << problem << "\n";
                good = false;
            }
        }
        return good;
    }

    /// Keeps them, entered on `today`: the day of the first line, from which the due days of those
    /// count who were never visited.
    void keep(Day today) {
        auto tx = running_.store().write();
        for (const auto& [kind, file] : files_) {
            if (!file.empty()) import(*tx, kind, file, today);
        }
        tx->commit();
    }

private:
    import::FileReport import(store::Transaction& tx,
                              std::string_view kind,
                              const std::string& file,
                              Day today) {
        return import::import_file(tx, kind, file, config_.settings, today, "sim");
    }

    Running& running_;
    const config::Config& config_;
    std::vector<std::pair<std::string, std::string>> files_;
};

int simulate(const Options& options) {
    const auto config = load_config(options.config);
    if (!config) return unusable;
    TemporaryFolder folder;
    const bool temporary = options.database.empty();
    const std::filesystem::path database =
        temporary ? folder.path() / "qingdan.db" : std::filesystem::path{options.database};
    return with_data([&] {
        auto running = Running::open(*config, database, !temporary);
        Given given{*running, *config, options};
        if (!given.are_good()) return static_cast<int>(unusable);
        std::random_device seed;
        Simulation simulation{
            *running, (std::uint64_t{seed()} << 32) | seed(), [&](Day day) { given.keep(day); }};
        for (std::string line; std::getline(std::cin, line);) {
            std::cout << simulation.play(line).dump(-1, ' ', false, json::error_handler_t::replace)
                      << std::endl;
        }
        return static_cast<int>(done);
    });
}

}  // namespace

void add_simulate(CLI::App& app, int& status) {
    auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand("simulate", "the whole service under a virtual clock");
    command->add_option("--config", options->config, "configuration file");
    command->add_option("--db", options->database, "database file; without it a temporary one");
    command->add_option("--roster", options->roster, "who may do what (CSV or XLSX)");
    command->add_option("--people", options->people, "the register of households (CSV or XLSX)");
    command->add_option("--menu", options->menu, "the menu (CSV or XLSX)");
    command->callback([options, &status] { status = simulate(*options); });
}

}  // namespace qingdan::commands
