#include "domain/guidance/manual.hpp"

#include "domain/guidance/passage.hpp"
#include "domain/guidance/ranking.hpp"
#include "domain/guidance/terms.hpp"
#include "domain/guidance/words.hpp"
#include "guidance_data.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>
#include <utility>

namespace qingdan::guidance {
namespace {

Words words_of(std::string_view tag) {
    const std::string path = fmt::format("locales/{}/manual.toml", tag);
    for (const auto& file : data::files()) {
        if (file.path != path) continue;
        auto words = Words::read(tag, file.content);
        if (!words) throw std::logic_error(path + ":" + words.error());
        return *std::move(words);
    }
    throw std::logic_error("no manual for " + std::string{tag});
}

std::vector<Section> built_in_sections(std::string_view tag) {
    const std::string folder = fmt::format("locales/{}/manual/", tag);
    std::vector<Section> all;
    for (const auto& file : data::files()) {
        if (!file.path.starts_with(folder)) continue;
        auto sections = read_sections(file.path, file.content);
        if (!sections) throw std::logic_error(to_text(sections.error()));
        std::ranges::move(*sections, std::back_inserter(all));
    }
    return all;
}

/// Lays `own` over `all`: the same id replaces.
void lay_over(std::vector<Section>& all, std::span<const Section> own) {
    for (const auto& section : own) {
        const auto same = std::ranges::find(all, section.id, &Section::id);
        if (same == all.end())
            all.push_back(section);
        else
            *same = section;
    }
}

/// Fills in the figures; a section with an unknown one is named and left out.
std::vector<Section> filled(std::vector<Section> all,
                            const Figures& figures,
                            std::vector<Fault>* faults) {
    std::vector<Section> good;
    for (auto& section : all) {
        std::optional<std::string> wrong;
        const auto fill = [&](std::string& text) {
            if (auto with_figures = figures.fill(text))
                text = *std::move(with_figures);
            else if (!wrong)
                wrong = with_figures.error();
        };
        fill(section.title);
        fill(section.body);
        fill(section.source);
        std::ranges::for_each(section.questions, fill);
        std::ranges::for_each(section.steps, fill);
        if (!wrong)
            good.push_back(std::move(section));
        else if (faults)
            faults->push_back({section.file,
                               section.line,
                               fmt::format("{} is no figure of the configuration", *wrong)});
    }
    return good;
}

/// The sentences of a long question, each long enough to ask something; none of a short one.
std::vector<std::string_view> parts_of_story(std::string_view question) {
    constexpr std::size_t story = 28, sentence = 6;
    std::vector<std::string_view> parts;
    if (length(question) < story) return parts;
    constexpr std::string_view ends[] = {"\xEF\xBC\x8C",
                                         "\xE3\x80\x82",
                                         "\xEF\xBC\x9B",
                                         "\xEF\xBC\x81",
                                         "\xEF\xBC\x9F",
                                         ", ",
                                         ". ",
                                         "? ",
                                         "! ",
                                         "; ",
                                         "\n"};
    const bool latin = is_latin(question);
    while (!question.empty()) {
        std::size_t at = question.size(), after = question.size();
        for (const auto end : ends)
            if (const auto found = question.find(end); found < at) {
                at = found;
                after = found + end.size();
            }
        const auto part = question.substr(0, at);
        if (length(part) >= (latin ? 3 * sentence : sentence)) parts.push_back(part);
        question.remove_prefix(after);
    }
    return parts;
}

/// Whether a text has the word; one in Latin letters as a whole word (`car` is not in `care`).
bool stands_in(std::string_view text, std::string_view word) {
    const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
        const auto end = at + word.size();
        const bool begins = at == 0 || !is_letter(text[at - 1]) || !is_letter(word.front());
        const bool ends = end == text.size() || !is_letter(text[end]) || !is_letter(word.back());
        if (begins && ends) return true;
    }
    return false;
}

/// Whether a word stands anywhere in a section.
bool says(const Section& section, std::string_view word) {
    const auto in = [&](const std::string& text) { return stands_in(text, word); };
    return in(section.title) || in(section.body) || std::ranges::any_of(section.keywords, in) ||
           std::ranges::any_of(section.questions, in) || std::ranges::any_of(section.steps, in);
}

}  // namespace

struct Manual::Impl {
    explicit Impl(Words all_words) : words(std::move(all_words)) {}

    Words words;
    Cutter cutter{words};
    std::vector<Section> sections;
    std::map<std::string, std::size_t, std::less<>> by_id;
    std::optional<Ranking> ranking;
};

Manual::Manual(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Manual::Manual(Manual&&) noexcept = default;
Manual& Manual::operator=(Manual&&) noexcept = default;
Manual::~Manual() = default;

Manual Manual::load(std::string_view tag,
                    std::span<const Section> own,
                    const Figures& figures,
                    std::vector<Fault>* faults) {
    auto impl = std::make_unique<Impl>(words_of(tag));
    auto all = built_in_sections(tag);
    lay_over(all, own);
    impl->sections = filled(std::move(all), worded(figures, impl->words.figures), faults);
    for (std::size_t i = 0; i < impl->sections.size(); ++i)
        impl->by_id.emplace(impl->sections[i].id, i);
    impl->ranking.emplace(impl->sections, impl->cutter);
    return Manual{std::move(impl)};
}

std::vector<std::string> Manual::tags() {
    std::set<std::string> found;
    for (const auto& file : data::files()) {
        constexpr std::string_view locales = "locales/";
        if (!file.path.starts_with(locales)) continue;
        const auto rest = file.path.substr(locales.size());
        found.emplace(rest.substr(0, rest.find('/')));
    }
    return {found.begin(), found.end()};
}

const std::vector<Section>& Manual::sections() const { return impl_->sections; }

const Section* Manual::section(std::string_view id) const {
    const auto found = impl_->by_id.find(id);
    return found == impl_->by_id.end() ? nullptr : &impl_->sections[found->second];
}

std::string Manual::topic_name(std::string_view topic) const {
    const auto found = impl_->words.topics.find(topic);
    return found == impl_->words.topics.end() ? std::string{topic} : found->second;
}

std::string Manual::whole(const Section& section) const {
    return passage(section, impl_->words, {}, {}, std::string::npos);
}

Answer Manual::ask(std::string_view question,
                   const std::optional<Previous>& previous,
                   bool village) const {
    const auto& words = impl_->words;
    std::optional<std::size_t> before;
    if (previous)
        if (const auto found = impl_->by_id.find(previous->section); found != impl_->by_id.end())
            before = found->second;
    const std::string_view topic =
        previous ? std::string_view{previous->topic} : std::string_view{};
    auto ranked = impl_->ranking->rank(question, before, topic);
    // Somebody who tells a story asks in one of its sentences.
    for (const auto part : parts_of_story(question))
        if (auto of_part = impl_->ranking->rank(part, before, topic);
            !of_part.empty() && (ranked.empty() || ranked.front().score < of_part.front().score))
            ranked = std::move(of_part);
    const auto section_of = [&](const Nearness& near) -> const Section& {
        return impl_->sections[near.section];
    };
    const std::string folded = impl_->cutter.fold(question);
    const auto about_something_else = [&](const Section& section) {
        return std::ranges::any_of(words.elsewhere, [&](const auto& word) {
            return stands_in(folded, word) && !says(section, word);
        });
    };
    Answer answer;
    if (ranked.empty() || !Ranking::answers(ranked.front()) ||
        about_something_else(section_of(ranked.front()))) {
        std::vector<std::string> nearest;
        for (const auto& near : ranked) {
            const auto& topic = section_of(near).topic;
            if (std::ranges::find(nearest, topic) == nearest.end()) nearest.push_back(topic);
            if (nearest.size() == 3) break;
        }
        answer.text = no_answer(words, nearest);
        return answer;
    }
    // Some words decide alone: who asks for a village is not told the numbers of residents'
    // committees.
    for (const auto& rule : words.always) {
        if (section_of(ranked.front()).topic != rule.topic) continue;
        const bool said = std::ranges::any_of(
            rule.words, [&](const auto& word) { return folded.find(word) != std::string::npos; });
        const auto place = impl_->by_id.find(rule.section);
        if ((!said && !village) || place == impl_->by_id.end()) continue;
        const double score = ranked.front().score;
        std::erase_if(ranked, [&](const auto& near) { return near.section == place->second; });
        ranked.insert(ranked.begin(), {place->second, score, 1, 1});
        break;
    }
    const auto& best = section_of(ranked.front());
    answer.topic = best.topic;
    std::vector<std::string> more;
    for (const auto& near : ranked) {
        if (answer.sections.size() == 3) break;
        if (near.score < 0.5 * ranked.front().score) break;
        const auto& section = section_of(near);
        if (!answer.sections.empty()) more.push_back(section.title);
        answer.sections.push_back({section.id, section.title, near.score});
    }
    answer.text = passage(best, words, impl_->cutter.cut(question).terms, more, longest_answer);
    return answer;
}

}  // namespace qingdan::guidance
