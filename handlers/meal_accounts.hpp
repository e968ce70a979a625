#pragma once
/// @file
/// Statements of a month: one eater's, the meal point's, and the days on which they go out.

#include "domain/meals/bill.hpp"
#include "handlers/context.hpp"
#include "handlers/said.hpp"

#include <string_view>

namespace qingdan {

/// What an eater is told of a month: meals, price, what was waived, what is still ordered, and by
/// when it is settled.
Arguments bill_words(const meals::Bill& bill,
                     meals::Month month,
                     const Message& message,
                     store::Transaction& tx);

/// The meal point's statement: by level and meal, what is owed, waived, and the subsidy to claim.
/// `with_names`: the accountant's tables go along, each meal and each eater.
Said month_statement(std::string_view community,
                     meals::Month month,
                     bool with_names,
                     store::Transaction& tx);

namespace jobs {
/// Plans the days of the month that was last: draft and final. Source: meals facts, section 8.
void plan_month(const Rules& rules, meals::Month month, store::Transaction& tx);
/// `payload` is the month, `2026-06`. The draft goes to the manager and each eater's bill to who
/// ordered for them.
Outcome tell_drafts(std::string_view payload, const Rules& rules, store::Transaction& tx);
/// The manager is asked to close the month, where it is still open.
Outcome ask_to_close(std::string_view payload, store::Transaction& tx);
}  // namespace jobs

}  // namespace qingdan
