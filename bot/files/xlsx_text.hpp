#pragma once
/// @file
/// How values of SpreadsheetML are text.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace qingdan::files {

/// What a number format makes of a number.
enum class NumberLook { number, date, time };

/// Built-in formats by their identifier (ECMA-376 part 1, 18.8.30), the Chinese ones of 27–36 and
/// 50–58 too.
NumberLook look_of_builtin(int number_format);
/// A custom format, judged by its letters outside quotes and brackets: `yyyy/m/d`, `[h]:mm`.
NumberLook look_of_code(std::string_view code);

/// `12`, `12.5`, `10000001234`: fifteen digits as the spreadsheet program shows, never an exponent.
std::string number_text(double value);
/// A serial number of days as `2026-03-01`, with a time of day as `2026-03-01 09:15` (`:30` where
/// there are seconds). `since_1904`: the workbook counts from 1904. `nullopt` outside the years
/// that the format knows.
std::optional<std::string> date_text(double serial, bool since_1904);
/// A fraction of a day as `09:15`.
std::string time_text(double serial);

/// `_x000D_` and the like become their characters (22.9.2.19 of the same).
std::string unescaped(std::string_view text);
/// The reverse, for what XML cannot hold and for text that looks escaped already.
std::string escaped(std::string_view text);

}  // namespace qingdan::files
