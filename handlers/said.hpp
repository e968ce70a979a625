#pragma once
/// @file
/// What a handler says: the key of a sentence and values, never words. bot/words makes text of it.

#include "domain/clock.hpp"
#include "domain/money.hpp"
#include "domain/result.hpp"
#include "handlers/message.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace qingdan {

/// A word of locales/ that stands inside a sentence: `method.home`.
struct Word {
    std::string key;
    friend bool operator==(const Word&, const Word&) = default;
};

struct Value;
struct Argument;
/// Values by name, in the order given. A missing, empty or false one leaves out what stands around
/// it.
using Arguments = std::vector<Argument>;

/// One value of a sentence, written by the rules of the reader's language.
struct Value {
    std::variant<bool,
                 std::int64_t,
                 std::string,
                 Word,
                 Day,      ///< `明天（6月16日，星期二）`
                 Instant,  ///< `6月15日16:00`, of today `16:00`
                 Fen,      ///< `12元`, `12.5元`
                 std::vector<Value>,
                 Arguments>
        is;

    Value(bool value) : is(value) {}
    Value(int value) : is(std::int64_t{value}) {}
    Value(std::int64_t value) : is(value) {}
    Value(const char* text) : is(std::string{text}) {}
    Value(std::string text) : is(std::move(text)) {}
    Value(std::string_view text) : is(std::string{text}) {}
    Value(Word word) : is(std::move(word)) {}
    Value(Day day) : is(day) {}
    Value(Instant instant) : is(instant) {}
    Value(Fen fen) : is(fen) {}
    Value(std::vector<Value> list) : is(std::move(list)) {}
    Value(Arguments object);
    /// What is not there is false.
    template <class T>
    Value(const std::optional<T>& value) : is(false) {
        if (value) *this = Value{*value};
    }
};

struct Argument {
    std::string name;
    Value value;
};

inline Value::Value(Arguments object) : is(std::move(object)) {}

/// A choice of an answer: the key of its label with values, and the text that choosing it sends.
struct Option {
    std::string key;
    Arguments arguments;
    std::string send;
};

/// A table that goes along as files: one for a spreadsheet, and a page to print in large type.
struct Sheet {
    std::string name;                  ///< of the files, without ending: letters, digits and `-`
    std::string title;                 ///< key of the page's heading
    Arguments arguments;               ///< of the heading
    std::vector<std::string> columns;  ///< keys of their headings
    std::vector<std::vector<Value>> rows;
    bool is_printed = true;  ///< false: the spreadsheet alone
};

/// One sentence to be said, with the choices that it offers.
struct Said {
    std::string key;
    Arguments arguments;
    std::vector<Option> options;
    std::vector<File> files;
    std::vector<Sheet> sheets;

    Said(std::string key, Arguments arguments = {}, std::vector<Option> options = {})
        : key(std::move(key)), arguments(std::move(arguments)), options(std::move(options)) {}
    Said(const Refusal& refusal) : key(refusal.key) {
        for (const auto& [name, value] : refusal.arguments) arguments.push_back({name, value});
    }
};

/// Whom a push goes to: a user wherever they are, or a group chat.
struct Recipient {
    std::string platform, id;
    ChatKind kind = ChatKind::private_chat;
    friend bool operator==(const Recipient&, const Recipient&) = default;
};

struct Push {
    Recipient to;
    Said said;
    bool urgent = false;  ///< danger and what else cannot wait for waking hours
};

/// What a message or a due job comes to. The records themselves are written already, in the same
/// transaction.
struct Outcome {
    std::vector<Said> replies;
    std::vector<Push> pushes;
    std::vector<std::string> changed;  ///< numbers of the records made or changed
    bool private_hint = false;         ///< in a group: the reply goes to the sender alone

    void say(Said said) { replies.push_back(std::move(said)); }
    void push(Push push) { pushes.push_back(std::move(push)); }
    /// Adds what another part of the same message came to.
    void add(Outcome other);
};

}  // namespace qingdan
