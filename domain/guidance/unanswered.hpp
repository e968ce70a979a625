#pragma once
/// @file
/// Questions that nothing in the manual answers, kept for its editors without the asker (未答).

#include "domain/clock.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace qingdan::store {
class Transaction;
}

namespace qingdan::guidance {

/// One question that was not answered, and how often it was asked since then.
struct Unanswered {
    std::string question;
    std::string community;  ///< empty where it was asked in several
    Day last{};
    int times = 0;
};

/// Keeps a question that nothing answers.
void keep_unanswered(store::Transaction& tx,
                     Day day,
                     std::string_view community,
                     std::string_view question);
/// Those asked from `since` on in the communities of a town (everywhere where `town` is empty), the
/// most frequent first.
std::vector<Unanswered> unanswered_in(store::Transaction& tx,
                                      std::string_view town,
                                      Day since,
                                      int at_most);
/// Whether a message asks for that list (`未答`); words of locales/<tag>/manual.toml.
bool asks_for_unanswered(std::string_view folded);

}  // namespace qingdan::guidance
