#pragma once
/// @file
/// The manual of one language, and which of its sections answers a question.

#include "domain/guidance/figures.hpp"
#include "domain/guidance/section.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace qingdan::guidance {

/// One section that a question found.
struct Hit {
    std::string id, title;
    double score = 0;  ///< 0 to about 1, the better the higher

    friend bool operator==(const Hit&, const Hit&) = default;
};

/// What the manual has to say to one question.
struct Answer {
    std::optional<std::string>
        topic;                  ///< of the best section; empty: nothing in the manual answers
    std::vector<Hit> sections;  ///< best first, at most three; empty where nothing answers
    std::string text;           ///< what a chat shows, at most 600 characters

    friend bool operator==(const Answer&, const Answer&) = default;
};

/// What was asked before in the same chat, for questions that only make sense behind it
/// (`要几天？`).
struct Previous {
    std::string topic;
    std::string section;  ///< id; empty where it is not known
};

/// The longest answer, in characters.
inline constexpr std::size_t longest_answer = 600;

/// The manual of one language. It never changes; any thread may ask.
class Manual {
public:
    /// The manual built into the program in the language of `tag`, with the sections of `own` laid
    /// over it: the same id replaces, new ones are added. A section with a placeholder that
    /// `figures` does not know is left out and named in `faults`.
    static Manual load(std::string_view tag,
                       std::span<const Section> own,
                       const Figures& figures,
                       std::vector<Fault>* faults = nullptr);
    /// Tags of the languages built in.
    static std::vector<std::string> tags();

    Manual(Manual&&) noexcept;
    Manual& operator=(Manual&&) noexcept;
    ~Manual();

    /// The passage that answers, or the admission that none does. `village`: who asks belongs to a
    /// village (村委会), for which the election part of this manual does not hold.
    Answer ask(std::string_view question,
               const std::optional<Previous>& previous = std::nullopt,
               bool village = false) const;
    /// Sections with their figures filled in.
    const std::vector<Section>& sections() const;
    /// `nullptr` where there is none of that id.
    const Section* section(std::string_view id) const;
    /// A whole section as a chat shows it, not shortened, its source included.
    std::string whole(const Section& section) const;
    /// The name of a topic in this language.
    std::string topic_name(std::string_view topic) const;

private:
    struct Impl;
    explicit Manual(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

/// The manuals of all languages, with a community's own sections over them.
///
/// `reload` may be called while others ask. A question is answered in its own language: an English
/// one from the English manual, one in traditional characters in traditional characters.
class Guide {
public:
    /// `folder`: own sections, below `<folder>/<tag>/` or, for the language of `tag`, anywhere else
    /// in it; empty: none.
    Guide(Figures figures, std::filesystem::path folder, std::string tag);
    Guide(const Guide&) = delete;
    Guide& operator=(const Guide&) = delete;
    ~Guide();

    /// Reads the folder again. Each bad file is named with its line; what was last good in it stays
    /// in use.
    std::vector<Fault> reload();
    Answer ask(std::string_view question,
               const std::optional<Previous>& previous = std::nullopt,
               bool village = false) const;
    /// The manual of one language as it is now; that of the configured one where there is none of
    /// `tag`.
    std::shared_ptr<const Manual> manual(std::string_view tag) const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace qingdan::guidance
