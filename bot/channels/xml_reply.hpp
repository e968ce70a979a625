#pragma once
/// @file
/// Passive answers as WeCom and WeChat take them.

#include "bot/channels/envelope.hpp"

#include <string>
#include <string_view>

namespace qingdan::channels {

/// The document of one text message. `created` must be digits; anything else becomes 0.
std::string text_document(std::string_view to,
                          std::string_view from,
                          std::string_view created,
                          std::string_view text);

/// The document around an encrypted one.
std::string sealed_document(const Sealed& sealed);

/// 200 with an XML body.
http::Response xml_response(std::string document);

}  // namespace qingdan::channels
