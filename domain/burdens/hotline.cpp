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

}  // namespace qingdan::burdens
