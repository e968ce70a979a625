#pragma once
/// @file
/// The service that is killed: every real part, and a diary for its only conversation.

#include <filesystem>
#include <string>

namespace qingdan::test {

/// `crash_test --serve DATABASE PORT URL`: serves `/callback/webhook` on loopback until SIGTERM,
/// pushes to URL.
int serve_diary(const std::filesystem::path& database, unsigned short port, const std::string& url);

/// The secret of its webhooks.
inline constexpr const char* crash_secret = "whsec_cWluZ2Rhbi1jcmFzaC10ZXN0LXNlY3JldC0wMDAx";

}  // namespace qingdan::test
