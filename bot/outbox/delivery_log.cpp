#include "bot/outbox/delivery_log.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace qingdan::outbox {
namespace {

/// 16 bytes, so that no record crosses the border of a page: a killed write is whole records.
struct Record {
    std::int64_t number = 0;
    std::int32_t parts = 0;
    std::uint32_t check = 0;
};
static_assert(sizeof(Record) == 16);

constexpr std::size_t room = 4096;  ///< records taken at the start

std::uint32_t check_of(const DeliveryLog::Entry& entry) {
    const auto number = static_cast<std::uint64_t>(entry.number);
    const std::uint64_t mixed =
        (number ^ (static_cast<std::uint64_t>(static_cast<std::uint32_t>(entry.parts)) << 32U) ^
         0x71d67fffeda60000U) *
        0x9E3779B97F4A7C15U;
    return static_cast<std::uint32_t>(mixed >> 32U) | 1U;
}

Record record_of(const DeliveryLog::Entry& entry) {
    return {entry.number, entry.parts, check_of(entry)};
}

void write(int descriptor, std::size_t first, const std::vector<Record>& records) {
    const std::size_t bytes = records.size() * sizeof(Record);
    const auto place = static_cast<off_t>(first * sizeof(Record));
    if (::pwrite(descriptor, records.data(), bytes, place) != static_cast<ssize_t>(bytes))
        throw std::system_error(errno, std::generic_category(), "the log of deliveries");
}

}  // namespace

std::filesystem::path DeliveryLog::path_beside(const std::filesystem::path& database) {
    return database.string() + ".left";
}

DeliveryLog::DeliveryLog(const std::filesystem::path& database)
    : descriptor_(::open(path_beside(database).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
    if (descriptor_ < 0)
        throw std::system_error(
            errno, std::generic_category(), path_beside(database).string() + ": cannot be opened");
    const int error = ::posix_fallocate(descriptor_, 0, static_cast<off_t>(room * sizeof(Record)));
    if (error != 0) {
        ::close(descriptor_);
        throw std::system_error(
            error, std::generic_category(), path_beside(database).string() + ": cannot be written");
    }
    read();
}

DeliveryLog::~DeliveryLog() { ::close(descriptor_); }

void DeliveryLog::read() {
    Record record;
    while (::pread(descriptor_,
                   &record,
                   sizeof record,
                   static_cast<off_t>(next_record_ * sizeof record)) ==
           static_cast<ssize_t>(sizeof record)) {
        if (record.check != check_of({record.number, record.parts})) break;
        noted_[record.number] = {record.parts, next_record_++};
    }
}

void DeliveryLog::note(std::int64_t number, std::int32_t parts) {
    const std::lock_guard lock{mutex_};
    if (next_record_ >= room && noted_.size() < room / 2) write_anew();
    write(descriptor_, next_record_, {record_of({number, parts})});
    noted_[number] = {parts, next_record_++};
}

void DeliveryLog::forget(const std::vector<Entry>& entries) {
    const std::lock_guard lock{mutex_};
    for (const Entry& entry : entries) {
        const auto found = noted_.find(entry.number);
        // A later note about the same message (another part) is not in the database yet.
        if (found != noted_.end() && found->second.parts == entry.parts) noted_.erase(found);
    }
    if (noted_.empty() && next_record_ > 0) write_anew();
}

/// Keeps the order, so that each record moves towards the beginning: a write that is cut short
/// loses none, because what was not moved yet stands where it stood.
void DeliveryLog::write_anew() {
    std::map<std::size_t, Entry> by_record;
    for (const auto& [number, noted] : noted_) by_record[noted.record] = {number, noted.parts};
    std::vector<Record> records;
    for (const auto& [record, entry] : by_record) {
        noted_[entry.number].record = records.size();
        records.push_back(record_of(entry));
    }
    const std::size_t kept = records.size();
    records.resize(next_record_);
    write(descriptor_, 0, records);
    next_record_ = kept;
}

std::vector<DeliveryLog::Entry> DeliveryLog::entries() const {
    const std::lock_guard lock{mutex_};
    std::vector<Entry> all;
    for (const auto& [number, noted] : noted_) all.push_back({number, noted.parts});
    return all;
}

}  // namespace qingdan::outbox
