#include "bot/inbox/crash_point.hpp"

#include <atomic>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <string>

namespace qingdan::inbox {
namespace {

struct Trap {
    std::string name;
    std::atomic<int> left{0};

    Trap() {
        const char* setting = std::getenv("QINGDAN_CRASH_AT");
        if (setting == nullptr) return;
        const std::string_view text{setting};
        const auto colon = text.find(':');
        name = text.substr(0, colon);
        int count = 1;
        if (colon != std::string_view::npos)
            std::from_chars(text.data() + colon + 1, text.data() + text.size(), count);
        left = count;
    }
};

}  // namespace

void crash_point(std::string_view name) {
    static Trap trap;
    if (trap.name.empty() || trap.name != name) return;
    if (--trap.left == 0) std::raise(SIGKILL);
}

}  // namespace qingdan::inbox
