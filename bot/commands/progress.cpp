#include "bot/commands/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <iostream>

namespace qingdan::commands {

Progress::Progress(std::string what)
    : what_(std::move(what)), on_terminal_(::isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
    if (!shown_.empty()) std::cerr << '\r' << std::string(shown_.size(), ' ') << '\r' << std::flush;
}

void Progress::show(std::int64_t done, std::int64_t of) {
    if (!on_terminal_) return;
    std::string line =
        of > 0 ? fmt::format("{} {} %", what_, done * 100 / of) : fmt::format("{} {}", what_, done);
    if (line == shown_) return;
    shown_ = std::move(line);
    std::cerr << '\r' << shown_ << std::flush;
}

void Progress::one_more() {
    constexpr std::int64_t step = 1000;
    if (++count_ % step == 0) show(count_);
}

}  // namespace qingdan::commands
