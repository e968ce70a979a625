#include "bot/inbox/spool.hpp"

#include "bot/inbox/crash_point.hpp"
#include "bot/inbox/inbound_json.hpp"
#include "domain/audit/digest.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

namespace qingdan::inbox {
namespace fs = std::filesystem;
namespace {

/// A file is taken in as a whole, so none grows without end.
constexpr std::int64_t bytes_of_one_file = 1 << 20;

/// `LENGTH CHECKSUM JSON\n`: a person can read it, and a torn record shows.
std::string spool_record(const Inbound& inbound) {
    const std::string json = to_json(inbound);
    return fmt::format(
        "{} {} {}\n", json.size(), audit::to_hex(audit::digest({json}).substr(0, 8)), json);
}

/// Takes one record from the front of `bytes`; `nullopt` where it is not whole.
std::optional<Inbound> take_record(std::string_view& bytes) {
    std::size_t length = 0;
    const auto [after, error] = std::from_chars(bytes.data(), bytes.data() + bytes.size(), length);
    const auto head = static_cast<std::size_t>(after - bytes.data());
    constexpr std::size_t checksum = 16;
    const std::size_t json_at = head + 1 + checksum + 1;
    if (error != std::errc{} || length > bytes.size() || bytes.size() < json_at + length + 1)
        return std::nullopt;
    const std::string_view json = bytes.substr(json_at, length);
    if (bytes.substr(head + 1, checksum) != audit::to_hex(audit::digest({json}).substr(0, 8)) ||
        bytes[json_at + length] != '\n')
        return std::nullopt;
    bytes.remove_prefix(json_at + length + 1);
    return inbound_from_json(json);
}

fs::path file_path(const fs::path& folder, std::uint64_t number) {
    return folder / fmt::format("{:012}.spool", number);
}

bool write_all(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

bool flush_folder(const fs::path& folder) {
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool flushed = descriptor >= 0 && ::fsync(descriptor) == 0;
    if (descriptor >= 0) ::close(descriptor);
    return flushed;
}

}  // namespace

fs::path Spool::path_beside(const fs::path& database) { return database.string() + ".spool"; }

Spool::Spool(fs::path folder) : folder_(std::move(folder)) {
    fs::create_directories(folder_);
    fs::permissions(folder_, fs::perms::owner_all);  // it holds what people wrote
    flush_folder(folder_.has_parent_path() ? folder_.parent_path() : fs::path{"."});
    for (const auto& item : fs::directory_iterator{folder_}) {
        if (item.path().extension() != ".spool") continue;
        std::uint64_t number = 0;
        const std::string name = item.path().stem().string();
        std::from_chars(name.data(), name.data() + name.size(), number);
        numbers_.push_back(number);
    }
    std::sort(numbers_.begin(), numbers_.end());
    if (!numbers_.empty()) next_number_ = numbers_.back() + 1;
}

Spool::~Spool() { close_file(); }

void Spool::close_file() {
    if (descriptor_ >= 0) ::close(descriptor_);
    descriptor_ = -1;
}

bool Spool::open_file() {
    if (descriptor_ >= 0) return true;
    const fs::path path = file_path(folder_, next_number_);
    descriptor_ = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0600);
    if (descriptor_ < 0) return false;
    good_bytes_ = 0;
    numbers_.push_back(next_number_++);
    return flush_folder(folder_);
}

bool Spool::append(std::span<const Inbound> messages) {
    std::string bytes;
    for (const Inbound& message : messages) bytes += spool_record(message);
    const std::lock_guard lock{mutex_};
    if (!open_file()) return false;
    if (write_all(descriptor_, bytes) && ::fdatasync(descriptor_) == 0) {
        good_bytes_ += static_cast<std::int64_t>(bytes.size());
        if (good_bytes_ > bytes_of_one_file) close_file();
        return true;
    }
    // What half stands there was promised to nobody. If even this fails, the torn record is passed
    // over, and a new file is begun after it.
    if (::ftruncate(descriptor_, good_bytes_) != 0) close_file();
    return false;
}

bool Spool::is_empty() const {
    const std::lock_guard lock{mutex_};
    return numbers_.empty();
}

std::optional<Spool::File> Spool::oldest() {
    const std::lock_guard lock{mutex_};
    if (numbers_.empty()) return std::nullopt;
    if (numbers_.size() == 1) close_file();
    File file{file_path(folder_, numbers_.front()), {}, false};
    std::ifstream in{file.path, std::ios::binary};
    const std::string content{std::istreambuf_iterator<char>{in}, {}};
    std::string_view rest = content;
    while (!rest.empty()) {
        auto message = take_record(rest);
        if (!message) {
            // The last record may be torn; anything behind a line break that follows it is damage.
            const auto line_end = rest.find('\n');
            file.damaged = line_end != std::string_view::npos && line_end + 1 < rest.size();
            break;
        }
        file.messages.push_back(std::move(*message));
    }
    return file;
}

void Spool::remove(const File& file) {
    const std::lock_guard lock{mutex_};
    std::error_code
        ignored;  // a file that stays is taken in once more, and its messages are known by then
    if (file.damaged)
        fs::rename(file.path, file.path.string() + ".damaged", ignored);
    else
        fs::remove(file.path, ignored);
    if (!numbers_.empty() && file_path(folder_, numbers_.front()) == file.path)
        numbers_.erase(numbers_.begin());
}

}  // namespace qingdan::inbox
