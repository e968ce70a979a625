#include "domain/audit/audit.hpp"
#include "domain/language/codes.hpp"
#include "domain/meals/cutoff.hpp"
#include "domain/meals/menu_store.hpp"
#include "domain/meals/order.hpp"
#include "domain/meals/price.hpp"
#include "domain/store/store.hpp"
#include "handlers/choice.hpp"
#include "handlers/conversation.hpp"
#include "handlers/conversations.hpp"
#include "handlers/eater.hpp"
#include "handlers/meal_words.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace qingdan::conversations {
namespace {

using language::Fulfilment;
using language::MealTime;
using nlohmann::json;

/// One day (or a standing order) that is to be ordered, with what is known of it.
struct DayFacts {
    Day day{};
    bool is_past = false, is_too_far = false, is_closed = false;  ///< closed: past the cut-off
    int room = -1;                                                ///< portions left; -1: no limit
    std::optional<Day> next_with_room;
    std::vector<meals::Order> already;  ///< of the same eater, day and meal
};

/// All that a decision about one order may know.
struct OrderFacts {
    EaterFacts eater;
    std::string card_address;  ///< of the register or of an earlier order
    bool agreed = false;
    std::vector<DayFacts> days;
    std::optional<Day> proposed;  ///< where none was told: the next that is open
    ByMeal<bool> offered;
    int max_per_order = 10, read_back_from = 5;
    std::optional<meals::Order> standing;  ///< a standing order of the same eater and meal
    std::string manager_phone;
};

struct Place {
    std::vector<Day> days;  ///< empty: a standing order
    std::vector<std::pair<Day, Refusal>> refused;
};
struct Ask {
    std::string topic;  ///< `meal.who`, `meal.which_meal`, `meal.where`
};
struct ReadBack {
    std::string topic;  ///< `meal.agree_day`, `meal.agree_quantity`, `meal.replace_standing`
};
struct AlreadyOrdered {
    meals::Order earlier;
};
struct AskDuplicate {
    meals::Order earlier;
};
using Decision = std::variant<Place, Ask, ReadBack, AlreadyOrdered, AskDuplicate, Refusal>;

bool is_standing(const language::Meal& told) { return !told.weekdays.empty(); }

/// Why a day cannot be ordered, if so.
std::optional<Refusal> refused(const DayFacts& facts, int quantity) {
    const std::string day = to_text(facts.day);
    if (facts.is_past) return Refusal{"meal.date_past", {{"day", day}}};
    if (facts.is_closed) return Refusal{"meal.past_cutoff", {{"day", day}}};
    if (facts.is_too_far) return Refusal{"meal.date_far", {{"day", day}}};
    if (facts.room >= 0 && facts.room < quantity) {
        return Refusal{
            "meal.over_capacity",
            {{"day", day}, {"next", facts.next_with_room ? to_text(*facts.next_with_room) : ""}}};
    }
    return std::nullopt;
}

/// Asks back one thing at a time: person, day, meal, address. Source: meals facts, section 11.
Decision decide(const language::Meal& told, const OrderFacts& facts) {
    if (facts.eater.not_bound)
        return Refusal{"meal.unknown_person", {{"person", *facts.eater.name}}};
    if (facts.eater.which.size() > 1) return Ask{"meal.who"};
    if (!told.meal) return Ask{"meal.which_meal"};
    if (!facts.offered.of(*told.meal)) return Refusal{"meal.not_offered", {}};
    const int quantity = told.quantity.value_or(1);
    if (quantity > facts.max_per_order) {
        return Refusal{
            "meal.quantity_over",
            {{"max", std::to_string(facts.max_per_order)}, {"phone", facts.manager_phone}}};
    }
    if (quantity < 1) return Refusal{"meal.quantity_none", {}};
    const bool has_address = told.address || !facts.card_address.empty();
    if (told.fulfilment == Fulfilment::delivery && !has_address) return Ask{"meal.where"};
    if (is_standing(told)) {
        if (facts.standing && !facts.agreed) return ReadBack{"meal.replace_standing"};
        if (quantity >= facts.read_back_from && !facts.agreed)
            return ReadBack{"meal.agree_quantity"};
        return Place{};
    }
    if (facts.days.empty())
        return facts.proposed ? Decision{ReadBack{"meal.agree_day"}} : Refusal{"meal.no_day", {}};
    Place place;
    for (const DayFacts& day : facts.days) {
        if (const auto no = refused(day, quantity)) {
            place.refused.emplace_back(day.day, *no);
            continue;
        }
        if (!day.already.empty() && !facts.agreed) {
            const meals::Order& earlier = day.already.front();
            if (facts.days.size() == 1) {
                return earlier.quantity == quantity ? Decision{AlreadyOrdered{earlier}}
                                                    : AskDuplicate{earlier};
            }
            continue;  // of several days the ones that are ordered already stay as they are
        }
        place.days.push_back(day.day);
    }
    if (place.days.empty() && !place.refused.empty()) return place.refused.front().second;
    if (place.days.empty()) return AlreadyOrdered{facts.days.front().already.front()};
    if (quantity >= facts.read_back_from && !facts.agreed) return ReadBack{"meal.agree_quantity"};
    return place;
}

DayFacts read_day(Day day,
                  const language::Meal& told,
                  const OrderFacts& facts,
                  const Message& message,
                  store::Transaction& tx) {
    const MealSettings& settings = message.rules.settings.meals;
    DayFacts read;
    read.day = day;
    read.is_past = day < message.today();
    read.is_closed = message.inbound.sent_at >=
                     meals::cutoff(settings.cutoff, *told.meal, day, message.rules.zone);
    read.is_too_far = days_between(message.today(), day) > settings.days_ahead;
    const auto room_on = [&](Day date) {
        const int capacity = meals::capacity(
            tx, message.community, date, *told.meal, settings.capacity.of(*told.meal));
        return capacity == 0
                   ? -1
                   : std::max(0,
                              capacity - meals::portions(tx, message.community, date, *told.meal));
    };
    read.room = room_on(day);
    const int quantity = told.quantity.value_or(1);
    if (read.room >= 0 && read.room < quantity) {
        for (int ahead = 1; ahead <= settings.days_ahead && !read.next_with_room; ++ahead) {
            const int room = room_on(add_days(day, ahead));
            if (room < 0 || room >= quantity) read.next_with_room = add_days(day, ahead);
        }
    }
    for (meals::Order& order : meals::ordered(tx, eater_key(facts.eater, message), day, day)) {
        if (order.meal == *told.meal) read.already.push_back(std::move(order));
    }
    return read;
}

OrderFacts read_facts(const language::Meal& told, const Message& message, store::Transaction& tx) {
    const MealSettings& settings = message.rules.settings.meals;
    OrderFacts facts;
    facts.offered = settings.offered;
    facts.max_per_order = settings.max_per_order;
    facts.read_back_from = settings.read_back_from;
    facts.eater = find_eater(told.person, told.address, told.phone, message, tx);
    facts.manager_phone = manager_phone(message, tx);
    if (facts.eater.person) facts.card_address = facts.eater.person->address;
    if (facts.card_address.empty() && message.user && facts.eater.name == message.user->name) {
        facts.card_address = message.user->address;
    }
    if (facts.card_address.empty() && !message.has_role(people::Role::cadre)) {
        facts.card_address = meals::last_address(tx, eater_key(facts.eater, message));
    }
    if (!told.meal) return facts;
    if (is_standing(told)) {
        for (meals::Order& order : meals::standing_orders(tx, eater_key(facts.eater, message))) {
            if (order.meal == *told.meal) facts.standing = std::move(order);
        }
        return facts;
    }
    for (const Day day : told.dates) facts.days.push_back(read_day(day, told, facts, message, tx));
    if (told.dates.empty()) {
        facts.proposed = meals::first_open_day(settings.cutoff,
                                               *told.meal,
                                               message.inbound.sent_at,
                                               message.today(),
                                               message.rules.zone);
    }
    return facts;
}

/// With only one meal on offer, an order that names none means it.
void fill_meal(language::Meal& told, const MealSettings& settings) {
    if (told.meal) return;
    std::vector<MealTime> offered;
    for (const MealTime meal : {MealTime::breakfast, MealTime::lunch, MealTime::dinner}) {
        if (settings.offered.of(meal)) offered.push_back(meal);
    }
    if (offered.size() == 1) told.meal = offered.front();
}

meals::Order order_of(const language::Meal& told, const OrderFacts& facts, const Message& message) {
    meals::Order order;
    order.created_at = message.inbound.sent_at;
    order.platform = message.inbound.platform;
    order.orderer = message.inbound.sender.id;
    order.community = message.community;
    if (facts.eater.person) {
        order.person_id = facts.eater.person->id;
        order.person = facts.eater.person->name;
        order.diet = facts.eater.person->diet;
    } else {
        order.person = facts.eater.name;
    }
    for (const std::string& code : told.diet) {
        if (std::find(order.diet.begin(), order.diet.end(), code) == order.diet.end())
            order.diet.push_back(code);
    }
    order.address = told.address                 ? told.address
                    : facts.card_address.empty() ? std::nullopt
                                                 : std::optional{facts.card_address};
    order.phone = told.phone;
    if (!order.phone && facts.eater.person && !facts.eater.person->phone.empty()) {
        order.phone = facts.eater.person->phone;
    }
    order.meal = *told.meal;
    order.quantity = told.quantity.value_or(1);
    order.fulfilment =
        told.fulfilment.value_or(order.address ? Fulfilment::delivery : Fulfilment::pickup);
    order.note = told.note;
    return order;
}

struct Written {
    RecordNumber number;
    std::vector<meals::Order> rows;
};

Written write(const Place& place,
              const language::Meal& told,
              const OrderFacts& facts,
              const Message& message,
              store::Transaction& tx) {
    Written written;
    written.number = next_number(tx, RecordKind::meal);
    meals::Order order = order_of(told, facts, message);
    order.number = written.number;
    const MealSettings& settings = message.rules.settings.meals;
    if (is_standing(told)) {
        if (facts.standing) {
            meals::Order ended = *facts.standing;
            ended.status = meals::Status::cancelled;
            meals::save(tx, ended);
        }
        order.status = meals::Status::standing;
        order.weekdays = told.weekdays;
        order.from = told.from;
        order.until = told.until;
        order.id = meals::add(tx, order);
        written.rows.push_back(order);
    }
    for (const Day day : place.days) {
        order.day = day;
        const auto menu_price = meals::menu_price(tx, message.community, day, order.meal);
        const meals::Price price = meals::price(
            settings, meals::price_level(facts.eater.person, day), order.quantity, menu_price);
        order.own = price.own;
        order.full = price.full;
        order.id = meals::add(tx, order);
        written.rows.push_back(order);
    }
    audit::append(tx,
                  {.at = message.now,
                   .who = message.inbound.sender.id,
                   .action = "order",
                   .about = to_text(written.number)});
    return written;
}

json state_of(const std::vector<language::Meal>& waiting,
              const std::vector<std::string>& which = {}) {
    json state{{"meals", json::array()}, {"which", which}};
    for (const language::Meal& meal : waiting)
        state["meals"].push_back(json(language::to_json(language::Record{meal})));
    return state;
}

std::vector<language::Meal> meals_of(const json& state) {
    std::vector<language::Meal> told;
    for (const json& one : state.at("meals")) {
        told.push_back(std::get<language::Meal>(language::record_from_json(one)));
    }
    return told;
}

/// Takes the orders of a message one by one; the first that needs a question keeps itself and what
/// comes after it.
class Ordering {
public:
    Ordering(const Message& message, store::Transaction& tx) : message_(message), tx_(tx) {}

    Outcome take(std::vector<language::Meal> told, bool agreed) {
        for (std::size_t i = 0; i < told.size(); ++i) {
            fill_meal(told[i], message_.rules.settings.meals);
            OrderFacts facts = read_facts(told[i], message_, tx_);
            facts.agreed = i == 0 && agreed;
            waiting_.assign(told.begin() + static_cast<std::ptrdiff_t>(i), told.end());
            const bool goes_on = std::visit(
                overloaded{
                    [&](const Place& place) { return keep(place, told[i], facts); },
                    [&](const Ask& ask) { return put(ask, told[i], facts); },
                    [&](const ReadBack& read_back) { return put(read_back, told[i], facts); },
                    [&](const AlreadyOrdered& already) { return say_already(already.earlier); },
                    [&](const AskDuplicate& twice) { return put(twice, told[i]); },
                    [&](const Refusal& no) { return refuse(no, told[i]); }},
                decide(told[i], facts));
            if (!goes_on) break;
        }
        Outcome outcome;
        outcome.changed = numbers_;
        if (!receipts_.empty()) {
            outcome.say(Said{receipts_.size() == 1 ? "meal.ordered" : "meal.ordered_several",
                             {{"orders", receipts_},
                              {"count", static_cast<int>(receipts_.size())},
                              {"group", message_.in_group()},
                              {"first", numbers_.front()}}});
        }
        for (Said& said : after_) outcome.say(std::move(said));
        return outcome;
    }

private:
    bool keep(const Place& place, const language::Meal& told, const OrderFacts& facts) {
        const Written written = write(place, told, facts, message_, tx_);
        receipts_.emplace_back(meal_receipt(written.rows, message_));
        numbers_.push_back(to_text(written.number));
        for (const auto& [day, no] : place.refused) after_.push_back(refusal(no, told));
        return true;
    }

    bool put(const Ask& ask, const language::Meal& told, const OrderFacts& facts) {
        conversation::ask(message_, tx_, ask.topic, state_of(waiting_, facts.eater.which));
        Said question{ask.topic, {{"person", told.person}}};
        if (ask.topic == "meal.who") {
            for (const std::string& name : facts.eater.which) {
                question.options.push_back({"meal.candidate",
                                            {{"name", name}},
                                            std::to_string(question.options.size() + 1)});
            }
        }
        if (ask.topic == "meal.which_meal") {
            for (const MealTime meal : {MealTime::lunch, MealTime::dinner, MealTime::breakfast}) {
                if (!facts.offered.of(meal)) continue;
                question.options.push_back({"meal." + std::string{language::to_text(meal)},
                                            {},
                                            std::to_string(question.options.size() + 1)});
            }
        }
        after_.push_back(std::move(question));
        return false;
    }

    bool put(const ReadBack& read_back, language::Meal told, const OrderFacts& facts) {
        if (read_back.topic == "meal.agree_day") {
            told.dates = {*facts.proposed};
            waiting_.front() = told;
        }
        conversation::ask(message_, tx_, read_back.topic, state_of(waiting_));
        after_.push_back(
            Said{read_back.topic,
                 {{"day", told.dates.empty() ? std::optional<Day>{} : told.dates.front()},
                  {"meal", meal_word(*told.meal)},
                  {"quantity", told.quantity.value_or(1)},
                  {"earlier",
                   facts.standing ? std::optional{to_text(facts.standing->number)} : std::nullopt}},
                 yes_or_no()});
        return false;
    }

    bool put(const AskDuplicate& twice, const language::Meal& told) {
        conversation::ask(message_, tx_, "meal.duplicate", state_of(waiting_));
        Said question{"meal.duplicate",
                      {{"number", to_text(twice.earlier.number)},
                       {"day", twice.earlier.day},
                       {"meal", meal_word(twice.earlier.meal)},
                       {"earlier", twice.earlier.quantity},
                       {"quantity", told.quantity.value_or(1)}}};
        question.options = {
            {"meal.add_up", {{"total", twice.earlier.quantity + told.quantity.value_or(1)}}, "1"},
            {"meal.replace", {{"total", told.quantity.value_or(1)}}, "2"},
            {"meal.leave", {{"total", twice.earlier.quantity}}, "3"}};
        after_.push_back(std::move(question));
        return false;
    }

    bool say_already(const meals::Order& earlier) {
        after_.push_back(Said{"meal.already",
                              {{"number", to_text(earlier.number)},
                               {"day", earlier.day},
                               {"meal", meal_word(earlier.meal)},
                               {"quantity", earlier.quantity}}});
        return true;
    }

    Said refusal(const Refusal& no, const language::Meal& told) {
        return meal_refusal(no, told, message_, tx_);
    }

    bool refuse(const Refusal& no, const language::Meal& told) {
        after_.push_back(refusal(no, told));
        return true;
    }

    const Message& message_;
    store::Transaction& tx_;
    std::vector<language::Meal> waiting_;
    std::vector<Value> receipts_;
    std::vector<std::string> numbers_;
    std::vector<Said> after_;
};

/// What the answer to `meal.duplicate` means: the earlier order with the portions that were chosen.
Outcome answer_duplicate(const std::vector<language::Meal>& told,
                         std::size_t choice,
                         const Message& message,
                         store::Transaction& tx) {
    const OrderFacts facts = read_facts(told.front(), message, tx);
    Outcome outcome;
    if (facts.days.empty() || facts.days.front().already.empty()) {
        return Ordering{message, tx}.take(told, true);
    }
    const DayFacts& day = facts.days.front();
    meals::Order earlier = day.already.front();
    const int wanted = told.front().quantity.value_or(1);
    const int before = earlier.quantity;
    if (choice == 0) earlier.quantity += wanted;
    if (choice == 1) earlier.quantity = wanted;
    const int more = earlier.quantity - before;
    std::optional<Refusal> no;
    if (day.is_closed && more != 0) no = Refusal{"meal.past_cutoff", {{"day", to_text(day.day)}}};
    if (earlier.quantity > facts.max_per_order) {
        no = Refusal{"meal.quantity_over", {{"max", std::to_string(facts.max_per_order)}}};
    }
    if (day.room >= 0 && more > day.room)
        no = Refusal{"meal.over_capacity", {{"day", to_text(day.day)}, {"next", ""}}};
    if (no) {
        outcome.say(meal_refusal(*no, told.front(), message, tx));
        return outcome;
    }
    const meals::Price price =
        meals::price(message.rules.settings.meals,
                     meals::price_level(facts.eater.person, *earlier.day),
                     earlier.quantity,
                     meals::menu_price(tx, message.community, *earlier.day, earlier.meal));
    earlier.own = price.own;
    earlier.full = price.full;
    if (choice < 2) {
        meals::save(tx, earlier);
        outcome.changed.push_back(to_text(earlier.number));
    }
    outcome.say(
        Said{"meal.ordered", {{"orders", std::vector<Value>{meal_receipt({earlier}, message)}}}});
    return outcome;
}

}  // namespace

Outcome order_meal(const Message& message, store::Transaction& tx) {
    std::vector<language::Meal> told;
    for (const language::Record& record : message.meaning.records) {
        if (const auto* meal = std::get_if<language::Meal>(&record)) told.push_back(*meal);
    }
    if (told.empty()) told.emplace_back();
    conversation::close(message, tx);
    return Ordering{message, tx}.take(std::move(told), false);
}

std::optional<Outcome> answer_meal(std::string_view topic,
                                   const json& state,
                                   const Message& message,
                                   store::Transaction& tx) {
    std::vector<language::Meal> told = meals_of(state);
    language::Meal& first = told.front();
    bool agreed = false;
    if (topic == "meal.duplicate") {
        const auto chosen = chosen_number(message, 3);
        if (!chosen) return std::nullopt;
        conversation::close(message, tx);
        Outcome outcome = answer_duplicate(told, *chosen, message, tx);
        told.erase(told.begin());
        if (!told.empty()) outcome.add(Ordering{message, tx}.take(std::move(told), false));
        return outcome;
    }
    if (topic == "meal.who") {
        const auto names = state.at("which").get<std::vector<std::string>>();
        const auto chosen = chosen_number(message, names.size());
        const auto named = told_meal(message).person;
        if (!chosen && !named) return std::nullopt;
        first.person = chosen ? names[*chosen] : *named;
    } else if (topic == "meal.which_meal") {
        std::vector<MealTime> offered;
        for (const MealTime meal : {MealTime::lunch, MealTime::dinner, MealTime::breakfast}) {
            if (message.rules.settings.meals.offered.of(meal)) offered.push_back(meal);
        }
        const auto chosen = chosen_number(message, offered.size());
        const auto named = told_meal(message).meal;
        if (!chosen && !named) return std::nullopt;
        first.meal = chosen ? offered[*chosen] : *named;
    } else if (topic == "meal.where") {
        const language::Visit where = told_person(message);
        const auto other = told_meal(message).fulfilment;
        if (!where.address && other != Fulfilment::pickup) return std::nullopt;
        if (where.address) first.address = where.address;
        if (other) first.fulfilment = other;
    } else {
        const auto yes = yes_or_no_of(message);
        if (!yes) return std::nullopt;
        if (!*yes) {
            conversation::close(message, tx);
            Outcome outcome;
            outcome.say(Said{"meal.not_ordered"});
            return outcome;
        }
        agreed = topic != "meal.agree_day" ||
                 first.quantity.value_or(1) < message.rules.settings.meals.read_back_from;
    }
    conversation::close(message, tx);
    return Ordering{message, tx}.take(std::move(told), agreed);
}

}  // namespace qingdan::conversations
