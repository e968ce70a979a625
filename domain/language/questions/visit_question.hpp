#pragma once
/// @file
/// What a question about visits asks for, once it is known to be one.

#include "domain/clock.hpp"

#include <optional>
#include <string_view>

namespace qingdan::language {

enum class Asked {
    history,   ///< of one household: `王阿婆上次什么时候去的`
    building,  ///< of the households of an address: `3号楼情况`
    overdue,   ///< `谁逾期了`
    progress,  ///< of the programme: `走访进度`
    figures,   ///< `本月走访多少户`
};

struct VisitQuestion {
    Asked asked = Asked::figures;
    Day from, until;  ///< the days asked for, both in; the month of `today` where none are named
};

/// `named`, `placed`: whether the message names a person or an address. Pure, any thread.
VisitQuestion visit_question(std::string_view text, Day today, bool named, bool placed);

}  // namespace qingdan::language
