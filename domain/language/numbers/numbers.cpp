#include "domain/language/numbers/numbers.hpp"

namespace qingdan::language {
namespace {

constexpr long too_large = 1'000'000'000;
constexpr int longest =
    24;  ///< characters of a number; without a bound a long run of numerals costs its square

std::optional<Number> figures_at(const Reading& reading, int position) {
    Number number{{position, position}, 0, true};
    int at = position;
    for (; is_digit(reading.at(at)) && at - position <= longest; ++at)
        if (number.value < too_large) number.value = number.value * 10 + (reading.at(at) - U'0');
    if (at == position || number.value >= too_large) return std::nullopt;
    number.span.end = at;
    return number;
}

/// Numerals with units, read as far as they make sense: `两百零三`, `一百五`, `廿五`.
Number with_units(const Reading& reading, int position) {
    Number number{{position, position}};
    long total = 0;
    long section = 0;
    long pending = -1;   // a digit that waits for its unit
    long last_unit = 0;  // the unit last read, for `一百五`
    bool zero = false;
    int at = position;
    for (; at - position <= longest; ++at) {
        if (const Hit* digit = reading.word(at, Tag::digit)) {
            const long value = digit->sense(Tag::digit).value;
            if (pending > 0 || (value == 0 && (last_unit == 0 || zero))) break;
            if (value == 0)
                zero = true;
            else
                pending = value;
        } else if (const Hit* tens = reading.word(at, Tag::tens)) {
            if (pending > 0 || (last_unit != 0 && last_unit < 100)) break;
            section += tens->sense(Tag::tens).value;
            last_unit = 10;
        } else if (const Hit* scale = reading.word(at, Tag::scale)) {
            const long unit = scale->sense(Tag::scale).value;
            if (last_unit != 0 && unit >= last_unit && unit < 10000) break;
            if (unit != 10 && pending < 0 && section == 0) break;
            if (unit == 10000) {
                total += (section + (pending > 0 ? pending : 0)) * unit;
                section = 0;
                last_unit = 0;
            } else {
                section += (pending > 0 ? pending : 1) * unit;
                last_unit = unit;
            }
            pending = -1;
            zero = false;
        } else {
            break;
        }
    }
    if (pending > 0) section += last_unit >= 100 && !zero ? pending * last_unit / 10 : pending;
    number.value = total + section;
    number.span.end = at;
    return number;
}

std::optional<Number> numerals_at(const Reading& reading, int position) {
    int at = position;
    int digits = 0;
    long value = 0;
    for (const Hit* digit = nullptr;
         digits <= longest && (digit = reading.word(at, Tag::digit)) != nullptr;
         ++at, ++digits)
        if (value < too_large) value = value * 10 + digit->sense(Tag::digit).value;
    const bool units = reading.word(at, Tag::scale) != nullptr ||
                       (digits == 0 && reading.word(at, Tag::tens) != nullptr);
    if (digits >= 2 && units && reading.word(at, Tag::scale) != nullptr) {
        // `三零三百` is nothing; `一二十` neither: the sequence ends before its last numeral.
        return Number{{position, at - 1}, value / 10, false, digits > 2};
    }
    if (units) {
        const Number number = with_units(reading, position);
        if (!number.span.empty()) return number;
    }
    if (digits == 0 || value >= too_large) return std::nullopt;
    return Number{{position, at}, value, false, digits > 1};
}

std::optional<Number> english_at(const Reading& reading, int position) {
    const Hit* word = reading.word(position, Tag::en_number);
    if (word == nullptr) return std::nullopt;
    Number number{{word->begin, word->end}, word->sense(Tag::en_number).value};
    const auto next = [&](int at) {
        return reading.at(at) == U' ' || reading.at(at) == U'-' ? at + 1 : at;
    };
    if (number.value >= 20 && number.value < 100) {
        const Hit* unit = reading.word(next(word->end), Tag::en_number);
        if (unit != nullptr && unit->sense(Tag::en_number).value < 10) {
            number.value += unit->sense(Tag::en_number).value;
            number.span.end = unit->end;
        }
    }
    if (const Hit* hundred = reading.word(next(number.span.end), Tag::en_scale)) {
        number.value *= hundred->sense(Tag::en_scale).value;
        number.span.end = hundred->end;
    }
    return number;
}

/// `半打` is six, `两打` is twenty-four.
void take_dozen(const Reading& reading, Number& number) {
    const Hit* dozen = reading.word(number.span.end, Tag::dozen);
    if (dozen == nullptr) return;
    const long size = dozen->sense(Tag::dozen).value;
    number.value = number.half ? size / 2 : number.value * size;
    number.half = false;
    number.span.end = dozen->end;
    number.collective = true;
}

}  // namespace

std::optional<Number> number_from(const Reading& reading, int position) {
    if (is_digit(reading.at(position))) {
        auto number = figures_at(reading, position);
        if (number) take_dozen(reading, *number);
        return number;
    }
    if (const Hit* both = reading.word(position, Tag::collective))
        return Number{
            {both->begin, both->end}, both->sense(Tag::collective).value, false, false, true};
    if (const Hit* half = reading.word(position, Tag::half)) {
        Number number{{half->begin, half->end}, 0, false, false, false, true};
        take_dozen(reading, number);
        return number;
    }
    auto number = numerals_at(reading, position);
    if (!number) number = english_at(reading, position);
    if (number) take_dozen(reading, *number);
    return number;
}

std::optional<int> digit_at(const Reading& reading, int position) {
    if (is_digit(reading.at(position))) {
        if (is_digit(reading.at(position + 1))) return std::nullopt;
        return static_cast<int>(reading.at(position) - U'0');
    }
    const Hit* digit = reading.word(position, Tag::digit);
    if (digit == nullptr) return std::nullopt;
    return digit->sense(Tag::digit).value;
}

}  // namespace qingdan::language
