#include "domain/language/codes.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <charconv>
#include <utility>

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

// A value of a record as JSON, in the two forms that JSON is needed in.

template <class T>
ordered_json as_json(const T& value) {
    if constexpr (std::is_same_v<T, Day>) {
        return qingdan::to_text(value);
    } else if constexpr (std::is_enum_v<T>) {
        return to_text(value);
    } else {
        return value;
    }
}

template <class T>
ordered_json as_json(const std::optional<T>& value) {
    return value ? as_json(*value) : ordered_json(nullptr);
}

template <class T>
ordered_json as_json(const std::vector<T>& values) {
    ordered_json array = ordered_json::array();
    for (const T& value : values) array.push_back(as_json(value));
    return array;
}

void append_value(std::string& out, std::string_view value) { append_json(out, value); }
void append_value(std::string& out, bool value) { out += value ? "true" : "false"; }

void append_value(std::string& out, int value) {
    std::array<char, 12> digits;
    const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), value);
    out.append(digits.data(), written.ptr);
}

void append_value(std::string& out, Day day) {
    out.push_back('"');
    const int year = static_cast<int>(day.year());
    if (year < 0 || year > 9999) {
        out += qingdan::to_text(day);
    } else {
        const unsigned month = static_cast<unsigned>(day.month());
        const unsigned number = static_cast<unsigned>(day.day());
        const auto digit = [](unsigned value) { return static_cast<char>('0' + value % 10); };
        const auto y = static_cast<unsigned>(year);
        const std::array<char, 10> text{digit(y / 1000),
                                        digit(y / 100),
                                        digit(y / 10),
                                        digit(y),
                                        '-',
                                        digit(month / 10),
                                        digit(month),
                                        '-',
                                        digit(number / 10),
                                        digit(number)};
        out.append(text.data(), text.size());
    }
    out.push_back('"');
}

template <class T>
    requires std::is_enum_v<T>
void append_value(std::string& out, T code) {
    append_value(out, to_text(code));
}

template <class T>
void append_value(std::string& out, const std::optional<T>& value) {
    if (value)
        append_value(out, *value);
    else
        out += "null";
}

template <class T>
void append_value(std::string& out, const std::vector<T>& values) {
    out.push_back('[');
    for (const T& value : values) {
        append_value(out, value);
        out.push_back(',');
    }
    if (!values.empty()) out.pop_back();
    out.push_back(']');
}

/// True for what a JSON string may hold as it is.
bool is_plain(char c) { return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\'; }

void append_escaped(std::string& out, char c) {
    static constexpr std::string_view named = "\"\\\b\f\n\r\t";
    static constexpr std::string_view letters = "\"\\bfnrt";
    out.push_back('\\');
    if (const auto which = named.find(c); which != std::string_view::npos) {
        out.push_back(letters[which]);
        return;
    }
    static constexpr std::string_view hex = "0123456789abcdef";
    out += "u00";
    out.push_back(hex[static_cast<unsigned char>(c) >> 4U]);
    out.push_back(hex[static_cast<unsigned char>(c) & 0xFU]);
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

/// Calls `field(name, value)` for each field of a record in the contract's order: the one list that
/// every writer of records goes by.
template <class Field>
void each_field(const Visit& visit, Field field) {
    field("type", std::string_view{"visit"});
    field("person", visit.person);
    field("address", visit.address);
    field("phone", visit.phone);
    field("categories", visit.categories);
    field("method", visit.method);
    field("date", visit.date);
    field("condition", visit.condition);
    field("needs", visit.needs);
    field("actions", visit.actions);
    field("revisit", visit.revisit);
}

template <class Field>
void each_field(const Meal& meal, Field field) {
    field("type", std::string_view{"meal"});
    field("dates", meal.dates);
    field("weekdays", meal.weekdays);
    field("from", meal.from);
    field("until", meal.until);
    field("meal", meal.meal);
    field("quantity", meal.quantity);
    field("diet", meal.diet);
    field("fulfilment", meal.fulfilment);
    field("person", meal.person);
    field("address", meal.address);
    field("phone", meal.phone);
    field("note", meal.note);
}

template <class Field>
void each_field(const Burden& burden, Field field) {
    field("type", std::string_view{"burden"});
    field("kind", burden.kind);
    field("count", burden.count);
    field("period", burden.period);
    field("minutes", burden.minutes);
    field("organizer", burden.organizer);
    field("topic", burden.topic);
    field("duplicate", burden.duplicate);
    field("suggestion", burden.suggestion);
    field("anonymous", burden.anonymous);
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
    ordered_json object;
    const auto put = [&](const char* name, const auto& value) { object[name] = as_json(value); };
    std::visit([&](const auto& told) { each_field(told, put); }, record);
    return object;
}

void append_json(std::string& out, std::string_view text) {
    out.push_back('"');
    std::size_t begin = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (is_plain(text[at])) continue;
        out.append(text, begin, at - begin);
        append_escaped(out, text[at]);
        begin = at + 1;
    }
    out.append(text, begin);
    out.push_back('"');
}

void append_json(std::string& out, const std::optional<std::string>& text) {
    append_value(out, text);
}

void append_json(std::string& out, const std::vector<std::string>& texts) {
    append_value(out, texts);
}

void append_json(std::string& out, const Record& record) {
    char before = '{';
    const auto put = [&](std::string_view name, const auto& value) {
        out.push_back(std::exchange(before, ','));
        out.push_back('"');
        out += name;
        out += "\":";
        append_value(out, value);
    };
    std::visit([&](const auto& told) { each_field(told, put); }, record);
    out.push_back('}');
}

Record record_from_json(const json& object) {
    const std::string type = object.at("type").get<std::string>();
    if (type == "visit") return read_visit(object);
    if (type == "meal") return read_meal(object);
    return read_burden(object);
}

}  // namespace qingdan::language
