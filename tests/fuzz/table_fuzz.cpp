/// @file
/// Any bytes as a file to import: a table or a problem, and what was read is read again as it is.

#include "bot/files/csv.hpp"
#include "bot/files/entries.hpp"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace qingdan::files;
    const auto table =
        read_table({reinterpret_cast<const char*>(data), size}, {.unpacked_bytes = 1 << 20});
    if (!table) {
        if (table.error().reason.empty()) std::abort();
        return 0;
    }
    const auto again = read_csv(render_csv(*table));
    if (!again || again->header != table->header || again->rows.size() != table->rows.size())
        std::abort();
    for (std::size_t i = 0; i < table->rows.size(); ++i) {
        if (again->rows[i].cells != table->rows[i].cells) std::abort();
    }
    (void)read_roster(*table);
    (void)read_people(*table);
    (void)read_menu(*table);
    (void)read_calendar(*table);
    (void)read_hotline(*table, std::chrono::hours{8});
    return 0;
}
