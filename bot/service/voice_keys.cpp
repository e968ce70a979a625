#include "bot/service/voice_keys.hpp"

#include "domain/audit/digest.hpp"

#include <fstream>
#include <iterator>
#include <utility>

namespace qingdan {

std::filesystem::path VoiceKeys::path_beside(const std::filesystem::path& database) {
    return database.string() + ".voices";
}

VoiceKeys::VoiceKeys(std::filesystem::path file) : file_(std::move(file)) { read(); }

std::string VoiceKeys::voice(std::string_view sender, Day day) {
    const std::string month = to_text(day).substr(0, 7);
    if (!keys_.contains(month)) read();
    if (!keys_.contains(month)) {
        keys_[month] = audit::to_hex(audit::make_salt());
        keys_.erase(keys_.begin(), std::prev(keys_.end()));
        write();
    }
    // A message that was kept back over the turn of a month finds no key of its own month any more:
    // whoever wrote it speaks once again, which is better than a key that stays.
    const auto key = keys_.find(month);
    const std::string& with = key == keys_.end() ? keys_.rbegin()->second : key->second;
    return audit::to_hex(audit::digest({with, audit::digest({with, sender})})).substr(0, 32);
}

void VoiceKeys::read() {
    std::ifstream in{file_};
    for (std::string month, key; in >> month >> key;) keys_[month] = key;
}

void VoiceKeys::write() const {
    const std::string part = file_.string() + ".part";
    {
        std::ofstream out{part, std::ios::trunc};
        for (const auto& [month, key] : keys_) out << month << ' ' << key << '\n';
    }
    std::error_code ignored;
    std::filesystem::permissions(
        part, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write, ignored);
    std::filesystem::rename(part, file_);
}

}  // namespace qingdan
