/// @file
/// The parts of service_bench.py that must not be slow themselves. Each prints one line of JSON.

#include "bench/service/disk.hpp"
#include "bench/service/load.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <fstream>
#include <iostream>

namespace {

using nlohmann::json;
using namespace qingdan::bench;

std::vector<Text> texts_in(const std::string& path, std::size_t from, std::size_t count) {
    std::ifstream file{path};
    std::vector<Text> texts;
    std::size_t number = 0;
    for (std::string line; texts.size() < count && std::getline(file, line); ++number) {
        if (number < from) continue;
        const json read = json::parse(line);
        texts.push_back({read.at("user"), read.at("text")});
    }
    return texts;
}

void print(const json& line) { std::cout << line.dump() << std::endl; }

}  // namespace

int main(int argc, char** argv) {
    CLI::App app{"the load of a platform, and what the disk alone can do"};
    app.require_subcommand(1);

    App of;
    Plan plan;
    std::string texts;
    std::size_t from = 0;
    std::size_t count = 0;
    auto* load = app.add_subcommand("load", "sends messages as WeCom does");
    load->add_option("--texts", texts, "lines {\"user\", \"text\"}")->required();
    load->add_option("--skip", from, "lines to leave out");
    load->add_option("--messages", count)->required();
    load->add_option("--port", plan.port)->required();
    load->add_option("--connections", plan.connections);
    load->add_option("--rate", plan.rate, "messages a second; 0: as fast as they are answered");
    load->add_option("--token", of.token)->required();
    load->add_option("--aes-key", of.aes_key)->required();
    load->add_option("--corp-id", of.corp_id)->required();
    load->callback([&] {
        plan.first_id = from;
        const Outcome outcome = give_load(of, texts_in(texts, from, count), plan);
        print({{"acknowledged", outcome.acknowledged},
               {"refused", outcome.refused},
               {"replies", outcome.replies},
               {"unreadable", outcome.unreadable},
               {"seconds", outcome.seconds},
               {"p50_ms", outcome.p50},
               {"p99_ms", outcome.p99},
               {"longest_ms", outcome.longest}});
    });

    std::string full;
    std::string empty;
    std::size_t batch = 64;
    auto* raw = app.add_subcommand("raw", "inserts what one database has more than another");
    raw->add_option("--from", full)->required();
    raw->add_option("--to", empty)->required();
    raw->add_option("--messages", count)->required();
    raw->add_option("--batch", batch);
    raw->callback([&] {
        const RawLimit limit = insert_same_rows(full, empty, count, batch);
        print({{"rows", limit.rows}, {"commits", limit.commits}, {"seconds", limit.seconds}});
    });

    std::string folder;
    auto* flush = app.add_subcommand("flush", "how long the disk takes to flush a page");
    flush->add_option("--folder", folder)->required();
    flush->callback([&] { print({{"milliseconds", flush_time(folder)}}); });

    CLI11_PARSE(app, argc, argv);
    return 0;
}
