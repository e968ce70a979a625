/// @file
/// `qingdan outbox list|retry|drop [NUMBER…]`: what is owed and what was given up, also while the
/// service runs.

#include "bot/commands/command.hpp"
#include "bot/commands/data_options.hpp"
#include "bot/outbox/table.hpp"
#include "domain/store/store.hpp"

#include <fmt/format.h>

#include <chrono>
#include <iostream>

namespace qingdan::commands {
namespace {

using Numbers = std::vector<std::int64_t>;

void print(const outbox::Row& row) {
    const Outgoing& message = row.message;
    std::cout << fmt::format("{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\n",
                             message.number,
                             outbox::to_text(row.state),
                             message.platform,
                             message.to,
                             message.push ? "push" : "reply",
                             to_text(message.at),
                             row.attempts,
                             row.why);
}

int list(const std::filesystem::path& database) {
    const auto store = store::Store::open(database, {.read_only = true});
    const auto tx = store->read();
    std::cout << "number\tstate\tplatform\tto\tkind\tcreated_at\tattempts\twhy\n";
    for (const auto& row : outbox::owed(*tx)) print(row);
    for (const auto& row : outbox::given_up(*tx)) print(row);
    return done;
}

/// Does `change` to each number; those to which it did not apply are named, and the answer is no.
template <class Change>
int change_each(const std::filesystem::path& database, Numbers numbers, Change change) {
    const auto store = store::Store::open(database, {.beside = true});
    const auto tx = store->write();
    if (numbers.empty())
        for (const auto& row : outbox::given_up(*tx)) numbers.push_back(row.message.number);
    int status = done;
    for (const std::int64_t number : numbers) {
        if (change(*tx, number)) continue;
        std::cerr << fmt::format("{}: is neither owed nor given up\n", number);
        status = answer_no;
    }
    tx->commit();
    return status;
}

int retry(const std::filesystem::path& database, const Numbers& numbers) {
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    return change_each(database, numbers, [&](store::Transaction& tx, std::int64_t number) {
        return outbox::retry(tx, number, now);
    });
}

int drop(const std::filesystem::path& database, const Numbers& numbers) {
    return change_each(database, numbers, [](store::Transaction& tx, std::int64_t number) {
        return outbox::drop(tx, number);
    });
}

}  // namespace

void add_outbox(CLI::App& app, int& status) {
    auto* command = app.add_subcommand("outbox", "what is owed and what was given up");
    command->require_subcommand(1);
    const auto numbers = std::make_shared<Numbers>();

    auto* list_command = command->add_subcommand("list", "what is owed and what was given up");
    const auto list_data = add_data_options(*list_command);
    list_command->callback([=, &status] {
        status = list_data->with_database([](const auto& database) { return list(database); });
    });

    auto* retry_command =
        command->add_subcommand("retry", "try again; without a number all that was given up");
    retry_command->add_option("NUMBER", *numbers, "as `list` names them");
    const auto retry_data = add_data_options(*retry_command);
    retry_command->callback([=, &status] {
        status = retry_data->with_database(
            [&](const auto& database) { return retry(database, *numbers); });
    });

    auto* drop_command = command->add_subcommand("drop", "never send it");
    drop_command->add_option("NUMBER", *numbers, "as `list` names them")->required();
    const auto drop_data = add_data_options(*drop_command);
    drop_command->callback([=, &status] {
        status = drop_data->with_database(
            [&](const auto& database) { return drop(database, *numbers); });
    });
}

}  // namespace qingdan::commands
