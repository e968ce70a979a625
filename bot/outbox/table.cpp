#include "bot/outbox/table.hpp"

#include "domain/store/counters.hpp"
#include "domain/store/queries.hpp"

#include <nlohmann/json.hpp>

#include <stdexcept>

namespace qingdan::outbox {
namespace {

using nlohmann::json;
namespace sql = queries::outbox;

constexpr std::string_view outgoing_counter = "outgoing";
constexpr std::int64_t numbers_of_a_lost_time = 1'000'000;

constexpr State all_states[] = {
    State::owed, State::answered, State::sent, State::given_up, State::stale, State::dropped};

State state_of(const std::string& text) {
    for (const State state : all_states)
        if (to_text(state) == text) return state;
    throw std::invalid_argument("no such state in the outbox");
}

std::optional<std::string> choices_to_json(const std::vector<Choice>& choices) {
    if (choices.empty()) return std::nullopt;
    json list = json::array();
    for (const Choice& choice : choices) list.push_back({choice.label, choice.send});
    return list.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::vector<Choice> choices_from_json(const std::string& text) {
    std::vector<Choice> choices;
    for (const json& choice : json::parse(text)) choices.push_back({choice.at(0), choice.at(1)});
    return choices;
}

/// As CBOR, which holds bytes as they are.
std::string files_to_bytes(const std::vector<File>& files) {
    json list = json::array();
    for (const File& file : files)
        list.push_back(
            {file.name, file.media_type, json::binary({file.bytes.begin(), file.bytes.end()})});
    const auto bytes = json::to_cbor(list);
    return {bytes.begin(), bytes.end()};
}

std::vector<File> files_from_bytes(const std::string& bytes) {
    std::vector<File> files;
    for (const json& file : json::from_cbor(bytes)) {
        const auto& content = file.at(2).get_binary();
        files.push_back({file.at(0), file.at(1), {content.begin(), content.end()}});
    }
    return files;
}

Row read(const store::Statement& row) {
    Row found;
    Outgoing& message = found.message;
    message.number = row.integer(0);
    message.platform = row.text(1);
    message.account = row.text(2);
    message.to = row.text(3);
    message.to_kind = row.text(4) == "group" ? ChatKind::group : ChatKind::private_chat;
    message.push = row.integer(5) != 0;
    message.urgent = row.integer(6) != 0;
    message.text = row.text(7);
    if (!row.is_null(8)) message.choices = choices_from_json(row.text(8));
    if (!row.is_null(9)) message.files = files_from_bytes(row.blob(9));
    message.reply_ref = row.text(10);
    message.at = row.instant(11);
    message.stale_at = row.instant_or_null(12);
    found.due_at = row.instant(13);
    found.attempts = static_cast<int>(row.integer(14));
    found.parts_sent = static_cast<int>(row.integer(15));
    found.state = state_of(row.text(16));
    found.why = row.text_or_null(17).value_or("");
    return found;
}

std::vector<Row> read_all(store::Statement row) {
    std::vector<Row> found;
    while (row.step()) found.push_back(read(row));
    return found;
}

void bury(store::Transaction& tx, const Mark& mark, Instant now) {
    const auto buried = rows(tx, mark.number, 1);
    if (buried.empty()) return;
    const Outgoing& message = buried.front().message;
    const json body{{"platform", message.platform},
                    {"account", message.account},
                    {"to", message.to},
                    {"text", message.text}};
    tx.prepare(queries::inbox::add_dead_letter_sql)
        .with(store::next_number(tx, "dead"),
              now,
              "outgoing",
              mark.number,
              mark.why,
              body.dump(-1, ' ', false, json::error_handler_t::replace))
        .run();
    if (mark.unreachable)
        tx.prepare(sql::add_call_sql)
            .with(store::next_number(tx, "call"), now, mark.number, mark.why)
            .run();
}

}  // namespace

std::string_view to_text(State state) {
    switch (state) {
        case State::owed:
            return "owed";
        case State::answered:
            return "answered";
        case State::sent:
            return "sent";
        case State::given_up:
            return "given_up";
        case State::stale:
            return "stale";
        case State::dropped:
            return "dropped";
    }
    return "";
}

void insert(store::Transaction& tx, const Outgoing& message, Instant due_at) {
    auto row = tx.prepare(sql::add_sql);
    row.bind(1, message.number)
        .bind(2, message.platform)
        .bind(3, message.account)
        .bind(4, message.to)
        .bind(5, message.to_kind == ChatKind::group ? "group" : "private")
        .bind(6, message.push)
        .bind(7, message.urgent)
        .bind(8, message.text)
        .bind(9, choices_to_json(message.choices))
        .bind(11, message.reply_ref)
        .bind(12, message.at)
        .bind(13, due_at)
        .bind(14, message.stale_at);
    if (!message.files.empty()) row.bind_blob(10, files_to_bytes(message.files));
    row.run();
}

std::vector<Row> owed(store::Transaction& tx) { return read_all(tx.prepare(sql::owed_sql)); }

std::vector<Row> given_up(store::Transaction& tx) {
    return read_all(tx.prepare(sql::given_up_sql));
}

std::vector<Row> rows(store::Transaction& tx, std::int64_t first, std::int64_t count) {
    auto row = tx.prepare(sql::range_sql);
    row.with(first, first + count);
    return read_all(std::move(row));
}

void apply(store::Transaction& tx, const Mark& mark, Instant now) {
    if (mark.state == State::owed) {
        tx.prepare(sql::later_sql)
            .with(mark.number, mark.attempts, mark.parts_sent, mark.due_at, mark.why)
            .run();
        return;
    }
    const auto why = mark.why.empty() ? std::nullopt : std::optional{mark.why};
    const int changed =
        tx.prepare(sql::finish_sql).with(mark.number, to_text(mark.state), why).run();
    if (changed == 1 && mark.state == State::given_up) bury(tx, mark, now);
}

bool retry(store::Transaction& tx, std::int64_t number, Instant now) {
    return tx.prepare(sql::retry_sql).with(number, now).run() == 1;
}

bool drop(store::Transaction& tx, std::int64_t number) {
    return tx.prepare(sql::drop_sql).with(number).run() == 1;
}

std::int64_t next_number(store::Transaction& tx) {
    auto row = tx.prepare(queries::counters::read_sql);
    return row.with(outgoing_counter).step() ? row.integer(0) : 1;
}

void set_next_number(store::Transaction& tx, std::int64_t next) {
    tx.prepare(queries::counters::set_sql).with(outgoing_counter, next).run();
}

void skip_numbers(store::Transaction& tx) {
    set_next_number(tx, next_number(tx) + numbers_of_a_lost_time);
}

}  // namespace qingdan::outbox
