#include "handlers/meal_call_list.hpp"

#include "domain/people/user.hpp"
#include "domain/store/store.hpp"
#include "handlers/meal_lists.hpp"
#include "handlers/meal_talk.hpp"

#include <charconv>

namespace qingdan::conversations {
namespace {

constexpr int most_shown = 20;

/// Somebody whom a message did not reach and whom nobody has rung yet.
struct Call {
    std::int64_t id = 0;
    std::string to, name, phone, text;
    bool urgent = false;
};

/// The open calls of a community; what was for an eater's family is theirs as well.
std::vector<Call> open_calls(std::string_view community, store::Transaction& tx) {
    auto rows = tx.prepare(
        "SELECT c.id, c.to_id, u.name, u.phone, c.text, c.urgent FROM call_list c JOIN users u ON "
        "u.platform = c.platform AND u.user_id = c.to_id WHERE c.called_at IS NULL AND u.community "
        "= $1 ORDER BY c.urgent DESC, c.id LIMIT $2");
    rows.with(community, most_shown);
    std::vector<Call> calls;
    while (rows.step()) {
        calls.push_back({rows.integer(0),
                         rows.text(1),
                         rows.text(2),
                         rows.text(3),
                         rows.text(4),
                         rows.integer(5) != 0});
    }
    return calls;
}

Said call_list(const std::vector<Call>& calls) {
    std::vector<Value> lines;
    for (const Call& call : calls) {
        lines.emplace_back(Arguments{{"number", call.id},
                                     {"name", call.name},
                                     {"phone", call.phone},
                                     {"text", call.text},
                                     {"urgent", call.urgent}});
    }
    return {"call.list", {{"lines", lines}, {"none", lines.empty()}}};
}

}  // namespace

std::optional<Outcome> tell_call_list(const Message& message, const Talk&, store::Transaction& tx) {
    Outcome outcome;
    outcome.say(call_list(open_calls(message.community, tx)));
    return outcome;
}

/// `打过了 3`, `王阿婆打过了`: ticks off by number or name, or the only one.
std::optional<Outcome> tick_off_call(const Message& message, const Talk&, store::Transaction& tx) {
    const auto calls = open_calls(message.community, tx);
    if (calls.empty()) return std::nullopt;
    const std::string& text = message.meaning.folded;
    std::optional<std::int64_t> number;
    const auto digit = text.find_first_of("0123456789");
    if (digit != std::string::npos) {
        std::int64_t value = 0;
        std::from_chars(text.data() + digit, text.data() + text.size(), value);
        number = value;
    }
    std::vector<const Call*> meant;
    for (const Call& call : calls) {
        const bool named = !call.name.empty() && text.find(call.name) != std::string::npos;
        if (number ? call.id == *number : named) meant.push_back(&call);
    }
    if (meant.empty() && !number && calls.size() == 1) meant.push_back(&calls.front());
    Outcome outcome;
    if (meant.empty()) {
        outcome.say(call_list(calls));
        return outcome;
    }
    for (const Call* call : meant) {
        tx.prepare("UPDATE call_list SET called_by = $2, called_at = $3 WHERE id = $1")
            .with(call->id, message.inbound.sender.id, message.now)
            .run();
    }
    const int left = static_cast<int>(calls.size() - meant.size());
    outcome.say(
        Said{"call.done",
             {{"name", meant.front()->name}, {"left", left > 0 ? Value{left} : Value{false}}}});
    return outcome;
}

}  // namespace qingdan::conversations

namespace qingdan {

Outcome call_by_telephone(const Outgoing& lost, store::Transaction& tx) {
    Outcome outcome;
    const auto reader = people::find_user(tx, lost.platform, lost.to);
    if (!reader || reader->is_staff() || lost.to_kind != ChatKind::private_chat) return outcome;
    auto row = tx.prepare("SELECT id FROM call_list WHERE number = $1 AND called_at IS NULL");
    row.bind(1, lost.number);
    if (!row.step()) return outcome;
    const std::int64_t id = row.integer(0);
    for (const people::User& manager : meal_managers(tx, reader->community)) {
        outcome.push({{manager.platform, manager.user_id},
                      Said{"call.new",
                           {{"name", reader->name},
                            {"phone", reader->phone},
                            {"text", lost.text},
                            {"number", id}}},
                      lost.urgent});
    }
    return outcome;
}

}  // namespace qingdan
