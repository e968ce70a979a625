#include "bot/doctor/doctor.hpp"

#include "bot/channels/configured.hpp"
#include "domain/calendar/calendar.hpp"
#include "domain/result.hpp"
#include "domain/store/store.hpp"

#include <sys/resource.h>
#include <sys/timex.h>
#include <unistd.h>

#include <algorithm>
#include <system_error>

namespace qingdan::doctor {
namespace {

namespace fs = std::filesystem;

// A community writes a few megabytes a month; with less than this a bad week could fill the disk.
constexpr std::uintmax_t little_room = 256U << 20;
// The program is not older than this; a machine without a battery starts in 1970.
constexpr int first_sensible_year = 2025;

fs::path folder_of(const fs::path& file) {
    return file.has_parent_path() ? file.parent_path() : fs::path{"."};
}

/// The nearest folder above `path` that is there.
fs::path existing(fs::path path) {
    std::error_code ec;
    while (!path.empty() && !fs::exists(path, ec)) path = path.parent_path();
    return path.empty() ? fs::path{"."} : path;
}

bool may_write(const fs::path& path) { return access(path.c_str(), W_OK) == 0; }

Finding examine_folder(const std::string& about, const fs::path& file) {
    const fs::path folder = existing(folder_of(file));
    if (!may_write(folder))
        return {Verdict::wrong,
                about,
                folder.string() +
                    " cannot be written by this user; change its owner or name another place"};
    std::error_code ec;
    const fs::space_info space = fs::space(folder, ec);
    if (!ec && space.available < little_room)
        return {Verdict::wrong,
                about,
                "only " + std::to_string(space.available >> 20) + " MB are free in " +
                    folder.string() + "; make room"};
    return {Verdict::good, about, folder.string() + " can be written and has room"};
}

Finding examine_database(const fs::path& path) {
    std::error_code ec;
    if (!fs::exists(path, ec))
        return {Verdict::note,
                "database",
                path.string() + " is not there yet; it is made when the service starts"};
    try {
        const auto store = store::Store::open(path, {.read_only = true});
        const auto problems = store->integrity();
        if (!problems.empty())
            return {Verdict::wrong,
                    "database",
                    path.string() + " is damaged (" + problems.front() +
                        "); bring back a backup with `qingdan restore`"};
    } catch (const store::StoreError& trouble) {
        return {Verdict::wrong, "database", trouble.what()};
    }
    if (!may_write(path))
        return {Verdict::wrong,
                "database",
                path.string() + " cannot be written by this user; change its owner"};
    return {Verdict::good, "database", path.string() + " is whole"};
}

bool looks_chinese(const std::string& name) {
    for (const char* part :
         {"CJK", "wqy", "SourceHan", "Droid", "uming", "ukai", "simsun", "msyh"}) {
        if (name.find(part) != std::string::npos) return true;
    }
    return false;
}

}  // namespace

std::vector<Finding> examine_store(const config::StoreConfig& store) {
    return {examine_database(store.path),
            examine_folder("database's folder", store.path),
            examine_folder("spool", store.spool)};
}

std::vector<Finding> examine_clock(Instant now) {
    const Day day{std::chrono::floor<std::chrono::days>(now)};
    const int year = static_cast<int>(day.year());
    if (year < first_sensible_year)
        return {{Verdict::wrong,
                 "clock",
                 "it says " + qingdan::to_text(now) +
                     "; set it, platforms refuse messages minutes off"}};
    std::vector<Finding> findings;
    timex state{};
    const int sync = adjtimex(&state);
    if (sync == TIME_ERROR || (state.status & STA_UNSYNC) != 0) {
        findings.push_back({Verdict::note,
                            "clock",
                            "it says " + qingdan::to_text(now) +
                                ", and nothing keeps it right; systemd-timesyncd or chrony would"});
    } else {
        findings.push_back(
            {Verdict::good, "clock", "it says " + qingdan::to_text(now) + " and is kept right"});
    }
    if (calendar::Calendar::built_in().covers(year)) {
        findings.push_back(
            {Verdict::good, "calendar", "the holidays of " + std::to_string(year) + " are known"});
    } else {
        findings.push_back({Verdict::note,
                            "calendar",
                            "the holidays of " + std::to_string(year) +
                                " are not known: the plain week is counted; import a calendar"});
    }
    return findings;
}

std::vector<fs::path> font_folders() {
    std::vector<fs::path> folders{"/usr/share/fonts", "/usr/local/share/fonts"};
    if (const auto home = config::process_environment("HOME"))
        folders.push_back(fs::path{*home} / ".fonts");
    return folders;
}

Finding examine_fonts(const std::vector<fs::path>& folders) {
    for (const fs::path& folder : folders) {
        std::error_code ec;
        const auto options = fs::directory_options::skip_permission_denied;
        for (fs::recursive_directory_iterator file{folder, options, ec}, end; !ec && file != end;
             file.increment(ec)) {
            if (looks_chinese(file->path().filename().string()))
                return {
                    Verdict::good, "fonts", "there is one for Chinese, " + file->path().string()};
        }
    }
    return {Verdict::note,
            "fonts",
            "there is none for Chinese on this machine; chats need none, what is printed from here "
            "does: install fonts-noto-cjk"};
}

std::vector<Finding> examine_server(const config::ServerConfig& server) {
    std::vector<Finding> findings;
    const std::string place = server.address + ":" + std::to_string(server.port);
    try {
        const http::Server probe{
            server.address, server.port, server.limits, [](const auto&, const auto&) {}};
        findings.push_back({Verdict::good, "server", place + " is free to listen on"});
    } catch (const std::system_error& taken) {
        if (taken.code() == std::errc::address_in_use) {
            findings.push_back(
                {Verdict::note,
                 "server",
                 place +
                     " is in use: by the service itself, or by another program that has to go"});
        } else {
            findings.push_back({Verdict::wrong,
                                "server",
                                place + " cannot be listened on: " + taken.code().message()});
        }
    }
    rlimit files{};
    if (getrlimit(RLIMIT_NOFILE, &files) == 0 &&
        files.rlim_max < server.limits.max_connections + 256)
        findings.push_back({Verdict::note,
                            "server",
                            "this user may open " + std::to_string(files.rlim_max) +
                                " files, too few for " +
                                std::to_string(server.limits.max_connections) +
                                " connections; raise LimitNOFILE or lower max_connections"});
    return findings;
}

Finding examine_guidance(const GuidanceSettings& guidance) {
    if (guidance.folder.empty()) return {Verdict::good, "manual", "the built-in one"};
    std::error_code ec;
    if (!fs::is_directory(guidance.folder, ec))
        return {Verdict::wrong,
                "manual",
                guidance.folder + " is no folder that can be read; mend [guidance] folder"};
    return {Verdict::good,
            "manual",
            "sections of " + guidance.folder + " are laid over the built-in one"};
}

std::vector<Finding> examine_platforms(const std::vector<config::AppConfig>& apps,
                                       http::Client& client) {
    if (apps.empty())
        return {{Verdict::note, "platforms", "none is configured; only the chat page can be used"}};
    std::vector<Finding> findings;
    for (const config::AppConfig& app : apps) {
        const auto made = channels::make_channels({app});
        if (!made) {
            for (const config::Problem& problem : made.error())
                findings.push_back({Verdict::wrong, app.section(), config::to_text(problem)});
            continue;
        }
        const channels::Channel& channel = *made->front();
        const std::string at = "/callback/" + std::string{channel.path()};
        if (const auto trouble = channel.check(client)) {
            findings.push_back({Verdict::wrong, app.section(), *trouble});
        } else {
            findings.push_back({Verdict::good, app.section(), "ready at " + at});
        }
    }
    return findings;
}

std::vector<Finding> register_callbacks(const std::vector<config::AppConfig>& apps,
                                        const std::string& public_url,
                                        http::Client& client) {
    std::vector<Finding> findings;
    for (const config::AppConfig& app : apps) {
        const auto made = channels::make_channels({app});
        if (!made) continue;
        const channels::Channel& channel = *made->front();
        const std::string url = (public_url.empty() ? "https://YOUR.HOST" : public_url) +
                                "/callback/" + std::string{channel.path()};
        const Finding by_hand{
            Verdict::note,
            app.section(),
            "enter " + url + " as the callback's address on the platform's own page"};
        if (public_url.empty()) {
            findings.push_back(by_hand);
            continue;
        }
        findings.push_back(std::visit(
            overloaded{[&](const channels::Told&) {
                           return Finding{
                               Verdict::good, app.section(), "callbacks now go to " + url};
                       },
                       [&](const channels::ByHand&) { return by_hand; },
                       [&](const channels::Refused& refused) {
                           return Finding{Verdict::wrong, app.section(), refused.why};
                       }},
            channel.register_callback(client, url)));
    }
    return findings;
}

std::string to_text(const Finding& finding) {
    const char* verdict = finding.verdict == Verdict::good   ? "good   "
                          : finding.verdict == Verdict::note ? "note   "
                                                             : "wrong  ";
    return verdict + finding.about + ": " + finding.words;
}

}  // namespace qingdan::doctor
