#include "domain/elections/wording.hpp"

#include "election_words.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <stdexcept>

namespace qingdan::elections {
namespace {

void take_sentences(const toml::table& table,
                    const std::string& prefix,
                    std::map<std::string, std::string, std::less<>>& into) {
    for (const auto& [key, value] : table) {
        const std::string name = prefix + std::string{key.str()};
        if (const auto* inner = value.as_table())
            take_sentences(*inner, name + ".", into);
        else if (const auto text = value.value<std::string>())
            into[name] = *text;
    }
}

/// Puts `value` wherever `{name}` stands.
void replace_all(std::string& text, std::string_view name, const std::string& value) {
    const std::string place = fmt::format("{{{}}}", name);
    for (auto at = text.find(place); at != std::string::npos;
         at = text.find(place, at + value.size()))
        text.replace(at, place.size(), value);
}

std::string_view caution_key(Caution::Kind kind) {
    switch (kind) {
        case Caution::Kind::weekend:
            return "warn.weekend";
        case Caution::Kind::holiday:
            return "warn.holiday";
        case Caution::Kind::deadline:
            return "warn.deadline";
        case Caution::Kind::posting:
            return "warn.posting";
        case Caution::Kind::no_calendar:
            return "warn.no_calendar";
        case Caution::Kind::out_of_bound:
            return "warn.out_of_bound";
    }
    return {};
}

}  // namespace

Wording::Wording(std::string_view toml) {
    try {
        take_sentences(toml::parse(toml), "", sentences_);
    } catch (const toml::parse_error& wrong) {
        throw std::logic_error(
            fmt::format("election.toml:{}: {}", wrong.source().begin.line, wrong.description()));
    }
}

const Wording& Wording::built_in(std::string_view tag) {
    static const auto all = [] {
        std::map<std::string, Wording, std::less<>> read;
        for (const auto& file : wording_data::files())
            read.emplace(file.path.substr(0, file.path.find('/')), Wording{file.content});
        // Notices are Chinese whatever language their maker writes: what another language lacks is
        // taken from there.
        for (auto& [tag, wording] : read)
            wording.sentences_.insert(read.at("zh-CN").sentences_.begin(),
                                      read.at("zh-CN").sentences_.end());
        return read;
    }();
    const auto found = all.find(tag);
    return found == all.end() ? all.at("zh-CN") : found->second;
}

std::string Wording::say(
    std::string_view key,
    std::initializer_list<std::pair<std::string_view, std::string>> values) const {
    const auto found = sentences_.find(key);
    if (found == sentences_.end()) return std::string{key};
    std::string text = found->second;
    for (const auto& [name, value] : values) replace_all(text, name, value);
    return text;
}

std::string Wording::day(Day day) const {
    return say("day",
               {{"year", std::to_string(static_cast<int>(day.year()))},
                {"month", std::to_string(static_cast<unsigned>(day.month()))},
                {"day", std::to_string(static_cast<unsigned>(day.day()))},
                {"weekday", say(fmt::format("weekday.{}", iso_weekday(day)))}});
}

std::string Wording::stage_name(std::string_view code) const {
    return say(fmt::format("stage.{}.name", code));
}

std::string Wording::basis(std::string_view code, const Rules& rules) const {
    std::string text = say(fmt::format("stage.{}.basis", code));
    for (const auto& [name, number] : rules.parameters)
        replace_all(text, name, std::to_string(number));
    return text;
}

std::string Wording::caution(const Caution& caution) const {
    return say(caution_key(caution.kind),
               {{"name", caution.name}, {"from", day(caution.from)}, {"to", day(caution.to)}});
}

}  // namespace qingdan::elections
