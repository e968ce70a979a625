#pragma once
/// @file
/// Where verified messages wait while the database is away: flushed to disk, kept in order.

#include "handlers/message.hpp"

#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace qingdan::inbox {

/// A folder of numbered files, `<database>.spool`. What is appended is on disk when the call
/// returns; a record that was being written when the process was killed was not acknowledged to
/// anybody, and is passed over. Any thread.
class Spool {
public:
    /// Throws std::system_error where the folder cannot be made or read.
    explicit Spool(std::filesystem::path folder);
    ~Spool();
    Spool(const Spool&) = delete;
    Spool& operator=(const Spool&) = delete;

    /// Where the spool of a database stands unless the configuration says otherwise.
    static std::filesystem::path path_beside(const std::filesystem::path& database);

    /// All of them or none; false where they could not be written and flushed.
    bool append(std::span<const Inbound> messages);
    bool is_empty() const;

    /// One file of messages in their order; what is appended from now on goes to a later one.
    struct File {
        std::filesystem::path path;
        std::vector<Inbound> messages;
        bool damaged = false;  ///< a record that is not the last one cannot be read
    };
    /// The oldest file; `nullopt` where there is none. It stays until `remove`.
    std::optional<File> oldest();
    /// Its messages are committed. A damaged file is kept under another name.
    void remove(const File& file);

private:
    bool open_file();
    void close_file();

    const std::filesystem::path folder_;
    mutable std::mutex mutex_;
    std::vector<std::uint64_t> numbers_;  ///< of the files that are there, ascending
    std::uint64_t next_number_ = 1;
    int descriptor_ = -1;  ///< the file that is being appended to: the last one
    std::int64_t good_bytes_ = 0;
};

}  // namespace qingdan::inbox
