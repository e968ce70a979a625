#include "bot/chat/pages.hpp"

#include "bot/chat/guard.hpp"
#include "web/chat_files.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <utility>

namespace qingdan::chat {
namespace {

using Json = nlohmann::json;

constexpr std::size_t max_text_bytes = 16 << 10;
constexpr int max_advance_seconds = 31 * 86'400;

/// Nothing of the page may come from elsewhere or be put into another page.
http::Response guarded(http::Response response) {
    response.headers.push_back(
        {"Content-Security-Policy",
         "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
         "img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"});
    response.headers.push_back({"X-Content-Type-Options", "nosniff"});
    response.headers.push_back({"Referrer-Policy", "no-referrer"});
    response.headers.push_back({"Cross-Origin-Resource-Policy", "same-origin"});
    response.headers.push_back({"Cache-Control", "no-store"});
    return response;
}

http::Response json(int status, const Json& body) {
    return guarded(
        http::Response::json(status, body.dump(-1, ' ', false, Json::error_handler_t::replace)));
}

http::Response wrong(int status, const char* error) { return json(status, {{"error", error}}); }

http::Response asset(const web::File& file) {
    std::string type = "text/html; charset=utf-8";
    if (file.path.ends_with(".js")) type = "text/javascript; charset=utf-8";
    if (file.path.ends_with(".css")) type = "text/css; charset=utf-8";
    if (file.path.ends_with(".svg")) type = "image/svg+xml";
    return guarded({200, {{"Content-Type", type}}, std::string{file.content}});
}

std::string_view kind_text(ChatKind kind) { return kind == ChatKind::group ? "group" : "private"; }

Json json_of(const Event& event) {
    Json choices = Json::array(), files = Json::array();
    for (const Choice& choice : event.choices) {
        choices.push_back({{"label", choice.label}, {"send", choice.send}});
    }
    for (const File& file : event.files) {
        files.push_back(
            {{"name", file.name}, {"media_type", file.media_type}, {"size", file.bytes.size()}});
    }
    return {{"number", event.number},
            {"at", event.at.time_since_epoch().count()},
            {"from", event.from},
            {"chat", {{"id", event.chat.id}, {"kind", kind_text(event.chat.kind)}}},
            {"push", event.push},
            {"urgent", event.urgent},
            {"text", event.text},
            {"choices", std::move(choices)},
            {"files", std::move(files)}};
}

/// A number of the query; `otherwise` where it is not there, `nullopt` where it is none.
std::optional<std::int64_t> number_of(const http::Request& request,
                                      std::string_view key,
                                      std::int64_t otherwise) {
    const auto query = http::parse_query(request.query);
    if (!query) return std::nullopt;
    const auto found = std::ranges::find(*query, key, &std::pair<std::string, std::string>::first);
    if (found == query->end()) return otherwise;
    const std::string& text = found->second;
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
    return value;
}

/// The member of a JSON object as text; empty where it is none.
std::string text_at(const Json& object, const char* key) {
    if (!object.is_object()) return {};
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

/// The sender's own private chat, or a group in which the sender is.
std::optional<Chat> chat_of(const Json& chat, const std::string& from, const Cast& cast) {
    const std::string id = text_at(chat, "id"), kind = text_at(chat, "kind");
    if (kind == "private" && id == from) return Chat{id, ChatKind::private_chat};
    const auto group = std::ranges::find(cast.groups, id, &Group::id);
    if (kind != "group" || group == cast.groups.end()) return std::nullopt;
    if (std::ranges::find(group->members, from) == group->members.end()) return std::nullopt;
    return Chat{id, ChatKind::group};
}

/// File names come from templates and imports: only what is safe in a header goes into it.
std::string percent_encoded(std::string_view text) {
    static constexpr std::string_view hex = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
                           (c >= 'a' && c <= 'z') || c == '.' || c == '-' || c == '_';
        if (plain) {
            out += c;
        } else {
            out += '%';
            out += hex[byte >> 4];
            out += hex[byte & 15];
        }
    }
    return out;
}

}  // namespace

std::vector<Group> groups_of(const std::vector<Person>& people) {
    std::vector<Group> groups;
    for (const Person& person : people) {
        if (person.community.empty()) continue;
        const std::string id = "group:" + person.town + "/" + person.community;
        auto group = std::ranges::find(groups, id, &Group::id);
        if (group == groups.end()) group = groups.insert(groups.end(), {id, person.community, {}});
        group->members.push_back(person.id);
    }
    return groups;
}

Pages::Pages(Backend& backend, EventLog& log, std::string run, Options options)
    : backend_(backend), log_(log), run_(std::move(run)), options_(options) {}

void Pages::handle(const http::Request& request, const Answer& answer) {
    if (auto no = refusal(request, options_.loopback_only)) return answer(std::move(*no));
    const bool get = request.method == "GET", post = request.method == "POST";
    const std::string& path = request.path;
    if (path == "/chat/api/people") return answer(get ? people() : wrong(405, "method"));
    if (path == "/chat/api/events") return answer(get ? events(request) : wrong(405, "method"));
    if (path == "/chat/api/file") return answer(get ? file(request) : wrong(405, "method"));
    if (path == "/chat/api/message")
        return post ? message(request, answer) : answer(wrong(405, "method"));
    if (path == "/chat/api/clock")
        return post ? clock(request, answer) : answer(wrong(405, "method"));
    std::string_view name = "index.html";
    if (path != "/chat" && path != "/chat/")
        name = std::string_view{path}.substr(std::min(path.size(), std::size_t{6}));
    const auto files = web::files();
    const auto file = std::ranges::find(files, name, &web::File::path);
    if (file == files.end()) return answer(wrong(404, "nothing here"));
    answer(get ? asset(*file) : wrong(405, "method"));
}

http::Response Pages::people() const {
    const Cast cast = backend_.cast();
    Json people = Json::array(), groups = Json::array();
    for (const Person& person : cast.people) {
        people.push_back({{"id", person.id},
                          {"name", person.name},
                          {"roles", person.roles},
                          {"community", person.community},
                          {"town", person.town},
                          {"unit", person.unit}});
    }
    for (const Group& group : cast.groups) {
        groups.push_back({{"id", group.id}, {"name", group.name}, {"members", group.members}});
    }
    return json(200,
                {{"run", run_},
                 {"bot", backend_.bot_name()},
                 {"people", std::move(people)},
                 {"groups", std::move(groups)},
                 {"now", to_rfc3339(backend_.now())},
                 {"can_advance", backend_.can_advance()}});
}

http::Response Pages::events(const http::Request& request) const {
    const auto since = number_of(request, "since", 0);
    if (!since) return wrong(400, "since is no number");
    const Events found = log_.since(*since);
    Json events = Json::array();
    for (const Event& event : found.events) events.push_back(json_of(event));
    return json(200,
                {{"run", run_},
                 {"events", std::move(events)},
                 {"next", found.next},
                 {"more", found.more},
                 {"now", to_rfc3339(backend_.now())}});
}

http::Response Pages::file(const http::Request& request) const {
    const auto event = number_of(request, "event", 0), index = number_of(request, "index", 0);
    if (!event || !index) return wrong(400, "event and index are numbers");
    auto file = log_.file(*event, static_cast<std::size_t>(*index));
    if (!file) return wrong(404, "no such file");
    // Never shown by the browser, whatever it is: it is saved under its name.
    return guarded(
        {200,
         {{"Content-Type", "application/octet-stream"},
          {"Content-Disposition", "attachment; filename*=UTF-8''" + percent_encoded(file->name)}},
         std::move(file->bytes)});
}

void Pages::message(const http::Request& request, const Answer& answer) {
    const Json body = Json::parse(request.body, nullptr, false);
    const std::string from = text_at(body, "from"), text = text_at(body, "text");
    const Cast cast = backend_.cast();
    const auto person = std::ranges::find(cast.people, from, &Person::id);
    if (!body.is_object() || person == cast.people.end())
        return answer(wrong(400, "nobody of that id"));
    if (!body.contains("chat")) return answer(wrong(400, "no chat"));
    const auto chat = chat_of(body["chat"], from, cast);
    if (!chat) return answer(wrong(400, "not a chat of theirs"));
    if (text.empty() || text.size() > max_text_bytes)
        return answer(wrong(400, "no text, or too much of it"));
    const std::string id = text_at(body, "message_id");
    if (id.empty() || id.size() > 64) return answer(wrong(400, "no message_id"));

    Inbound message;
    message.platform = platform;
    message.message_id = id;
    message.chat = *chat;
    message.sender = {from, person->name};
    message.text = text;
    message.mentions_bot = chat->kind == ChatKind::private_chat ||
                           text.find("@" + backend_.bot_name()) != std::string::npos;
    message.sent_at = backend_.now().instant;
    message.town = person->town;
    message.community = person->community;
    // Before it is handled, so that no answer can stand above it.
    log_.said(message);
    backend_.submit(std::move(message), [answer](const Fate& fate) {
        if (std::holds_alternative<Busy>(fate)) {
            http::Response later = wrong(503, "busy");
            later.headers.push_back({"Retry-After", "2"});
            return answer(std::move(later));
        }
        answer(json(200, {{"taken", true}}));
    });
}

void Pages::clock(const http::Request& request, const Answer& answer) {
    const Json body = Json::parse(request.body, nullptr, false);
    const bool has_number = body.is_object() && body.contains("advance_seconds") &&
                            body["advance_seconds"].is_number_integer();
    const auto by = has_number ? body["advance_seconds"].get<std::int64_t>() : 0;
    if (by < 1 || by > max_advance_seconds)
        return answer(wrong(400, "advance_seconds is from 1 second to 31 days"));
    if (!backend_.can_advance()) return answer(wrong(409, "this clock cannot be moved"));
    backend_.advance(std::chrono::seconds{by},
                     [this, answer] { answer(json(200, {{"now", to_rfc3339(backend_.now())}})); });
}

}  // namespace qingdan::chat
