#pragma once
/// @file
/// A notice on its way to where a document is made of it: that takes an archive library, which
/// conversations do not have.

#include "domain/elections/notice.hpp"

#include <string>
#include <string_view>

namespace qingdan::elections {

/// The media type of a packed notice; nobody outside ever sees it.
inline constexpr std::string_view packed_notice = "application/vnd.qingdan.notice+json";

std::string pack(const Notice& notice);
/// Reads what `pack` wrote; throws where it is anything else, which only a bug can cause.
Notice unpack(std::string_view packed);

}  // namespace qingdan::elections
