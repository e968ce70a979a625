// The one file that includes spdlog.
#include "bot/log.hpp"

#include <fmt/format.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <iterator>

namespace qingdan {
namespace {

spdlog::level::level_enum spdlog_level(LogLevel level) {
    switch (level) {
        case LogLevel::debug:
            return spdlog::level::debug;
        case LogLevel::info:
            return spdlog::level::info;
        case LogLevel::warn:
            return spdlog::level::warn;
        case LogLevel::error:
            return spdlog::level::err;
    }
    return spdlog::level::err;
}

std::string_view name_of(LogLevel level) {
    switch (level) {
        case LogLevel::debug:
            return "debug";
        case LogLevel::info:
            return "info";
        case LogLevel::warn:
            return "warn";
        case LogLevel::error:
            return "error";
    }
    return "error";
}

/// A JSON string. Bytes that are not ASCII stay as they are.
std::string quoted(std::string_view text) {
    std::string all = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            all += '\\';
            all += c;
        } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
            fmt::format_to(std::back_inserter(all), "\\u{:04x}", static_cast<unsigned>(c));
        } else {
            all += c;
        }
    }
    return all + '"';
}

std::string shown(const LogField& field, bool json) {
    if (const auto* number = std::get_if<std::int64_t>(&field.value))
        return std::to_string(*number);
    const auto text = std::get<std::string_view>(field.value);
    const bool bare = !json && !text.empty() && std::ranges::all_of(text, [](unsigned char c) {
        return c > 0x20 && c != '"' && c != '=' && c != 0x7f;
    });
    return bare ? std::string{text} : quoted(text);
}

}  // namespace

struct Log::Impl {
    Impl(LogLevel least, bool json)
        : json(json), logger("qingdan", std::make_shared<spdlog::sinks::stderr_sink_mt>()) {
        logger.set_level(spdlog_level(least));
        logger.flush_on(spdlog::level::debug);
        logger.set_formatter(std::make_unique<spdlog::pattern_formatter>(
            json ? R"({"at":"%Y-%m-%dT%H:%M:%S.%eZ",%v})" : "%Y-%m-%dT%H:%M:%S.%eZ %v",
            spdlog::pattern_time_type::utc));
    }

    bool json;
    // Its own and not the library's default one: nothing here is reached but by who was handed it.
    spdlog::logger logger;
};

Log::Log(LogLevel least, bool json) : impl_(std::make_unique<Impl>(least, json)) {}
Log::Log(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Log Log::nowhere() { return Log{std::unique_ptr<Impl>{}}; }
Log::~Log() = default;
Log::Log(Log&&) noexcept = default;
Log& Log::operator=(Log&&) noexcept = default;

void Log::write(LogLevel level, std::string_view event, Fields fields) const {
    const auto at = spdlog_level(level);
    if (impl_ && impl_->logger.should_log(at))
        impl_->logger.log(at, log_line(level, event, fields, impl_->json));
}

void Log::set_least(LogLevel least) const {
    if (impl_) impl_->logger.set_level(spdlog_level(least));
}

std::string log_line(LogLevel level, std::string_view event, Log::Fields fields, bool json) {
    std::string line =
        json ? fmt::format(R"("level":"{}","event":{})", name_of(level), quoted(event))
             : fmt::format("{} {}", name_of(level), event);
    for (const LogField& field : fields) {
        line += json ? "," + quoted(field.name) + ":" : " " + std::string{field.name} + "=";
        line += shown(field, json);
    }
    return line;
}

}  // namespace qingdan
