#pragma once
/// @file
/// Tells anonymous reporters apart without knowing them: a keyed hash of the sender, whose key
/// lives for a month in a file beside the database and in no backup.

#include "domain/clock.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace qingdan {

/// The keys of the months that still count. The writer's thread alone.
class VoiceKeys {
public:
    /// Where they stand for a database: `qingdan.db.voices`.
    static std::filesystem::path path_beside(const std::filesystem::path& database);
    /// Reads the file where there is one; a month whose key is not there gets a new one.
    explicit VoiceKeys(std::filesystem::path file);

    /// The voice of `sender` in the month of `day`: equal for one sender and month, and telling
    /// nothing once that month's key is gone. The key of a month goes when a later one begins.
    std::string voice(std::string_view sender, Day day);

private:
    void read();
    void write() const;

    std::filesystem::path file_;
    std::map<std::string, std::string> keys_;  ///< by month, `2026-05`, in hexadecimal
};

}  // namespace qingdan
