/// @file
/// What the clauses of a visit report are about.

#include "domain/language/grammar/grammar.hpp"
#include "domain/language/numbers/numbers.hpp"

#include <algorithm>

namespace qingdan::language {
namespace {

constexpr int long_clause = 13;

}  // namespace

int after_lead(const Reading& reading, Span clause) {
    int at = clause.begin;
    for (;;) {
        while (at < clause.end && (reading.at(at) == U' ' || reading.at(at) == U',' ||
                                   reading.covered(at) == Cover::date))
            ++at;
        if (const Hit* part = reading.word(at, Tag::part_of_day)) {
            at = part->end;
            continue;
        }
        const Hit* we = reading.word(at, Tag::we);
        if (we == nullptr || we->end >= clause.end) return at;
        at = we->end;
    }
}

namespace {

/// A word of a clause that stands for nothing by itself.
bool is_filler(const Hit& hit) {
    if (hit.is(Tag::visit_touch) && hit.is(Tag::action_start)) return false;
    for (const Tag tag : {Tag::category,
                          Tag::visit_verb,
                          Tag::visit_touch,
                          Tag::filler,
                          Tag::part_of_day,
                          Tag::we,
                          Tag::one_household,
                          Tag::visit_head,
                          Tag::hashtag_visit,
                          Tag::day_unit,
                          Tag::list_mark})
        if (hit.is(tag)) return true;
    return false;
}

/// `二十分钟`, `502` alone.
bool is_duration(const Reading& reading, Span part) {
    const auto number = number_at(reading, part.begin);
    if (!number) return false;
    int end = number->span.end;
    if (const Hit* unit = reading.word(end, Tag::time_unit)) end = unit->end;
    for (const Tag tag : {Tag::eaters, Tag::filler, Tag::filler})  // `92岁`, `八十七岁了`
        if (const Hit* behind = reading.word(end, tag); behind != nullptr && end < part.end)
            end = behind->end;
    return end >= part.end;
}

bool is_content(const Reading& reading, int at) {
    const char32_t c = reading.at(at);
    return is_ideograph(c) || is_letter(c) || is_digit(c);
}

}  // namespace

std::vector<Span> remainder(const Scene& scene, Span clause) {
    const Reading& reading = scene.reading;
    std::vector<Span> parts;
    Span part{clause.begin, clause.begin};
    const auto close = [&](int end, int next) {
        part.end = end;
        const Span trimmed = reading.trimmed(part);
        int content = 0;
        for (int i = trimmed.begin; i < trimmed.end; ++i) content += is_content(reading, i) ? 1 : 0;
        const bool letters = !trimmed.empty() && is_letter(reading.at(trimmed.begin));
        const bool stated = reading.has(trimmed, Tag::state);
        if (content >= (letters && !stated ? 4 : 2) && !is_duration(reading, trimmed))
            parts.push_back(trimmed);
        part.begin = next;
    };
    for (int at = clause.begin; at < clause.end;) {
        if (reading.covered(at) != Cover::open) {
            close(at, at + 1);
            ++at;
            continue;
        }
        const int clock = is_digit(reading.at(at)) || reading.chosen_at(at) != nullptr
                              ? after_clock(reading, at)
                              : at;
        if (clock > at && clock <= clause.end && part.begin == at) {
            close(at, clock);
            at = clock;
            continue;
        }
        if (const auto number = number_at(reading, at); number && !is_letter(reading.at(at))) {
            if (const Hit* count = reading.word(number->span.end, Tag::households)) {
                close(at, count->end);
                at = count->end;
                continue;
            }
        }
        const Hit* hit = reading.chosen_at(at);
        const bool always =
            hit != nullptr && (hit->is(Tag::category) || hit->is(Tag::visit_verb) ||
                               hit->is(Tag::one_household) || hit->is(Tag::hashtag_visit));
        const bool edge = hit != nullptr && (always || (is_filler(*hit) && part.begin == at));
        if (edge && hit->end <= clause.end) {
            close(at, hit->end);
            at = hit->end;
            continue;
        }
        at = hit != nullptr && hit->end <= clause.end ? hit->end : at + 1;
    }
    close(clause.end, clause.end);
    return parts;
}

namespace {

/// `I ordered one for her`, `we've applied`: a verb in the past behind the first person.
bool is_done_in_english(const Reading& reading, Span clause) {
    int at = clause.begin;
    bool own = false;
    while (const Hit* lead = reading.word(at, Tag::done_lead)) {
        if (!is_letter(reading.at(at))) return false;
        own = own || reading.word(at, Tag::self) != nullptr;
        at = after_blanks(reading, lead->end);
    }
    int end = at;
    while (is_letter(reading.at(end))) ++end;
    return own && end - at > 3 && reading.at(end - 1) == U'd' && reading.at(end - 2) == U'e' &&
           reading.word(at, Tag::visit_verb) == nullptr && reading.word(at, Tag::state) == nullptr;
}

bool is_done(const Reading& reading, int lead) {
    const Hit* action = reading.word(lead, Tag::action_start);
    if (action == nullptr) return false;
    const Hit* chosen = reading.chosen_over(lead);
    return chosen == nullptr || chosen->begin < lead || chosen->is(Tag::action_start) ||
           chosen->end <= action->end;
}

/// `跟食堂说好了`, `和社区医院对接上了`: spoken with somebody about it.
bool is_spoken_with(const Reading& reading, int lead, Span clause) {
    if (reading.word(lead, Tag::together_with) == nullptr) return false;
    const Hit* spoken = reading.first(clause, Tag::spoken_with);
    return spoken != nullptr && spoken->begin > lead;
}

/// Something in the home or the house that does not work: `水管冻了`, `煤气灶打不着`.
bool is_broken_thing(const Reading& reading, Span clause) {
    return reading.has(clause, Tag::thing) && !reading.has(clause, Tag::works) &&
           !reading.has(clause, Tag::state_alone);
}

/// A word of the tag begins somewhere in the span, even inside a longer one.
const Hit* anywhere(const Reading& reading, Span in, Tag tag) {
    for (int at = in.begin; at < in.end; ++at)
        if (const Hit* hit = reading.word(at, tag); hit != nullptr && hit->end <= in.end)
            return hit;
    return nullptr;
}

/// `没有别的要求`, `暂时没提什么困难`: nothing is wanted, in whatever words.
bool wants_nothing(const Reading& reading, Span clause) {
    if (reading.has(clause, Tag::no_need)) return true;
    constexpr int longest = 6;  // characters between the negation and what is not wanted
    const Hit* not_there = anywhere(reading, clause, Tag::danger_negation);
    if (not_there == nullptr) return false;
    const Hit* wanted = reading.word_before(clause.end, Tag::label);
    if (wanted == nullptr) return false;
    const Hit* over = reading.chosen_over(wanted->begin);
    return (over == nullptr || !over->is(Tag::state)) && wanted->begin >= not_there->end &&
           wanted->begin - not_there->end <= longest &&
           (wanted->sense(Tag::label).code == "need" || wanted->sense(Tag::label).code == "note");
}

/// `我让志愿者隔天去陪陪`: we had somebody else do it.
bool has_somebody_do(const Reading& reading, int lead, Span clause) {
    return lead > clause.begin && reading.word(clause.begin, Tag::self) != nullptr &&
           reading.word(lead, Tag::asks_favour) != nullptr;
}

/// A clause that begins with a wish, whoever says it: `想去看牙`, `家属反映要换假肢`.
bool wishes(const Scene& scene, Span clause) {
    const Reading& reading = scene.reading;
    for (const int at : {after_lead(reading, clause), after_speaker(reading, clause).begin}) {
        const Hit* wish = reading.word(at, Tag::wish);
        if (wish == nullptr || wish->end >= clause.end) continue;
        const Hit* chosen = reading.chosen_over(at);
        const bool other = chosen != nullptr && chosen->end > wish->end &&
                           (chosen->is(Tag::state) || chosen->is(Tag::no_need) ||
                            chosen->is(Tag::common) || chosen->is(Tag::category));
        if (!other && reading.covered(at) == Cover::open) return true;
    }
    return false;
}

/// `问孩子入学的事`: asked by the person, not by us (`问了街道`).
bool asks_about(const Reading& reading, int lead, Span clause) {
    const Hit* ask = reading.word(lead, Tag::asks_about);
    if (ask == nullptr) return false;
    for (int at = ask->end; at < clause.end; ++at)
        if (reading.word(at, Tag::perfect) != nullptr) return false;
    return true;
}

/// Nobody was met: `敲门没人应`, `打手机关机`; not `提醒他不在家要关煤气`.
bool is_attempt(const Reading& reading, int lead, Span clause) {
    const auto tries = reading.all(clause, Tag::attempt);
    const bool vain = std::any_of(tries.begin(), tries.end(), [&](const Hit* attempt) {
        // `家里没人照顾` is something else.
        const Hit* over = reading.chosen_over(attempt->end - 1);
        return over == nullptr || over->end <= attempt->end || !over->is(Tag::need);
    });
    return vain && (reading.word(lead, Tag::action_start) == nullptr ||
                    reading.word(lead, Tag::knock) != nullptr);
}

/// `政策发给他了`, `材料帮她递了`, `把灯换了`.
bool is_helped(const Reading& reading, Span clause) {
    int end = clause.end;
    if (reading.word(end - 1, Tag::perfect) == nullptr) return false;
    for (int at = clause.begin; at < end; ++at)
        if (reading.word(at, Tag::helped) != nullptr) return true;
    return false;
}

/// Something that is not settled: `工伤还没认定`, `冬衣不够`, `盲杖旧了`.
bool is_open_issue(const Reading& reading, Span clause) {
    return reading.word_before(clause.end, Tag::issue_end) != nullptr &&
           !reading.has(clause, Tag::body);
}

bool lies_ahead(const Scene& scene, Span clause) {
    for (const DatePhrase& phrase : within(scene.ahead, clause)) {
        if (phrase.impossible || phrase.week) return true;
        if (!phrase.days.empty() && phrase.days.front() >= scene.today) return true;
        if (phrase.from || phrase.until) return true;
    }
    return false;
}

/// A day after today, and not one that may as well be past.
bool goes_later(const Scene& scene, Span clause) {
    for (const DatePhrase& phrase : within(scene.ahead, clause)) {
        if (phrase.days.empty() || phrase.days.front() <= scene.today) continue;
        if (days_between(scene.today, phrase.days.front()) < 100) return true;
    }
    return false;
}

/// A next visit that is told without a word for `again`: `1月8日上门看她`.
bool promises_visit(const Scene& scene, Span clause) {
    if (!goes_later(scene, clause)) return false;
    const Hit* go = anywhere(scene.reading, clause, Tag::go_and_see);
    return go != nullptr && scene.reading.word(go->end, Tag::perfect) == nullptr;
}

/// `电话回访4弄12号陆大姐`: told of a household, and of no day to come.
bool names_household(const Scene& scene, Span clause) {
    return !within(scene.addresses, clause).empty() || !within(scene.persons, clause).empty();
}

/// `儿子下月探亲`: the family's plans are neither state nor need.
bool is_family_news(const Scene& scene, int lead, Span clause) {
    if (scene.reading.word(lead, Tag::speaker) == nullptr) return false;
    if (scene.reading.has(clause, Tag::state) || scene.reading.has(clause, Tag::need)) return false;
    return std::any_of(scene.ahead.begin(), scene.ahead.end(), [&](const DatePhrase& phrase) {
        return clause.holds(phrase.span) &&
               (phrase.month || phrase.week ||
                (!phrase.days.empty() && phrase.days.front() > scene.today));
    });
}

}  // namespace

ClauseKind clause_kind(const Scene& scene, Span clause) {
    const Reading& reading = scene.reading;
    const Hit* again = reading.first(clause, Tag::revisit);
    // `回访了`: done, not promised.
    if (again != nullptr && reading.word(again->end, Tag::perfect) != nullptr) again = nullptr;
    const bool ahead = lies_ahead(scene, clause);
    const int lead = after_lead(reading, clause);
    if (reading.word(lead, Tag::they) != nullptr) return ClauseKind::nothing;
    if (reading.has(clause, Tag::no_revisit)) return ClauseKind::nothing;
    if (again != nullptr && ahead) return ClauseKind::revisit;
    if (is_attempt(reading, lead, clause)) return ClauseKind::condition;
    if (is_spoken_with(reading, clause.begin, clause) || is_spoken_with(reading, lead, clause))
        return ClauseKind::action;
    if (asks_about(reading, lead, clause)) return ClauseKind::need;
    // `上门送了蛋糕`
    if (const Hit* go = reading.word(lead, Tag::go_and_see);
        go != nullptr && go->end < clause.end && is_done(reading, go->end) &&
        !names_household(scene, clause))
        return ClauseKind::action;
    if (is_done(reading, lead) || has_somebody_do(reading, lead, clause) ||
        is_done_in_english(reading, clause))
        return ClauseKind::action;
    if (again != nullptr && again->begin - clause.begin <= 4 && !names_household(scene, clause))
        return ClauseKind::revisit;
    if (promises_visit(scene, clause) && !reading.has(clause, Tag::need))
        return ClauseKind::revisit;
    if (reading.has(clause, Tag::not_then)) return ClauseKind::nothing;
    if (wants_nothing(reading, clause) || is_family_news(scene, lead, clause))
        return ClauseKind::nothing;
    if (wishes(scene, clause)) return ClauseKind::need;
    const Hit* state = reading.first(clause, Tag::state);
    const Hit* need = reading.first(clause, Tag::need);
    const Hit* inside = reading.first(clause, Tag::action_start);
    if (need != nullptr &&
        !(state != nullptr && state->begin <= need->begin && state->end >= need->end)) {
        // `帮` in front of the wish makes it something that was done.
        if (inside != nullptr && inside->begin < need->begin && inside->end - inside->begin > 1)
            return ClauseKind::action;
        return reading.has(clause, Tag::body) && !reading.has(clause, Tag::wish) &&
                       need->begin > lead
                   ? ClauseKind::condition
                   : ClauseKind::need;
    }
    if (is_helped(reading, clause)) return ClauseKind::action;
    if (inside != nullptr && inside->end - inside->begin > 1 && state == nullptr) {
        const bool perfect = reading.word(inside->end - 1, Tag::perfect) != nullptr ||
                             reading.word(inside->end, Tag::perfect) != nullptr;
        if (perfect) return ClauseKind::action;
    }
    if (is_broken_thing(reading, clause) || is_open_issue(reading, clause)) return ClauseKind::need;
    return ClauseKind::condition;
}

namespace {

/// Nothing of a record stands in the stretch.
bool says_nothing(const Reading& reading, Span in) {
    return reading.is_open(in) && !reading.has(in, Tag::category) &&
           !reading.has(in, Tag::visit_verb) && !reading.has(in, Tag::one_household);
}

/// A word that may begin a thought belongs to the one before: `想让人|帮忙量血压`, `跟物业|讲过了`.
bool goes_on(const Scene& scene, Span thought, int at) {
    const Reading& reading = scene.reading;
    for (int begin = std::max(thought.begin, at - 3); begin < at; ++begin) {
        const Hit* asks = reading.word(begin, Tag::asks_favour);
        if (asks != nullptr && asks->end <= at && reading.word(at, Tag::action_start) != nullptr)
            return true;
    }
    return reading.word(at, Tag::says) != nullptr &&
           is_spoken_with(reading, after_lead(reading, thought), thought);
}

}  // namespace

std::vector<Span> thoughts(const Scene& scene, Span in) {
    const Reading& reading = scene.reading;
    std::vector<Span> found;
    for (const Span& clause : clauses(reading, in)) {
        const bool short_one = clause.size() < long_clause && !reading.has(clause, Tag::need) &&
                               !reading.has(clause, Tag::thing);
        const bool english = is_letter(reading.at(clause.begin));
        if (short_one && !english) {
            found.push_back(clause);
            continue;
        }
        int begin = clause.begin;
        for (int at = clause.begin + 1; at < clause.end; ++at) {
            const Hit* over = reading.chosen_over(at);
            if (english && !is_letter(reading.at(at))) continue;
            const bool open = clause.size() >= long_clause && reading.covered(at) == Cover::open &&
                              reading.word(at, Tag::clause_start) != nullptr &&
                              (over == nullptr || over->begin == at);
            const bool day =
                reading.covered(at) == Cover::date && reading.covered(at - 1) != Cover::date;
            // `我叫他女儿…`, `让师傅明天去看`: the clause goes on.
            if (reading.word_before(at, Tag::takes_object) != nullptr) continue;
            if (open && goes_on(scene, {begin, clause.end}, at)) continue;
            if (day && is_done(reading, after_lead(reading, {begin, at})) &&
                !reading.has({at, clause.end}, Tag::revisit))
                continue;
            const bool settled =
                over != nullptr && over->begin == at && over->is(Tag::action_start) &&
                over->end - over->begin > 1 &&
                ((reading.word(at, Tag::done_lead) != nullptr &&
                  reading.has({begin, at}, Tag::need)) ||
                 // `楼道灯坏|报修`
                 (over->end >= clause.end && reading.has({begin, at}, Tag::thing)));
            const bool place =
                reading.covered(at) == Cover::address && reading.covered(at - 1) != Cover::address;
            const bool nothing = over != nullptr && over->begin == at && over->is(Tag::no_need);
            if (!open && (english || (!day && !place && !settled && !nothing))) continue;
            if (remainder(scene, {begin, at}).empty()) {
                // Who and where so far: a pronoun behind a name begins the first thing that is
                // said.
                const bool named = !within(scene.persons, {begin, at}).empty();
                // `家里去了|他最近…`: the way there says nothing.
                const bool way = open && !named && says_nothing(reading, {begin, at});
                if (way) begin = at;
                if (!named || day) continue;
            }
            found.push_back(reading.trimmed({begin, at}));
            begin = at;
        }
        found.push_back(reading.trimmed({begin, clause.end}));
    }
    return found;
}

std::vector<std::string> categories_in(const Reading& reading, Span in) {
    std::vector<std::string> codes;
    for (const Hit* hit : reading.all(in, Tag::category)) {
        if (reading.word_before(hit->begin, Tag::is_not) != nullptr) continue;
        const std::string& code = hit->sense(Tag::category).code;
        if (std::find(codes.begin(), codes.end(), code) == codes.end()) codes.push_back(code);
    }
    return codes;
}

std::optional<Method> method_in(const Reading& reading, Span in) {
    std::optional<Method> method;
    for (const Tag tag : {Tag::visit_verb, Tag::visit_touch}) {
        for (const Hit* hit : reading.all(in, tag)) {
            const std::string& code = hit->sense(tag).code;
            if (code == "phone") return Method::phone;
            if (code == "online") method = Method::online;
            if (code == "home" && !method) method = Method::home;
        }
    }
    return method;
}

}  // namespace qingdan::language
