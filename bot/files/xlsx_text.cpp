#include "bot/files/xlsx_text.hpp"

#include "domain/clock.hpp"

#include <fmt/format.h>
#include <unicode/utf8.h>

#include <array>
#include <charconv>
#include <cmath>

namespace qingdan::files {
namespace {

constexpr int seconds_a_day = 86'400;

std::string clock_text(std::int64_t second_of_day) {
    const auto hours = second_of_day / 3600, minutes = second_of_day / 60 % 60,
               seconds = second_of_day % 60;
    if (seconds == 0) return fmt::format("{:02}:{:02}", hours, minutes);
    return fmt::format("{:02}:{:02}:{:02}", hours, minutes, seconds);
}

/// The code unit that `_x` and four digits at the beginning of `text` name.
std::optional<unsigned> named_unit(std::string_view text) {
    if (text.size() < 6 || !text.starts_with("_x")) return std::nullopt;
    unsigned unit = 0;
    const auto [end, error] = std::from_chars(text.data() + 2, text.data() + 6, unit, 16);
    if (error != std::errc{} || end != text.data() + 6) return std::nullopt;
    return unit;
}

}  // namespace

NumberLook look_of_builtin(int number_format) {
    const auto within = [&](int from, int until) {
        return from <= number_format && number_format <= until;
    };
    if (within(18, 21) || within(32, 35) || within(45, 47) || within(55, 56))
        return NumberLook::time;
    if (within(14, 17) || number_format == 22 || within(27, 36) || within(50, 58))
        return NumberLook::date;
    return NumberLook::number;
}

NumberLook look_of_code(std::string_view code) {
    bool time = false;
    for (std::size_t i = 0; i < code.size(); ++i) {
        switch (code[i]) {
            case ';':
                return time ? NumberLook::time
                            : NumberLook::number;  // the rest is for negative numbers
            case '\\':
            case '_':
            case '*':
                ++i;
                break;
            case '"':
                i = std::min(code.find('"', i + 1), code.size());
                break;
            case '[':
                if (i + 1 < code.size() && (code[i + 1] == 'h' || code[i + 1] == 's')) time = true;
                i = std::min(code.find(']', i), code.size());
                break;
            case 'y':
            case 'Y':
            case 'd':
            case 'D':
                return NumberLook::date;
            case 'h':
            case 'H':
            case 's':
            case 'S':
                time = true;
                break;
        }
    }
    return time ? NumberLook::time : NumberLook::number;
}

std::string number_text(double value) {
    std::array<char, 400> text;
    auto end = std::to_chars(text.begin(), text.end(), value, std::chars_format::general, 15).ptr;
    const std::string_view general{text.data(), static_cast<std::size_t>(end - text.data())};
    if (general.find('e') == std::string_view::npos) return std::string{general};
    double rounded = 0;
    std::from_chars(general.data(), general.data() + general.size(), rounded);
    end = std::to_chars(text.begin(), text.end(), rounded, std::chars_format::fixed).ptr;
    return std::string{text.data(), static_cast<std::size_t>(end - text.data())};
}

std::optional<std::string> date_text(double serial, bool since_1904) {
    constexpr double year_10000 = 2'958'466;
    if (!(serial >= 0 && serial < year_10000)) return std::nullopt;
    const auto seconds = std::llround(serial * seconds_a_day);
    const auto days = static_cast<int>(seconds / seconds_a_day);
    using namespace std::chrono_literals;
    // In the 1900 count day 60 is 29 February 1900, which never was; the days before it are one
    // behind.
    const Day origin = since_1904 ? 1904y / 1 / 1 : days < 60 ? 1899y / 12 / 31 : 1899y / 12 / 30;
    const std::string day = qingdan::to_text(add_days(origin, days));
    const auto second_of_day = seconds % seconds_a_day;
    return second_of_day == 0 ? day : day + " " + clock_text(second_of_day);
}

std::string time_text(double serial) {
    return clock_text(std::llround((serial - std::floor(serial)) * seconds_a_day) % seconds_a_day);
}

std::string unescaped(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        const auto unit = named_unit(text.substr(i));
        if (!unit || text.substr(i + 6, 1) != "_" || (*unit >= 0xD800 && *unit < 0xE000)) {
            out += text[i++];
            continue;
        }
        std::array<std::uint8_t, U8_MAX_LENGTH> bytes;
        std::size_t length = 0;
        U8_APPEND_UNSAFE(bytes, length, *unit);
        out.append(reinterpret_cast<const char*>(bytes.data()), length);
        i += 7;
    }
    return out;
}

std::string escaped(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        const bool control = c < 0x20 && c != '\t' && c != '\n';
        // Without the closing underscore, too: that of the next escape would close it.
        if (control || named_unit(text.substr(i))) {
            out += fmt::format("_x{:04X}_", c);
        } else {
            out += text[i];
        }
    }
    return out;
}

}  // namespace qingdan::files
