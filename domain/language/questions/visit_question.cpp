#include "domain/language/questions/visit_question.hpp"

#include "domain/language/reading.hpp"
#include "language_questions.hpp"

namespace qingdan::language {
namespace {

using namespace std::chrono;

const Lexicon& questions_lexicon() {
    static const std::vector<LexiconFile> files = [] {
        std::vector<LexiconFile> all;
        for (const auto& file : questions_data::files()) all.push_back({file.path, file.content});
        return all;
    }();
    static const Lexicon lexicon{files};
    return lexicon;
}

struct AskedDays {
    Day from, until;
};

Day first_day_of(year_month month) { return Day{month / day{1}}; }
Day last_day_of(year_month month) { return Day{month / last}; }

AskedDays asked_days(std::string_view period, Day today) {
    const year_month month{today.year(), today.month()};
    const Day monday = add_days(today, 1 - iso_weekday(today));
    if (period == "today") return {today, today};
    if (period == "yesterday") return {add_days(today, -1), add_days(today, -1)};
    if (period == "week") return {monday, today};
    if (period == "last_week") return {add_days(monday, -7), add_days(monday, -1)};
    if (period == "last_month")
        return {first_day_of(month - months{1}), last_day_of(month - months{1})};
    if (period == "quarter") {
        const unsigned begun = (static_cast<unsigned>(today.month()) - 1) / 3 * 3 + 1;
        return {first_day_of({today.year(), std::chrono::month{begun}}), today};
    }
    if (period == "year") return {first_day_of({today.year(), January}), today};
    return {first_day_of(month), today};
}

std::string code_said(const Reading& reading, Tag tag) {
    const Hit* hit = reading.first(reading.whole(), tag);
    return hit != nullptr ? hit->sense(tag).code : std::string{};
}

}  // namespace

VisitQuestion visit_question(std::string_view text, Day today, bool named, bool placed) {
    const Reading reading{text, questions_lexicon()};
    VisitQuestion question;
    const std::string period = code_said(reading, Tag::period);
    const std::string code = code_said(reading, Tag::visit_query);
    if (named) {
        question.asked = Asked::history;
    } else if (placed) {
        question.asked = Asked::building;
    } else if (code == "overdue") {
        question.asked = Asked::overdue;
    } else if (code == "progress") {
        question.asked = Asked::progress;
    }
    const AskedDays days =
        asked_days(period.empty() && question.asked == Asked::progress ? "quarter" : period, today);
    question.from = days.from;
    question.until = days.until;
    return question;
}

}  // namespace qingdan::language
