#include "bot/commands/parse_input.hpp"

#include <cstdint>
#include <forward_list>
#include <utility>

namespace qingdan::commands {
namespace {

constexpr std::string_view no_json = "not JSON";
constexpr std::string_view no_unicode =
    "not JSON: a string is no Unicode text (bytes that are no UTF-8, or half a surrogate pair)";

/// How many bytes the well-formed character of several bytes has that begins at `at`; 0 where there
/// is none.
std::size_t length_of_character(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) {
        return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0U;
    };
    const auto follows = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
    const unsigned first = byte(0);
    if (first >= 0xE1 && first <= 0xEC) return follows(1) && follows(2) ? 3 : 0;
    if (first >= 0xC2 && first <= 0xDF) return follows(1) ? 2 : 0;
    const unsigned second = byte(1);
    if (first >= 0xE0 && first <= 0xEF) {
        const bool fits = first == 0xE0   ? second >= 0xA0
                          : first == 0xED ? second <= 0x9F  // no surrogates
                                          : true;
        return fits && follows(1) && follows(2) ? 3 : 0;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        const bool fits = first == 0xF0 ? second >= 0x90 : first == 0xF4 ? second <= 0x8F : true;
        return fits && follows(1) && follows(2) && follows(3) ? 4 : 0;
    }
    return 0;
}

void append_utf8(std::string& out, std::uint32_t c) {
    const auto put = [&](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
    if (c < 0x80) return put(c);
    if (c < 0x800) {
        put(0xC0U | (c >> 6U));
    } else if (c < 0x10000) {
        put(0xE0U | (c >> 12U));
        put(0x80U | ((c >> 6U) & 0x3FU));
    } else {
        put(0xF0U | (c >> 18U));
        put(0x80U | ((c >> 12U) & 0x3FU));
        put(0x80U | ((c >> 6U) & 0x3FU));
    }
    put(0x80U | (c & 0x3FU));
}

/// The members that count; a member that is no string is as good as missing.
struct Members {
    std::optional<std::string_view> id, text, now, chat;

    std::optional<std::string_view>* named(std::string_view key) {
        if (key == "id") return &id;
        if (key == "text") return &text;
        if (key == "now") return &now;
        if (key == "chat") return &chat;
        return nullptr;
    }
};

/// Reads a line from the left and never back.
class Line {
public:
    explicit Line(std::string_view line) : line_{line} {
        if (line_.starts_with("\xEF\xBB\xBF")) at_ = 3;
    }

    /// The object's members; the complaint where it is none.
    std::string_view read(Members& members) {
        skip_blanks();
        if (next() != '{') return skip_value() && ends() ? "not an object" : complaint();
        ++at_;
        skip_blanks();
        if (next() == '}') {
            ++at_;
        } else {
            do {
                if (!member(members)) return complaint();
            } while (take(','));
            if (next() != '}') return complaint();
            ++at_;
        }
        return ends() && unicode_ ? std::string_view{} : complaint();
    }

private:
    std::string_view complaint() const { return unicode_ ? no_json : no_unicode; }
    char next() const { return at_ < line_.size() ? line_[at_] : '\0'; }
    void skip_blanks() {
        while (next() == ' ' || next() == '\t' || next() == '\r' || next() == '\n') ++at_;
    }
    bool take(char c) {
        skip_blanks();
        if (next() != c) return false;
        ++at_;
        return true;
    }
    bool ends() {
        skip_blanks();
        return at_ == line_.size();
    }

    bool member(Members& members) {
        std::string_view name;
        if (!key(name)) return false;
        auto* wanted = members.named(name);
        skip_blanks();
        if (wanted == nullptr) return skip_value();
        wanted->reset();
        if (next() != '"') return skip_value();
        std::string_view value;
        const bool was_unicode = std::exchange(unicode_, true);
        if (!string(value)) return false;
        if (unicode_) *wanted = value;
        unicode_ = unicode_ && was_unicode;
        return true;
    }

    /// A string, without its quotes and escapes: a piece of the line where it has none.
    bool string(std::string_view& value) {
        const std::size_t begin = ++at_;
        std::string* unescaped = nullptr;
        std::size_t copied = begin;
        for (;;) {
            const auto c = static_cast<unsigned char>(next());
            if (c < 0x20) return false;  // the end of the line as well
            if (c == '"') break;
            if (c == '\\') {
                if (unescaped == nullptr) unescaped = &unescaped_.emplace_front();
                unescaped->append(line_.substr(copied, at_ - copied));
                if (!escape(*unescaped)) return false;
                copied = at_;
            } else if (c < 0x80) {
                ++at_;
            } else {
                const std::size_t length = length_of_character(line_, at_);
                unicode_ = unicode_ && length > 0;
                at_ += length > 0 ? length : 1;
            }
        }
        value = line_.substr(copied, at_ - copied);
        if (unescaped != nullptr) value = unescaped->append(value);
        ++at_;
        return true;
    }

    bool escape(std::string& out) {
        static constexpr std::string_view letters = "\"\\/bfnrt";
        static constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
        ++at_;
        const char c = next();
        if (c == 'u') {
            ++at_;
            return escaped_unit(out);
        }
        const std::size_t which = c == '\0' ? std::string_view::npos : letters.find(c);
        if (which == std::string_view::npos) return false;
        out.push_back(meanings[which]);
        ++at_;
        return true;
    }

    bool escaped_unit(std::string& out) {
        std::uint32_t unit = 0;
        if (!hex(unit)) return false;
        if (unit >= 0xD800 && unit <= 0xDBFF && line_.substr(at_, 2) == "\\u") {
            const std::size_t before = at_;
            std::uint32_t low = 0;
            at_ += 2;
            if (!hex(low)) return false;
            if (low >= 0xDC00 && low <= 0xDFFF)
                unit = 0x10000 + ((unit - 0xD800) << 10U) + (low - 0xDC00);
            else
                at_ = before;
        }
        if (unit >= 0xD800 && unit <= 0xDFFF)
            unicode_ = false;
        else
            append_utf8(out, unit);
        return true;
    }

    bool hex(std::uint32_t& unit) {
        for (int i = 0; i < 4; ++i, ++at_) {
            const char c = next();
            unit <<= 4U;
            if (c >= '0' && c <= '9')
                unit |= static_cast<std::uint32_t>(c - '0');
            else if ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'))
                unit |= (static_cast<std::uint32_t>(c) & 0xFU) + 9U;
            else
                return false;
        }
        return true;
    }

    bool digits() {
        const std::size_t begin = at_;
        while (next() >= '0' && next() <= '9') ++at_;
        return at_ > begin;
    }

    bool number() {
        if (next() == '-') ++at_;
        if (next() == '0')
            ++at_;
        else if (!digits())
            return false;
        if (next() == '.') {
            ++at_;
            if (!digits()) return false;
        }
        if (next() == 'e' || next() == 'E') {
            ++at_;
            if (next() == '+' || next() == '-') ++at_;
            if (!digits()) return false;
        }
        return true;
    }

    bool literal(std::string_view word) {
        if (line_.substr(at_, word.size()) != word) return false;
        at_ += word.size();
        return true;
    }

    bool scalar() {
        const char c = next();
        std::string_view value;
        if (c == '"') return string(value);
        if (c == '-' || (c >= '0' && c <= '9')) return number();
        return literal("true") || literal("false") || literal("null");
    }

    /// The name of a member and its colon.
    bool key(std::string_view& name) {
        skip_blanks();
        return next() == '"' && string(name) && take(':');
    }

    /// A value that nobody asks for. Without recursion: a line may nest as deep as it is long.
    bool skip_value() {
        std::string owed;  // closing brackets
        std::string_view name;
        for (;;) {
            skip_blanks();
            const char c = next();
            if (c == '{' || c == '[') {
                ++at_;
                owed.push_back(c == '{' ? '}' : ']');
                if (!take(owed.back())) {
                    if (c == '{' && !key(name)) return false;
                    continue;
                }
                owed.pop_back();
            } else if (!scalar()) {
                return false;
            }
            while (!owed.empty() && take(owed.back())) owed.pop_back();
            if (owed.empty()) return true;
            if (!take(',')) return false;
            if (owed.back() == '}' && !key(name)) return false;
        }
    }

    std::string_view line_;
    std::size_t at_ = 0;
    bool unicode_ = true;
    std::forward_list<std::string> unescaped_;  ///< strings that had escapes
};

}  // namespace

std::string_view read_parse_input(std::string_view line, ParseInput& input) {
    Members members;
    Line reader{line};
    const std::string_view complaint = reader.read(members);
    input.id.reset();
    if (members.id) input.id.emplace(*members.id);
    if (!complaint.empty()) return complaint;
    if (!members.id) return "id is missing or no string";
    if (!members.text) return "text is missing or no string";
    const auto time = members.now ? parse_rfc3339(*members.now) : std::nullopt;
    if (!time) return "now is missing or no RFC 3339 time with an offset";
    if (members.chat != "private" && members.chat != "group")
        return "chat is neither private nor group";
    input.text = *members.text;
    input.now = *time;
    input.chat =
        members.chat == "group" ? language::ChatKind::group : language::ChatKind::private_chat;
    return {};
}

}  // namespace qingdan::commands
