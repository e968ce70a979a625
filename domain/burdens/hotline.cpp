#include "domain/burdens/hotline.hpp"

#include "domain/store/store.hpp"

namespace qingdan::burdens {

bool add_ticket(store::Transaction& tx, const HotlineTicket& ticket, Instant now) {
    return tx.prepare(
                 "INSERT INTO hotline_tickets (ticket, received_at, town, community, unit, text) "
                 "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (ticket) DO NOTHING")
               .with(ticket.ticket,
                     ticket.received_at.value_or(now),
                     ticket.town,
                     ticket.community,
                     ticket.unit,
                     ticket.text)
               .run() > 0;
}

std::vector<HotlineTicket> unread_tickets(store::Transaction& tx, Instant until) {
    auto rows = tx.prepare(
        "SELECT t.ticket, t.received_at, t.town, t.community, t.unit, t.text FROM hotline_tickets "
        "t "
        "LEFT JOIN hotline_burdens b ON b.ticket = t.ticket WHERE b.ticket IS NULL AND "
        "t.received_at < $1 ORDER BY t.received_at, t.ticket");
    rows.bind(1, until);
    std::vector<HotlineTicket> unread;
    while (rows.step()) {
        unread.push_back({.ticket = rows.text(0),
                          .received_at = rows.instant(1),
                          .town = rows.text(2),
                          .community = rows.text(3),
                          .unit = rows.text(4),
                          .text = rows.text(5)});
    }
    return unread;
}

void note_read(store::Transaction& tx, const ReadTicket& read) {
    const auto kind = read.kind ? std::optional{language::to_text(*read.kind)} : std::nullopt;
    tx.prepare(
          "INSERT INTO hotline_burdens (ticket, day, town, kind, reminder) VALUES ($1, $2, $3, $4, "
          "$5) ON CONFLICT (ticket) DO UPDATE SET reminder = $5")
        .with(read.ticket, read.day, read.town, kind, read.reminder)
        .run();
}

int tickets_behind(store::Transaction& tx, std::int64_t reminder) {
    auto row = tx.prepare("SELECT COUNT(*) FROM hotline_burdens WHERE reminder = $1");
    row.bind(1, reminder).step();
    return static_cast<int>(row.integer(0));
}

int tickets_about_burdens(store::Transaction& tx,
                          std::string_view town,
                          Day from,
                          Day until,
                          std::optional<language::BurdenKind> kind) {
    auto row = tx.prepare(
        "SELECT COUNT(*) FROM hotline_burdens WHERE ($1 = '' OR town = $1) AND day BETWEEN $2 AND "
        "$3 AND kind IS NOT NULL AND ($4 = '' OR kind = $4)");
    row.with(town, from, until, kind ? language::to_text(*kind) : std::string_view{}).step();
    return static_cast<int>(row.integer(0));
}

}  // namespace qingdan::burdens
