/// @file
/// Telephone numbers and record numbers.

#include "domain/language/names/names.hpp"

#include <algorithm>

namespace qingdan::language {
namespace {

bool is_hyphen(char32_t c) { return c == U'-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212; }

/// Digits with single blanks or hyphens between them.
Phone digits_from(const Reading& reading, int position, int end) {
    Phone phone{{position, position}, {}};
    for (int at = position; at < end;) {
        const char32_t c = reading.at(at);
        if (is_digit(c)) {
            phone.digits.push_back(static_cast<char>(c));
            phone.span.end = ++at;
        } else if ((c == U' ' || is_hyphen(c)) && is_digit(reading.at(at + 1))) {
            ++at;
        } else {
            break;
        }
    }
    return phone;
}

bool is_phone(const std::string& digits) {
    if (digits.size() == 11 && digits[0] == '1') return true;
    if ((digits.size() == 11 || digits.size() == 12) && digits[0] == '0') return true;
    return digits.size() == 8 && digits[0] != '0' && digits[0] != '1' && digits[0] != '9';
}

}  // namespace

std::vector<Phone> phones(const Reading& reading, Span in) {
    std::vector<Phone> found;
    if (!reading.folded().holds_any(U"0123456789")) return found;
    for (int at = in.begin; at < in.end; ++at) {
        if (!is_digit(reading.at(at)) || is_digit(reading.at(at - 1))) continue;
        Phone phone = digits_from(reading, at, in.end);
        // A country's prefix, and a number that only begins like one.
        if (phone.digits.size() == 13 && phone.digits.starts_with("86")) phone.digits.erase(0, 2);
        if (phone.digits.size() > 12 && phone.digits[0] == '1') {
            phone.digits.resize(11);
            int seen = 0;
            for (int end = at; end < in.end && seen < 11; ++end)
                if (is_digit(reading.at(end)) && ++seen == 11) phone.span.end = end + 1;
        }
        // Eight digits that are a date are none.
        const bool date = phone.digits.size() == 8 && phone.digits.starts_with("20");
        if (is_phone(phone.digits) && !date && !is_letter(reading.at(at - 1)) &&
            !(is_hyphen(reading.at(at - 1)) && is_letter(reading.at(at - 2)))) {
            found.push_back(phone);
        }
        at = std::max(at, phone.span.end - 1);
    }
    return found;
}

std::vector<Reference> references(const Reading& reading, Span in) {
    std::vector<Reference> found;
    if (!reading.folded().holds_any(U"vmwrt")) return found;
    for (int at = in.begin; at < in.end; ++at) {
        const char32_t c = reading.at(at);
        if (c != U'v' && c != U'm' && c != U'w' && c != U'r' && c != U't') continue;
        if (is_letter(reading.at(at - 1)) || is_digit(reading.at(at - 1))) continue;
        int digits = at + 1;
        while (reading.at(digits) == U' ') ++digits;
        const bool hyphen = is_hyphen(reading.at(digits));
        if (hyphen) ++digits;
        while (reading.at(digits) == U' ') ++digits;
        int end = digits;
        while (end < in.end && is_digit(reading.at(end))) ++end;
        const int length = end - digits;
        if (length == 0 || length > 12 || is_letter(reading.at(end))) continue;
        if (!hyphen && (length < 3 || digits != at + 1)) continue;
        Reference reference{{at, end}, static_cast<char>(c - 32), {}};
        reference.number = std::string{reference.letter} + "-";
        for (int i = digits; i < end; ++i)
            reference.number.push_back(static_cast<char>(reading.at(i)));
        if (reading.at(at - 1) == U'#') --reference.span.begin;
        found.push_back(std::move(reference));
        at = end - 1;
    }
    return found;
}

}  // namespace qingdan::language
