#pragma once
/// @file
/// Who may use the chat page: a browser on this machine, and nobody through it.

#include "bot/http/message.hpp"

#include <optional>
#include <string_view>

namespace qingdan::chat {

/// Why this request is refused; `nullopt` where it may go on.
///
/// On the page one is whoever one likes, so a foreign web page must not get at it through the
/// visitor's browser: the peer must be this machine, `Host` a name of it (a foreign name that
/// points here is DNS rebinding), `Origin` and `Sec-Fetch-Site`, where the browser sends them, the
/// page's own, and what is posted JSON, which no foreign page can send without asking first.
std::optional<http::Response> refusal(const http::Request& request, bool loopback_only);

/// Whether the name in a `Host` header (with or without a port) is this machine's own.
bool is_loopback_host(std::string_view host);

}  // namespace qingdan::chat
