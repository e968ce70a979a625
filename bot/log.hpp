#pragma once
/// @file
/// What the service says to whoever runs it: one line for each event, on standard error.

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

namespace qingdan {

enum class LogLevel { debug, info, warn, error };

/// One thing that an event was about: a number, an id, a code. Never a text that somebody wrote, a
/// name, an address, a telephone number or a secret: who reads logs has no business to know them.
struct LogField {
    std::string_view name;
    std::variant<std::int64_t, std::string_view> value;

    LogField(std::string_view name, std::string_view value) : name(name), value(value) {}
    template <class Integer, class = std::enable_if_t<std::is_integral_v<Integer>>>
    LogField(std::string_view name, Integer value)
        : name(name), value(static_cast<std::int64_t>(value)) {}
};

/// Takes events from any thread and writes each as one line at once:
/// `2026-03-02T01:15:00.123Z warn callback.refused platform=sim reason=signature`, or the same as a
/// JSON object.
class Log {
public:
    using Fields = std::initializer_list<LogField>;

    /// To standard error; events below `least` are left out.
    Log(LogLevel least, bool json);
    /// Writes nothing: for tests, and for subcommands that speak by themselves.
    static Log nowhere();
    ~Log();
    Log(Log&&) noexcept;
    Log& operator=(Log&&) noexcept;

    /// `event` is a fixed name, `part.what_happened`.
    void write(LogLevel level, std::string_view event, Fields fields = {}) const;
    void debug(std::string_view event, Fields fields = {}) const {
        write(LogLevel::debug, event, fields);
    }
    void info(std::string_view event, Fields fields = {}) const {
        write(LogLevel::info, event, fields);
    }
    void warn(std::string_view event, Fields fields = {}) const {
        write(LogLevel::warn, event, fields);
    }
    void error(std::string_view event, Fields fields = {}) const {
        write(LogLevel::error, event, fields);
    }
    /// After a reload.
    void set_least(LogLevel least) const;

private:
    struct Impl;
    explicit Log(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

/// The line without time, as `Log` writes it; `json` as in the constructor. Control characters are
/// escaped, so that nobody can write a line of their own.
std::string log_line(LogLevel level, std::string_view event, Log::Fields fields, bool json);

}  // namespace qingdan
