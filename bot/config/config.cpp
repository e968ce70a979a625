#include "bot/config/config.hpp"

#include "bot/config/reader.hpp"
#include "domain/calendar/time_zone.hpp"
#include "domain/people/roster.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>

namespace qingdan::config {
namespace {

constexpr std::int64_t most_int = 1'000'000'000;
const std::vector<std::pair<std::string_view, Access>> access_words{
    {"loopback", Access::loopback}, {"any", Access::any}, {"off", Access::off}};

bool is_address(const std::string& text) {
    unsigned char bytes[16];
    return inet_pton(AF_INET, text.c_str(), bytes) == 1 ||
           inet_pton(AF_INET6, text.c_str(), bytes) == 1;
}

ServerConfig read_server(Reader& read) {
    ServerConfig server;
    read.text("server.address", server.address);
    read.text("server.public_url", server.public_url);
    if (!server.public_url.empty() && !server.public_url.starts_with("https://"))
        read.wrong("server.public_url", "must begin with https://: platforms call nothing else");
    while (server.public_url.ends_with('/')) server.public_url.pop_back();
    if (!is_address(server.address))
        read.wrong("server.address", "must be an IP address such as \"127.0.0.1\" or \"::\"");
    read.number("server.port", server.port, 0, 65535);
    read.number("server.max_body_bytes", server.limits.max_body_bytes, 1024, 1 << 30);
    read.number("server.max_header_bytes", server.limits.max_header_bytes, 1024, 1 << 20);
    read.number("server.max_connections", server.limits.max_connections, 1, 1'000'000);
    read.number("server.max_waiting", server.limits.max_waiting, 1, 1'000'000);
    read.duration("server.request_timeout_seconds", server.limits.request_timeout, 1, 3600);
    read.duration("server.idle_timeout_seconds", server.limits.idle_timeout, 1, 86400);
    read.duration("server.drain_seconds", server.drain, 0, 3600);
    read.number("server.threads", server.threads, 1, 64);
    read.choice("server.metrics", server.metrics, access_words);
    read.choice("server.chat", server.chat, access_words);
    read.flag("server.demo", server.demo);
    // What is taken in must fit, or no request at all could be read.
    server.limits.max_buffered_bytes =
        std::max(server.limits.max_buffered_bytes, 4 * server.limits.max_body_bytes);
    return server;
}

StoreConfig read_store(Reader& read) {
    StoreConfig store;
    std::string path, spool;
    read.text("store.path", path);
    read.text("store.spool", spool);
    if (path.empty()) read.wrong("store.path", "must name a file");
    if (path.find("://") != std::string::npos)
        read.wrong("store.path",
                   "is an address; this version keeps its data in a file, so name one");
    store.path = path;
    store.spool = spool.empty() ? path + ".spool" : spool;
    return store;
}

OutboxConfig read_outbox(Reader& read) {
    OutboxConfig outbox;
    read.duration("outbox.first_pause_seconds", outbox.first_pause, 1, 3600);
    read.duration("outbox.longest_pause_seconds", outbox.longest_pause, 1, 86400);
    read.duration("outbox.answer_hours", outbox.answer_kept, 1, 720);
    read.duration("outbox.push_hours", outbox.push_kept, 1, 720);
    return outbox;
}

LogConfig read_log(Reader& read) {
    LogConfig log;
    read.choice<LogLevel>("log.level",
                          log.level,
                          {{"debug", LogLevel::debug},
                           {"info", LogLevel::info},
                           {"warn", LogLevel::warn},
                           {"error", LogLevel::error}});
    read.choice<bool>("log.format", log.json, {{"plain", false}, {"json", true}});
    return log;
}

void read_dialogue(Reader& read, DialogueSettings& dialogue) {
    read.duration("dialogue.patience_minutes", dialogue.patience, 1, 10080);
    read.number("dialogue.ask_at_most", dialogue.ask_at_most, 1, 10);
    read.duration("dialogue.hint_again_minutes", dialogue.hint_again_after, 0, 10080);
    read.time("dialogue.digest_at", dialogue.digest_at);
    read.time("dialogue.waking_from", dialogue.waking.from);
    read.time("dialogue.waking_until", dialogue.waking.until);
    read.in_order("dialogue.waking_from",
                  dialogue.waking.from,
                  "dialogue.waking_until",
                  dialogue.waking.until);
}

/// `each(name, member)` for the three meals of a ByMeal.
template <class T, class F>
void for_each_meal(ByMeal<T>& meals, F each) {
    each("breakfast", meals.breakfast);
    each("lunch", meals.lunch);
    each("dinner", meals.dinner);
}

void read_meals(Reader& read, const Document& document, MealSettings& meals) {
    const auto path = [](std::string_view section, std::string_view meal) {
        return "meals." + std::string{section} + "." + std::string{meal};
    };
    for_each_meal(meals.cutoff,
                  [&](auto meal, auto& into) { read.cutoff(path("cutoff", meal), into); });
    for_each_meal(meals.capacity, [&](auto meal, auto& into) {
        read.number(path("capacity", meal), into, 0, 1'000'000);
    });
    for_each_meal(meals.offered,
                  [&](auto meal, auto& into) { read.flag(path("offered", meal), into); });
    for_each_meal(meals.delivered,
                  [&](auto meal, auto& into) { read.hours(path("delivered", meal), into); });
    for_each_meal(meals.eat_before,
                  [&](auto meal, auto& into) { read.time(path("eat_before", meal), into); });
    read.number("meals.max_per_order", meals.max_per_order, 1, 1000);
    read.number("meals.read_back_from", meals.read_back_from, 1, 1001);
    read.number("meals.days_ahead", meals.days_ahead, 1, 366);
    read.number("meals.pause_ask_days", meals.pause_ask_days, 1, 366);
    read.number("meals.warn_percent", meals.warn_percent, 1, 100);
    read.duration("meals.place_kept_minutes", meals.place_kept, 1, 1440);
    read.duration("meals.no_answer_reply_minutes", meals.no_answer_reply, 1, 1440);
    read.number("meals.unanswered_days", meals.unanswered_days, 1, 366);
    read.number("meals.boxes_per_route", meals.boxes_per_route, 1, 10000);
    read.flag("meals.halal_kitchen", meals.halal_kitchen);
    read.list("meals.closed_holidays", meals.closed_holidays);
    read.number("meals.draft_workday", meals.draft_workday, 1, 20);
    read.number("meals.objections_workday", meals.objections_workday, 1, 20);
    read.number("meals.final_workday", meals.final_workday, 1, 20);
    read.number("meals.rating_days", meals.rating_days, 1, 366);
    read.number("meals.silence_days", meals.silence_days, 0, 366);
    read.number("meals.silence_after_meals", meals.silence_after_meals, 1, 10000);
    meals.price_fen.clear();
    for (const auto& [level, value] : document.below("meals.price_fen"))
        read.number("meals.price_fen." + level, meals.price_fen[level].value, 0, 1'000'000);
}

void read_visits(Reader& read, VisitSettings& visits) {
    read.time("visits.overdue_push", visits.overdue_push);
    read.number("visits.due_days_before", visits.due_days_before, 0, 366);
    read.number("visits.serious_percent", visits.serious_percent, 100, 10000);
    read.number("visits.new_household_days", visits.new_household_days, 0, 366);
    read.duration("visits.read_back_within_minutes", visits.read_back_within, 0, 1440);
    read.number("visits.attempt_next_workdays", visits.attempt_next_workdays, 1, 366);
    read.number("visits.attempt_second_days", visits.attempt_second_days, 1, 366);
    read.number("visits.list_shown", visits.list_shown, 1, 100);
    read.number("visits.pause_look_days", visits.pause_look_days, 1, 3660);
    read.codes("visits.interval_days", visits.interval_days, 1, 3660);
    read.codes("visits.home_days", visits.home_days, 1, 3660);
}

void read_danger(Reader& read, const Document& document, DangerSettings& danger) {
    read.duration("danger.next_after_minutes.now", danger.next_after_now, 1, 1440);
    read.duration("danger.next_after_minutes.today", danger.next_after_today, 1, 1440);
    read.time("danger.today_from", danger.today.from);
    read.time("danger.today_until", danger.today.until);
    read.in_order("danger.today_from", danger.today.from, "danger.today_until", danger.today.until);
    read.duration("danger.last_again_minutes", danger.last_again, 1, 1440);
    for (const auto& [code, value] : document.below("danger.numbers"))
        danger.numbers[code] = std::get<std::string>(value.content);
}

void read_tasks(Reader& read, TaskSettings& tasks) {
    std::vector<std::pair<std::string_view, std::string>> who{{"visitor", "visitor"},
                                                              {"meal_manager", "meal_manager"}};
    for (const std::string_view duty : people::duty_codes()) who.emplace_back(duty, duty);
    for (auto& [kind, due] : tasks.due) {
        read.span("tasks." + kind + ".due", due.due);
        read.span("tasks." + kind + ".urgent", due.urgent);
        read.choice<std::string>("tasks." + kind + ".by", due.by, who);
    }
}

void read_workload(Reader& read, WorkloadSettings& workload) {
    read.number("workload.anonymity_k", workload.anonymity_k, 1, 1000);
    read.number("workload.acknowledge_workdays", workload.acknowledge_workdays, 1, 366);
    read.number("workload.rectify_workdays", workload.rectify_workdays, 1, 366);
    read.number("workload.verify_workdays", workload.verify_workdays, 1, 366);
    read.number("workload.object_workdays", workload.object_workdays, 1, 366);
    read.number("workload.decide_workdays", workload.decide_workdays, 1, 366);
    read.number("workload.observe_workdays", workload.observe_workdays, 1, 366);
    read.number("workload.late_workdays", workload.late_workdays, 1, 366);
    read.number("workload.raise_workdays", workload.raise_workdays, 1, 366);
    read.number("workload.again_workdays", workload.again_workdays, 1, 366);
    read.number("workload.relapse_days", workload.relapse_days, 0, 3660);
    read.number("workload.watch_days", workload.watch_days, 0, 3660);
    read.number("workload.stock_days", workload.stock_days, 1, 3660);
    read.list("workload.supervisors", workload.supervisors);
    read.codes("workload.limits", workload.limits, -1, most_int);
    read.codes("workload.amber", workload.amber, -1, most_int);
}

Settings read_settings(Reader& read, const Document& document) {
    Settings settings;
    read.text("timezone", settings.timezone);
    if (!calendar::TimeZone::open(settings.timezone))
        read.wrong("timezone",
                   "must be a zone of the time-zone database such as \"Asia/Shanghai\"");
    read.choice<std::string>(
        "locale", settings.locale, {{"zh-CN", "zh-CN"}, {"zh-TW", "zh-TW"}, {"en", "en"}});
    read_dialogue(read, settings.dialogue);
    read_meals(read, document, settings.meals);
    read_visits(read, settings.visits);
    read_danger(read, document, settings.danger);
    read_tasks(read, settings.tasks);
    read_workload(read, settings.workload);
    read.text("guidance.folder", settings.guidance.folder);
    read.number("retention.seen_days", settings.retention.seen_days, 7, 3660);
    read.number("retention.record_days", settings.retention.record_days, 30, 36600);
    read.number("retention.dead_letter_days", settings.retention.dead_letter_days, 1, 3660);
    return settings;
}

/// The line at the end of `qingdan.toml:14`.
int line_number(const Problem& problem) {
    return std::atoi(problem.where.c_str() + problem.where.rfind(':') + 1);
}

tl::expected<Config, Problems> read_all(const Document& document, Problems problems) {
    Reader read{document, problems};
    Config config;
    config.settings = read_settings(read, document);
    config.server = read_server(read);
    config.store = read_store(read);
    config.outbox = read_outbox(read);
    config.log = read_log(read);
    for (const AppSection& app : document.apps()) config.apps.emplace_back(document, app);
    if (problems.empty()) return config;
    std::ranges::stable_sort(problems, {}, line_number);
    return tl::unexpected{std::move(problems)};
}

tl::expected<Config, Problems> load_from(std::string_view toml,
                                         const std::string& name,
                                         const std::filesystem::path& folder,
                                         const Environment& environment) {
    Document document;
    Problems problems = document.lay_over(toml, name, folder, environment);
    return read_all(document, std::move(problems));
}

}  // namespace

bool is_loopback(std::string_view address) {
    return address == "::1" || address.starts_with("127.");
}

bool chat_is_on(const ServerConfig& server) {
    return server.chat == Access::any ||
           (server.chat == Access::loopback && is_loopback(server.address));
}

AppConfig::AppConfig(const Document& document, AppSection section)
    : section_(std::move(section)), values_(document.below("platforms." + section_.platform)) {
    std::erase_if(values_, [](const auto& each) { return each.first.starts_with("apps."); });
    if (section_.app.empty()) return;
    for (auto& [key, value] :
         document.below("platforms." + section_.platform + ".apps." + section_.app))
        values_[key] = value;
}

std::string AppConfig::path() const {
    return section_.app.empty() ? section_.platform : section_.platform + "/" + section_.app;
}

std::string AppConfig::section() const {
    return "[platforms." + section_.platform +
           (section_.app.empty() ? "" : ".apps." + section_.app) + "]";
}

std::string AppConfig::text(std::string_view key) const {
    return std::get<std::string>(values_.at(std::string{key}).content);
}

std::int64_t AppConfig::number(std::string_view key) const {
    return std::get<std::int64_t>(values_.at(std::string{key}).content);
}

std::vector<std::string> AppConfig::list(std::string_view key) const {
    return std::get<std::vector<std::string>>(values_.at(std::string{key}).content);
}

std::vector<Secret> AppConfig::secrets(std::string_view key) const {
    const auto& content = values_.at(std::string{key}).content;
    std::vector<Secret> secrets;
    if (const auto* one = std::get_if<std::string>(&content)) {
        if (!one->empty()) secrets.emplace_back(*one);
        return secrets;
    }
    for (const std::string& each : std::get<std::vector<std::string>>(content))
        secrets.emplace_back(each);
    return secrets;
}

std::map<std::string, Secret> AppConfig::secret_table(std::string_view key) const {
    const std::string begin = std::string{key} + ".";
    std::map<std::string, Secret> table;
    for (const auto& [name, value] : values_) {
        if (name.starts_with(begin))
            table.emplace(name.substr(begin.size()), Secret{std::get<std::string>(value.content)});
    }
    return table;
}

std::optional<std::string> process_environment(const std::string& name) {
    const char* value = std::getenv(name.c_str());
    return value ? std::optional<std::string>{value} : std::nullopt;
}

tl::expected<Config, Problems> load(const std::optional<std::filesystem::path>& file,
                                    const Environment& environment) {
    if (!file) return load_from("", "", {}, environment);
    std::error_code ec;
    // A folder can be opened; reading it throws.
    const bool folder = std::filesystem::is_directory(*file, ec);
    std::ifstream in{folder ? std::filesystem::path{} : *file, std::ios::binary};
    const std::string toml{std::istreambuf_iterator<char>{in}, {}};
    if (!in || in.bad())
        return tl::unexpected{Problems{
            {file->string(), "cannot be read; is the path right, and may this user read it?"}}};
    return load_from(toml, file->string(), file->parent_path(), environment);
}

tl::expected<Config, Problems> load_text(std::string_view toml,
                                         const std::string& name,
                                         const Environment& environment) {
    return load_from(toml, name, {}, environment);
}

}  // namespace qingdan::config
