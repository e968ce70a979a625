#include "domain/language/dangers/dangers.hpp"

#include <algorithm>

namespace qingdan::language {
namespace {

constexpr int distance =
    10;  ///< characters in front of a sign in which a word can take its force away

constexpr int longest_clauses = 256;  ///< characters of a sign's clause and the next

bool ends_clause(char32_t c) {
    return c == U',' || c == 0x3002 || c == U';' || c == U'!' || c == U'?' || c == U'\n';
}

class Dangers {
public:
    explicit Dangers(const Reading& reading) : reading_{reading} {}

    std::vector<Danger> read() {
        if (!reading_.knows(Tag::danger)) return {};
        int past = 0;  // the end of the sign before: `摔倒了起不来` holds two that overlap
        for (int at = 0; at < reading_.size(); ++at) {
            const Hit* hit = reading_.word(at, Tag::danger);
            if (hit == nullptr || hit->end <= past || guarded(*hit)) continue;
            weigh(*hit);
            past = hit->end;
        }
        return std::move(found_);
    }

private:
    /// Part of a longer word that means something else.
    bool guarded(const Hit& sign) const {
        for (int begin = std::max(0, sign.begin - 6); begin <= sign.begin; ++begin) {
            const Hit* guard = reading_.word(begin, Tag::danger_guard);
            if (guard != nullptr && guard->end > sign.begin) return true;
        }
        return false;
    }

    /// `没有摔倒`, `没闻到煤气味`: nothing but fillers stands between the negation and the sign.
    bool negated(const Hit& sign) const {
        int at = sign.begin;
        for (;;) {
            if (reading_.word_before(at, Tag::danger_negation) != nullptr) return true;
            const Hit* filler = reading_.word_before(at, Tag::danger_filler);
            if (filler == nullptr) return false;
            at = filler->begin;
        }
    }

    /// A word of the tag at most `distance` in front of the sign in its clause, and no word of the
    /// present between.
    bool in_front(const Hit& sign, Tag tag) const {
        int begin = sign.begin;
        while (begin > 0 && sign.begin - begin < distance && !ends_clause(reading_.at(begin - 1)))
            --begin;
        for (int at = begin; at < sign.begin; ++at) {
            const Hit* word = reading_.word(at, tag);
            if (word == nullptr || word->end > sign.begin || inside_longer(*word)) continue;
            if (!present_between(word->end, sign.begin)) return true;
        }
        return false;
    }

    /// `消防` is no `防`.
    bool inside_longer(const Hit& word) const {
        for (int begin = std::max(0, word.begin - 3); begin <= word.begin; ++begin) {
            const Hit* chosen = reading_.chosen_at(begin);
            if (chosen != nullptr && chosen->begin < word.begin && chosen->end >= word.end)
                return true;
        }
        return false;
    }

    bool present_between(int begin, int end) const {
        for (int at = begin; at < end; ++at)
            if (reading_.word(at, Tag::danger_now) != nullptr) return true;
        return false;
    }

    /// Behind the sign in the same clause, or in the next.
    bool settled(const Hit& sign) const {
        int ends = 0;
        if (!reading_.knows(Tag::danger_settled)) return false;
        const int limit = std::min(reading_.size(), sign.end + longest_clauses);
        for (int at = sign.end; at < limit; ++at) {
            if (ends_clause(reading_.at(at)) && ++ends == 2) return false;
            if (reading_.word(at, Tag::danger_settled) != nullptr) return true;
        }
        return false;
    }

    void weigh(const Hit& sign) {
        // "code level/level-alone task"
        const std::string& code = sign.sense(Tag::danger).code;
        const auto space = code.find(' ');
        Danger danger;
        danger.code = code.substr(0, space);
        danger.level = code[space + 1];
        danger.level_alone = code[space + 3];
        danger.task = code.substr(space + 5);
        danger.words = reading_.written({sign.begin, sign.end});
        danger.attempt = sign.is(Tag::danger_attempt);
        const bool always = danger.code == "suicide";
        if (!always && negated(sign)) return;
        if (in_front(sign, Tag::danger_past) || in_front(sign, Tag::danger_talk)) return;
        if ((!always && in_front(sign, Tag::danger_weak)) || settled(sign)) {
            if (danger.level == 'B') return;
            danger.level = danger.level_alone = 'B';
        }
        add(std::move(danger));
    }

    void add(Danger danger) {
        const auto same = std::find_if(found_.begin(), found_.end(), [&](const Danger& other) {
            return other.code == danger.code;
        });
        if (same == found_.end()) {
            found_.push_back(std::move(danger));
            return;
        }
        same->attempt = same->attempt && danger.attempt;
        same->level = std::min(same->level, danger.level);
        same->level_alone = std::min(same->level_alone, danger.level_alone);
    }

    const Reading& reading_;
    std::vector<Danger> found_;
};

}  // namespace

std::vector<Danger> dangers_in(const Reading& reading) { return Dangers{reading}.read(); }

}  // namespace qingdan::language
