/// @file
/// `qingdan export`: what is kept, for spreadsheets and programs (contracts: cli).

#include "bot/commands/command.hpp"
#include "bot/commands/load.hpp"
#include "bot/commands/progress.hpp"
#include "bot/exports/records.hpp"
#include "bot/files/record_writer.hpp"
#include "domain/store/store.hpp"

#include <nlohmann/json.hpp>

#include <fstream>
#include <functional>
#include <iostream>
#include <memory>
#include <stdexcept>

namespace qingdan::commands {
namespace {

struct ExportOptions {
    std::string config, database, kind, from, until, community, format, out;
};

/// A file that stands under its name only when it is whole.
class WholeFile {
public:
    explicit WholeFile(const std::filesystem::path& path)
        : path_(path), part_(path.string() + ".part"), out_(part_, std::ios::binary) {
        if (!out_) throw std::runtime_error(path.string() + " cannot be written");
    }
    ~WholeFile() {
        std::error_code ignored;
        std::filesystem::remove(part_, ignored);
    }
    WholeFile(const WholeFile&) = delete;
    WholeFile& operator=(const WholeFile&) = delete;

    std::ostream& stream() { return out_; }
    void finish() {
        out_.close();
        if (!out_) throw std::runtime_error(path_.string() + " cannot be written");
        std::filesystem::rename(part_, path_);
    }

private:
    std::filesystem::path path_, part_;
    std::ofstream out_;
};

/// A day of the command line; false where it is none, which has then been said.
bool read_day(const char* option, const std::string& text, std::optional<Day>& into) {
    if (text.empty()) return true;
    into = parse_day(text);
    if (!into) std::cerr << option << ": a day like 2026-03-01 is needed\n";
    return into.has_value();
}

void write_records(const config::Config& config,
                   const ExportOptions& options,
                   exports::Kind kind,
                   files::Format format,
                   const exports::Filter& filter,
                   std::ostream& out) {
    const auto store =
        store::Store::open(database_of(config, options.database), {.read_only = true});
    const auto tx = store->read();
    const auto zone = calendar::TimeZone::open(config.settings.timezone);
    const auto writer = files::make_record_writer(format, exports::columns(kind), out);
    Progress progress{"rows"};
    exports::each_record(
        *tx, kind, filter, zone.value(), [&](const nlohmann::ordered_json& record) {
            writer->add(record);
            progress.one_more();
        });
    writer->finish();
}

int run_export(const ExportOptions& options) {
    const auto config = load_config(options.config);
    exports::Filter filter{.from = {}, .until = {}, .community = options.community};
    if (!config || !read_day("--from", options.from, filter.from) ||
        !read_day("--until", options.until, filter.until)) {
        return unusable;
    }
    const auto kind = exports::kind_from(options.kind).value();
    const auto format = files::format_from(options.format).value();
    if (kind == exports::Kind::audit && !options.community.empty()) {
        std::cerr << "--community: the audit is not kept by community\n";
        return unusable;
    }
    return with_data([&] {
        try {
            if (options.out.empty()) {
                write_records(*config, options, kind, format, filter, std::cout);
            } else {
                WholeFile file{options.out};
                write_records(*config, options, kind, format, filter, file.stream());
                file.finish();
            }
        } catch (const store::StoreError&) {
            throw;
        } catch (const std::runtime_error& trouble) {
            std::cerr << trouble.what() << "\n";
            return static_cast<int>(no_data);
        }
        return static_cast<int>(done);
    });
}

}  // namespace

void add_export(CLI::App& app, int& status) {
    const auto options = std::make_shared<ExportOptions>();
    auto* command = app.add_subcommand("export", "what is kept, as CSV, XLSX or JSON lines");
    command->add_option("kind", options->kind, "visits, meals, burdens, tasks, reminders or audit")
        ->required()
        ->check(CLI::IsMember({"visits", "meals", "burdens", "tasks", "reminders", "audit"}));
    command->add_option("--format", options->format, "csv, xlsx or jsonl")
        ->required()
        ->check(CLI::IsMember({"csv", "xlsx", "jsonl"}));
    command->add_option("--from", options->from, "first day of the record, like 2026-03-01");
    command->add_option("--until", options->until, "last day, itself included");
    command->add_option("--community", options->community, "of this community alone");
    command->add_option("--out", options->out, "file; without it standard output");
    command->add_option("--config", options->config, "configuration file");
    command->add_option("--db", options->database, "database file; outranks the configuration");
    command->callback([options, &status] { status = run_export(*options); });
}

}  // namespace qingdan::commands
