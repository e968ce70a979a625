#include "domain/guidance/passage.hpp"

#include "domain/guidance/plain.hpp"

#include <algorithm>
#include <numeric>

namespace qingdan::guidance {
namespace {

std::string with(std::string text, std::string_view name, std::string_view value) {
    const std::string place = "{" + std::string{name} + "}";
    if (const auto at = text.find(place); at != std::string::npos)
        text.replace(at, place.size(), value);
    return text;
}

std::string list(std::span<const std::string> parts, std::string_view separator) {
    std::string text;
    for (const auto& part : parts) {
        if (!text.empty()) text += separator;
        text += part;
    }
    return text;
}

std::string_view code(Basis basis) {
    switch (basis) {
        case Basis::law:
            return "law";
        case Basis::taken:
            return "taken";
        case Basis::ours:
            return "ours";
        case Basis::example:
            return "example";
        case Basis::program:
            return "program";
    }
    return {};
}

/// Everything that a section says, in pieces that stand on a line each.
std::vector<std::string> blocks(const Section& section) {
    auto all = plain_blocks(section.body);
    int number = 0;
    for (const auto& step : section.steps) {
        const auto lines = plain_blocks(step);
        all.push_back(std::to_string(++number) + ". " + (lines.empty() ? step : lines.front()));
    }
    return all;
}

/// Which blocks to keep within `room` characters: the first, then those that share most with what
/// was asked.
std::vector<bool> choose(const std::vector<std::string>& all,
                         std::span<const Term> asked,
                         std::size_t room) {
    std::vector<std::size_t> order(all.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto worth = [&](std::size_t i) {
        double sum = i == 0 ? 1e9 : 0;
        for (const auto& term : asked)
            if (all[i].find(term.text) != std::string::npos) sum += term.weight;
        return sum;
    };
    std::ranges::stable_sort(order, std::ranges::greater{}, worth);
    std::vector<bool> kept(all.size());
    std::size_t used = 0;
    for (const auto i : order) {
        const auto size = length(all[i]) + 1;
        if (used + size > room) continue;
        used += size;
        kept[i] = true;
    }
    return kept;
}

/// The first `room` characters of a text, cut behind a whole character.
std::string head(std::string_view text, std::size_t room) {
    std::size_t bytes = 0;
    for (std::size_t characters = 0; bytes < text.size(); ++bytes) {
        if ((static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80U) continue;
        if (++characters > room) break;
    }
    return std::string{text.substr(0, bytes)};
}

}  // namespace

std::string passage(const Section& section,
                    const Words& words,
                    std::span<const Term> asked,
                    std::span<const std::string> more,
                    std::size_t longest) {
    std::string tail = with(words.source, "source", section.source);
    if (const auto sure = words.basis.find(code(section.basis)); sure != words.basis.end())
        tail += sure->second;
    if (!more.empty()) {
        std::vector<std::string> titles;
        for (const auto& title : more) titles.push_back(with(words.see, "title", title));
        const auto line = with(words.more, "titles", list(titles, words.separator));
        if (length(tail) + length(line) + 1 < longest / 3) tail += "\n" + line;
    }
    auto all = blocks(section);
    if (section.basis == Basis::example) all.insert(all.begin(), words.example);
    const auto full = with(words.full, "title", section.title);
    std::size_t whole = length(tail);
    for (const auto& block : all) whole += length(block) + 1;
    if (longest == std::string::npos || whole <= longest) return list(all, "\n") + "\n" + tail;

    tail += "\n" + full;
    const std::size_t room = longest - length(tail);
    if (section.basis == Basis::example && all.size() > 1) {  // stays together with what it opens
        all[1] = all[0] + "\n" + all[1];
        all.erase(all.begin());
    }
    if (length(all.front()) + 1 > room) return head(all.front(), room - 2) + "…\n" + tail;
    const auto kept = choose(all, asked, room);
    std::string text;
    for (std::size_t i = 0; i < all.size(); ++i)
        if (kept[i]) text += all[i] + "\n";
    return text + tail;
}

std::string no_answer(const Words& words, std::span<const std::string> topics) {
    std::string text = words.nothing;
    std::vector<std::string> names;
    for (const auto& topic : topics)
        if (const auto name = words.topics.find(topic); name != words.topics.end())
            names.push_back(name->second);
    if (!names.empty()) text += "\n" + with(words.nearest, "topics", list(names, words.separator));
    const auto whom = words.whom.find(topics.empty() ? std::string{"other"} : topics.front());
    const auto anyone = words.whom.find("other");
    text += "\n" + with(words.ask,
                        "whom",
                        whom != words.whom.end()     ? whom->second
                        : anyone != words.whom.end() ? anyone->second
                                                     : std::string{});
    return text;
}

}  // namespace qingdan::guidance
