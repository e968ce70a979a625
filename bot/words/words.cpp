#include "bot/words/words.hpp"

#include "bot/words/catalogues.hpp"

#include <boost/locale/gnu_gettext.hpp>
#include <boost/locale/message.hpp>
#include <fmt/format.h>
#include <kainjow/mustache.hpp>
#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <locale>
#include <map>
#include <mutex>
#include <stdexcept>

namespace qingdan {
namespace {

using kainjow::mustache::data;
using kainjow::mustache::mustache;
using language::Tongue;

/// The compiled catalogue of a language, out of the program itself.
std::vector<char> embedded_catalogue(std::string_view tag) {
    for (const auto& file : catalogues::files()) {
        if (file.path.starts_with(tag)) return {file.content.begin(), file.content.end()};
    }
    throw std::logic_error("no catalogue is built in for that language");
}

std::locale catalogue(std::string_view tag) {
    namespace gettext = boost::locale::gnu_gettext;
    gettext::messages_info info;
    info.language = tag.substr(0, 2);
    info.encoding = "UTF-8";
    info.domains.push_back(gettext::messages_info::domain{"messages"});
    info.paths.emplace_back("built in");
    info.callback = [tag](const std::string&, const std::string&) {
        return embedded_catalogue(tag);
    };
    return {std::locale::classic(), gettext::create_messages_facet<char>(info)};
}

/// Simplified to traditional characters; made once, it takes some 30 ms.
std::string to_traditional(const std::string& text) {
    static std::mutex one_at_a_time;
    const std::scoped_lock lock{one_at_a_time};
    static const std::unique_ptr<icu::Transliterator> convert = [] {
        UErrorCode status = U_ZERO_ERROR;
        return std::unique_ptr<icu::Transliterator>{
            icu::Transliterator::createInstance("Hans-Hant", UTRANS_FORWARD, status)};
    }();
    if (!convert) return text;
    icu::UnicodeString converted = icu::UnicodeString::fromUTF8(text);
    convert->transliterate(converted);
    std::string out;
    converted.toUTF8String(out);
    return out;
}

/// 1250 is `12.5`, 1200 is `12`.
std::string yuan(Fen fen) {
    std::string text = fmt::format("{}.{:02}", fen.value / 100, fen.value % 100);
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
    return text;
}

}  // namespace

struct Words::Impl {
    explicit Impl(const calendar::TimeZone& zone)
        : zone(zone), chinese(catalogue("zh-CN")), english(catalogue("en")) {}

    const std::locale& locale_of(Tongue tongue) const {
        return tongue == Tongue::english ? english : chinese;
    }

    std::string sentence(std::string_view key, Tongue tongue) const {
        return boost::locale::gettext(std::string{key}.c_str(), locale_of(tongue));
    }

    std::string fill(std::string_view key, const data& values, const Reader& reader) const {
        mustache sentence_of_key{sentence(key, reader.tongue)};
        sentence_of_key.set_custom_escape([](const std::string& text) { return text; });
        return sentence_of_key.render(values);
    }

    std::string write(Day day, const Reader& reader) const {
        static constexpr const char* near[] = {"near.before_yesterday",
                                               "near.yesterday",
                                               "near.today",
                                               "near.tomorrow",
                                               "near.after_tomorrow"};
        const int away = days_between(reader.today, day);
        data values{data::type::object};
        values.set(
            "near",
            away >= -2 && away <= 2 ? data{sentence(near[away + 2], reader.tongue)} : data{false});
        values.set("year",
                   day.year() == reader.today.year()
                       ? data{false}
                       : data{std::to_string(static_cast<int>(day.year()))});
        values.set("month", std::to_string(static_cast<unsigned>(day.month())));
        values.set(
            "month_name",
            sentence(fmt::format("month.{}", static_cast<unsigned>(day.month())), reader.tongue));
        values.set("day", std::to_string(static_cast<unsigned>(day.day())));
        values.set("weekday", sentence(fmt::format("weekday.{}", iso_weekday(day)), reader.tongue));
        return fill("format.day", values, reader);
    }

    std::string write(Instant instant, const Reader& reader) const {
        const OffsetTime local = zone.at(instant);
        const auto minutes = local.time_of_day().count();
        data values{data::type::object};
        values.set("time", fmt::format("{:02}:{:02}", minutes / 60, minutes % 60));
        values.set("day",
                   local.day() == reader.today ? data{false} : data{write(local.day(), reader)});
        return fill("format.instant", values, reader);
    }

    std::string write(Fen fen, const Reader& reader) const {
        data values{data::type::object};
        values.set("yuan", yuan(fen));
        return fill("format.money", values, reader);
    }

    data of_list(const std::vector<Value>& list, const Reader& reader) const {
        if (list.empty()) return data{false};
        if (!std::holds_alternative<Arguments>(list.front().is)) {
            std::string joined;
            for (const Value& value : list) {
                if (!joined.empty()) joined += sentence("format.and", reader.tongue);
                joined += of(value, reader).string_value();
            }
            return data{joined};
        }
        data items{data::type::list};
        for (std::size_t i = 0; i < list.size(); ++i) {
            data item = of(list[i], reader);
            item.set("index", std::to_string(i + 1));
            item.set("last", data{i + 1 == list.size()});
            items << item;
        }
        return items;
    }

    data of(const Value& value, const Reader& reader) const {
        return std::visit(
            overloaded{
                [](bool is) { return data{is}; },
                [](std::int64_t number) { return data{std::to_string(number)}; },
                [](const std::string& text) { return text.empty() ? data{false} : data{text}; },
                [&](const Word& word) { return data{sentence(word.key, reader.tongue)}; },
                [&](Day day) { return data{write(day, reader)}; },
                [&](Instant instant) { return data{write(instant, reader)}; },
                [&](Fen fen) { return data{write(fen, reader)}; },
                [&](const std::vector<Value>& list) { return of_list(list, reader); },
                [&](const Arguments& object) { return of(object, reader); }},
            value.is);
    }

    data of(const Arguments& arguments, const Reader& reader) const {
        data object{data::type::object};
        for (const Argument& argument : arguments)
            object.set(argument.name, of(argument.value, reader));
        return object;
    }

    const calendar::TimeZone& zone;
    std::locale chinese, english;
};

Words::Words(const calendar::TimeZone& zone) : impl_(std::make_unique<Impl>(zone)) {}
Words::~Words() = default;

Rendered Words::say(const Said& said, const Reader& reader) const {
    const bool traditional = reader.tongue == Tongue::traditional;
    const auto script = [&](std::string text) { return traditional ? to_traditional(text) : text; };
    Rendered rendered;
    rendered.text = script(impl_->fill(said.key, impl_->of(said.arguments, reader), reader));
    for (const Option& option : said.options) {
        const std::string label =
            script(impl_->fill(option.key, impl_->of(option.arguments, reader), reader));
        rendered.text += "\n" + option.send + " " + label;
        rendered.choices.push_back({label, option.send});
    }
    return rendered;
}

std::string Words::value(const Value& value, const Reader& reader) const {
    const data written = impl_->of(value, reader);
    if (!written.is_string()) return {};
    const std::string text = written.string_value();
    return reader.tongue == Tongue::traditional ? to_traditional(text) : text;
}

std::string Words::word(std::string_view key, Tongue tongue) const {
    std::string text = impl_->sentence(key, tongue);
    return tongue == Tongue::traditional ? to_traditional(text) : text;
}

}  // namespace qingdan
