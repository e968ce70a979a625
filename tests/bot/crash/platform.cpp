#include "tests/bot/crash/platform.hpp"

#include "bot/channels/digest.hpp"
#include "tests/bot/crash/crash_service.hpp"

#include <nlohmann/json.hpp>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <chrono>

namespace qingdan::test {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

std::string signed_by(const std::string& id, const std::string& time, const std::string& body) {
    const std::string key = *channels::base64_decode(std::string_view{crash_secret}.substr(6));
    const std::string content = id + "." + time + "." + body;
    unsigned char mac[EVP_MAX_MD_SIZE];
    unsigned int length = 0;
    HMAC(EVP_sha256(),
         key.data(),
         static_cast<int>(key.size()),
         reinterpret_cast<const unsigned char*>(content.data()),
         content.size(),
         mac,
         &length);
    return "v1," + channels::base64_encode({reinterpret_cast<const char*>(mac), length});
}

/// Now and then somebody is told of it, or nothing is said, or nothing can be said.
std::string text_of(const std::string& person, int number) {
    if (number % 5 == 3) return "push " + person + "-neighbour";
    if (number % 7 == 4) return "silent";
    return person + " writes " + std::to_string(number);
}

}  // namespace

Platform::Platform()
    : client_(http::make_client()),
      server_(std::make_unique<http::Server>(
          "127.0.0.1", 0, http::ServerLimits{}, [this](http::Request request, http::Answer answer) {
              take(request, answer);
          })) {
    server_->start();
}

Platform::~Platform() { stop(); }

std::string Platform::url() const {
    return "http://127.0.0.1:" + std::to_string(server_->port()) + "/in";
}

void Platform::start(unsigned short port, int people) {
    for (int i = 0; i < people; ++i)
        people_.emplace_back([this, port, i] { write(port, "u" + std::to_string(i)); });
}

void Platform::stop() {
    stopping_ = true;
    for (auto& person : people_) person.join();
    people_.clear();
}

void Platform::write(unsigned short port, const std::string& person) {
    for (int number = 1; !stopping_; ++number) send_until_acknowledged(port, person, number);
}

void Platform::send_until_acknowledged(unsigned short port, const std::string& person, int number) {
    const std::string text = text_of(person, number);
    const std::string id = person + "-" + std::to_string(number);
    const std::string body =
        json{{"message_id", id}, {"sender", {{"id", person}}}, {"text", text}}.dump();
    for (;;) {
        const std::string time =
            std::to_string(std::chrono::duration_cast<std::chrono::seconds>(
                               std::chrono::system_clock::now().time_since_epoch())
                               .count());
        http::ClientRequest request;
        request.url = "http://127.0.0.1:" + std::to_string(port) + "/callback/webhook";
        request.body = body;
        request.headers = {{"Content-Type", "application/json"},
                           {"webhook-id", id},
                           {"webhook-timestamp", time},
                           {"webhook-signature", signed_by(id, time, body)}};
        const auto result = client_->call(request);
        const auto* response = std::get_if<http::Response>(&result);
        if (response != nullptr && response->status == 200) {
            const std::lock_guard lock{mutex_};
            written_[person].push_back(text);
            const json answer = json::parse(response->body);
            for (const json& reply : answer.at("replies"))
                ++arrived_[reply.at("text").get<std::string>()];
            ++acknowledged_;
            return;
        }
        std::this_thread::sleep_for(10ms);  // the platform's own pause before it repeats
    }
}

void Platform::take(const http::Request& request, const http::Answer& answer) {
    const std::lock_guard lock{mutex_};
    // Busy now and then; the delivery comes again.
    if (++requests_ % 11 == 5) return answer(http::Response::text(503, ""));
    const std::string id{request.header("webhook-id").value_or("")};
    if (delivered_ids_.insert(id).second)
        ++arrived_[json::parse(request.body).at("text").get<std::string>()];
    answer(http::Response::text(200, ""));
}

std::map<std::string, std::vector<std::string>> Platform::written() const {
    const std::lock_guard lock{mutex_};
    return written_;
}

std::map<std::string, int> Platform::arrived() const {
    const std::lock_guard lock{mutex_};
    return arrived_;
}

}  // namespace qingdan::test
