#pragma once
/// @file
/// What can be said about an installation before anybody writes to it, in words for whoever runs
/// it.

#include "bot/channels/channel.hpp"
#include "bot/config/config.hpp"
#include "domain/clock.hpp"

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace qingdan::doctor {

/// `good`: nothing to do · `note`: worth knowing, it works all the same · `wrong`: to be mended.
enum class Verdict { good, note, wrong };

struct Finding {
    Verdict verdict = Verdict::good;
    std::string about;  ///< `database`, `clock`, `[platforms.x]`
    std::string words;  ///< what was found, and where it is wrong what to do; never a secret
};

/// The database and the spool: there, readable, whole, and with room to grow. Changes nothing.
std::vector<Finding> examine_store(const config::StoreConfig& store);
/// The clock of this machine, and whether the calendar knows its year.
std::vector<Finding> examine_clock(Instant now);
/// Whether a font for Chinese is where systems keep their fonts.
Finding examine_fonts(const std::vector<std::filesystem::path>& folders);
/// Whether the address can be listened on, and whether the files that so many connections need may
/// be open.
std::vector<Finding> examine_server(const config::ServerConfig& server);
/// The folder of own sections of the manual.
Finding examine_guidance(const GuidanceSettings& guidance);
/// Each platform's settings, and its credentials by asking the vendor.
std::vector<Finding> examine_platforms(const std::vector<config::AppConfig>& apps,
                                       http::Client& client);

/// Tells each platform that can be told where its callbacks go, under `public_url`; for the others,
/// and for all where it is empty, what has to be entered on the platform's own page.
std::vector<Finding> register_callbacks(const std::vector<config::AppConfig>& apps,
                                        const std::string& public_url,
                                        http::Client& client);

/// Where this system keeps its fonts.
std::vector<std::filesystem::path> font_folders();

/// `wrong  database: …`
std::string to_text(const Finding& finding);

}  // namespace qingdan::doctor
