#pragma once
/// @file
/// How far long work has come: shown on a terminal, not in a pipe.

#include <cstdint>
#include <string>

namespace qingdan::commands {

/// One line on standard error that is written over; gone when the work is done.
class Progress {
public:
    explicit Progress(std::string what);
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    /// `of` 0: nobody knows how much there is.
    void show(std::int64_t done, std::int64_t of = 0);
    /// One more is done; shown now and then.
    void one_more();

private:
    const std::string what_;
    const bool on_terminal_;
    std::string shown_;
    std::int64_t count_ = 0;
};

}  // namespace qingdan::commands
