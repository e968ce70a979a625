#include "domain/guidance/ranking.hpp"

#include "domain/guidance/plain.hpp"
#include "domain/store/text_index.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>

namespace qingdan::guidance {
namespace {

// How much a term counts by where it stands: title, keywords, questions, text.
constexpr std::array<double, store::TextIndex::parts> part_weights{4.0, 5.0, 3.0, 1.0};
// In how many sections at most a question is looked at closely.
constexpr std::size_t looked_at = 40;
// What was asked before counts so much beside what is asked now.
constexpr double before_weight = 0.35;
// A word that sounds the same counts a little less than the same word.
constexpr double sound_weight = 0.85;

using Id = std::uint32_t;
/// Terms of a text and what each weighs in it, in the order of their numbers.
using Bag = std::vector<std::pair<Id, double>>;

void merge(Bag& bag) {
    std::ranges::sort(bag);
    Bag merged;
    for (const auto& [id, weight] : bag) {
        if (!merged.empty() && merged.back().first == id)
            merged.back().second = std::max(merged.back().second, weight);
        else
            merged.emplace_back(id, weight);
    }
    bag = std::move(merged);
}

double mass(const Bag& bag) {
    double sum = 0;
    for (const auto& [id, weight] : bag) sum += weight;
    return sum;
}

/// Weight of what two texts share; each term with the smaller of its two weights.
double shared(const Bag& a, const Bag& b) {
    double sum = 0;
    for (auto i = a.begin(), j = b.begin(); i != a.end() && j != b.end();) {
        if (i->first < j->first) {
            ++i;
        } else if (j->first < i->first) {
            ++j;
        } else {
            sum += std::min(i->second, j->second);
            ++i;
            ++j;
        }
    }
    return sum;
}

/// How much of `phrase` stands in `asked`, and a little of the other way round: people say more
/// around it than the phrase has, but a phrase that is only half there asks for something else.
double likeness(const Bag& asked, double asked_mass, const Bag& phrase, double phrase_mass) {
    const double both = shared(asked, phrase);
    const double whole = 0.4 * asked_mass + 0.6 * phrase_mass;
    return whole > 0 ? both / whole : 0;
}

std::string joined(const std::vector<Term>& terms) {
    std::string text;
    for (const auto& term : terms) {
        if (!text.empty()) text += ' ';
        text += term.text;
    }
    return text;
}

/// Where the best sections are of several topics, the one that most of them are of is more likely
/// meant.
void prefer_common_topic(std::vector<Nearness>& ranked, const std::vector<std::string>& topics) {
    constexpr std::size_t voters = 6;
    constexpr double vote = 0.15;
    std::map<std::string_view, double> votes;
    double all = 0;
    for (std::size_t i = 0; i < std::min(voters, ranked.size()); ++i) {
        const double strength = ranked[i].score * ranked[i].score;
        votes[topics[ranked[i].section]] += strength;
        all += strength;
    }
    if (all <= 0) return;
    const auto with_vote = [&](const Nearness& near) {
        const auto found = votes.find(topics[near.section]);
        return near.score + (found == votes.end() ? 0 : vote * found->second / all);
    };
    std::ranges::stable_sort(ranked, std::ranges::greater{}, with_vote);
}

}  // namespace

struct Ranking::Impl {
    explicit Impl(const Cutter& all) : cutter(all) {}

    struct Phrase {
        Bag terms, sound;
        double terms_mass = 0, sound_mass = 0;
    };

    struct Entry {
        std::vector<Phrase> phrases;
        Bag all, all_sound, head;
    };

    /// The number of a term; one that no section has is given none that could match.
    Id number(const std::string& term) const {
        const auto found = numbers.find(term);
        return found == numbers.end() ? unknown(term) : found->second;
    }
    static Id unknown(const std::string& term) {
        return 0x8000'0000U | static_cast<Id>(std::hash<std::string>{}(term));
    }
    double rarity(Id id) const {
        const double sections = static_cast<double>(entries.size());
        const auto among = id < held_by.size() ? held_by[id] : 0;
        return std::pow(std::log(1 + (sections + 1) / (among + 0.5)) / std::log(2 * sections + 3),
                        1.5);
    }
    /// Makes the bag of a text whose terms are weighed by how rare they are.
    Bag bag(const std::vector<Term>& terms) const {
        Bag made;
        for (const auto& term : terms) {
            const Id id = number(term.text);
            made.emplace_back(id, term.weight * rarity(id));
        }
        merge(made);
        return made;
    }
    Bag bag(const std::vector<std::string>& sounds) const {
        std::vector<Term> terms;
        terms.reserve(sounds.size());
        for (const auto& sound : sounds) terms.push_back({sound, 1, false});
        return bag(terms);
    }

    /// Which part of the words stands nowhere in the manual.
    double strange(const std::vector<Term>& terms) const {
        double words = 0, unknown = 0;
        for (const auto& term : terms) {
            if (!term.word) continue;
            ++words;
            if (!numbers.contains(term.text)) ++unknown;
        }
        return words > 0 ? unknown / words : 0;
    }

    const Cutter& cutter;
    store::TextIndex index{part_weights};
    std::unordered_map<std::string, Id> numbers;
    std::vector<int> held_by;  ///< in how many sections a term stands
    std::vector<Entry> entries;
    std::vector<std::string> topics;
};

Ranking::Ranking(const std::vector<Section>& sections, const Cutter& cutter)
    : impl_(std::make_unique<Impl>(cutter)) {
    auto& impl = *impl_;
    struct Cut {
        std::vector<Analysed> phrases;
        Analysed keywords, body;
    };
    std::vector<Cut> cuts;
    for (const auto& section : sections) {
        Cut cut;
        cut.phrases.push_back(cutter.cut(section.title));
        std::string questions, keywords, body;
        for (const auto& question : section.questions) {
            cut.phrases.push_back(cutter.cut(question));
            questions += joined(cut.phrases.back().terms) + ' ';
        }
        for (const auto& keyword : section.keywords) {
            keywords += keyword + "\n";
            cut.phrases.push_back(cutter.cut(keyword));
        }
        for (const auto& block : plain_blocks(section.body)) body += block + "\n";
        for (const auto& step : section.steps) body += step + "\n";
        cut.keywords = cutter.cut(keywords);
        cut.body = cutter.cut(body);
        impl.index.add({joined(cut.phrases.front().terms),
                        joined(cut.keywords.terms),
                        questions,
                        joined(cut.body.terms)});
        std::vector<std::string> here;
        const auto note = [&](const Analysed& text) {
            for (const auto& term : text.terms) here.push_back(term.text);
            here.insert(here.end(), text.sound.begin(), text.sound.end());
        };
        for (const auto& phrase : cut.phrases) note(phrase);
        note(cut.keywords);
        note(cut.body);
        std::ranges::sort(here);
        here.erase(std::ranges::unique(here).begin(), here.end());
        for (const auto& term : here) {
            const auto [at, fresh] =
                impl.numbers.try_emplace(term, static_cast<Id>(impl.numbers.size()));
            if (fresh) impl.held_by.push_back(0);
            ++impl.held_by[at->second];
        }
        impl.topics.push_back(section.topic);
        cuts.push_back(std::move(cut));
    }
    impl.entries.resize(sections.size());
    for (std::size_t i = 0; i < sections.size(); ++i) {
        auto& entry = impl.entries[i];
        const auto gather = [&](const Analysed& text, Bag& terms, Bag& sound) {
            const Bag t = impl.bag(text.terms), s = impl.bag(text.sound);
            terms.insert(terms.end(), t.begin(), t.end());
            sound.insert(sound.end(), s.begin(), s.end());
        };
        Bag unused;
        for (const auto& phrase : cuts[i].phrases) {
            Impl::Phrase made{impl.bag(phrase.terms), impl.bag(phrase.sound)};
            made.terms_mass = mass(made.terms);
            made.sound_mass = mass(made.sound);
            gather(phrase, entry.all, entry.all_sound);
            gather(phrase, entry.head, unused);
            entry.phrases.push_back(std::move(made));
        }
        gather(cuts[i].body, entry.all, entry.all_sound);
        merge(entry.all);
        merge(entry.all_sound);
        merge(entry.head);
    }
}
Ranking::Ranking(Ranking&&) noexcept = default;
Ranking::~Ranking() = default;

std::vector<Nearness> Ranking::rank(std::string_view question,
                                    std::optional<std::size_t> before,
                                    std::string_view topic) const {
    const auto& impl = *impl_;
    const Analysed asked = impl.cutter.cut(question);
    const Bag terms = impl.bag(asked.terms), sound = impl.bag(asked.sound);
    const double terms_mass = mass(terms), sound_mass = mass(sound);
    std::vector<std::string> wanted;
    for (const auto& term : asked.terms) wanted.push_back(term.text);
    auto found = impl.index.search(wanted, looked_at);
    const double best = found.empty() ? 1 : std::max(found.front().score, 1e-9);
    std::vector<double> worth(impl.entries.size());
    for (const auto& each : found) worth[each.text] = each.score / best;

    const double strange = impl.strange(asked.terms);
    std::vector<Nearness> ranked;
    for (std::size_t i = 0; i < impl.entries.size(); ++i) {
        const auto& entry = impl.entries[i];
        Nearness near{i, 0, 0, 0, 0, worth[i], strange};
        const double covered_sound =
            sound_mass > 0 ? shared(sound, entry.all_sound) / sound_mass : 0;
        // Not in the index's best and not like it in sound either: cannot come first.
        if (worth[i] == 0 && covered_sound < 0.3 && before != i) continue;
        for (const auto& phrase : entry.phrases) {
            near.phrase = std::max(
                {near.phrase,
                 likeness(terms, terms_mass, phrase.terms, phrase.terms_mass),
                 sound_weight * likeness(sound, sound_mass, phrase.sound, phrase.sound_mass)});
        }
        const double covered_terms = terms_mass > 0 ? shared(terms, entry.all) / terms_mass : 0;
        near.head = terms_mass > 0 ? shared(terms, entry.head) / terms_mass : 0;
        near.covered = std::max(covered_terms, sound_weight * covered_sound);
        near.score = 0.35 * near.phrase + 0.1 * near.head + 0.25 * near.covered + 0.3 * near.worth;
        if (before == i)
            near.score += before_weight;
        else if (!topic.empty() && impl.topics[i] == topic)
            near.score += before_weight / 3;
        ranked.push_back(near);
    }
    std::ranges::stable_sort(ranked, std::ranges::greater{}, &Nearness::score);
    prefer_common_topic(ranked, impl.topics);
    return ranked;
}

bool Ranking::answers(const Nearness& near) { return near.score >= 0.4; }

}  // namespace qingdan::guidance
