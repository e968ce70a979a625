#include "domain/language/grammar/layout.hpp"

#include "domain/language/numbers/numbers.hpp"
#include "domain/language/understand.hpp"

#include <algorithm>

namespace qingdan::language {
namespace {

constexpr char32_t opening_quote = 0x300C;
constexpr char32_t closing_quote = 0x300D;
constexpr char32_t opening_lenticular = 0x3010;
constexpr char32_t closing_lenticular = 0x3011;

constexpr int longest_hint = 40;  ///< in brackets behind a label: `地址（门牌）：`

bool is_blank(char32_t c) { return c == U' ' || c == U'\n'; }

/// A blank or a separator that may stand around a mention.
bool is_separator(char32_t c) {
    return is_blank(c) || c == U',' || c == U':' || c == U'!' || c == 0x3001 || c == 0x3002 ||
           c == U'~' || c == U'.';
}

/// Where a name ends that begins at the position, compared in the shadow; 0 where it is not there.
int after_text(const Reading& reading, int position, std::u32string_view name) {
    for (std::size_t i = 0; i < name.size(); ++i)
        if (reading.at(position + static_cast<int>(i)) != name[i]) return 0;
    return position + static_cast<int>(name.size());
}

/// Quoted text in WeChat's shape: `「…」`, a line of dashes, the answer. Returns where the answer
/// begins.
int after_quote(const Reading& reading, int begin, int end) {
    if (reading.at(begin) != opening_quote) return begin;
    int close = -1;
    for (int at = begin; at < end; ++at)
        if (reading.at(at) == closing_quote) close = at;
    if (close < 0) return begin;
    int at = close + 1;
    int dashes = 0;
    while (at < end &&
           (is_blank(reading.at(at)) || reading.at(at) == U'-' || reading.at(at) == 0x2014)) {
        dashes += reading.at(at) == U'-' || reading.at(at) == 0x2014 ? 1 : 0;
        ++at;
    }
    return dashes >= 3 && at < end ? at : begin;
}

class LayingOut {
public:
    LayingOut(Reading& reading, std::u32string_view bot_name)
        : reading_{reading}, name_{bot_name} {}

    Layout read() {
        Span body = reading_.whole();
        cut_placeholders(body);
        body.begin = after_quote(reading_, body.begin, body.end);
        cut({0, body.begin});
        mentions(body);
        layout_.body = reading_.trimmed(body);
        // Trimming must not take a hashtag's or bracket's first character.
        while (layout_.body.begin > body.begin && keeps(layout_.body.begin - 1))
            --layout_.body.begin;
        layout_.forwarded = reading_.word(layout_.body.begin, Tag::forwarded) != nullptr;
        layout_.relay = reading_.has(body, Tag::relay);
        loose_labels_ = has_loose_labels(layout_.body);
        lines();
        drop_unlike_entries();
        return std::move(layout_);
    }

private:
    /// `姓名 米春兰；住址 …`: three words of labels at the beginnings of clauses are labels without
    /// a colon, too.
    bool has_loose_labels(Span body) const {
        if (!reading_.knows(Tag::label)) return false;
        int count = 0;
        for (int at = body.begin; at < body.end; ++at) {
            const Hit* label = reading_.word(at, Tag::label);
            const bool free =
                label != nullptr && (at == body.begin || is_blank(reading_.at(at - 1)) ||
                                     is_punctuation(reading_.at(at - 1)));
            if (!free) continue;
            const bool apart = reading_.at(label->end) == U' ' || reading_.gap(label->end);
            if (apart) ++count;
        }
        return count >= 4;
    }

    bool keeps(int position) const {
        const char32_t c = reading_.at(position);
        return c == U'#' || c == opening_lenticular || c == U'(' || c == U'[';
    }
    void cut(Span span) { reading_.cover(span, Cover::cut); }

    /// `[图片]`, `[微笑]`: what the platform puts for what is no text.
    void cut_placeholders(Span in) {
        if (!reading_.holds(U'[')) return;
        for (int at = in.begin; at < in.end; ++at) {
            if (reading_.at(at) != U'[') continue;
            int close = at + 1;
            while (close < in.end && close - at < 10 && reading_.at(close) != U']') ++close;
            if (reading_.at(close) == U']' && !is_digit(reading_.at(at + 1))) cut({at, close + 1});
        }
    }

    /// Where a mention that begins at the position ends, when it names the bot; 0 otherwise.
    int bot_at(int position) const {
        int at = position;
        const bool sign = reading_.at(at) == U'@';
        if (sign) ++at;
        const int end = after_text(reading_, at, name_);
        if (end == 0) return 0;
        const char32_t behind = reading_.at(end);
        return sign || behind == 0 || is_separator(behind) ? end : 0;
    }

    void mentions(Span& body) {
        int cut_until = 0;
        bool again = true;
        while (again) {
            again = false;
            while (body.begin < body.end && is_separator(reading_.at(body.begin))) ++body.begin;
            if (const int end = bot_at(body.begin); end > 0) {
                layout_.addressed = again = true;
                body.begin = end;
                cut({cut_until, end});
                cut_until = end;
            }
            while (body.end > body.begin && is_blank(reading_.at(body.end - 1))) --body.end;
            const int name_size = static_cast<int>(name_.size());
            int last = body.end - name_size;
            while (last > body.begin && is_separator(reading_.at(last + name_size - 1))) --last;
            if (last >= body.begin && after_text(reading_, last, name_) > 0) {
                const bool sign = reading_.at(last - 1) == U'@';
                const bool apart =
                    sign || is_separator(reading_.at(last - 1)) || reading_.gap(last);
                if (apart && last > body.begin) {
                    layout_.addressed = again = true;
                    cut({last - (sign ? 1 : 0), body.end});
                    body.end = last - (sign ? 1 : 0);
                }
            }
        }
        for (int at = body.begin; at < body.end && reading_.holds(U'@'); ++at) {
            if (reading_.at(at) != U'@') continue;
            if (const int end = bot_at(at); end > 0) {
                layout_.addressed = true;
                cut({at, end});
                continue;
            }
            layout_.names_others = true;
            int end = at + 1;
            while (end < body.end && !is_blank(reading_.at(end)) &&
                   !is_separator(reading_.at(end)) && !reading_.gap(end) && end - at < 12)
                ++end;
            cut({at, end});
        }
    }

    /// The end of a list mark at the beginning of a line: `1.`, `2、`, `(3)`, `-`, `✅`; the
    /// position where there is none.
    int after_mark(int position, int end, bool& numbered) const {
        int at = position;
        numbered = false;
        const bool bracket = reading_.at(at) == U'(';
        if (bracket) ++at;
        const auto number = number_at(reading_, at);
        if (number && number->value <= 200 && !is_letter(reading_.at(at))) {
            const char32_t mark = reading_.at(number->span.end);
            const bool closed =
                bracket ? mark == U')'
                        : mark == U'.' || mark == 0x3001 || mark == U')' || mark == U':';
            const bool decimal = mark == U'.' && is_digit(reading_.at(number->span.end + 1)) &&
                                 !number_list_follows(number->span.end + 1);
            if (closed && !decimal && !days_follow(number->span.end) &&
                !(mark == U':' && is_digit(reading_.at(number->span.end + 1)))) {
                numbered = true;
                return skip_blanks(number->span.end + 1, end);
            }
            const bool relay_number = layout_.relay && number->figures && position == at &&
                                      !bracket && mark == U' ' && number->value < 100 &&
                                      is_ideograph(reading_.at(number->span.end + 1));
            if (relay_number) {
                numbered = true;
                return skip_blanks(number->span.end + 1, end);
            }
            return position;
        }
        at = position;
        while (at < end &&
               (is_symbol(reading_.at(at)) || reading_.at(at) == 0xB7 || reading_.at(at) == U'-' ||
                reading_.at(at) == U'*' || reading_.at(at) == U'>'))
            ++at;
        return at > position ? skip_blanks(at, end) : position;
    }

    /// `29、30号`: days, no entry.
    bool days_follow(int mark) const {
        if (reading_.at(mark) != 0x3001) return false;
        const auto next = number_at(reading_, mark + 1);
        return next && next->value <= 31 &&
               reading_.word(next->span.end, Tag::day_unit) != nullptr &&
               reading_.word(next->span.end, Tag::building) == nullptr &&
               reading_.word(next->span.end + 1, Tag::building) == nullptr &&
               !number_at(reading_, next->span.end + 1);
    }

    /// `1.4号楼201`: the figures behind the dot begin an entry, not a decimal.
    bool number_list_follows(int position) const {
        const auto number = number_at(reading_, position);
        return number && (reading_.word(number->span.end, Tag::place_unit) != nullptr ||
                          reading_.at(number->span.end) == U'-');
    }

    int skip_blanks(int at, int end) const {
        while (at < end && is_blank(reading_.at(at))) ++at;
        return at;
    }

    void lines() {
        std::vector<Span> all;
        int begin = layout_.body.begin;
        const bool one = !reading_.holds(U'\n');
        for (int at = one ? layout_.body.end : begin; at <= layout_.body.end; ++at) {
            if (at < layout_.body.end && reading_.at(at) != U'\n') continue;
            if (at > begin) inline_entries({begin, at}, all);
            begin = at + 1;
        }
        for (const Span& line : all) {
            bool numbered = false;
            const int content = after_mark(line.begin, line.end, numbered);
            const bool marked = content > line.begin;
            if (marked) reading_.cover({line.begin, std::min(content, line.end)}, Cover::cut);
            const Span rest{content, line.end};
            if (reading_.word(content, Tag::example) != nullptr) {
                reading_.cover(line, Cover::cut);
                continue;
            }
            if (read_labels(rest)) {
                if (!marked) layout_.heads.push_back(rest);
                continue;
            }
            if (marked && !rest.empty()) {
                layout_.entries.push_back({rest, numbered});
            } else if (!marked) {
                (layout_.entries.empty() ? layout_.heads : layout_.tails).push_back(line);
            }
        }
        single_entry();
    }

    /// One lonely bullet is decoration, not a list.
    void single_entry() {
        if (layout_.entries.size() == 1 && !layout_.entries.front().numbered &&
            layout_.heads.empty()) {
            layout_.heads.push_back(layout_.entries.front().span);
            layout_.entries.clear();
        }
    }

    /// Parts a line with `1、… 2、… 3、…` inside; symbols like `✅` before several parts count,
    /// too.
    void inline_entries(Span line, std::vector<Span>& out) const {
        std::vector<int> begins;
        int expected = 1;
        for (int at = line.begin; at < line.end; ++at) {
            if (!reading_.may_begin(at, Lead::number)) continue;
            const bool free = at == line.begin || !is_digit(reading_.at(at - 1));
            const auto number = free ? number_at(reading_, at) : std::nullopt;
            if (!number || number->value != expected) continue;
            const int mark = number->span.end;
            const bool closed = reading_.at(mark) == 0x3001 || reading_.at(mark) == U')' ||
                                (reading_.at(mark) == U'.' && (!is_digit(reading_.at(mark + 1)) ||
                                                               number_list_follows(mark + 1)));
            if (!closed || mark + 1 >= line.end) continue;
            begins.push_back(at);
            ++expected;
            at = mark;
        }
        if (begins.size() < 2) {
            out.push_back(line);
            return;
        }
        if (begins.front() > line.begin) out.push_back({line.begin, begins.front()});
        for (std::size_t i = 0; i < begins.size(); ++i)
            out.push_back({begins[i], i + 1 < begins.size() ? begins[i + 1] : line.end});
    }

    /// The label that begins there: its word and a colon, or in lenticular brackets.
    const Hit* label_at(int position, int& value) const {
        const bool bracket =
            reading_.at(position) == opening_lenticular || reading_.at(position) == U'[';
        const Hit* label = reading_.word(position + (bracket ? 1 : 0), Tag::label);
        if (label == nullptr) return nullptr;
        int at = label->end;
        if (bracket) {
            if (reading_.at(at) != closing_lenticular && reading_.at(at) != U']') return nullptr;
            ++at;
            if (reading_.at(at) == U':') ++at;
        } else {
            if (reading_.at(at) == U'(') {
                const int limit = std::min(reading_.size(), at + longest_hint);
                while (at < limit && reading_.at(at) != U')' && reading_.at(at) != U'\n') ++at;
                ++at;
            }
            while (reading_.at(at) == U' ') ++at;
            const bool colon = reading_.at(at) == U':' || reading_.at(at) == U'=' ||
                               reading_.at(at) == 0x2236 || reading_.at(at) == 0x2014;
            const bool blank = loose_labels_ && (at > label->end || reading_.gap(at));
            if (!colon && !blank) return nullptr;
            if (colon) ++at;
            while (reading_.at(at) == 0x2014) ++at;
        }
        value = at;
        return label;
    }

    bool read_labels(Span line) {
        if (!reading_.knows(Tag::label)) return false;
        std::vector<Label> labels;
        int value = 0;
        for (int at = line.begin; at < line.end; ++at) {
            const bool free = at == line.begin || is_punctuation(reading_.at(at - 1)) ||
                              is_blank(reading_.at(at - 1)) || reading_.gap(at) ||
                              is_symbol(reading_.at(at - 1));
            if (!free) continue;
            const Hit* label = label_at(at, value);
            if (label == nullptr) continue;
            if (!labels.empty()) labels.back().value.end = at;
            labels.push_back({label->sense(Tag::label).code, {at, value}, {value, line.end}});
            at = value - 1;
        }
        if (labels.empty()) return false;
        for (Label& label : labels) {
            reading_.cover(label.name, Cover::cut);
            label.value = reading_.trimmed(label.value);
            layout_.labels.push_back(label);
        }
        return labels.front().name.begin == line.begin;
    }

    /// Lines with a picture in front that are no entries of one kind: each says another thing of
    /// one household.
    void drop_unlike_entries() {
        if (layout_.entries.empty() || layout_.entries.front().numbered) return;
        std::vector<char32_t> marks;
        for (const Entry& entry : layout_.entries) {
            char32_t mark = 0;
            for (int at = entry.span.begin - 1; at >= 0 && reading_.at(at) != U'\n'; --at)
                mark = reading_.at(at);
            if (std::find(marks.begin(), marks.end(), mark) == marks.end()) marks.push_back(mark);
        }
        if (marks.size() < 2 || marks.size() * 2 < layout_.entries.size()) return;
        for (const Entry& entry : layout_.entries) layout_.heads.push_back(entry.span);
        layout_.entries.clear();
    }

    Reading& reading_;
    std::u32string_view name_;  ///< of the bot, as a shadow
    bool loose_labels_ = false;
    Layout layout_;
};

}  // namespace

bool has_label(const Layout& layout, std::string_view field) {
    return std::any_of(layout.labels.begin(), layout.labels.end(), [&](const Label& label) {
        return label.field == field;
    });
}

Layout lay_out(Reading& reading, std::string_view bot_name) {
    static const std::u32string usual = fold(default_bot_name()).shadow;
    if (bot_name == default_bot_name()) return LayingOut{reading, usual}.read();
    const std::u32string shadow = fold(bot_name).shadow;
    return LayingOut{reading, shadow}.read();
}

std::vector<Span> clauses(const Reading& reading, Span in) {
    // Nobody says so much in one breath; without a bound, what is asked of all words of a clause
    // for each of them would cost the square of the text.
    constexpr int longest_clause = 256;
    std::vector<Span> found;
    int begin = in.begin;
    const auto close = [&](int end) {
        const Span clause = reading.trimmed({begin, end});
        if (!clause.empty()) found.push_back(clause);
    };
    for (int at = in.begin; at < in.end; ++at) {
        const char32_t c = reading.at(at);
        if (at - begin >= longest_clause) {
            close(at);
            begin = at;
        }
        if (is_ideograph(c) && !reading.gap(at) && reading.covered(at) != Cover::cut) continue;
        const bool figures = is_digit(reading.at(at - 1)) && is_digit(reading.at(at + 1));
        const bool stop = c == U'.' && !figures &&
                          (at + 1 >= in.end || reading.at(at + 1) == U' ' ||
                           is_ideograph(reading.at(at + 1)) || reading.at(at + 1) == U'\n');
        const bool blank =
            c == U' ' && !is_letter(reading.at(at - 1)) && !is_letter(reading.at(at + 1)) &&
            !is_digit(reading.at(at - 1)) &&
            (!is_digit(reading.at(at + 1)) ||
             (reading.covered(at + 1) == Cover::address && reading.covered(at - 1) != Cover::date));
        const Cover cover = reading.covered(at);
        const bool inside =
            cover == reading.covered(at - 1) &&
            (cover == Cover::address || cover == Cover::phone || cover == Cover::date);
        if (inside) continue;
        const bool colon = c == U':' && !figures;
        if (parts_clauses(c) || colon || c == 0x2192 || (c == U'/' && reading.at(at + 1) == U'/') ||
            stop || is_symbol(c) || blank || reading.covered(at) == Cover::cut) {
            close(at);
            begin = at + 1;
        } else if (reading.gap(at)) {
            close(at);
            begin = at;
        }
    }
    close(in.end);
    return found;
}

std::vector<Span> sentences(const Reading& reading, Span in) {
    std::vector<Span> found;
    int begin = in.begin;
    for (int at = in.begin; at <= in.end; ++at) {
        if (at < in.end && !ends_sentence(reading.at(at))) continue;
        const Span sentence = reading.trimmed({begin, at});
        if (!sentence.empty()) found.push_back(sentence);
        begin = at + 1;
    }
    return found;
}

}  // namespace qingdan::language
