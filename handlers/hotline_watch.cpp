#include "handlers/hotline_watch.hpp"

#include "domain/burdens/counting.hpp"
#include "domain/burdens/hotline.hpp"
#include "domain/store/store.hpp"

namespace qingdan::reminders {
namespace {

using supervision::Event;
using supervision::Reminder;

constexpr std::string_view ticket_indicator = "hotline";

/// The burden that a ticket tells of, read as a message would be.
std::optional<language::Burden> burden_in(const burdens::HotlineTicket& ticket,
                                          const Occasion& occasion) {
    const language::Meaning meaning =
        language::understand(ticket.text,
                             occasion.rules.zone.at(ticket.received_at.value_or(occasion.now)),
                             language::ChatKind::private_chat);
    if (meaning.intent != language::Intent::workload_report) return std::nullopt;
    for (const language::Record& record : meaning.records) {
        if (const auto* burden = std::get_if<language::Burden>(&record)) return *burden;
    }
    return std::nullopt;
}

/// The open reminder of that place, office and month, if there is one.
std::optional<Reminder> known_about(const Reminder& seen, store::Transaction& tx) {
    for (Reminder& open : supervision::open_in(tx, seen.town)) {
        if (open.origin == supervision::Origin::ticket && open.town == seen.town &&
            open.community == seen.community && open.period == seen.period &&
            burdens::text_key(open.organizer) == burdens::text_key(seen.organizer))
            return std::move(open);
    }
    return std::nullopt;
}

void observe(const burdens::HotlineTicket& ticket,
             burdens::ReadTicket read,
             const std::string& organizer,
             const Occasion& occasion,
             store::Transaction& tx,
             Outcome& outcome) {
    Reminder seen;
    seen.created_at = occasion.now;
    seen.town = ticket.town;
    seen.community = ticket.community;
    seen.organizer = organizer;
    seen.origin = supervision::Origin::ticket;
    seen.indicator = ticket_indicator;
    seen.period = burdens::to_text(burdens::Term::around(language::Period::month, read.day));
    seen.value = 1;
    const ByCode& limits = occasion.rules.settings.workload.limits;
    if (const auto limit = limits.find(ticket_indicator); limit != limits.end())
        seen.limit = limit->second;
    auto reminder = known_about(seen, tx);
    if (!reminder) {
        if (!move(seen, Event::observe, occasion, tx, outcome)) return;
        reminder = std::move(seen);
    }
    read.reminder = reminder->number.digits;
    burdens::note_read(tx, read);
    reminder->value = burdens::tickets_behind(tx, reminder->number.digits);
    supervision::save(tx, *reminder);
    outcome.changed.push_back(to_text(reminder->number));
}

}  // namespace

void read_tickets(const Occasion& occasion, store::Transaction& tx, Outcome& outcome) {
    const Instant midnight = occasion.rules.zone.instant(occasion.day, std::chrono::minutes{0});
    for (const burdens::HotlineTicket& ticket : burdens::unread_tickets(tx, midnight)) {
        const auto burden = burden_in(ticket, occasion);
        burdens::ReadTicket read{
            .ticket = ticket.ticket,
            .day = occasion.rules.zone.at(ticket.received_at.value_or(occasion.now)).day(),
            .town = ticket.town,
            .kind = {},
            .reminder = {}};
        if (burden) read.kind = burden->kind.value_or(language::BurdenKind::other);
        burdens::note_read(tx, read);
        if (!burden) continue;
        const std::string organizer =
            ticket.unit.empty() ? burden->organizer.value_or("") : ticket.unit;
        observe(ticket, read, organizer, occasion, tx, outcome);
    }
}

}  // namespace qingdan::reminders
