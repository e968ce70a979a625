#include "domain/store/sqlite/file_lock.hpp"

#include "domain/store/sqlite/trouble.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>

namespace qingdan::store::sqlite {
namespace {

std::string holder_of(int descriptor) {
    std::array<char, 32> digits{};
    const auto count = ::pread(descriptor, digits.data(), digits.size(), 0);
    const std::string_view text{digits.data(), count > 0 ? static_cast<std::size_t>(count) : 0};
    return std::string{text.substr(0, text.find('\n'))};
}

Trouble why_not_opened(int system_error) {
    if (system_error == EACCES || system_error == EPERM || system_error == EROFS)
        return Trouble::read_only;
    return system_error == ENOSPC || system_error == EDQUOT ? Trouble::full : Trouble::cannot_open;
}

}  // namespace

FileLock::FileLock(const std::filesystem::path& database) {
    const std::string path = database.string() + ".lock";
    descriptor_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor_ < 0) throw trouble_with(database, why_not_opened(errno), std::strerror(errno));
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
        const std::string holder = holder_of(descriptor_);
        ::close(descriptor_);
        throw StoreError{
            Trouble::locked,
            fmt::format("{}: is in use by another qingdan (process {}); stop that one, or "
                        "name another file with --db",
                        database.string(),
                        holder.empty() ? "unknown" : holder)};
    }
    const std::string own = std::to_string(::getpid()) + "\n";
    // Only told to people; the lock itself is the system's, so a failure to write it does no harm.
    if (::ftruncate(descriptor_, 0) == 0) [[maybe_unused]]
        const auto written = ::pwrite(descriptor_, own.data(), own.size(), 0);
}

FileLock::~FileLock() { ::close(descriptor_); }

}  // namespace qingdan::store::sqlite
