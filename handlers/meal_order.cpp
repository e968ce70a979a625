#include "domain/audit/audit.hpp"
#include "domain/language/codes.hpp"
#include "domain/language/service/service_words.hpp"
#include "domain/meals/menu_store.hpp"
#include "domain/meals/order.hpp"
#include "domain/meals/price.hpp"
#include "domain/meals/round.hpp"
#include "domain/store/store.hpp"
#include "handlers/choice.hpp"
#include "handlers/conversation.hpp"
#include "handlers/conversations.hpp"
#include "handlers/meal_late.hpp"
#include "handlers/meal_lists.hpp"
#include "handlers/meal_order_facts.hpp"
#include "handlers/meal_ordering.hpp"
#include "handlers/meal_words.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace qingdan::conversations {
namespace {

using language::Fulfilment;
using language::MealTime;
using nlohmann::json;

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
    } else {
        order.person = facts.eater.name;
    }
    order.diet = facts.diet;
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
    order.allergy = facts.allergy;
    order.cleared_by = facts.cleared_by;
    return order;
}

struct Written {
    RecordNumber number;
    std::vector<meals::Order> rows;
    Outcome late;  ///< who is told because the list had gone out
};

/// One day of an order: its set, its price, and its carrier where the list has gone out already.
meals::Order write_day(meals::Order order,
                       const DayFacts& day,
                       const OrderFacts& facts,
                       const Message& message,
                       store::Transaction& tx) {
    order.day = day.day;
    order.set = day.choice.set;
    meals::put_price(order, message.rules.settings.meals, facts.eater.person, day.menu);
    if (is_listed(order, tx)) send_out(order, tx);
    order.id = meals::add(tx, order);
    return order;
}

Written write(const PlaceOrder& place,
              const language::Meal& told,
              const OrderFacts& facts,
              const Message& message,
              store::Transaction& tx) {
    Written written;
    written.number = next_number(tx, RecordKind::meal);
    meals::Order order = order_of(told, facts, message);
    order.number = written.number;
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
    for (const DayFacts& day : facts.days) {
        if (std::find(place.days.begin(), place.days.end(), day.day) == place.days.end()) continue;
        written.rows.push_back(write_day(order, day, facts, message, tx));
        if (written.rows.back().status == meals::Status::dispatched)
            written.late.add(tell_late_change(std::nullopt, written.rows.back(), message, tx));
    }
    audit::append(tx,
                  {.at = message.now,
                   .who = message.inbound.sender.id,
                   .action = "order",
                   .about = to_text(written.number)});
    return written;
}

/// Takes the orders of a message one by one.
class Ordering {
public:
    Ordering(const Message& message, std::string words, store::Transaction& tx)
        : message_(message), words_(std::move(words)), tx_(tx) {}

    Outcome take(std::vector<language::Meal> told, bool agreed) {
        for (std::size_t i = 0; i < told.size(); ++i) {
            fill_meal(told[i], message_.rules.settings.meals);
            OrderFacts facts = read_order_facts({told[i], words_}, message_, tx_);
            facts.agreed = i == 0 && agreed;
            waiting_.assign(told.begin() + static_cast<std::ptrdiff_t>(i), told.end());
            const bool goes_on = std::visit(
                overloaded{
                    [&](const PlaceOrder& place) { return keep(place, told[i], facts); },
                    [&](const AskOrder& ask) { return put(ask, told[i], facts); },
                    [&](const ReadBackOrder& read_back) { return put(read_back, told[i], facts); },
                    [&](const AlreadyOrdered& already) { return say_already(already.earlier); },
                    [&](const AskDuplicate& twice) { return put(twice, told[i]); },
                    [&](const AskFull& full) { return put(full, told[i]); },
                    [&](const Refusal& no) { return refuse(no, told[i]); }},
                decide_order(told[i], facts));
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
        outcome.add(std::move(late_));
        return outcome;
    }

private:
    bool keep(const PlaceOrder& place, const language::Meal& told, const OrderFacts& facts) {
        Written written = write(place, told, facts, message_, tx_);
        Arguments receipt = meal_receipt(written.rows, message_);
        if (written.rows.size() == 1) {
            for (const DayFacts& day : facts.days) add_set(day, written.rows.front(), receipt);
        }
        receipts_.emplace_back(std::move(receipt));
        numbers_.push_back(to_text(written.number));
        late_.add(std::move(written.late));
        for (const auto& [day, no] : place.refused) after_.push_back(refusal(no, told));
        if (!written.rows.empty()) {
            warn_of_diet(written, facts);
            ask_about_allergy(written, facts);
        }
        for (const DayFacts& day : facts.days) warn_if_nearly_full(day, told);
        return true;
    }

    /// What the receipt says of the set: its dishes, and the letter of another one that may be had.
    static void add_set(const DayFacts& day, const meals::Order& row, Arguments& receipt) {
        if (!row.set || row.day != day.day) return;
        for (const meals::MenuLine& line : day.menu) {
            if (line.set != *row.set) continue;
            receipt.push_back({"set", line.set});
            receipt.push_back({"dish", line.dishes.front()});
        }
        if (!day.choice.wanted && !day.sets_left.empty())
            receipt.push_back({"other_set", day.sets_left.front()});
    }

    /// A dish that the eater must not have is said at the order.
    void warn_of_diet(const Written& written, const OrderFacts& facts) {
        for (const DayFacts& day : facts.days) {
            const auto row = std::find_if(written.rows.begin(),
                                          written.rows.end(),
                                          [&](const auto& one) { return one.day == day.day; });
            if (row == written.rows.end()) continue;
            if (!day.choice.fits_diet) {
                std::vector<Value> diets;
                for (const std::string& code : row->diet) diets.emplace_back(Word{"diet." + code});
                after_.push_back(Said{"meal.diet_not_on_menu",
                                      {{"day", day.day},
                                       {"meal", meal_word(row->meal)},
                                       {"diets", diets},
                                       {"manager", facts.manager_phone}}});
            }
            if (!row->allergy) continue;
            for (const meals::MenuLine& line : day.menu) {
                if (row->set && line.set != *row->set) continue;
                for (const std::string& allergen : line.allergens) {
                    if (!language::mentions(*row->allergy, allergen)) continue;
                    after_.push_back(Said{"meal.allergen_on_menu",
                                          {{"day", day.day},
                                           {"meal", meal_word(row->meal)},
                                           {"allergen", allergen},
                                           {"manager", facts.manager_phone}}});
                }
            }
        }
    }

    /// An allergy makes no order final until a person has said that the kitchen can do it.
    void ask_about_allergy(const Written& written, const OrderFacts& facts) {
        if (!facts.allergy || facts.cleared_by) return;
        after_.push_back(Said{"meal.allergy_open", {{"manager", facts.manager_phone}}});
        const meals::Order& row = written.rows.front();
        for (const people::User& manager : meal_managers(tx_, row.community)) {
            late_.push({{manager.platform, manager.user_id},
                        Said{"meal.allergy_asked",
                             {{"person", row.person},
                              {"phone", row.phone},
                              {"allergy", row.allergy},
                              {"day", row.day},
                              {"meal", meal_word(row.meal)},
                              {"number", to_text(written.number)}}},
                        true});
        }
    }

    void warn_if_nearly_full(const DayFacts& before, const language::Meal& told) {
        const MealSettings& settings = message_.rules.settings.meals;
        if (!before.room.has_limit()) return;
        const int taken =
            meals::room(tx_, message_.community, before.day, *told.meal, settings).taken;
        if (taken * 100 < before.room.capacity * settings.warn_percent) return;
        const std::string about =
            to_text(before.day) + " " + std::string{language::to_text(*told.meal)};
        if (!meals::remind_once(tx_, "nearly_full", message_.community, about, before.day)) return;
        for (const people::User& manager : meal_managers(tx_, message_.community)) {
            late_.push({{manager.platform, manager.user_id},
                        Said{"meal.nearly_full",
                             {{"day", before.day},
                              {"meal", meal_word(*told.meal)},
                              {"taken", taken},
                              {"capacity", before.room.capacity}}}});
        }
    }

    void ask(const std::string& topic, json state) {
        conversation::ask(message_, tx_, topic, std::move(state));
    }

    bool put(const AskOrder& question, const language::Meal& told, const OrderFacts& facts) {
        ask(question.topic, state_of_orders(waiting_, words_, facts.eater.which));
        Said said{question.topic, {{"person", told.person}}};
        const auto number = [&] { return std::to_string(said.options.size() + 1); };
        if (question.topic == "meal.who") {
            for (const std::string& name : facts.eater.which)
                said.options.push_back({"meal.candidate", {{"name", name}}, number()});
        }
        if (question.topic == "meal.which_meal") {
            for (const MealTime meal : {MealTime::lunch, MealTime::dinner, MealTime::breakfast}) {
                if (!facts.offered.of(meal)) continue;
                said.options.push_back(
                    {"meal." + std::string{language::to_text(meal)}, {}, number()});
            }
        }
        after_.push_back(std::move(said));
        return false;
    }

    bool put(const ReadBackOrder& read_back, language::Meal told, const OrderFacts& facts) {
        if (read_back.topic == "meal.agree_day") {
            told.dates = {*facts.proposed};
            waiting_.front() = told;
        }
        ask(read_back.topic, state_of_orders(waiting_, words_));
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
        ask("meal.duplicate", state_of_orders(waiting_, words_));
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

    /// Full: the day that has room, the waiting list, or nothing.
    bool put(const AskFull& full, const language::Meal& told) {
        json state = state_of_orders(waiting_, words_);
        if (full.next) state["next"] = to_text(*full.next);
        Said question = refusal(
            Refusal{"meal.over_capacity",
                    {{"day", to_text(full.day)}, {"next", full.next ? to_text(*full.next) : ""}}},
            told);
        if (full.next) question.options.push_back({"meal.full_next", {{"day", *full.next}}, "1"});
        const auto number = [&] { return std::to_string(question.options.size() + 1); };
        question.options.push_back({"meal.full_wait", {}, number()});
        question.options.push_back({"meal.full_leave", {}, number()});
        ask("meal.full", std::move(state));
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
    const std::string words_;
    store::Transaction& tx_;
    std::vector<language::Meal> waiting_;
    std::vector<Value> receipts_;
    std::vector<std::string> numbers_;
    std::vector<Said> after_;
    Outcome late_;
};

/// What the answer to `meal.duplicate` means: the earlier order with the portions that were chosen.
Outcome answer_duplicate(const std::vector<language::Meal>& told,
                         const std::string& words,
                         std::size_t choice,
                         const Message& message,
                         store::Transaction& tx) {
    const OrderFacts facts = read_order_facts({told.front(), words}, message, tx);
    Outcome outcome;
    if (facts.days.empty() || facts.days.front().already.empty()) {
        return place_orders(told, words, true, message, tx);
    }
    const DayFacts& day = facts.days.front();
    const meals::Order before = day.already.front();
    meals::Order earlier = before;
    const int wanted = told.front().quantity.value_or(1);
    if (choice == 0) earlier.quantity += wanted;
    if (choice == 1) earlier.quantity = wanted;
    const int more = earlier.quantity - before.quantity;
    std::optional<Refusal> no;
    if (day.is_closed && more != 0) no = Refusal{"meal.past_cutoff", {{"day", to_text(day.day)}}};
    if (earlier.quantity > facts.max_per_order) {
        no = Refusal{"meal.quantity_over", {{"max", std::to_string(facts.max_per_order)}}};
    }
    if (more > 0 && !day.room.fits(more)) {
        no = Refusal{"meal.over_capacity",
                     {{"day", to_text(day.day)},
                      {"next", day.next_with_room ? to_text(*day.next_with_room) : ""}}};
    }
    if (no) {
        outcome.say(meal_refusal(*no, told.front(), message, tx));
        return outcome;
    }
    meals::put_price(earlier, message.rules.settings.meals, facts.eater.person, day.menu);
    if (choice < 2) {
        meals::save(tx, earlier);
        outcome.changed.push_back(to_text(earlier.number));
    }
    outcome.say(
        Said{"meal.ordered", {{"orders", std::vector<Value>{meal_receipt({earlier}, message)}}}});
    if (choice < 2 && is_listed(earlier, tx))
        outcome.add(tell_late_change(before, earlier, message, tx));
    if (more < 0)
        outcome.add(offer_places(
            earlier.community, *earlier.day, earlier.meal, message.rules, message.now, tx));
    return outcome;
}

/// The answer to `meal.full`: the next day, the waiting list, or nothing.
std::optional<Outcome> answer_full(std::vector<language::Meal> told,
                                   const json& state,
                                   const Message& message,
                                   store::Transaction& tx) {
    const auto next =
        state.contains("next") ? parse_day(state.at("next").get<std::string>()) : std::nullopt;
    const std::size_t first = next ? 0 : 1;  // without another day the choices begin with the list
    const auto number = chosen_number(message, 3 - first);
    const bool queues = language::service_words(message.inbound.text).has("queue");
    const auto yes = yes_or_no_of(message);
    if (!number && !queues && !yes) return std::nullopt;
    const std::size_t chosen = queues ? 1 : number ? *number + first : *yes ? first : 2;
    conversation::close(message, tx);
    const std::string words = words_of_state(state);
    Outcome outcome;
    if (chosen == 0) {
        told.front().dates = {*next};
        return place_orders(std::move(told), words, false, message, tx);
    }
    if (chosen == 1) {
        outcome.add(wait_for_place(told.front(), words, message, tx));
    } else {
        outcome.say(Said{"meal.not_ordered"});
    }
    told.erase(told.begin());
    if (!told.empty()) outcome.add(place_orders(std::move(told), words, false, message, tx));
    return outcome;
}

/// Fills in what a question asked for; false where the message is no answer to it.
bool fill_in(std::string_view topic,
             const json& state,
             const Message& message,
             language::Meal& first) {
    if (topic == "meal.who") {
        const auto names = state.at("which").get<std::vector<std::string>>();
        const auto chosen = chosen_number(message, names.size());
        const auto named = told_meal(message).person;
        if (!chosen && !named) return false;
        first.person = chosen ? names[*chosen] : *named;
    } else if (topic == "meal.which_meal") {
        std::vector<MealTime> offered;
        for (const MealTime meal : {MealTime::lunch, MealTime::dinner, MealTime::breakfast}) {
            if (message.rules.settings.meals.offered.of(meal)) offered.push_back(meal);
        }
        const auto chosen = chosen_number(message, offered.size());
        const auto named = told_meal(message).meal;
        if (!chosen && !named) return false;
        first.meal = chosen ? offered[*chosen] : *named;
    } else {
        const language::Visit where = told_person(message);
        const auto other = told_meal(message).fulfilment;
        if (!where.address && other != Fulfilment::pickup) return false;
        if (where.address) first.address = where.address;
        if (other) first.fulfilment = other;
    }
    return true;
}

}  // namespace

Outcome order_meal(const Message& message, store::Transaction& tx) {
    std::vector<language::Meal> told;
    for (const language::Record& record : message.meaning.records) {
        if (const auto* meal = std::get_if<language::Meal>(&record)) told.push_back(*meal);
    }
    if (told.empty()) told.emplace_back();
    conversation::close(message, tx);
    return place_orders(std::move(told), message.meaning.folded, false, message, tx);
}

std::optional<Outcome> answer_meal(std::string_view topic,
                                   const json& state,
                                   const Message& message,
                                   store::Transaction& tx) {
    if (topic == "meal.offered") return answer_offer(state, message, tx);
    std::vector<language::Meal> told = orders_of_state(state);
    const std::string words = words_of_state(state);
    if (topic == "meal.full") return answer_full(std::move(told), state, message, tx);
    if (topic == "meal.duplicate") {
        const auto chosen = chosen_number(message, 3);
        if (!chosen) return std::nullopt;
        conversation::close(message, tx);
        Outcome outcome = answer_duplicate(told, words, *chosen, message, tx);
        told.erase(told.begin());
        if (!told.empty()) outcome.add(place_orders(std::move(told), words, false, message, tx));
        return outcome;
    }
    bool agreed = false;
    if (topic == "meal.who" || topic == "meal.which_meal" || topic == "meal.where") {
        if (!fill_in(topic, state, message, told.front())) return std::nullopt;
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
                 told.front().quantity.value_or(1) < message.rules.settings.meals.read_back_from;
    }
    conversation::close(message, tx);
    return place_orders(std::move(told), words, agreed, message, tx);
}

}  // namespace qingdan::conversations

namespace qingdan {

Outcome place_orders(std::vector<language::Meal> told,
                     const std::string& words,
                     bool agreed,
                     const Message& message,
                     store::Transaction& tx) {
    return conversations::Ordering{message, words, tx}.take(std::move(told), agreed);
}

nlohmann::json state_of_orders(const std::vector<language::Meal>& waiting,
                               const std::string& words,
                               const std::vector<std::string>& which) {
    nlohmann::json state{{"meals", nlohmann::json::array()}, {"which", which}, {"words", words}};
    for (const language::Meal& meal : waiting)
        state["meals"].push_back(nlohmann::json(language::to_json(language::Record{meal})));
    return state;
}

std::vector<language::Meal> orders_of_state(const nlohmann::json& state) {
    std::vector<language::Meal> told;
    for (const nlohmann::json& one : state.at("meals"))
        told.push_back(std::get<language::Meal>(language::record_from_json(one)));
    return told;
}

std::string words_of_state(const nlohmann::json& state) { return state.value("words", ""); }

}  // namespace qingdan
