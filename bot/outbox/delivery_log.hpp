#pragma once
/// @file
/// What has left since the last commit: small, beside the database, quicker than a commit.

#include <cstdint>
#include <filesystem>
#include <map>
#include <mutex>
#include <vector>

namespace qingdan::outbox {

/// A message that has left reaches the database as a mark in the next commit. A process that is
/// killed in between would send it again, so it is noted here first, in `<database>.left`.
///
/// Written, not flushed: what is written survives the process, and only a power cut can lose it;
/// then the receiver tells the repeat by the number. The room is taken at the start, so a full disk
/// does no harm. Any thread.
class DeliveryLog {
public:
    /// Everything of the message has left, whatever the number of its parts.
    static constexpr std::int32_t all_parts = -2;
    /// It went inside the platform's answer. Noted before the answer is handed over: an answer that
    /// is lost on the way is asked for again by the platform's retry.
    static constexpr std::int32_t in_answer = -1;

    struct Entry {
        std::int64_t number;
        std::int32_t parts;  ///< how many parts have left, or one of the constants
    };

    /// Throws std::system_error where the file cannot be made.
    explicit DeliveryLog(const std::filesystem::path& database);
    ~DeliveryLog();
    DeliveryLog(const DeliveryLog&) = delete;
    DeliveryLog& operator=(const DeliveryLog&) = delete;

    void note(std::int64_t number, std::int32_t parts);
    /// These are in the database now.
    void forget(const std::vector<Entry>& entries);
    /// What was noted and not forgotten, also by the process before.
    std::vector<Entry> entries() const;

    /// Where the log of a database stands; `restore` removes it, because numbers begin anew.
    static std::filesystem::path path_beside(const std::filesystem::path& database);

private:
    /// What is noted of one message, and the record that says so.
    struct Noted {
        std::int32_t parts;
        std::size_t record;
    };
    void read();
    void write_anew();

    mutable std::mutex mutex_;
    int descriptor_;
    std::size_t next_record_ = 0;
    std::map<std::int64_t, Noted> noted_;
};

}  // namespace qingdan::outbox
