#include "domain/guidance/ranking.hpp"

#include "domain/guidance/plain.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>

namespace qingdan::guidance {
namespace {

// How much a term counts by where it stands.
constexpr double title_weight = 4, keyword_weight = 5, question_weight = 3, text_weight = 1;
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

/// How much of a phrase stands in what was asked, and a little of the other way round: people say
/// more around it than the phrase has, but a phrase that is only half there asks for something
/// else. `both` is the weight of what the two share, each term with the smaller of its two weights.
double likeness(double both, double asked_mass, double phrase_mass) {
    const double whole = 0.4 * asked_mass + 0.6 * phrase_mass;
    return whole > 0 ? both / whole : 0;
}

bool is_number(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
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

    /// A phrase that people ask with: a title, a question, a keyword.
    struct Phrase {
        std::size_t section = 0;
        double terms_mass = 0, sound_mass = 0;
    };
    /// A place where a term stands, and what it weighs there.
    struct Place {
        std::uint32_t at = 0;
        float weight = 0;
    };
    using Places = std::vector<std::vector<Place>>;

    static void put(Places& places, const Bag& bag, std::size_t at) {
        for (const auto& [id, weight] : bag)
            places[id].push_back({static_cast<std::uint32_t>(at), static_cast<float>(weight)});
    }
    /// Adds what the bag shares with each text, by the text's place.
    static void share(const Places& places, const Bag& bag, std::vector<float>& sums) {
        for (const auto& [id, weight] : bag) {
            if (id >= places.size()) continue;
            const auto most = static_cast<float>(weight);
            for (const auto& place : places[id]) sums[place.at] += std::min(most, place.weight);
        }
    }

    /// The number of a term; one that no section has is given none that could match.
    Id number(const std::string& term) const {
        const auto found = numbers.find(term);
        return found == numbers.end() ? unknown(term) : found->second;
    }
    static Id unknown(const std::string& term) {
        return 0x8000'0000U | static_cast<Id>(std::hash<std::string>{}(term));
    }
    double rarity(Id id) const {
        const double sections = static_cast<double>(topics.size());
        const auto among = id < held_by.size() ? held_by[id] : 0;
        return std::pow(std::log(1 + (sections + 1) / (among + 0.5)) / std::log(2 * sections + 3),
                        1.5);
    }
    /// Makes the bag of a text whose terms are weighed by how rare they are.
    Bag bag(const std::vector<Term>& terms) const {
        Bag made;
        for (const auto& term : terms) {
            // A number that stands nowhere (an age, a sum) asks for nothing by itself.
            if (is_number(term.text) && !numbers.contains(term.text)) continue;
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

    /// How far the terms belong to each topic: the part of the sections with a term that are of it.
    /// Common words of a topic (`投票`) weigh little between its sections, but tell it from others.
    std::map<std::string, double, std::less<>> affinity(const std::vector<Term>& terms) const {
        std::map<std::string, double, std::less<>> found;
        double all = 0;
        for (const auto& term : terms) {
            const auto at = numbers.find(term.text);
            if (at == numbers.end() || !term.word) continue;
            const auto& of_topics = held_in[at->second];
            const double held = held_by[at->second];
            all += 1;
            for (const auto& [topic, count] : of_topics) found[topic] += count / held;
        }
        for (auto& [topic, share] : found) share /= all;
        return found;
    }

    /// Which part of the words stands nowhere in the manual.
    double strange(const std::vector<Term>& terms) const {
        double words = 0, unknown = 0;
        for (const auto& term : terms) {
            if (!term.word || is_number(term.text)) continue;
            ++words;
            if (!numbers.contains(term.text)) ++unknown;
        }
        return words > 0 ? unknown / words : 0;
    }

    const Cutter& cutter;
    std::unordered_map<std::string, Id> numbers;
    std::vector<int> held_by;  ///< in how many sections a term stands
    std::vector<std::map<std::string, int, std::less<>>> held_in;  ///< likewise by topic
    std::vector<std::string> topics;                               ///< by section
    std::vector<double> lengths;                                   ///< of the sections, in terms
    double mean_length = 1;
    std::vector<Phrase> phrases;
    Places in_phrases;             ///< by term: phrases
    Places in_sections, in_heads;  ///< by term: sections, and their titles, keywords, questions
    Places counts;                 ///< by term: how often in a section, by where it stands

    /// Okapi BM25, of sections with a term at all: how much each is worth.
    std::vector<double> worth(const std::vector<Term>& asked) const {
        constexpr double k1 = 1.2, b = 0.75;
        const double sections = static_cast<double>(topics.size());
        std::vector<double> worth(topics.size());
        for (const auto& term : asked) {
            const auto at = numbers.find(term.text);
            if (at == numbers.end() || counts[at->second].empty()) continue;
            const auto& places = counts[at->second];
            const auto held = static_cast<double>(places.size());
            const double idf = std::max(std::log((sections - held + 0.5) / (held + 0.5)), 1e-6);
            for (const auto& place : places) {
                const double often = place.weight;
                const double length = lengths[place.at] / mean_length;
                worth[place.at] += idf * often * (k1 + 1) / (often + k1 * (1 - b + b * length));
            }
        }
        return worth;
    }
};

Ranking::Ranking(const std::vector<Section>& sections, const Cutter& cutter)
    : impl_(std::make_unique<Impl>(cutter)) {
    auto& impl = *impl_;
    struct Cut {
        std::vector<Analysed> phrases;
        Analysed body;
        std::map<Id, float> counts;
    };
    std::vector<Cut> cuts;
    for (const auto& section : sections) {
        Cut cut;
        cut.phrases.push_back(cutter.cut(section.title));
        for (const auto& question : section.questions) cut.phrases.push_back(cutter.cut(question));
        for (const auto& keyword : section.keywords) cut.phrases.push_back(cutter.cut(keyword));
        std::string body;
        for (const auto& block : plain_blocks(section.body)) body += block + "\n";
        for (const auto& step : section.steps) body += step + "\n";
        cut.body = cutter.cut(body);
        std::vector<std::string> here;
        const auto note = [&](const Analysed& text) {
            for (const auto& term : text.terms) here.push_back(term.text);
            here.insert(here.end(), text.sound.begin(), text.sound.end());
        };
        for (const auto& phrase : cut.phrases) note(phrase);
        note(cut.body);
        std::ranges::sort(here);
        here.erase(std::ranges::unique(here).begin(), here.end());
        for (const auto& term : here) {
            const auto [at, fresh] =
                impl.numbers.try_emplace(term, static_cast<Id>(impl.numbers.size()));
            if (fresh) {
                impl.held_by.push_back(0);
                impl.held_in.emplace_back();
            }
            ++impl.held_by[at->second];
            ++impl.held_in[at->second][section.topic];
        }
        double length = 0;
        const auto count = [&](const Analysed& text, double weight) {
            for (const auto& term : text.terms)
                cut.counts[impl.numbers.at(term.text)] += static_cast<float>(weight);
            length += static_cast<double>(text.terms.size());
        };
        for (std::size_t i = 0; i < cut.phrases.size(); ++i)
            count(cut.phrases[i],
                  i == 0                          ? title_weight
                  : i <= section.questions.size() ? question_weight
                                                  : keyword_weight);
        count(cut.body, text_weight);
        impl.lengths.push_back(length);
        impl.topics.push_back(section.topic);
        cuts.push_back(std::move(cut));
    }
    for (const double length : impl.lengths) impl.mean_length += length;
    impl.mean_length = std::max(1.0, impl.mean_length / static_cast<double>(sections.size()));
    for (auto* places : {&impl.in_phrases, &impl.in_sections, &impl.in_heads, &impl.counts})
        places->resize(impl.numbers.size());
    for (std::size_t i = 0; i < cuts.size(); ++i) {
        Bag all, head;
        const auto gather = [](Bag& into, const Bag& bag) {
            into.insert(into.end(), bag.begin(), bag.end());
        };
        for (const auto& phrase : cuts[i].phrases) {
            const Bag terms = impl.bag(phrase.terms), sound = impl.bag(phrase.sound);
            Impl::put(impl.in_phrases, terms, impl.phrases.size());
            Impl::put(impl.in_phrases, sound, impl.phrases.size());
            impl.phrases.push_back({i, mass(terms), mass(sound)});
            gather(all, terms);
            gather(all, sound);
            gather(head, terms);
        }
        gather(all, impl.bag(cuts[i].body.terms));
        gather(all, impl.bag(cuts[i].body.sound));
        merge(all);
        merge(head);
        Impl::put(impl.in_sections, all, i);
        Impl::put(impl.in_heads, head, i);
        for (const auto& [id, often] : cuts[i].counts)
            impl.counts[id].push_back({static_cast<std::uint32_t>(i), often});
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
    auto worth = impl.worth(asked.terms);
    auto best_worth = worth;
    std::ranges::sort(best_worth, std::ranges::greater{});
    const double best = best_worth.empty() ? 1 : std::max(best_worth.front(), 1e-9);
    const double least = best_worth.size() > looked_at ? best_worth[looked_at] : 0;
    for (double& each : worth) each = each > least ? each / best : 0;

    const std::size_t sections = impl.topics.size();
    std::vector<float> of_terms(sections), of_sound(sections), of_head(sections);
    Impl::share(impl.in_sections, terms, of_terms);
    Impl::share(impl.in_sections, sound, of_sound);
    Impl::share(impl.in_heads, terms, of_head);
    std::vector<float> phrase_terms(impl.phrases.size()), phrase_sound(impl.phrases.size());
    Impl::share(impl.in_phrases, terms, phrase_terms);
    Impl::share(impl.in_phrases, sound, phrase_sound);
    std::vector<double> phrase(sections);
    for (std::size_t i = 0; i < impl.phrases.size(); ++i) {
        if (phrase_terms[i] == 0 && phrase_sound[i] == 0) continue;
        const auto& each = impl.phrases[i];
        double& nearest = phrase[each.section];
        nearest = std::max({nearest,
                            likeness(phrase_terms[i], terms_mass, each.terms_mass),
                            sound_weight * likeness(phrase_sound[i], sound_mass, each.sound_mass)});
    }

    const double strange = impl.strange(asked.terms);
    const auto affinity = impl.affinity(asked.terms);
    std::vector<Nearness> ranked;
    for (std::size_t i = 0; i < sections; ++i) {
        Nearness near{i, 0, 0, 0, 0, worth[i], strange, 0};
        const double covered_sound = sound_mass > 0 ? of_sound[i] / sound_mass : 0;
        // Not among the best and not like it in sound either: cannot come first.
        if (worth[i] == 0 && covered_sound < 0.3 && before != i) continue;
        if (const auto of_topic = affinity.find(impl.topics[i]); of_topic != affinity.end())
            near.topic = of_topic->second;
        near.phrase = phrase[i];
        const double covered_terms = terms_mass > 0 ? of_terms[i] / terms_mass : 0;
        near.head = terms_mass > 0 ? of_head[i] / terms_mass : 0;
        near.covered = std::max(covered_terms, sound_weight * covered_sound);
        // Weights and the bound in `answers` were fitted to some four hundred questions, a tenth of
        // them about nothing that stands here. A word that is known nowhere speaks against every
        // section.
        near.score = 0.28 * near.phrase + 0.26 * near.head + 0.24 * near.covered +
                     0.22 * near.worth + 0.1 * near.topic - 0.1 * strange * (1 - near.covered);
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
