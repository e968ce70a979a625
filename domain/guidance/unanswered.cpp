#include "domain/guidance/unanswered.hpp"

#include "domain/store/store.hpp"
#include "guidance_data.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <string>

namespace qingdan::guidance {
namespace {

/// `[ask] unanswered` of every language.
std::vector<std::string> words_for_list() {
    std::vector<std::string> words;
    for (const auto& file : data::files()) {
        if (!file.path.ends_with("/manual.toml") || !file.path.starts_with("locales/")) continue;
        const toml::table parsed = toml::parse(file.content);
        if (const auto* list = parsed["ask"]["unanswered"].as_array())
            for (const auto& word : *list)
                if (const auto text = word.value<std::string>()) words.push_back(*text);
    }
    return words;
}

}  // namespace

void keep_unanswered(store::Transaction& tx,
                     Day day,
                     std::string_view community,
                     std::string_view question) {
    tx.prepare("INSERT INTO unanswered (day, community, question) VALUES ($1, $2, $3)")
        .with(day, community, question)
        .run();
}

std::vector<Unanswered> unanswered_in(store::Transaction& tx,
                                      std::string_view town,
                                      Day since,
                                      int at_most) {
    std::vector<Unanswered> found;
    auto rows = tx.prepare(
        "SELECT question, CASE WHEN count(DISTINCT community) = 1 THEN max(community) ELSE '' END, "
        "max(day), count(*) AS times FROM unanswered WHERE day >= $1 AND ($2 = '' OR community = "
        "'' OR community IN (SELECT community FROM users WHERE town = $2)) GROUP BY question ORDER "
        "BY times DESC, max(day) DESC, question LIMIT $3");
    rows.with(since, town, at_most);
    while (rows.step())
        found.push_back(
            {rows.text(0), rows.text(1), rows.day(2), static_cast<int>(rows.integer(3))});
    return found;
}

bool asks_for_unanswered(std::string_view folded) {
    static const auto words = words_for_list();
    return std::ranges::find(words, folded) != words.end();
}

}  // namespace qingdan::guidance
