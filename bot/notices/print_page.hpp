#pragma once
/// @file
/// A table as a page to print in large type, or to read on a phone.

#include <string>
#include <vector>

namespace qingdan::notices {

struct PrintCell {
    std::string text;
    bool is_number = false;
    bool is_warning = false;  ///< in red
    bool is_box = false;      ///< an empty box to tick with a pen
};

/// One HTML page that needs nothing else: A4 when printed, a card for each row on a narrow screen.
/// Every text is escaped.
std::string print_page(const std::string& language,
                       const std::string& title,
                       const std::vector<std::string>& columns,
                       const std::vector<std::vector<PrintCell>>& rows);

}  // namespace qingdan::notices
