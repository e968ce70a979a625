#pragma once
/// @file
/// Who and where: persons, addresses, telephone and record numbers in a text.

#include "domain/language/reading.hpp"

#include <string>
#include <vector>

namespace qingdan::language {

/// A person as named in a text.
struct Person {
    /// How sure the naming is by itself.
    enum class Kind {
        titled,   ///< `王阿婆`, `顾家阿奶`, `李秀英阿姨`, `Mrs Chen`
        full,     ///< `李秀英`: a surname and a given name in a place where names stand
        nick,     ///< `小雨`, `老王`, `蔺某`
        family,   ///< `黎家`
        kin,      ///< `我妈`
        address,  ///< a form of address alone: `阿婆`
    };
    Kind kind = Kind::titled;
    Span span;
};

/// The persons of a span, in order. Looks at what is covered already: call it when addresses and
/// dates are.
std::vector<Person> persons(const Reading& reading, Span in);

/// The person whose name begins right at the position, whatever stands before it; for labelled
/// lines and list entries.
std::vector<Person> person_at(const Reading& reading, int position, Span in);

/// Stretches that are addresses by their units: `12号楼303`, `东昌路88弄5号`, `3-502`, `Room 1203,
/// Building 8`.
std::vector<Span> addresses(const Reading& reading, Span in);

/// A telephone number and its digits.
struct Phone {
    Span span;
    std::string digits;
};

/// Numbers of 11 digits beginning with 1, landlines with or without area code; blanks and hyphens
/// inside are allowed.
std::vector<Phone> phones(const Reading& reading, Span in);

/// A record or reminder number and its form in the contract (`V-1001`).
struct Reference {
    Span span;
    char letter = 'V';
    std::string number;
};

std::vector<Reference> references(const Reading& reading, Span in);

}  // namespace qingdan::language
