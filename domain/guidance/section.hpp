#pragma once
/// @file
/// Sections of the manual as they stand in its Markdown files.

#include "domain/clock.hpp"

#include <tl/expected.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace qingdan::guidance {

/// How sure a section is of what it says.
enum class Basis {
    law,      ///< a law or regulation in force for residents' committees says so
    taken,    ///< taken over from another rule (mostly the one for villages): ask the street
    ours,     ///< our own default: ask the street
    example,  ///< the whole list is ours; opens with the sentence that says so, names nothing as a
              ///< right
    program,  ///< how this service itself works
};

/// One passage that answers one question.
struct Section {
    std::string id;  ///< `<topic>/<slug>`, stable once published
    std::string title;
    std::string topic;
    std::vector<std::string> keywords;
    std::vector<std::string> questions;  ///< further ways in which people ask for it
    std::vector<std::string> steps;      ///< what to do, in order; may be empty
    std::string source;                  ///< law and article, or who decided it
    Day reviewed;
    Basis basis = Basis::law;
    std::string body;  ///< Markdown, placeholders not yet filled
    std::string file;  ///< where it stands
    int line = 0;      ///< of its front matter

    friend bool operator==(const Section&, const Section&) = default;
};

/// What is wrong with a file of the manual, said so that whoever wrote it finds the place.
struct Fault {
    std::string file;
    int line = 0;
    std::string what;

    friend bool operator==(const Fault&, const Fault&) = default;
};

/// `file:line: what`.
std::string to_text(const Fault& fault);

/// All topics of the manual, in the order in which they are listed.
const std::vector<std::string>& topics();

/// Reads all sections of one file. Each begins with a front matter between two lines `---`: `key:
/// value` lines, the parts of a list separated by `|`; what follows until the next front matter is
/// its text. The first thing that is wrong makes the whole file unusable, so that no half of it is
/// shown.
tl::expected<std::vector<Section>, Fault> read_sections(std::string_view file,
                                                        std::string_view text);

}  // namespace qingdan::guidance
