/// @file
/// Burdens: what is asked from above, how often, by whom, and what should change.

#include "domain/language/grammar/grammar.hpp"
#include "domain/language/numbers/numbers.hpp"

#include <algorithm>

namespace qingdan::language {
namespace {

std::optional<BurdenKind> kind_named(const std::string& code) {
    for (const BurdenKind kind : {BurdenKind::meeting,
                                  BurdenKind::form,
                                  BurdenKind::proof,
                                  BurdenKind::system,
                                  BurdenKind::assessment,
                                  BurdenKind::signage,
                                  BurdenKind::other})
        if (to_text(kind) == code) return kind;
    return std::nullopt;
}

std::optional<Period> period_named(const std::string& code) {
    for (const Period period :
         {Period::day, Period::week, Period::month, Period::quarter, Period::year})
        if (to_text(period) == code) return period;
    return std::nullopt;
}

// Bounds that nobody meets who writes of an office or topic, but a text without end does.
constexpr int longest_office = 64;
constexpr int most_words_of_office = 12;
constexpr std::size_t longest_topics = 2000;

struct Count {
    Span span;
    int value = 0;
};

class Burdens {
public:
    explicit Burdens(const Scene& scene) : scene_{scene}, reading_{scene.reading} {}

    std::vector<Burden> read() {
        if (has_labels()) {
            labelled();
        } else {
            text();
        }
        return std::move(burdens_);
    }

private:
    bool has_labels() const {
        return std::any_of(
            scene_.layout.labels.begin(), scene_.layout.labels.end(), [](const Label& label) {
                return label.field == "kind" || label.field == "organizer" ||
                       label.field == "duplicate";
            });
    }

    // ---- labelled
    // -------------------------------------------------------------------------------------------

    void labelled() {
        Burden burden;
        burden.kind = BurdenKind::other;
        for (const Label& label : scene_.layout.labels) {
            const Span value = label.value;
            if (value.empty()) continue;
            if (label.field == "kind" ||
                (label.field == "category" && strongest(value) != nullptr)) {
                if (const Hit* hit = strongest(value)) {
                    burden.kind = kind_named(hit->sense(Tag::burden).code);
                    if (!burden.topic) burden.topic = topic_before(value, *hit);
                }
            } else if (label.field == "quantity") {
                for (int at = value.begin; at < value.end && !burden.count; ++at)
                    if (const auto number = number_at(reading_, at); number && !number->half)
                        burden.count = static_cast<int>(number->value);
                if (!burden.period) burden.period = period_in(value);
            } else if (label.field == "period") {
                burden.period = period_in(value);
            } else if (label.field == "minutes") {
                burden.minutes = minutes_in(value);
            } else if (label.field == "organizer") {
                burden.organizer = reading_.written(value);
            } else if (label.field == "topic" || label.field == "condition" ||
                       label.field == "person") {
                burden.topic = reading_.written(value);
            } else if (label.field == "duplicate") {
                burden.duplicate = affirmed(value);
            } else if (label.field == "suggestion") {
                burden.suggestion = reading_.written(value);
            } else if (label.field == "anonymous") {
                burden.anonymous = affirmed(value) || value.size() > longest_no;
            } else if (label.field == "date" && !burden.period) {
                burden.period = period_in(value);
            }
        }
        burden.anonymous = burden.anonymous || reading_.has(scene_.layout.body, Tag::anonymous);
        burdens_.push_back(std::move(burden));
    }

    /// Characters of a "no". What is longer behind `anonymous:` is the report itself, and nobody's
    /// name may stand at it.
    static constexpr int longest_no = 3;

    bool affirmed(Span value) const { return reading_.word(value.begin, Tag::affirm) != nullptr; }

    // ---- running text
    // ---------------------------------------------------------------------------------------

    void text() {
        const Span body = scene_.layout.body;
        // `Suggestion: drop the check-ins`
        Span told = body;
        for (const Label& label : scene_.layout.labels) {
            if (label.field != "suggestion" || label.value.empty()) continue;
            suggestions_.push_back(label.value);
            if (label.value.end >= body.end) told.end = label.name.begin;
        }
        for (const Span& clause : clauses(reading_, told)) take_clause(clause);
        for (Span tail : suggestions_) add_suggestion(tail);
        if (items_.empty()) items_.push_back(from_suggestion());
        finish(body);
    }

    struct Item {
        Burden burden;
        std::vector<Span> clauses;
        std::vector<Span> topics;
        bool weak = false;
        bool some = false;  ///< the count is no more than `一个`
    };

    void take_clause(Span clause) {
        Span spoken = clause;
        if (proposal_follows_) {
            proposal_follows_ = false;
            suggestions_.push_back(clause);
            if (const Hit* hit = strongest(clause)) place(clause, *hit, std::nullopt);
            return;
        }
        if (const Hit* suggest = reading_.first(clause, Tag::suggest_sure)) {
            if (reading_.trimmed({suggest->end, clause.end}).empty()) {
                proposal_follows_ = true;
                return;
            }
            Span proposal{suggest->end, clause.end};
            // `please merge them`: the verb belongs to the proposal.
            if (const Hit* please = reading_.word(suggest->begin, Tag::please);
                please != nullptr && please->end < suggest->end)
                proposal.begin = please->end;
            if (const Hit* secret = reading_.first(proposal, Tag::anonymous))
                proposal.end = secret->begin;
            suggestions_.push_back(proposal);
            spoken.end = suggest->begin;
            spoken = reading_.trimmed(spoken);
            if (spoken.empty()) return;
        }
        if (reading_.has(spoken, Tag::anonymous) && !reading_.has(spoken, Tag::burden)) return;
        const auto hits = reading_.all(spoken, Tag::burden);
        const auto counts = counts_in(spoken);
        if (several_kinds(hits) > 1 && counts.size() > 1) {
            split_clause(spoken, hits, counts);
            return;
        }
        const Hit* hit = strongest(spoken);
        const std::optional<Count> count =
            counts.empty() ? std::nullopt : std::optional{counts.front()};
        if (hit == nullptr) {
            if (!items_.empty())
                add_to(items_.back(), spoken, nullptr, count);
            else
                waiting_.push_back(spoken);
            return;
        }
        place(spoken, *hit, count);
    }

    int several_kinds(const std::vector<const Hit*>& hits) const {
        std::vector<std::string> codes;
        for (const Hit* hit : hits) {
            const std::string& code = hit->sense(Tag::burden).code;
            if (std::find(codes.begin(), codes.end(), code) == codes.end()) codes.push_back(code);
        }
        return static_cast<int>(codes.size());
    }

    /// `开了3个会填了5张表`: each count with the kind behind it, or the last in front.
    void split_clause(Span clause,
                      const std::vector<const Hit*>& hits,
                      const std::vector<Count>& counts) {
        int begin = clause.begin;
        const bool kinds_first = hits.front()->begin < counts.front().span.begin;
        for (std::size_t i = 0; i < counts.size(); ++i) {
            int end = i + 1 < counts.size() ? counts[i + 1].span.begin : clause.end;
            // The kind may stand behind the count, up to the next one, or in front of it.
            bool behind = false;
            for (const Hit* hit : hits)
                behind = behind || (hit->begin >= counts[i].span.end && hit->end <= end);
            if ((!behind || kinds_first) && i + 1 < counts.size()) end = counts[i].span.end;
            const Span part = reading_.trimmed({begin, end});
            begin = end;
            if (const Hit* hit = strongest(part)) place(part, *hit, counts[i]);
        }
    }

    void place(Span clause, const Hit& hit, std::optional<Count> count) {
        const auto kind = kind_named(hit.sense(Tag::burden).code);
        const bool weak = hit.is(Tag::burden_weak);
        if (!items_.empty()) {
            Item& last = items_.back();
            const bool same = last.burden.kind == kind;
            const auto asker = organizer_in(clause);
            const bool other_asker =
                asker && last.burden.organizer && *asker != *last.burden.organizer;
            const bool another =
                same ? count && last.burden.count && (!last.some || other_asker) &&
                           (other_asker || count->value != *last.burden.count)
                     : (count.has_value() && !weak) ||
                           (!weak && clause.size() <= hit.end - hit.begin) ||
                           (!weak && !last.burden.count &&
                            (asker || reading_.first_anywhere(clause, Tag::period) != nullptr) &&
                            !last.weak);
            if (!another) {
                if (last.weak && !weak) last.burden.kind = kind, last.weak = false;
                add_to(last,
                       clause,
                       same || last.weak ? &hit : nullptr,
                       same || !last.burden.count ? count : std::nullopt);
                return;
            }
        }
        Item item;
        item.burden.kind = kind;
        item.weak = weak;
        items_.push_back(std::move(item));
        for (const Span& before : waiting_)
            add_to(items_.back(), before, nullptr, first_count(before));
        waiting_.clear();
        if (count && items_.back().burden.count) items_.back().burden.count = std::nullopt;
        add_to(items_.back(), clause, &hit, count);
    }

    std::optional<Count> first_count(Span clause) const {
        const auto counts = counts_in(clause);
        return counts.empty() ? std::nullopt : std::optional{counts.front()};
    }

    void add_to(Item& item, Span clause, const Hit* hit, std::optional<Count> count) {
        Burden& burden = item.burden;
        item.clauses.push_back(clause);
        if (count && (!burden.count || (item.some && count->value != 1))) {
            burden.count = count->value;
            // `一个智慧社区APP` counts nothing, unless nothing else is counted.
            item.some = count->value == 1 && !is_digit(reading_.at(count->span.begin));
        }
        if (!burden.period) burden.period = period_in(clause);
        if (!burden.minutes) burden.minutes = minutes_in(clause);
        if (const auto found = organizer_in(clause);
            found && (!burden.organizer || found->size() > burden.organizer->size() + 3))
            burden.organizer = found;
        burden.duplicate = burden.duplicate || reading_.has(clause, Tag::duplicate);
        if (hit != nullptr) {
            for (const Hit* one : reading_.all(clause, Tag::burden)) {
                if (one->sense(Tag::burden).code != hit->sense(Tag::burden).code) continue;
                if (const auto topic = topic_span(clause, *one)) item.topics.push_back(*topic);
            }
        }
        if (const auto topic = told_topic(clause); topic && item.topics.empty())
            item.topics.push_back(*topic);
        // `老年人信息要在三个系统里重复录入`: what is entered.
        if (hit != nullptr && item.topics.empty())
            if (const Hit* weak = reading_.first({clause.begin, hit->begin}, Tag::burden_weak))
                if (const auto topic = topic_span(clause, *weak)) item.topics.push_back(*topic);
    }

    void add_suggestion(Span tail) {
        Span text = reading_.trimmed(tail);
        if (text.empty()) return;
        if (!suggestion_) suggestion_ = reading_.written(text);
    }

    /// Only a proposal was made: `建议把日报改成周报`.
    Item from_suggestion() {
        Item item;
        item.burden.kind = BurdenKind::other;
        for (const Span& tail : suggestions_) {
            if (const Hit* hit = strongest(tail)) {
                item.burden.kind = kind_named(hit->sense(Tag::burden).code);
                break;
            }
        }
        for (const Span& before : waiting_) add_to(item, before, nullptr, first_count(before));
        for (const Span& tail : suggestions_)
            if (const Hit* hit = strongest(tail); hit != nullptr && item.topics.empty())
                if (const auto topic = topic_span(tail, *hit)) item.topics.push_back(*topic);
        return item;
    }

    void finish(Span body) {
        bool anonymous = reading_.has(body, Tag::anonymous);
        for (const Label& label : scene_.layout.labels)
            anonymous = anonymous || (label.field == "anonymous" &&
                                      reading_.word(label.value.begin, Tag::none_said) == nullptr);
        std::optional<Period> period;
        std::optional<std::string> organizer;
        bool duplicate = false;
        for (const Item& item : items_) {
            if (!period) period = item.burden.period;
            if (!organizer) organizer = item.burden.organizer;
            duplicate = duplicate || item.burden.duplicate;
        }
        for (Item& item : items_) {
            Burden& burden = item.burden;
            if (!burden.period) burden.period = period;
            if (!burden.organizer && items_.size() > 1 && all_of_one())
                burden.organizer = organizer;
            burden.anonymous = anonymous;
            if (suggestion_) burden.suggestion = suggestion_;
            burden.topic = topic_text(item.topics);
            burdens_.push_back(burden);
        }
    }

    /// `都是街道叫的` behind several burdens.
    bool all_of_one() const {
        const Span last = items_.back().clauses.empty() ? Span{} : items_.back().clauses.back();
        return !last.empty() && reading_.word(last.begin, Tag::all_of_them) != nullptr;
    }

    std::optional<std::string> topic_text(const std::vector<Span>& topics) const {
        if (topics.empty()) return std::nullopt;
        std::string text;
        for (const Span& topic : topics) {
            if (text.size() > longest_topics) break;
            const std::string one = reading_.written(topic);
            if (text.find(one) != std::string::npos) continue;
            if (!text.empty()) text += "\xE3\x80\x81";
            text += one;
        }
        return text;
    }

    // ---- parts
    // ----------------------------------------------------------------------------------------------

    /// The kind that a stretch is about: the head of a compound, a noun before a verb.
    const Hit* strongest(Span in) const {
        const Hit* best = nullptr;
        for (const Hit* hit : reading_.all(in, Tag::burden)) {
            if (best == nullptr) {
                best = hit;
                continue;
            }
            int between = best->end;
            if (const Hit* of = reading_.word(between, Tag::particle_of)) between = of->end;
            const bool compound = between == hit->begin &&
                                  !(hit->is(Tag::burden_weak) && !best->is(Tag::burden_weak));
            if (compound || (best->is(Tag::burden_weak) && !hit->is(Tag::burden_weak))) best = hit;
        }
        return best;
    }

    std::vector<Count> counts_in(Span in) const {
        std::vector<Count> counts;
        for (int at = in.begin; at < in.end; ++at) {
            if (is_digit(reading_.at(at)) && is_digit(reading_.at(at - 1))) continue;
            if (reading_.covered(at) == Cover::reference || reading_.covered(at) == Cover::phone)
                continue;
            const Hit* chosen = reading_.chosen_at(at);
            if (chosen != nullptr && chosen->end - chosen->begin > 1 &&
                !chosen->is(Tag::en_number) && !is_digit(reading_.at(at))) {
                if (chosen->is(Tag::period)) at = chosen->end - 1;
                if (!chosen->is(Tag::burden_count)) continue;
            }
            const auto number = number_at(reading_, at);
            if (!number || number->half || number->value < 1) continue;
            if (number->sequence && !number->figures) continue;
            const int behind = after_blanks(reading_, number->span.end);
            const int counted =
                reading_.word(behind, Tag::more_than) != nullptr ? behind + 1 : behind;
            const bool unit = reading_.word(counted, Tag::time_unit) != nullptr ||
                              (reading_.word(behind, Tag::span_unit) != nullptr &&
                               reading_.word(counted, Tag::burden_count) == nullptr) ||
                              reading_.word(number->span.begin, Tag::period) != nullptr ||
                              half_hours(behind);
            const Hit* measure = reading_.word(counted, Tag::burden_count);
            const Hit* longer = reading_.word(counted, Tag::span_unit);
            if (longer != nullptr && measure != nullptr && longer->end > measure->end)
                measure = nullptr;
            if (measure != nullptr && reading_.at(measure->end) != U'/' &&
                !reading_.gap(measure->end) && quarter_behind(measure->end))
                measure = nullptr;
            const bool english = is_letter(reading_.at(at)) || number->figures;
            const Hit* noun =
                english || number->collective ? reading_.word(behind, Tag::burden) : nullptr;
            if (!unit && (measure != nullptr || noun != nullptr)) {
                counts.push_back({number->span, static_cast<int>(number->value)});
            }
            at = number->span.end - 1;
        }
        return counts;
    }

    bool quarter_behind(int at) const {
        const Hit* period = reading_.word(at, Tag::period);
        return period != nullptr;
    }

    /// `两个半小时`
    bool half_hours(int at) const {
        if (reading_.word(at, Tag::burden_count) == nullptr) return false;
        const int half = reading_.word(at, Tag::burden_count)->end;
        return reading_.word(half, Tag::half) != nullptr ||
               reading_.word(half, Tag::time_unit) != nullptr;
    }

    std::optional<int> minutes_in(Span in) const {
        int total = 0;
        for (int at = in.begin; at < in.end; ++at) {
            if (is_digit(reading_.at(at)) && is_digit(reading_.at(at - 1))) continue;
            const auto number = number_at(reading_, at);
            if (!number) continue;
            int behind = number->span.end;
            double value = number->half ? 0.5 : static_cast<double>(number->value);
            if (reading_.at(behind) == U'.' && is_digit(reading_.at(behind + 1))) {
                if (const auto fraction = number_at(reading_, behind + 1)) {
                    double part = static_cast<double>(fraction->value);
                    for (int i = 0; i < fraction->span.size(); ++i) part /= 10;
                    value += part;
                    behind = fraction->span.end;
                }
            }
            behind = after_blanks(reading_, behind);
            if (const Hit* piece = reading_.word(behind, Tag::burden_count);
                piece != nullptr && reading_.word(behind, Tag::time_unit) == nullptr) {
                const int next = piece->end;
                if (const Hit* half = reading_.word(next, Tag::half);
                    half != nullptr && reading_.word(half->end, Tag::time_unit) != nullptr) {
                    value += 0.5;
                    behind = half->end;
                } else if (reading_.word(next, Tag::time_unit) != nullptr) {
                    behind = next;
                }
            }
            if (const Hit* unit = reading_.word(behind, Tag::time_unit)) {
                total += static_cast<int>(value * unit->sense(Tag::time_unit).value + 0.5);
                at = unit->end - 1;
                if (const Hit* half = reading_.word(unit->end, Tag::half);
                    half != nullptr && unit->sense(Tag::time_unit).value == 60) {
                    total += 30;
                    at = half->end - 1;
                }
            } else {
                at = number->span.end - 1;
            }
        }
        return total > 0 ? std::optional{total} : std::nullopt;
    }

    std::optional<Period> period_in(Span in) const {
        for (int at = in.begin; at < in.end; ++at) {
            const Hit* hit = reading_.word(at, Tag::period);
            if (hit != nullptr && hit->end <= in.end)
                return period_named(hit->sense(Tag::period).code);
        }
        return std::nullopt;
    }

    /// `district civil affairs bureau`: words in front, up to `by the`.
    Span english_office(const Hit& hit, Span in) const {
        Span office{hit.begin, hit.end};
        int words = 0;
        for (int at = hit.begin - 1;
             at > in.begin && reading_.at(at) == U' ' && words < most_words_of_office;
             ++words) {
            int word = at;
            while (word > in.begin &&
                   (is_letter(reading_.at(word - 1)) || reading_.at(word - 1) == U'-'))
                --word;
            if (word == at || reading_.word(word, Tag::office_lead) != nullptr ||
                reading_.word(word, Tag::en_the) != nullptr)
                break;
            office.begin = word;
            at = word - 1;
        }
        for (const Hit* next = reading_.word(after_blanks(reading_, office.end), Tag::organizer);
             next != nullptr && next->end <= in.end;
             next = reading_.word(after_blanks(reading_, office.end), Tag::organizer))
            office.end = next->end;
        return office;
    }

    /// The name of an office around a word that can be one: `街道营商办`, `区里`, `district civil
    /// affairs bureau`.
    Span office_around(const Hit& hit, Span in) const {
        Span office{hit.begin, hit.end};
        if (is_letter(reading_.at(hit.begin))) return english_office(hit, in);
        while (office.size() < longest_office) {
            const Hit* next = reading_.word(office.end, Tag::organizer);
            if (next != nullptr && next->end <= in.end) {
                office.end = next->end;
                continue;
            }
            bool grown = false;
            for (int length = 1; length <= 5 && !grown; ++length) {
                const int at = office.end + length - 1;
                if (at >= in.end || reading_.covered(at) != Cover::open) break;
                const Hit* end = reading_.word(at, Tag::office_end);
                if (length > 1 && reading_.word(at - 1, Tag::office_gap) != nullptr) break;
                if (end != nullptr && end->end <= in.end &&
                    reading_.word(at, Tag::burden) == nullptr) {
                    office.end = end->end;
                    grown = true;
                }
            }
            if (!grown) break;
        }
        if (const Hit* before = reading_.word_before(office.begin, Tag::organizer);
            before != nullptr && before->begin >= in.begin)
            office.begin = before->begin;
        return office;
    }

    std::optional<std::string> organizer_in(Span in) const {
        std::optional<Span> best;
        int best_score = 0;
        for (const Hit* hit : reading_.all(in, Tag::organizer)) {
            if (best && best->holds({hit->begin, hit->end})) continue;
            const Span office = office_around(*hit, in);
            int score = office.size() > 2 ? 1 : 0;
            if (hit->is(Tag::vague_office) && office.size() <= hit->end - hit->begin) score -= 1;
            if (reading_.word(after_blanks(reading_, office.end), Tag::asks_for) != nullptr)
                score += 2;
            if (reading_.word_before(
                    reading_.at(office.begin - 1) == U' ' ? office.begin - 1 : office.begin,
                    Tag::office_lead) != nullptr)
                score += 1;
            if (reading_.word(office.end, Tag::particle_of) != nullptr) score += 1;
            if (office.begin == in.begin || reading_.covered(office.begin - 1) == Cover::date)
                score += 1;
            if (is_letter(reading_.at(office.begin))) score += 1 + office.size() / 8;
            // `消防检查`: what the inspection is about, not who inspects.
            if (reading_.word(office.end, Tag::burden) != nullptr && hit->is(Tag::also_topic))
                score -= 3;
            // `消防的` says what it is about; our own committee asks for nothing.
            const Hit* subject = reading_.word(hit->begin, Tag::topic_noun);
            if (subject != nullptr && subject->end >= office.end &&
                subject->sense(Tag::topic_noun).code == "only")
                score -= 3;
            if (hit->is(Tag::own_committee) && office.begin == hit->begin) score -= 4;
            if (reading_.trimmed(in) == office) score += 2;
            if (score >= 1 && score > best_score) {
                best = office;
                best_score = score;
            }
        }
        if (!best) return std::nullopt;
        return reading_.written(*best);
    }

    /// What stands right in front of the word of burden: `安全生产` of `安全生产会`.
    std::optional<Span> topic_span(Span clause, const Hit& hit) const {
        int end = hit.begin;
        if (is_letter(reading_.at(hit.begin)) && !is_ideograph(reading_.at(end - 1)))
            return std::nullopt;
        if (reading_.at(end - 1) == U' ') --end;
        if (const Hit* of = reading_.word_before(end, Tag::particle_of);
            of != nullptr && of->begin > clause.begin)
            end = of->begin;
        const auto office = organizer_spans(clause);
        int begin = end;
        for (int at = end - 1; at >= clause.begin; --at) {
            if (!is_ideograph(reading_.at(at))) break;
            const Cover cover = reading_.covered(at);
            if (cover != Cover::open && cover != Cover::person) break;
            if (std::any_of(office.begin(), office.end(), [&](Span s) { return s.holds(at); }))
                break;
            const Hit* inside = word_over(at, clause.begin);
            if (inside != nullptr && (stops_topic(*inside) || same_kind(*inside, hit))) break;
            begin = at;
        }
        const Span topic = without_talk({begin, end});
        return topic.size() < 2 ? std::nullopt : std::optional{topic};
    }

    /// Without words that name no subject, in front and behind: `现在`, `那个`, `门口`.
    Span without_talk(Span topic) const {
        topic = reading_.trimmed(topic);
        for (bool again = true; again && !topic.empty();) {
            again = false;
            const Hit* word = reading_.word(topic.begin, Tag::topic_trim);
            const Hit* chosen = reading_.chosen_at(topic.begin);
            if (word != nullptr && word->end <= topic.end &&
                (chosen == nullptr || chosen->end <= word->end || !chosen->is(Tag::also_topic))) {
                topic.begin = word->end;
                again = true;
            }
            const Hit* last = reading_.word_before(topic.end, Tag::topic_trim);
            if (last != nullptr && last->begin >= topic.begin && !topic.empty()) {
                topic.end = last->begin;
                again = true;
            }
            topic = reading_.trimmed(topic);
        }
        return topic;
    }

    /// `评比排名`: two words of one kind, none of them a topic.
    static bool same_kind(const Hit& inside, const Hit& hit) {
        return inside.is(Tag::burden) && !inside.is(Tag::also_topic) &&
               inside.sense(Tag::burden).code == hit.sense(Tag::burden).code;
    }

    bool stops_topic(const Hit& hit) const {
        if (hit.is(Tag::category) || hit.is(Tag::common) || hit.is(Tag::also_topic)) return false;
        for (const Tag tag : {Tag::topic_stop,
                              Tag::period,
                              Tag::burden_count,
                              Tag::digit,
                              Tag::complaint,
                              Tag::we,
                              Tag::suggest,
                              Tag::asks_for,
                              Tag::office_lead,
                              Tag::part_of_day,
                              Tag::broadcast,
                              Tag::anonymous,
                              Tag::duplicate,
                              Tag::visit_touch,
                              Tag::order_verb,
                              Tag::order_sure,
                              Tag::greeting})
            if (hit.is(tag)) return true;
        return hit.is(Tag::burden) && (hit.is(Tag::burden_weak) || hit.end - hit.begin < 2);
    }

    /// The chosen word over a position.
    const Hit* word_over(int at, int limit) const {
        for (int begin = at; begin >= std::max(limit, at - 6); --begin) {
            const Hit* hit = reading_.chosen_at(begin);
            if (hit != nullptr) return hit->end > at ? hit : nullptr;
        }
        return nullptr;
    }

    std::vector<Span> organizer_spans(Span clause) const {
        std::vector<Span> spans;
        for (const Hit* hit : reading_.all(clause, Tag::organizer))
            if (!hit->is(Tag::also_topic)) spans.push_back(office_around(*hit, clause));
        return spans;
    }

    std::optional<std::string> topic_before(Span clause, const Hit& hit) const {
        const auto span = topic_span(clause, hit);
        return span ? std::optional{reading_.written(*span)} : std::nullopt;
    }

    /// `讲養老服務`: what was talked about.
    bool says_only(Span clause) const {
        const Hit* says = reading_.word(clause.begin, Tag::says);
        const Hit* chosen = reading_.chosen_at(clause.begin);
        return says != nullptr && (chosen == nullptr || chosen->end <= says->end) &&
               clause.end - says->end >= 2 && clause.end - says->end <= 8 &&
               reading_.word_before(clause.end, Tag::topic_noun) != nullptr;
    }

    /// `3 forms a week on waste sorting`.
    const Hit* english_lead(Span clause) const {
        const Hit* burden = reading_.first(clause, Tag::burden);
        if (burden == nullptr || !is_letter(reading_.at(burden->begin))) return nullptr;
        for (int at = burden->end; at < clause.end; ++at) {
            const Hit* on = reading_.word(at, Tag::en_conjunction);
            if (on == nullptr) continue;
            const int next = after_blanks(reading_, on->end);
            const bool thing = is_letter(reading_.at(next)) &&
                               reading_.word(next, Tag::en_the) == nullptr &&
                               reading_.word(next, Tag::burden) == nullptr &&
                               reading_.word(next, Tag::my) == nullptr &&
                               !number_at(reading_, next) && reading_.covered(next) == Cover::open;
            return thing ? on : nullptr;
        }
        return nullptr;
    }

    /// `消防的`, `反诈`, `物业整治` in a clause of its own.
    std::optional<Span> bare_topic(Span clause) const {
        Span topic = clause;
        if (const Hit* of = reading_.word_before(topic.end, Tag::particle_of);
            of != nullptr && of->begin > topic.begin)
            topic.end = of->begin;
        if (topic.size() < 2 || topic.size() > 8) return std::nullopt;
        for (int at = topic.begin; at < topic.end; ++at)
            if (!is_ideograph(reading_.at(at)) || reading_.covered(at) != Cover::open)
                return std::nullopt;
        const Hit* noun = reading_.word_before(topic.end, Tag::topic_noun);
        return noun != nullptr && noun->begin >= topic.begin ? std::optional{topic} : std::nullopt;
    }

    /// `讲的都是招商`, `关于垃圾分类`.
    std::optional<Span> told_topic(Span clause) const {
        const Hit* lead = reading_.first(clause, Tag::topic_lead);
        if (lead == nullptr) lead = english_lead(clause);
        if (lead == nullptr && says_only(clause)) lead = reading_.word(clause.begin, Tag::says);
        if (lead == nullptr) return bare_topic(clause);
        Span topic{lead->end, clause.end};
        if (const auto days = within(scene_.ahead, topic); !days.empty())
            topic.end = days.front().span.begin;
        for (int at = lead->end; at < clause.end; ++at) {
            if (reading_.word(at, Tag::particle_of) != nullptr ||
                reading_.word(at, Tag::burden) != nullptr) {
                topic.end = at;
                break;
            }
        }
        topic = reading_.trimmed(topic);
        if (topic.size() < 2) return std::nullopt;
        return topic;
    }

    const Scene& scene_;
    const Reading& reading_;
    std::vector<Item> items_;
    std::vector<Span> waiting_;
    std::vector<Span> suggestions_;
    std::optional<std::string> suggestion_;
    bool proposal_follows_ = false;
    std::vector<Burden> burdens_;
};

}  // namespace

std::vector<Burden> burdens_of(const Scene& scene) { return Burdens{scene}.read(); }

}  // namespace qingdan::language
