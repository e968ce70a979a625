#include "handlers/choice.hpp"

#include <charconv>

namespace qingdan {
namespace {

/// The digits that a message consists of, punctuation at its end aside.
std::optional<int> bare_number(std::string_view text) {
    while (!text.empty() && (text.back() == '.' || text.back() == ' ' || text.back() == ')')) {
        text.remove_suffix(1);
    }
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

}  // namespace

std::vector<Option> yes_or_no() { return {{"choice.yes", {}, "1"}, {"choice.no", {}, "2"}}; }

std::optional<std::size_t> chosen_number(const Message& message, std::size_t count) {
    const auto number = bare_number(message.meaning.folded);
    if (!number || *number < 1 || static_cast<std::size_t>(*number) > count) return std::nullopt;
    return static_cast<std::size_t>(*number - 1);
}

std::optional<bool> yes_or_no_of(const Message& message) {
    if (message.meaning.intent == language::Intent::service_yes) return true;
    if (message.meaning.intent == language::Intent::service_no) return false;
    if (message.meaning.intent == language::Intent::service_cancel_last) return false;
    if (const auto chosen = chosen_number(message, 2)) return *chosen == 0;
    return std::nullopt;
}

language::Visit told_person(const Message& message) {
    const language::Meaning meaning =
        language::understand_as(language::Intent::visit_report,
                                message.inbound.text,
                                message.rules.zone.at(message.inbound.sent_at));
    for (const language::Record& record : meaning.records) {
        if (const auto* visit = std::get_if<language::Visit>(&record)) return *visit;
    }
    return {};
}

language::Meal told_meal(const Message& message) {
    const language::Meaning meaning =
        language::understand_as(language::Intent::meal_order,
                                message.inbound.text,
                                message.rules.zone.at(message.inbound.sent_at));
    for (const language::Record& record : meaning.records) {
        if (const auto* meal = std::get_if<language::Meal>(&record)) return *meal;
    }
    return {};
}

}  // namespace qingdan
