/// @file
/// The chat page with a small service behind it, for the browser test: prints its port, runs until
/// its standard input ends.

#include "bot/chat/pages.hpp"
#include "bot/http/server.hpp"
#include "tests/support/fake_chat_service.hpp"

#include <iostream>

int main() {
    using namespace qingdan;
    chat::EventLog log;
    chat::FakeChatService service{log};
    chat::Pages pages{service, log, "test"};
    http::Server server{
        "127.0.0.1", 0, {}, [&](const http::Request& request, const http::Answer& answer) {
            pages.handle(request, answer);
        }};
    server.start();
    std::cout << server.port() << std::endl;
    std::string line;
    while (std::getline(std::cin, line)) {
    }
    server.drain(std::chrono::seconds{1});
}
