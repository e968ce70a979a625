#pragma once
/// @file
/// Settings out of a document, each checked for its range: one line for each setting.

#include "bot/config/document.hpp"
#include "domain/settings.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace qingdan::config {

/// Each function reads the setting at `path` into `into`; where it is out of range or of a wrong
/// form it adds a problem that names the place and leaves `into` as it was.
class Reader {
public:
    Reader(const Document& document, Problems& problems)
        : document_(document), problems_(problems) {}

    /// From `least` to `most`, both in.
    template <class Integer>
    void number(std::string_view path, Integer& into, std::int64_t least, std::int64_t most) {
        if (const auto value = number_in(path, least, most)) into = static_cast<Integer>(*value);
    }
    template <class Rep, class Period>
    void duration(std::string_view path,
                  std::chrono::duration<Rep, Period>& into,
                  std::int64_t least,
                  std::int64_t most) {
        if (const auto value = number_in(path, least, most))
            into = std::chrono::duration<Rep, Period>{*value};
    }
    void flag(std::string_view path, bool& into);
    void text(std::string_view path, std::string& into);
    void list(std::string_view path, std::vector<std::string>& into);
    /// One of a few words, each standing for a value.
    template <class T>
    void choice(std::string_view path,
                T& into,
                const std::vector<std::pair<std::string_view, T>>& words) {
        const std::string& said = text_at(path);
        std::string all;
        for (const auto& [word, value] : words) {
            if (word == said) {
                into = value;
                return;
            }
            all.append(all.empty() ? "" : ", ").append(word);
        }
        wrong(path, "must be one of " + all);
    }
    /// `08:30`.
    void time(std::string_view path, TimeOfDay& into);
    /// `06:45-07:30`, the second later than the first.
    void hours(std::string_view path, Hours& into);
    /// `-1d 16:00`.
    void cutoff(std::string_view path, CutoffRule& into);
    /// `24h`, `5wd`.
    void span(std::string_view path, TaskSpan& into);
    /// Every key below `section`; of the entries less than zero none is kept.
    void codes(std::string_view section, ByCode& into, std::int64_t least, std::int64_t most);

    /// Adds a problem where `from` is not earlier than `until`, at the one of the two that the file
    /// sets.
    void in_order(std::string_view from_path,
                  TimeOfDay from,
                  std::string_view until_path,
                  TimeOfDay until);

    /// Adds a problem about the setting at `path`.
    void wrong(std::string_view path, std::string what);

private:
    std::optional<std::int64_t> number_in(std::string_view path,
                                          std::int64_t least,
                                          std::int64_t most);
    const std::string& text_at(std::string_view path) const;

    const Document& document_;
    Problems& problems_;
};

}  // namespace qingdan::config
