/// @file
/// Meals: what is ordered, taken back, changed, stopped and started again.

#include "domain/language/grammar/grammar.hpp"
#include "domain/language/numbers/numbers.hpp"

#include <algorithm>
#include <span>
#include <utility>

namespace qingdan::language {
namespace {

std::optional<MealTime> meal_code(const std::string& code) {
    if (code == "breakfast") return MealTime::breakfast;
    if (code == "lunch") return MealTime::lunch;
    if (code == "dinner") return MealTime::dinner;
    return std::nullopt;
}

/// A part of an order that has its own day, meal or number: each becomes one record for each meal.
struct Slot {
    int begin = 0;
    int end = 0;
    std::vector<Day> days;
    std::vector<int> weekdays;
    std::vector<MealTime> meals;
    bool part_of_day_only = false;  ///< the meal is known by `中午` alone
    bool impossible = false;
    bool of_week = false;  ///< the days are weekdays of no week in particular
    std::optional<int> quantity;
    std::vector<Span> persons;
    std::optional<Span> address;

    bool has_date() const { return !days.empty() || !weekdays.empty() || impossible; }
};

/// One thing of an order in the order of the text.
struct Item {
    enum class Kind { date, meal, quantity, person, address };
    Kind kind;
    Span span;
    std::size_t index = 0;  ///< of the phrase, person or address
    MealTime meal = MealTime::lunch;
    bool part_of_day = false;
    int quantity = 0;
};

class Meals {
public:
    Meals(const Scene& scene, Intent intent)
        : scene_{scene},
          reading_{scene.reading},
          intent_{intent},
          standing_{scene.reading.has(scene.layout.body, Tag::standing)},
          other_days_{
              std::any_of(scene.ahead.begin(), scene.ahead.end(), [](const DatePhrase& phrase) {
                  return (!phrase.days.empty() && !phrase.every_day) || phrase.run ||
                         phrase.duration > 0;
              })} {}

    std::vector<Meal> read() {
        const Layout& layout = scene_.layout;
        if (!layout.entries.empty()) {
            listed();
        } else {
            text(layout.body);
        }
        std::vector<Meal> kept;
        for (Meal& meal : meals_)
            if (!says_nothing(meal)) kept.push_back(std::move(meal));
        return kept;
    }

private:
    // ---- lists
    // ----------------------------------------------------------------------------------------------

    void listed() {
        Span head{scene_.layout.body.begin, scene_.layout.entries.front().span.begin};
        const std::vector<Meal> shared = in_span(head, {});
        Meal common = shared.empty() ? Meal{} : shared.front();
        common.person.reset();

        common.note.reset();
        for (const Entry& entry : scene_.layout.entries) {
            if (entry_is_empty(entry.span)) continue;
            for (Meal& meal : in_span(entry.span, common)) {
                if (meal == common) continue;  // `3. 退出`
                if (!meal.person && !meal.address) name_from_entry(meal, entry.span);
                if (!portions_in(scene_, entry.span))
                    if (const auto bare = bare_quantity(entry.span)) meal.quantity = bare;
                meals_.push_back(std::move(meal));
            }
        }
    }

    /// `老蒙 2 送10号楼`: a figure that stands alone in an entry.
    std::optional<int> bare_quantity(Span entry) const {
        for (int at = entry.begin; at < entry.end; ++at) {
            if (!is_digit(reading_.at(at)) || reading_.covered(at) != Cover::open) continue;
            const auto number = number_at(reading_, at);
            if (!number) continue;
            const bool before =
                reading_.at(at - 1) == U' ' || reading_.covered(at - 1) == Cover::person;
            const bool behind = number->span.end >= entry.end ||
                                reading_.at(number->span.end) == U' ' ||
                                reading_.at(number->span.end) == U',';
            if (before && behind && number->value > 0 && number->value < 100)
                return static_cast<int>(number->value);
            at = number->span.end - 1;
        }
        return std::nullopt;
    }

    bool entry_is_empty(Span span) const { return reading_.trimmed(span).empty(); }

    void name_from_entry(Meal& meal, Span entry) const {
        const auto found = person_at(reading_, entry.begin, entry);
        if (!found.empty()) meal.person = reading_.written(found.front().span);
    }

    // ---- text
    // -----------------------------------------------------------------------------------------------

    void text(Span body) {
        // `后天…，哦不对，是明天…`: what stands in front was taken back.
        if (const Hit* mistake = reading_.last(body, Tag::self_correction);
            mistake != nullptr && (reading_.has({mistake->end, body.end}, Tag::meal_time) ||
                                   portions_in(scene_, {mistake->end, body.end})))
            body.begin = mistake->end;
        for (Meal& meal : in_span(body, {})) meals_.push_back(std::move(meal));
        take_labels();
    }

    /// Labels say what they are; they outrank what the text seems to say.
    void take_labels() {
        if (scene_.layout.labels.empty()) return;
        if (meals_.empty()) meals_.emplace_back();
        Meal told;
        for (const Label& label : scene_.layout.labels) take_label(told, label);
        for (Meal& meal : meals_) {
            if (told.person) meal.person = told.person;
            if (told.address) meal.address = told.address;
            if (told.phone) meal.phone = told.phone;
            if (told.quantity) meal.quantity = told.quantity;
            if (told.note) meal.note = told.note;
            for (const std::string& code : told.diet)
                if (std::find(meal.diet.begin(), meal.diet.end(), code) == meal.diet.end())
                    meal.diet.push_back(code);
        }
    }

    void take_label(Meal& meal, const Label& label) const {
        const Span value = label.value;
        if (value.empty()) return;
        if (label.field == "person") {
            const auto found = within(scene_.persons, value);
            meal.person = reading_.written(found.empty() ? value : found.front().span);
        } else if (label.field == "address") {
            const auto places = within(scene_.addresses, value);
            const auto parts = clauses(reading_, value);
            meal.address = reading_.written(!places.empty() ? places.front()
                                            : parts.empty() ? value
                                                            : parts.front());
            // `送餐地址`
            if (!meal.fulfilment && anywhere_delivered(label.name))
                meal.fulfilment = Fulfilment::delivery;
        } else if (label.field == "diet") {
            for (const Hit* hit : reading_.all(value, Tag::diet_avoid))
                if (std::find(meal.diet.begin(),
                              meal.diet.end(),
                              hit->sense(Tag::diet_avoid).code) == meal.diet.end())
                    meal.diet.push_back(hit->sense(Tag::diet_avoid).code);
        } else if (label.field == "phone") {
            if (const auto phones = within(scene_.phones, value); !phones.empty())
                meal.phone = phones.front().digits;
        } else if (label.field == "quantity") {
            if (const auto number = number_at(reading_, value.begin); number && number->value > 0)
                meal.quantity = static_cast<int>(number->value);
        } else if (label.field == "note") {
            if (reading_.word(value.begin, Tag::none_said) == nullptr &&
                wishes_of(scene_, value).diet.empty())
                meal.note = reading_.written(value);
        }
    }

    bool anywhere_delivered(Span name) const {
        for (int at = name.begin; at < name.end; ++at) {
            const Hit* hit = reading_.word(at, Tag::fulfilment);
            if (hit != nullptr && hit->sense(Tag::fulfilment).code == "delivery") return true;
        }
        return false;
    }

    std::vector<Item> items_in(Span span) const {
        std::vector<Item> items;
        for (std::size_t i = 0; i < scene_.ahead.size(); ++i)
            if (span.holds(scene_.ahead[i].span))
                items.push_back({Item::Kind::date, scene_.ahead[i].span, i});
        for (std::size_t i = 0; i < scene_.persons.size(); ++i)
            if (span.holds(scene_.persons[i].span) && may_eat(scene_.persons[i]))
                items.push_back({Item::Kind::person, scene_.persons[i].span, i});
        for (std::size_t i = 0; i < scene_.addresses.size(); ++i)
            if (span.holds(scene_.addresses[i]))
                items.push_back({Item::Kind::address, scene_.addresses[i], i});
        bool again = false;
        for (const Hit* hit : reading_.all(span, Tag::meal_time)) {
            const auto meal = meal_code(hit->sense(Tag::meal_time).code);
            const bool clock =
                hit->is(Tag::part_of_day) && after_clock(reading_, hit->begin) > hit->end;
            if (clock && again) continue;
            again = true;
            Item item{Item::Kind::meal, {hit->begin, hit->end}};
            item.meal = *meal;
            item.part_of_day = hit->is(Tag::part_of_day);
            items.push_back(item);
        }
        for (int at = span.begin; at < span.end; ++at) {
            // The longest number that begins here and is a portion.
            if (is_digit(reading_.at(at)) && is_digit(reading_.at(at - 1))) continue;
            const auto number = number_at(reading_, at);
            if (!number) continue;
            const Span around{at, std::min(span.end, number->span.end + 18)};
            const auto quantity = portions_starting(at, around);
            if (!quantity) continue;
            Item item{Item::Kind::quantity, number->span};
            item.quantity = *quantity;
            items.push_back(item);
            at = number->span.end - 1;
        }
        std::stable_sort(items.begin(), items.end(), [](const Item& a, const Item& b) {
            return a.span.begin < b.span.begin;
        });
        return items;
    }

    /// The portions said by the number that begins right there.
    std::optional<int> portions_starting(int at, Span around) const {
        const auto number = number_at(reading_, at);
        const auto found = portions_in(scene_, around);
        if (!found || !number || *found != number->value) return std::nullopt;
        // Not one that begins further on.
        const auto later = portions_in(scene_, {number->span.end, around.end});
        if (later && *later == *found &&
            !portions_in(scene_, {at, std::max(at + 1, number->span.end + 3)}))
            return std::nullopt;
        return found;
    }

    /// A person of an order eats, unless it is one who comes, fetches or is spoken to.
    bool may_eat(const Person& person) const {
        if (person.kind == Person::Kind::address) return false;
        // `我儿子明天回来`: days between do not matter.
        const int behind = after_blanks(reading_, person.span.end);
        int at = behind;
        while (reading_.covered(at) == Cover::date) ++at;
        const Hit* acts = reading_.word(after_blanks(reading_, at), Tag::helps);
        return acts == nullptr || (at > behind && acts->sense(Tag::helps).code == "share");
    }

    /// All meals of a stretch; `common` has what a head says of all.
    std::vector<Meal> in_span(Span span, const Meal& common) {
        const auto items = items_in(span);
        std::vector<Slot> slots(1);
        slots.front().begin = span.begin;
        Limits limits;
        const bool several = several_persons(items);
        several_places_ = !several && several_places(items);
        for (const Item& item : items) take(item, slots, limits, several, items);
        slots.back().end = span.end;
        if (several) share_tail(slots, limits, span);
        for (std::size_t i = 0; i + 1 < slots.size(); ++i) slots[i].end = slots[i + 1].begin;
        fill_up(slots, common);
        return meals_from(slots, limits, span, common, several);
    }

    struct Limits {
        std::optional<Day> from, until;
        int duration = 0;
        bool run = false;
        bool week = false;
        bool workdays = false;
        std::vector<int> every_day;  ///< `每天`, which may be said of the portions alone
        bool every_of_days = false;  ///< `每天` said of the days
        bool range_of_week = false;
        std::optional<Day> outer_from, outer_until;  ///< limits other than a range of weekdays
        bool range = false;
        std::vector<Day> range_days;
        bool impossible = false;
        std::vector<Span> persons;
        std::optional<Span> address;
    };

    /// `都送到5弄12号402` behind several persons: holds for each of them.
    void share_tail(std::vector<Slot>& slots, Limits& limits, Span span) {
        tail_ = {};
        for (const Span& clause : clauses(reading_, span))
            if (reading_.word(clause.begin, Tag::for_all) != nullptr) tail_ = clause;
        if (tail_.empty()) return;
        const auto places = within(scene_.addresses, {tail_.begin, span.end});
        if (places.empty()) return;
        limits.address = places.front();
        for (Slot& slot : slots)
            if (slot.address == limits.address) slot.address.reset();
    }

    /// `1号楼501订1份，2号楼602订2份`.
    bool several_places(const std::vector<Item>& items) const {
        int places = 0;
        int quantities = 0;
        for (const Item& item : items) {
            places += item.kind == Item::Kind::address ? 1 : 0;
            quantities += item.kind == Item::Kind::quantity ? 1 : 0;
        }
        return places > 1 && quantities > 1;
    }

    bool several_persons(const std::vector<Item>& items) const {
        int count = 0;
        std::string first;
        for (const Item& item : items) {
            if (item.kind != Item::Kind::person) continue;
            const std::string name = reading_.written(item.span);
            if (count > 0 && name == first) continue;
            if (count == 0) first = name;
            ++count;
        }
        return count > 1;
    }

    Slot& open_slot(std::vector<Slot>& slots, int position, bool keep_date, bool keep_meal) const {
        Slot next;
        const Slot& last = slots.back();
        next.begin = position;
        if (keep_date) {
            next.days = last.days;
            next.weekdays = last.weekdays;
            next.impossible = last.impossible;
        }
        if (keep_meal) {
            next.meals = last.meals;
            next.part_of_day_only = last.part_of_day_only;
        }
        slots.push_back(std::move(next));
        return slots.back();
    }

    void take(const Item& item,
              std::vector<Slot>& slots,
              Limits& limits,
              bool several,
              const std::vector<Item>& items) {
        switch (item.kind) {
            case Item::Kind::date:
                take_date(scene_.ahead[item.index], slots, limits);
                break;
            case Item::Kind::meal:
                take_meal(item, slots);
                break;
            case Item::Kind::quantity:
                take_quantity(item, slots, items);
                break;
            case Item::Kind::person:
                take_person(item, slots, limits, several);
                break;
            case Item::Kind::address:
                if (several_places_ && !slots.back().address && slots.back().quantity) {
                    slots.back().address = item.span;
                } else if (several_places_ && slots.back().address) {
                    open_slot(slots, item.span.begin, true, true).address = item.span;
                } else if (several_places_) {
                    slots.back().address = item.span;
                } else if (several) {
                    if (!slots.back().address) slots.back().address = item.span;
                } else if (!limits.address) {
                    limits.address = item.span;
                }
                break;
        }
    }

    bool stops() const { return intent_ == Intent::meal_pause || intent_ == Intent::meal_resume; }

    void take_date(const DatePhrase& phrase, std::vector<Slot>& slots, Limits& limits) const {
        if (phrase.month && phrase.days.empty()) return;
        if (phrase.every_day) {
            limits.every_day = phrase.weekdays;
            if (only_of_portions(phrase)) return;
            limits.every_of_days = true;
        }
        if (phrase.duration > 0) {
            limits.duration = phrase.duration;
            limits.run = limits.run || phrase.run;
            return;
        }
        if (phrase.workdays) {
            limits.workdays = true;
            return;
        }
        if (phrase.weekdays.size() == 7 && phrase.every_day && slots.back().of_week) return;
        if (phrase.week && phrase.days.empty()) {
            limits.week = true;
            if (stops()) limits.from = phrase.from, limits.until = phrase.until;
            return;
        }
        if (phrase.range) {
            limits.range = true;
            limits.impossible = limits.impossible || phrase.impossible;
            if (stops() || phrase.days.empty()) {
                limits.from = phrase.from;
                limits.until = phrase.until;
                if (phrase.impossible) limits.from = limits.until = std::nullopt;
            }
        } else {
            if (phrase.from) limits.from = limits.outer_from = phrase.from;
            if (phrase.until) limits.until = limits.outer_until = phrase.until;
        }
        if (phrase.range && !phrase.of_week)
            limits.outer_from = phrase.from, limits.outer_until = phrase.until;
        limits.range_of_week = limits.range_of_week || (phrase.range && phrase.of_week);
        if (phrase.days.empty() && phrase.weekdays.empty() && !phrase.impossible) return;
        Slot* slot = &slots.back();
        if (slot->has_date() && (slot->quantity || !slot->meals.empty())) {
            slot = &open_slot(slots, phrase.span.begin, false, false);
        }
        slot->days.insert(slot->days.end(), phrase.days.begin(), phrase.days.end());
        for (const int weekday : phrase.weekdays) slot->weekdays.push_back(weekday);
        slot->impossible = slot->impossible || phrase.impossible;
        slot->of_week = phrase.of_week;
        if (phrase.meal && slot->meals.empty()) {
            slot->meals.push_back(*phrase.meal);
            slot->part_of_day_only = true;
        }
    }

    /// `每天两份`: said of the number, not of the days.
    bool only_of_portions(const DatePhrase& phrase) const {
        int at = phrase.span.end;
        while (reading_.at(at) == U' ' || reading_.word(at, Tag::each) != nullptr)
            at = reading_.at(at) == U' ' ? at + 1 : reading_.word(at, Tag::each)->end;
        return other_days_ && number_at(reading_, at);
    }

    void take_meal(const Item& item, std::vector<Slot>& slots) const {
        Slot* slot = &slots.back();
        const bool known =
            std::find(slot->meals.begin(), slot->meals.end(), item.meal) != slot->meals.end();
        if (known) {
            if (!item.part_of_day) slot->part_of_day_only = false;
            return;
        }
        if (slot->meals.empty()) {
            slot->meals.push_back(item.meal);
            slot->part_of_day_only = item.part_of_day;
            return;
        }
        if (item.part_of_day && !slot->part_of_day_only) return;  // a time of day beside a meal
        if (!item.part_of_day && slot->part_of_day_only && !slot->quantity) {
            slot->meals = {item.meal};  // `明天早上的早饭`
            slot->part_of_day_only = false;
            return;
        }
        if (slot->quantity) {
            slot = &open_slot(slots, item.span.begin, true, false);
            slot->part_of_day_only = item.part_of_day;
        }
        slot->meals.push_back(item.meal);
    }

    void take_quantity(const Item& item, std::vector<Slot>& slots, const std::vector<Item>&) const {
        Slot& slot = slots.back();
        if (!slot.quantity) slot.quantity = item.quantity;
    }

    void take_person(const Item& item,
                     std::vector<Slot>& slots,
                     Limits& limits,
                     bool several) const {
        if (!several) {
            if (limits.persons.empty()) limits.persons.push_back(item.span);
            return;
        }
        Slot* slot = &slots.back();
        if (!slot->persons.empty()) {
            if (slot->quantity || !joined(slot->persons.back(), item.span)) {
                slot = &open_slot(slots, item.span.begin, true, true);
            }
        } else if (slot->quantity && !slots.empty() && slots.size() > 1) {
            slot = &open_slot(slots, item.span.begin, true, true);
        }
        slot->persons.push_back(item.span);
    }

    bool joined(Span first, Span second) const {
        for (int at = first.end; at < second.begin;) {
            if (const Hit* mark = reading_.word(at, Tag::list_mark))
                at = mark->end;
            else if (reading_.at(at) == U' ' || reading_.at(at) == U',')
                ++at;
            else
                return false;
        }
        return second.begin > first.end;
    }

    /// What a slot does not say it has from its neighbours and from the head.
    void fill_up(std::vector<Slot>& slots, const Meal& common) const {
        for (Slot& slot : slots) {
            if (!slot.has_date()) slot.days = common.dates, slot.weekdays = common.weekdays;
            if (slot.meals.empty() && common.meal) slot.meals = {*common.meal};
        }
        for (std::size_t i = 1; i < slots.size(); ++i) {
            if (!slots[i].has_date())
                slots[i].days = slots[i - 1].days, slots[i].weekdays = slots[i - 1].weekdays;
            if (slots[i].meals.empty()) slots[i].meals = slots[i - 1].meals;
        }
        for (std::size_t i = slots.size(); i-- > 1;) {
            if (!slots[i - 1].has_date())
                slots[i - 1].days = slots[i].days, slots[i - 1].weekdays = slots[i].weekdays;
            if (slots[i - 1].meals.empty()) slots[i - 1].meals = slots[i].meals;
            if (!slots[i - 1].quantity) slots[i - 1].quantity = slots[i].quantity;
        }
        std::optional<int> only;
        for (const Slot& slot : slots)
            if (slot.quantity && !only) only = slot.quantity;
        for (Slot& slot : slots)
            if (!slot.quantity) slot.quantity = only;
    }

    std::vector<Meal> meals_from(const std::vector<Slot>& slots,
                                 const Limits& limits,
                                 Span span,
                                 const Meal& common,
                                 bool several) const {
        std::vector<Meal> meals;
        std::size_t last = 0;  // of the part before
        std::size_t here = 0;
        const MealWishes all = wishes_of(scene_, span);
        for (const Slot& slot : slots) {
            last = std::exchange(here, meals.size());
            const MealWishes wishes = several ? wishes_of(scene_, {slot.begin, slot.end}) : all;
            Meal meal = common;
            apply_days(meal, slot, limits);
            if (slot.quantity) meal.quantity = slot.quantity;
            if (!wishes.diet.empty()) meal.diet = wishes.diet;
            const bool takes_back = stops() || intent_ == Intent::meal_cancel;
            if (takes_back) meal.diet.clear();
            if (several && !tail_.empty()) {
                const MealWishes shared = wishes_of(scene_, tail_);
                if (!wishes.fulfilment) meal.fulfilment = shared.fulfilment;
            }
            if (wishes.fulfilment && !takes_back) meal.fulfilment = wishes.fulfilment;
            if (wishes.note && !takes_back) meal.note = wishes.note;
            if (const auto phones =
                    within(scene_.phones, several ? Span{slot.begin, slot.end} : span);
                !phones.empty())
                meal.phone = phones.front().digits;
            const auto address = slot.address ? slot.address : limits.address;
            if (address) meal.address = reading_.written(*address);
            std::vector<Span> persons = slot.persons.empty() ? limits.persons : slot.persons;
            std::vector<MealTime> times = slot.meals;
            for (std::size_t p = 0; p < std::max<std::size_t>(1, persons.size()); ++p) {
                if (p < persons.size()) meal.person = reading_.written(persons[p]);
                for (std::size_t t = 0; t < std::max<std::size_t>(1, times.size()); ++t) {
                    meal.meal = t < times.size() ? std::optional{times[t]} : std::nullopt;
                    add(meals, last, meal);
                }
            }
        }
        return meals;
    }

    static bool same_but_days(const Meal& a, const Meal& b) {
        return a.person == b.person && a.address == b.address && a.meal == b.meal &&
               a.quantity == b.quantity && a.from == b.from && a.until == b.until &&
               a.diet == b.diet && a.fulfilment == b.fulfilment && a.phone == b.phone &&
               a.note == b.note;
    }

    /// Two parts that follow each other and differ in their days alone are one order.
    static void add(std::vector<Meal>& meals, std::size_t from, const Meal& meal) {
        constexpr std::size_t apart = 64;  // further apart, two parts are two orders
        const std::size_t first = std::max(from, meals.size() - std::min(meals.size(), apart));
        for (Meal& other : std::span{meals}.subspan(std::min(first, meals.size()))) {
            if (same_but_days(other, meal)) {
                other.dates.insert(other.dates.end(), meal.dates.begin(), meal.dates.end());
                other.weekdays.insert(
                    other.weekdays.end(), meal.weekdays.begin(), meal.weekdays.end());
                tidy(other);
                return;
            }
        }
        meals.push_back(meal);
        tidy(meals.back());
    }

    static void tidy(Meal& meal) {
        std::sort(meal.dates.begin(), meal.dates.end());
        meal.dates.erase(std::unique(meal.dates.begin(), meal.dates.end()), meal.dates.end());
        std::sort(meal.weekdays.begin(), meal.weekdays.end());
        meal.weekdays.erase(std::unique(meal.weekdays.begin(), meal.weekdays.end()),
                            meal.weekdays.end());
    }

    void apply_days(Meal& meal, const Slot& slot, const Limits& limits) const {
        meal.dates = slot.days;
        meal.weekdays = slot.weekdays;
        meal.from = limits.from;
        meal.until = limits.until;
        if (intent_ == Intent::meal_pause) return pause_days(meal, limits);
        if (intent_ == Intent::meal_resume) return resume_days(meal);
        const bool long_run = meal.from || meal.until || !limits.every_day.empty() || standing_;
        if (slot.of_week && !meal.dates.empty() &&
            (limits.every_of_days || meal.from != std::nullopt || meal.until != std::nullopt ||
             standing_) &&
            long_run) {
            // `周一到周五` of every week between two days, or for long
            std::vector<int> weekdays;
            for (const Day day : meal.dates) weekdays.push_back(iso_weekday(day));
            meal.weekdays = weekdays;
            meal.dates.clear();
            if (limits.range_of_week)
                meal.from = limits.outer_from, meal.until = limits.outer_until;
            tidy(meal);
            return;
        }
        if (limits.workdays && meal.weekdays.empty()) {
            meal.weekdays = {1, 2, 3, 4, 5};
            if (limits.range && !meal.dates.empty())
                meal.from = meal.dates.front(), meal.until = meal.dates.back();
            meal.dates.clear();
        }
        if (!meal.weekdays.empty() && !meal.dates.empty() && limits.range) {
            // `6月1日到10日每天`: a standing order with limits
            meal.from = meal.dates.front();
            meal.until = meal.dates.back();
            meal.dates.clear();
        } else if (!meal.weekdays.empty() && meal.dates.size() == 1 && !meal.from) {
            meal.from = std::nullopt;
        }
        if (limits.duration > 0 && limits.run && meal.dates.size() <= 1) {
            const Day begin = meal.from            ? *meal.from
                              : meal.dates.empty() ? add_days(scene_.today, 1)
                                                   : meal.dates.front();
            run_from(meal, begin, limits.duration);
        } else if (limits.duration > 0 && meal.from && !meal.until && meal.weekdays.empty()) {
            run_from(meal, *meal.from, limits.duration);
        }
        if (limits.range && meal.from && meal.until && meal.dates.empty() &&
            meal.weekdays.empty() && !limits.impossible)
            meal.weekdays = {1, 2, 3, 4, 5, 6, 7};
        if (!limits.every_day.empty() && meal.weekdays.empty() && meal.dates.empty() &&
            (meal.from || meal.until) && limits.duration == 0)
            meal.weekdays = limits.every_day;
    }

    static void run_from(Meal& meal, Day begin, int days) {
        meal.dates.clear();
        meal.from = meal.until = std::nullopt;
        if (days > 31) {
            meal.from = begin;
            meal.until = add_days(begin, days - 1);
            meal.weekdays = {1, 2, 3, 4, 5, 6, 7};
            return;
        }
        for (int i = 0; i < days; ++i) meal.dates.push_back(add_days(begin, i));
    }

    void pause_days(Meal& meal, const Limits& limits) const {
        if (!meal.dates.empty() && !meal.from) {
            meal.from = meal.dates.front();
            if (!meal.until)
                meal.until = limits.duration > 0 ? add_days(*meal.from, limits.duration - 1)
                                                 : meal.dates.back();
        }
        if (limits.duration > 0 && (!meal.until || (limits.week && !limits.range))) {
            if (!meal.from) meal.from = add_days(scene_.today, 1);
            meal.until = add_days(*meal.from, limits.duration - 1);
        }
        meal.dates.clear();
        meal.quantity = std::nullopt;
    }

    static void resume_days(Meal& meal) {
        if (!meal.dates.empty() && !meal.from) meal.from = meal.dates.front();
        meal.dates.clear();
    }

    const Scene& scene_;
    const Reading& reading_;
    Intent intent_;
    bool standing_;    ///< said to go on
    bool other_days_;  ///< days are named beside `每天`
    bool several_places_ = false;
    Span tail_;  ///< a clause that is said of all persons in front of it
    std::vector<Meal> meals_;
};

/// Puts what `value` says over `meal`.
void overlay(Meal& meal, const Meal& value) {
    if (!value.dates.empty()) meal.dates = value.dates;
    if (!value.weekdays.empty()) meal.weekdays = value.weekdays;
    if (value.from) meal.from = value.from;
    if (value.until) meal.until = value.until;
    // `改到周六`: the `到` leads to the day, it is no limit.
    if (value.until && value.dates.empty() && value.weekdays.empty() && !value.from) {
        meal.dates = {*value.until};
        meal.until = std::nullopt;
    }
    if (value.meal) meal.meal = value.meal;
    if (value.quantity) meal.quantity = value.quantity;
    if (!value.diet.empty()) meal.diet = value.diet;
    if (value.fulfilment) meal.fulfilment = value.fulfilment;
    if (value.person) meal.person = value.person;
    if (value.address) meal.address = value.address;
    if (value.phone) meal.phone = value.phone;
    if (value.note) meal.note = value.note;
}

/// `switch my Friday dinner to pickup`: the `to` behind the verb.
std::vector<const Hit*> english_change(const Reading& reading, Span body) {
    const Hit* verb = reading.first(body, Tag::change);
    if (verb == nullptr || !is_letter(reading.at(verb->begin))) return {};
    const Hit* last = nullptr;
    for (int at = verb->end; at < body.end; ++at)
        if (const Hit* to = reading.word(at, Tag::correct_into);
            to != nullptr && is_letter(reading.at(at)))
            last = to;
    return last == nullptr ? std::vector<const Hit*>{} : std::vector<const Hit*>{last};
}

/// The order as it was, and behind the word of change what is new; the new takes the place of the
/// old.
std::vector<Meal> changed_meals(const Scene& scene) {
    const Reading& reading = scene.reading;
    const Span body = scene.layout.body;
    auto changes = reading.all(body, Tag::change_into);
    if (changes.empty()) changes = english_change(reading, body);
    if (changes.empty()) return Meals{scene, Intent::meal_order}.read();
    const auto part = [&](Span span) {
        Scene half = scene;
        half.layout.body = span;
        half.layout.entries.clear();
        half.layout.labels.clear();
        return Meals{half, Intent::meal_order}.read();
    };
    const auto before = part({body.begin, changes.front()->begin});
    Meal meal = before.empty() ? Meal{} : before.front();
    if (before.size() > 1) meal.meal = std::nullopt;
    for (std::size_t i = 0; i < changes.size(); ++i) {
        const int end = i + 1 < changes.size() ? changes[i + 1]->begin : body.end;
        const Span value{changes[i]->end, end};
        const auto after = part(value);
        if (!after.empty()) overlay(meal, after.front());
        // `份数改为3`
        const Hit* field = reading.word_before(changes[i]->begin, Tag::label);
        const auto number = number_at(reading, after_blanks(reading, value.begin));
        if (field != nullptr && field->sense(Tag::label).code == "quantity" && number &&
            number->span.end <= end)
            meal.quantity = static_cast<int>(number->value);
    }
    if (says_nothing(meal)) return {};
    return {meal};
}

}  // namespace

std::vector<Meal> meals_of(const Scene& scene, Intent intent) {
    if (intent == Intent::meal_change) return changed_meals(scene);
    return Meals{scene, intent}.read();
}

}  // namespace qingdan::language
