/// @file
/// Visit reports: households, and what is said of each.

#include "domain/language/grammar/grammar.hpp"
#include "domain/language/numbers/numbers.hpp"

#include <algorithm>
#include <iterator>

namespace qingdan::language {
namespace {

/// One household of a report: who, where, and the clauses that speak of it.
struct Household {
    std::vector<Span> persons;
    std::optional<Span> address;
    std::vector<Span> clauses;
    std::vector<Span> anchors;  ///< the clauses that name it

    bool is_anchor(Span clause) const {
        const auto at = std::partition_point(anchors.begin(), anchors.end(), [&](Span anchor) {
            return anchor.begin < clause.begin;
        });
        return at != anchors.end() && *at == clause;
    }
};

class Visits {
public:
    explicit Visits(const Scene& scene) : scene_{scene}, reading_{scene.reading} {}

    std::vector<Visit> read() {
        const Layout& layout = scene_.layout;
        if (layout.entries.empty() && has_record_labels()) {
            labelled();
        } else if (!layout.entries.empty()) {
            const auto& lines = layout.heads;
            heads_.assign(std::ssize(lines) <= most_lead ? lines.begin() : lines.end() - most_lead,
                          lines.end());
            for (const Entry& entry : layout.entries) {
                const std::size_t before = visits_.size();
                const Span told = without_reporter(entry.span);
                if (told.empty()) continue;
                in_text({told}, true);
                if (visits_.size() == before + 1 && !visits_.back().person)
                    name_from_entry(visits_.back(), told);
            }
        } else {
            in_text({layout.body}, false);
        }
        finish();
        return std::move(visits_);
    }

private:
    bool has_record_labels() const {
        int count = 0;
        for (const Label& label : scene_.layout.labels)
            count += label.field == "person" || label.field == "address" ? 1 : 0;
        return count > 0;
    }

    // ---- labelled lines
    // -------------------------------------------------------------------------------------

    void labelled() {
        Visit visit = blank();
        bool open = false;
        Span before{scene_.layout.body.begin, scene_.layout.labels.front().name.begin};
        heads_.push_back(before);
        for (const Label& label : scene_.layout.labels) {
            if (open && visit.person && label.field == "person") {
                push(visit);
                visit = blank();
            }
            open = true;
            take_label(visit, label);
        }
        push(visit);
    }

    void take_label(Visit& visit, const Label& label) {
        const Span value = label.value;
        if (value.empty()) return;
        if (label.field == "person") {
            const auto found = within(scene_.persons, value);
            visit.person =
                reading_.written(found.empty() ? first_clause(value) : found.front().span);
            append_categories(visit, value);
            if (const auto places = within(scene_.addresses, value); !places.empty())
                visit.address = reading_.written(places.front());
            if (const auto phones = within(scene_.phones, value); !phones.empty())
                visit.phone = phones.front().digits;
        } else if (label.field == "address") {
            const auto places = within(scene_.addresses, value);
            visit.address = reading_.written(places.empty() ? first_clause(value) : places.front());
            append_categories(visit, value);
        } else if (label.field == "phone") {
            const auto phones = within(scene_.phones, value);
            if (!phones.empty()) visit.phone = phones.front().digits;
        } else if (label.field == "category") {
            append_categories(visit, value);
        } else if (label.field == "method") {
            visit.method = method_label(value);
        } else if (label.field == "date") {
            visit.date = first_day(scene_.back, value);
        } else if (label.field == "revisit") {
            visit.revisit = first_day(scene_.ahead, value);
        } else if (label.field == "condition" || label.field == "topic") {
            if (remainder(scene_, value).empty() && reading_.has(value, Tag::category))
                append_categories(visit, value);
            else if (!means_nothing(value))
                take_condition(visit, value);
        } else if (label.field == "need") {
            if (!means_nothing(value)) visit.needs.push_back(reading_.written(value));
        } else if (label.field == "action") {
            if (!means_nothing(value))
                visit.actions.push_back(reading_.written(core_of_action(reading_, value)));
        }
    }

    /// `情况：精神好，想养只猫`: a wish among the state is a need where there is no label for it.
    void take_condition(Visit& visit, Span value) const {
        std::vector<Span> state;
        for (const Span& clause : clauses(reading_, value)) {
            if (!has_label(scene_.layout, "need") &&
                clause_kind(scene_, clause) == ClauseKind::need &&
                core_of_need(reading_, clause).begin > clause.begin)
                visit.needs.push_back(reading_.written(core_of_need(reading_, clause)));
            else
                state.push_back(clause);
        }
        if (visit.needs.empty())
            visit.condition = reading_.written(value);
        else if (!state.empty())
            visit.condition = joined_text(state);
    }

    Span first_clause(Span value) const {
        const auto parts = clauses(reading_, value);
        return parts.empty() ? value : parts.front();
    }

    Method method_label(Span value) const {
        if (const auto method = method_in(reading_, value)) return *method;
        const Hit* label = reading_.word(value.begin, Tag::label);
        return label != nullptr && label->sense(Tag::label).code == "phone" ? Method::phone
                                                                            : Method::home;
    }

    bool means_nothing(Span value) const {
        const Hit* none = reading_.word(value.begin, Tag::none_said);
        if (none != nullptr && none->end >= value.end) return true;
        const Hit* nothing = reading_.word(value.begin, Tag::no_need);
        return nothing != nullptr && nothing->end >= value.end;
    }

    // ---- running text
    // ---------------------------------------------------------------------------------------

    /// Splits the text into households and makes a visit of each.
    void in_text(const std::vector<Span>& spans, bool listed) {
        std::vector<Household> households;
        std::vector<Span> lead;
        for (const Span& span : spans) {
            const bool all = span == scene_.layout.body && !scene_.thoughts.empty();
            const auto other = all ? std::vector<Span>{} : thoughts(scene_, span);
            for (const Span& part : all ? scene_.thoughts : other)
                place(part, households, lead, listed);
        }
        std::vector<Span> heads = heads_;
        const auto leading = std::ssize(lead) <= most_lead ? lead.begin() : lead.end() - most_lead;
        heads.insert(heads.end(), leading, lead.end());
        if (households.empty() && !listed && has_report_words(spans)) {
            households.push_back({});
            households.front().clauses = lead;
            heads = heads_;
        }
        if (!households.empty())
            for (const Span& clause : next_) households.back().clauses.push_back(clause);
        next_.clear();
        share_trailing(households);
        for (const Household& household : households) make(household, heads, listed);
    }

    /// `小李：3号楼201 王奶奶`: who writes in a relay list; what is behind is the entry.
    Span without_reporter(Span entry) const {
        for (const Person& person : within(scene_.persons, entry)) {
            if (person.span.begin != entry.begin || person.kind != Person::Kind::nick) break;
            if (reading_.at(person.span.end) == U':')
                return reading_.trimmed({person.span.end + 1, entry.end});
        }
        return entry;
    }

    /// `9号304 爱华 要换假肢`: an unknown name that stands alone behind the address.
    void name_from_entry(Visit& visit, Span entry) const {
        const auto places = within(scene_.addresses, entry);
        if (places.empty()) return;
        const Span token = first_clause({places.front().end, entry.end});
        if (token.size() < 2 || token.size() > 4) return;
        for (int at = token.begin; at < token.end; ++at) {
            const Hit* over = reading_.chosen_over(at);
            if (!is_ideograph(reading_.at(at)) ||
                (over != nullptr && over->end - over->begin > 1 && !over->is(Tag::common) &&
                 !over->is(Tag::name_like)))
                return;
        }
        visit.person = reading_.written(token);
        if (visit.condition && *visit.condition == *visit.person) visit.condition = std::nullopt;
        if (visit.condition && visit.condition->starts_with(*visit.person)) {
            std::string rest = visit.condition->substr(visit.person->size());
            while (rest.starts_with(separator)) rest.erase(0, separator.size());
            while (!rest.empty() && (rest.front() == ',' || rest.front() == ' ')) rest.erase(0, 1);
            visit.condition = rest;
        }
    }

    bool has_report_words(const std::vector<Span>& spans) const {
        return std::any_of(spans.begin(), spans.end(), [&](Span span) {
            return reading_.has(span, Tag::visit_verb);
        });
    }

    /// Persons that a clause visits: not those to whom something was told, who did something, or
    /// who are spoken of.
    std::vector<Person> visited_in(Span clause, bool first) const {
        std::vector<Person> found;
        for (const Person& person : within(scene_.persons, clause)) {
            if (person.kind == Person::Kind::kin ||
                (person.kind == Person::Kind::address && !first))
                continue;
            if (!first && is_object(person, clause)) continue;
            if (reading_.word_before(person.span.begin, Tag::reporter) != nullptr ||
                is_reporter(person, clause))
                continue;
            if (reading_.word(person.span.end, Tag::particle_of) != nullptr && !found.empty())
                continue;
            found.push_back(person);
        }
        return found;
    }

    /// `我是三居的小邵`: who reports, not who was visited.
    bool is_reporter(const Person& person, Span clause) const {
        return reading_.word(clause.begin, Tag::reporter) != nullptr &&
               person.kind == Person::Kind::nick;
    }

    /// `告诉李书记`, `和小张一起`: named as somebody to whom something was done.
    bool is_object(const Person& person, Span clause) const {
        const Span before{clause.begin, person.span.begin};
        if (reading_.has(before, Tag::visit_verb) || reading_.has(before, Tag::visit_touch)) {
            const Hit* verb = reading_.last(before, Tag::visit_verb);
            if (verb == nullptr) verb = reading_.last(before, Tag::visit_touch);
            const Hit* action = reading_.last(before, Tag::action_start);
            return action != nullptr && action->begin > verb->begin;
        }
        return reading_.has(before, Tag::action_start) || reading_.has(before, Tag::need);
    }

    bool begins_another(Span clause,
                        const Household& current,
                        std::span<const Span> places,
                        const std::vector<Person>& people,
                        bool counted) const {
        if (!places.empty() && current.address &&
            reading_.written(places.front()) != reading_.written(*current.address))
            return true;
        if (people.empty()) return false;
        if (!next_.empty()) return true;
        if (current.persons.empty()) return false;
        if (reading_.written(people.front().span) == reading_.written(current.persons.front()))
            return false;
        if (!places.empty() && current.address) return true;
        if (reading_.word(clause.begin, Tag::one_household) != nullptr) return true;
        const Span before{clause.begin, people.front().span.begin};
        if (reading_.has(before, Tag::visit_verb) || reading_.has(before, Tag::visit_touch))
            return true;
        const bool at_begin = remainder(scene_, before).empty();
        const char32_t mark = separator_before(clause);
        const bool titled = people.front().kind != Person::Kind::nick;
        return at_begin && titled && (counted || mark == U';' || mark == U'\n' || mark == 0x3002) &&
               !acts(people.front(), clause);
    }

    /// `张医生说…`: a person who speaks or comes is no household.
    bool acts(const Person& person, Span clause) const {
        return reading_.word(person.span.end, Tag::speaks) != nullptr &&
               person.span.end < clause.end &&
               reading_.word(person.span.begin + 1, Tag::official_title) != nullptr;
    }

    char32_t separator_before(Span clause) const {
        for (int at = clause.begin - 1; at >= 0; --at) {
            const char32_t c = reading_.at(at);
            if (c == U' ') continue;
            return c;
        }
        return U'\n';
    }

    void place(Span clause,
               std::vector<Household>& households,
               std::vector<Span>& lead,
               bool listed) {
        // A list of addresses and persons in one clause: each further address begins a household of
        // its own.
        const auto all_places = within(scene_.addresses, clause);
        if (all_places.size() > 1) {
            int begin = clause.begin;
            for (std::size_t i = 1; i < all_places.size(); ++i) {
                place(reading_.trimmed({begin, all_places[i].begin}), households, lead, listed);
                begin = all_places[i].begin;
            }
            place(reading_.trimmed({begin, clause.end}), households, lead, listed);
            return;
        }
        if (clause.empty()) return;
        const bool first = households.empty();
        const ClauseKind kind = first && !reading_.has(clause, Tag::revisit)
                                    ? ClauseKind::condition
                                    : clause_kind(scene_, clause);
        auto people =
            kind == ClauseKind::revisit ? std::vector<Person>{} : visited_in(clause, first);
        auto places = kind == ClauseKind::revisit || (kind == ClauseKind::action && !first &&
                                                      !reading_.has(clause, Tag::visit_verb))
                          ? std::span<const Span>{}
                          : all_places;
        if (people.empty() && places.empty()) {
            if (first && counts_households(clause)) counted_ = true;
            if ((!first || !lead.empty()) && leads_to_next(clause))
                next_.push_back(clause);
            else
                (first ? lead : households.back().clauses).push_back(clause);
            return;
        }
        const bool another =
            first || begins_another(clause, households.back(), places, people, counted_);
        if (another) {
            if (listed && !first) {
                // An entry is one household, whoever else is named in it.
                households.back().clauses.push_back(clause);
                return;
            }
            households.emplace_back();
            households.back().clauses = households.back().anchors = next_;
            next_.clear();
        }
        Household& household = households.back();
        if (household.persons.empty()) {
            for (const Person& person : people)
                if (household.persons.empty() || joined(household.persons.back(), person.span))
                    household.persons.push_back(person.span);
        }
        if (!household.address && !places.empty()) household.address = places.front();
        household.clauses.push_back(clause);
        household.anchors.push_back(clause);
        if (counts_households(clause)) counted_ = true;
    }

    /// `…；12.31 上门 凤阿姨`: a day and a way at the beginning of a sentence, of who comes next.
    bool leads_to_next(Span clause) const {
        const char32_t mark = separator_before(clause);
        return (mark == U';' || mark == U'\n' || mark == 0x3002 || mark == U':') &&
               !within(scene_.back, clause).empty() && !reading_.has(clause, Tag::revisit) &&
               (remainder(scene_, clause).empty() || names_the_phone(clause));
    }

    bool counts_households(Span clause) const {
        for (const Hit* hit : reading_.all(clause, Tag::households)) {
            if (hit->begin > clause.begin && number_at(reading_, hit->begin - 1)) return true;
        }
        return false;
    }

    /// `王阿婆和李阿姨`, `王阿婆、李阿姨`.
    bool joined(Span first, Span second) const {
        if (second.begin == first.end) return reading_.written(first) != reading_.written(second);
        if (second.begin < first.end) return false;
        int at = first.end;
        while (at < second.begin) {
            const Hit* mark = reading_.word(at, Tag::list_mark);
            if (mark != nullptr)
                at = mark->end;
            else if (reading_.at(at) == U' ' || reading_.at(at) == U',')
                ++at;
            else
                return false;
        }
        return true;
    }

    /// `…，都挺好`: what is said of all behind the last.
    void share_trailing(std::vector<Household>& households) const {
        if (households.size() < 2 || households.back().clauses.empty()) return;
        const Span last = households.back().clauses.back();
        const bool bare =
            std::all_of(households.begin(), households.end() - 1, [&](const Household& h) {
                return h.clauses.size() == h.anchors.size() && remainder_of(h).empty();
            });
        if (!bare || households.back().clauses.size() == households.back().anchors.size()) return;
        if (reading_.word(last.begin, Tag::all_of_them) == nullptr) return;
        for (std::size_t i = 0; i + 1 < households.size(); ++i)
            households[i].clauses.push_back(last);
    }

    std::vector<Span> remainder_of(const Household& household) const {
        std::vector<Span> all;
        for (const Span& clause : household.anchors)
            for (const Span& part : remainder(scene_, clause)) all.push_back(part);
        return all;
    }

    // ---- one household
    // --------------------------------------------------------------------------------------

    static Visit blank() {
        Visit visit;
        visit.method = Method::home;
        return visit;
    }

    void append_categories(Visit& visit, Span in) const {
        for (std::string& code : categories_in(reading_, in))
            if (std::find(visit.categories.begin(), visit.categories.end(), code) ==
                visit.categories.end())
                visit.categories.push_back(std::move(code));
    }

    void make(const Household& household, const std::vector<Span>& heads, bool listed) {
        Visit visit = blank();
        if (household.address) visit.address = reading_.written(*household.address);
        Parts parts;
        for (const Span& head : heads) {
            append_categories(visit, head);
            if (!visit.revisit && reading_.has(head, Tag::revisit) &&
                clause_kind(scene_, head) == ClauseKind::revisit)
                visit.revisit = first_day(scene_.ahead, head);
            // `上门未遇：12号楼1001鱼阿婆`
            if (!listed && reading_.has(head, Tag::attempt))
                parts.condition.push_back(core_of_condition(reading_, head));
        }
        for (const Span& clause : household.clauses)
            take_clause(visit, parts, household, clause, listed);
        for (const Span& head : heads) take_head(visit, head, listed);
        if (!visit.date) visit.date = date_of(household, heads);
        finish_parts(visit, parts);
        method_of(visit, household, heads);
        if (household.persons.empty()) {
            push(visit);
            return;
        }
        for (const Span& person : household.persons) {
            visit.person = reading_.written(person);
            push(visit);
        }
    }

    struct Parts {
        std::vector<Span> condition, needs, actions;
    };

    void take_clause(
        Visit& visit, Parts& parts, const Household& household, Span clause, bool listed) {
        const bool anchor = household.is_anchor(clause);
        if (const auto phones = within(scene_.phones, clause); !phones.empty() && !visit.phone)
            visit.phone = phones.front().digits;
        if (anchor) {
            append_categories(visit, clause);
            const int name = first_name(household, clause);
            for (const Span& part : remainder(scene_, clause)) {
                // What stands in front of the name is the way there.
                if (part.end <= name && !reading_.has(part, Tag::state)) continue;
                classify(visit, parts, part, listed);
            }
            return;
        }
        const ClauseKind kind = clause_kind(scene_, clause);
        if (kind == ClauseKind::revisit) {
            if (!visit.revisit) visit.revisit = first_day(scene_.ahead, clause);
            return;
        }
        if (kind == ClauseKind::need || kind == ClauseKind::action || kind == ClauseKind::nothing) {
            if (const Hit* category = reading_.first(clause, Tag::category);
                category != nullptr && category->begin - clause.begin <= 2)
                append_categories(visit, {category->begin, category->end});
            add(parts, kind, clause);
            return;
        }
        const bool has_category = reading_.has(clause, Tag::category);
        append_categories(visit, clause);
        if (!has_category && !is_only_filler(clause)) {
            add(parts, kind, clause);
            return;
        }
        for (const Span& part : remainder(scene_, clause)) classify(visit, parts, part, listed);
    }

    /// Where the person or address of the household begins in its clause.
    static int first_name(const Household& household, Span clause) {
        int name = clause.begin;
        if (household.address && clause.holds(*household.address)) name = household.address->begin;
        for (const Span& person : household.persons)
            if (clause.holds(person))
                name = name == clause.begin ? person.begin : std::min(name, person.begin);
        return name;
    }

    bool is_only_filler(Span clause) const {
        return remainder(scene_, clause).empty() && !reading_.has(clause, Tag::state);
    }

    void classify(Visit& visit, Parts& parts, Span part, bool) {
        const ClauseKind kind = clause_kind(scene_, part);
        if (kind == ClauseKind::revisit) {
            if (!visit.revisit) visit.revisit = first_day(scene_.ahead, part);
            return;
        }
        add(parts, kind, part);
    }

    void add(Parts& parts, ClauseKind kind, Span clause) const {
        if (kind == ClauseKind::condition)
            parts.condition.push_back(core_of_condition(reading_, clause));
        if (kind == ClauseKind::need) parts.needs.push_back(core_of_need(reading_, clause));
        if (kind == ClauseKind::action) parts.actions.push_back(core_of_action(reading_, clause));
    }

    /// Clauses that follow each other are one piece of the text, commas included.
    std::string joined_text(const std::vector<Span>& spans) const {
        std::string text;
        for (std::size_t i = 0; i < spans.size();) {
            Span piece = spans[i];
            std::size_t next = i + 1;
            while (next < spans.size() && follows(piece, spans[next]))
                piece.end = spans[next++].end;
            if (!text.empty()) text += std::string{separator};
            text += reading_.written(piece);
            i = next;
        }
        return text;
    }

    bool follows(Span first, Span second) const {
        for (int at = first.end; at < second.begin; ++at)
            if (is_ideograph(reading_.at(at)) || is_letter(reading_.at(at)) ||
                is_digit(reading_.at(at)))
                return false;
        return second.begin >= first.end;
    }

    void finish_parts(Visit& visit, const Parts& parts) const {
        if (!parts.condition.empty()) visit.condition = joined_text(parts.condition);
        for (const Span& need : parts.needs) visit.needs.push_back(reading_.written(need));
        for (const Span& action : parts.actions) visit.actions.push_back(reading_.written(action));
    }

    // ---- days and ways
    // --------------------------------------------------------------------------------------

    std::optional<Day> first_day(const std::vector<DatePhrase>& phrases, Span in) const {
        for (const DatePhrase& phrase : within(phrases, in)) {
            if (!phrase.days.empty()) return phrase.days.front();
            if (phrase.week || phrase.duration > 0) continue;
            if (phrase.until) return phrase.until;
            if (phrase.from) return phrase.from;
        }
        return std::nullopt;
    }

    void take_head(Visit& visit, Span head, bool) const {
        if (const auto places = within(scene_.addresses, head); !visit.address && !places.empty())
            visit.address = reading_.written(places.front());
    }

    /// The day of the visit: named in the head, or beside the verb of visiting, or alone in front
    /// of the household.
    std::optional<Day> head_date(const Household& household, const std::vector<Span>& heads) {
        for (const Span& clause : household.clauses) {
            const bool anchor = household.is_anchor(clause);
            for (const DatePhrase& phrase : within(scene_.back, clause)) {
                if (!names_a_day(phrase)) continue;
                if (!anchor &&
                    !(reading_.has(clause, Tag::visit_verb) &&
                      clause_kind(scene_, clause) == ClauseKind::condition) &&
                    !remainder(scene_, clause).empty())
                    continue;
                if (!anchor && clause_kind(scene_, clause) == ClauseKind::revisit) continue;
                if (anchor && !day_of_visit(phrase, clause, household)) continue;
                return day(phrase);
            }
        }
        for (const Span& head : heads) {
            if (reading_.has(head, Tag::revisit) &&
                clause_kind(scene_, head) == ClauseKind::revisit)
                continue;
            for (const DatePhrase& phrase : within(scene_.back, head))
                if (names_a_day(phrase)) return day(phrase);
        }
        return std::nullopt;
    }

    /// The day named for the household, or for the one before it in the text; today where none is.
    std::optional<Day> date_of(const Household& household, const std::vector<Span>& heads) {
        const bool before = impossible_;
        if (const auto named = head_date(household, heads)) {
            if (scene_.layout.entries.empty()) last_day_ = named;
            return named;
        }
        if (impossible_ && !before) return std::nullopt;
        return last_day_ ? last_day_ : scene_.today;
    }

    static bool names_a_day(const DatePhrase& phrase) {
        return !phrase.days.empty() || phrase.impossible || (phrase.from && !phrase.week);
    }

    std::optional<Day> day(const DatePhrase& phrase) {
        impossible_ = impossible_ || phrase.impossible;
        if (phrase.impossible) return std::nullopt;
        return phrase.days.empty() ? phrase.from : phrase.days.front();
    }

    /// In front of the name, or in a clause with a verb of visiting; behind a name it belongs to
    /// what is told.
    bool day_of_visit(const DatePhrase& phrase, Span clause, const Household& household) const {
        int name = clause.end;
        for (const Span& person : household.persons)
            if (clause.holds(person)) name = std::min(name, person.begin);
        if (household.address && clause.holds(*household.address))
            name = std::min(name, household.address->begin);
        if (phrase.span.begin < name) return true;
        const Span behind{phrase.span.end, clause.end};
        const Span before{clause.begin, clause.end};
        return remainder(scene_, behind).empty() || reading_.has(behind, Tag::visit_verb) ||
               (reading_.has(before, Tag::visit_verb) &&
                remainder(scene_, {phrase.span.end, std::min(clause.end, phrase.span.end + 3)})
                    .empty());
    }

    /// `今天电话10号楼的詹阿姨`, `12.30 电话 郝伯伯`.
    bool names_the_phone(Span clause) const {
        for (int at = clause.begin; at < clause.end; ++at) {
            const Hit* label = reading_.word(at, Tag::label);
            if (label == nullptr || label->sense(Tag::label).code != "phone" ||
                reading_.covered(at) != Cover::open)
                continue;
            const Cover behind = reading_.covered(label->end);
            const bool dated =
                reading_.covered(at - (reading_.at(at - 1) == U' ' ? 2 : 1)) == Cover::date;
            if (behind == Cover::address || behind == Cover::person ||
                (dated && label->end >= clause.end))
                return true;
        }
        return false;
    }

    void method_of(Visit& visit, const Household& household, const std::vector<Span>& heads) const {
        std::optional<Method> method;
        const auto look = [&](Span span) {
            const auto found = method_in(reading_, span);
            if (found && (!method || *found != Method::home)) method = found;
        };
        for (const Span& head : heads) {
            look(head);
            if (names_the_phone(head)) method = Method::phone;
        }
        for (const Span& clause : household.anchors) {
            look(clause);
            if (names_the_phone(clause)) method = Method::phone;
        }
        // `电话里精神十足`
        for (const Span& clause : household.clauses) {
            const Hit* verb = reading_.word(clause.begin, Tag::visit_verb);
            if (verb == nullptr || clause_kind(scene_, clause) != ClauseKind::condition) continue;
            const bool within_call = reading_.word_before(verb->end, Tag::office_end) != nullptr;
            if (within_call && verb->sense(Tag::visit_verb).code != "home")
                look({verb->begin, verb->end});
        }
        if (!method || *method == Method::home) {
            for (const Span& clause : household.clauses) {
                if (!method_in(reading_, clause) || !remainder(scene_, clause).empty() ||
                    clause_kind(scene_, clause) == ClauseKind::revisit)
                    continue;
                look(clause);
            }
        }
        visit.method = method.value_or(Method::home);
    }

    // ---- the whole
    // ------------------------------------------------------------------------------------------

    void push(Visit visit) { visits_.push_back(std::move(visit)); }

    void finish() {
        const bool undated = std::any_of(
            visits_.begin(), visits_.end(), [](const Visit& visit) { return !visit.date; });
        if (undated && !impossible_ && !labelled_impossible()) {
            const std::optional<Day> day = first_head_day();
            for (Visit& visit : visits_)
                if (!visit.date) visit.date = day;
        }
        one_for_all();
    }

    /// A label names a day that cannot exist.
    bool labelled_impossible() const {
        for (const Label& label : scene_.layout.labels)
            if (label.field == "date")
                for (const DatePhrase& phrase : within(scene_.back, label.value))
                    if (phrase.impossible) return true;
        return false;
    }

    std::optional<Day> first_head_day() const {
        for (const Span& head : heads_)
            if (const auto day = first_day(scene_.back, head)) return day;
        return scene_.today;
    }

    /// One address said once holds for each record.
    void one_for_all() {
        if (visits_.size() < 2) return;
        const auto with = std::count_if(
            visits_.begin(), visits_.end(), [](const Visit& v) { return v.address.has_value(); });
        if (with != 1 || !visits_.front().address || !scene_.layout.entries.empty()) return;
        for (Visit& visit : visits_) visit.address = visits_.front().address;
    }

    /// Lines, and clauses, in front of the first household that are looked at for each of them.
    static constexpr std::ptrdiff_t most_lead = 64;
    static constexpr std::string_view separator = "\xEF\xBC\x8C";  // a full-width comma

    const Scene& scene_;
    const Reading& reading_;
    std::vector<Span> heads_;
    std::vector<Span> next_;  ///< clauses that belong to the household that comes next
    std::vector<Visit> visits_;
    std::optional<Day> last_day_;  ///< named for a household further in front
    bool counted_ = false;
    bool impossible_ = false;
};

}  // namespace

std::vector<Visit> visits_of(const Scene& scene) { return Visits{scene}.read(); }

}  // namespace qingdan::language
