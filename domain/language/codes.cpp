#include "domain/language/codes.hpp"

#include <nlohmann/json.hpp>

namespace qingdan::language {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

template <class T, std::size_t N>
std::optional<T> code_from(std::string_view code, const T (&values)[N]) {
    for (const T value : values) {
        if (to_text(value) == code) return value;
    }
    return std::nullopt;
}

template <class T>
ordered_json maybe(const std::optional<T>& value) {
    if (!value) return nullptr;
    if constexpr (std::is_same_v<T, Day>) {
        return qingdan::to_text(*value);
    } else if constexpr (std::is_enum_v<T>) {
        return to_text(*value);
    } else {
        return *value;
    }
}

template <class T>
std::optional<T> value_or_null(const json& object, const char* key) {
    const json& value = object.at(key);
    if (value.is_null()) return std::nullopt;
    return value.get<T>();
}

std::optional<Day> day_or_null(const json& object, const char* key) {
    const json& value = object.at(key);
    if (value.is_null()) return std::nullopt;
    return parse_day(value.get<std::string>());
}

template <class T>
std::optional<T> code_or_null(const json& object,
                              const char* key,
                              std::optional<T> (*from)(std::string_view)) {
    const json& value = object.at(key);
    if (value.is_null()) return std::nullopt;
    return from(value.get<std::string>());
}

ordered_json write(const Visit& visit) {
    return {{"type", "visit"},
            {"person", maybe(visit.person)},
            {"address", maybe(visit.address)},
            {"phone", maybe(visit.phone)},
            {"categories", visit.categories},
            {"method", maybe(visit.method)},
            {"date", maybe(visit.date)},
            {"condition", maybe(visit.condition)},
            {"needs", visit.needs},
            {"actions", visit.actions},
            {"revisit", maybe(visit.revisit)}};
}

ordered_json write(const Meal& meal) {
    ordered_json dates = ordered_json::array();
    for (const Day day : meal.dates) dates.push_back(qingdan::to_text(day));
    return {{"type", "meal"},
            {"dates", dates},
            {"weekdays", meal.weekdays},
            {"from", maybe(meal.from)},
            {"until", maybe(meal.until)},
            {"meal", maybe(meal.meal)},
            {"quantity", maybe(meal.quantity)},
            {"diet", meal.diet},
            {"fulfilment", maybe(meal.fulfilment)},
            {"person", maybe(meal.person)},
            {"address", maybe(meal.address)},
            {"phone", maybe(meal.phone)},
            {"note", maybe(meal.note)}};
}

ordered_json write(const Burden& burden) {
    return {{"type", "burden"},
            {"kind", maybe(burden.kind)},
            {"count", maybe(burden.count)},
            {"period", maybe(burden.period)},
            {"minutes", maybe(burden.minutes)},
            {"organizer", maybe(burden.organizer)},
            {"topic", maybe(burden.topic)},
            {"duplicate", burden.duplicate},
            {"suggestion", maybe(burden.suggestion)},
            {"anonymous", burden.anonymous}};
}

Visit read_visit(const json& o) {
    return {value_or_null<std::string>(o, "person"),
            value_or_null<std::string>(o, "address"),
            value_or_null<std::string>(o, "phone"),
            o.at("categories").get<std::vector<std::string>>(),
            code_or_null(o, "method", method_from),
            day_or_null(o, "date"),
            value_or_null<std::string>(o, "condition"),
            o.at("needs").get<std::vector<std::string>>(),
            o.at("actions").get<std::vector<std::string>>(),
            day_or_null(o, "revisit")};
}

Meal read_meal(const json& o) {
    Meal meal;
    for (const auto& day : o.at("dates")) {
        if (const auto read = parse_day(day.get<std::string>())) meal.dates.push_back(*read);
    }
    meal.weekdays = o.at("weekdays").get<std::vector<int>>();
    meal.from = day_or_null(o, "from");
    meal.until = day_or_null(o, "until");
    meal.meal = code_or_null(o, "meal", meal_time_from);
    meal.quantity = value_or_null<int>(o, "quantity");
    meal.diet = o.at("diet").get<std::vector<std::string>>();
    meal.fulfilment = code_or_null(o, "fulfilment", fulfilment_from);
    meal.person = value_or_null<std::string>(o, "person");
    meal.address = value_or_null<std::string>(o, "address");
    meal.phone = value_or_null<std::string>(o, "phone");
    meal.note = value_or_null<std::string>(o, "note");
    return meal;
}

Burden read_burden(const json& o) {
    return {code_or_null(o, "kind", burden_kind_from),
            value_or_null<int>(o, "count"),
            code_or_null(o, "period", period_from),
            value_or_null<int>(o, "minutes"),
            value_or_null<std::string>(o, "organizer"),
            value_or_null<std::string>(o, "topic"),
            o.at("duplicate").get<bool>(),
            value_or_null<std::string>(o, "suggestion"),
            o.at("anonymous").get<bool>()};
}

}  // namespace

std::optional<Method> method_from(std::string_view code) {
    return code_from(code, {Method::home, Method::phone, Method::online});
}
std::optional<MealTime> meal_time_from(std::string_view code) {
    return code_from(code, {MealTime::breakfast, MealTime::lunch, MealTime::dinner});
}
std::optional<Fulfilment> fulfilment_from(std::string_view code) {
    return code_from(code, {Fulfilment::delivery, Fulfilment::pickup, Fulfilment::dine_in});
}
std::optional<BurdenKind> burden_kind_from(std::string_view code) {
    return code_from(code,
                     {BurdenKind::meeting,
                      BurdenKind::form,
                      BurdenKind::proof,
                      BurdenKind::system,
                      BurdenKind::assessment,
                      BurdenKind::signage,
                      BurdenKind::other});
}
std::optional<Period> period_from(std::string_view code) {
    return code_from(code,
                     {Period::day, Period::week, Period::month, Period::quarter, Period::year});
}

ordered_json to_json(const Record& record) {
    return std::visit([](const auto& told) { return write(told); }, record);
}

Record record_from_json(const json& object) {
    const std::string type = object.at("type").get<std::string>();
    if (type == "visit") return read_visit(object);
    if (type == "meal") return read_meal(object);
    return read_burden(object);
}

}  // namespace qingdan::language
