#pragma once
/// @file
/// A small service behind the chat page: answers a few fixed messages, pushes, asks, and has a
/// clock to move.

#include "bot/chat/backend.hpp"
#include "bot/chat/demo.hpp"
#include "bot/chat/event_log.hpp"

#include <mutex>

namespace qingdan::chat {

class FakeChatService : public Backend {
public:
    /// Stands at 2026-03-02 09:15 in Shanghai.
    explicit FakeChatService(EventLog& log) : log_(log) {
        for (const auto& entry : demo_roster()) {
            Person person{entry.user_id, entry.name, {}, entry.community, entry.town, entry.unit};
            for (const auto role : entry.roles) person.roles.emplace_back(people::to_text(role));
            cast_.people.push_back(std::move(person));
        }
        cast_.groups = groups_of(cast_.people);
    }

    Cast cast() const override { return cast_; }
    std::string bot_name() const override { return "轻担"; }
    OffsetTime now() const override {
        const std::scoped_lock lock{mutex_};
        return {now_, std::chrono::hours{8}};
    }
    bool can_advance() const override { return movable; }

    void submit(Inbound message, std::function<void(Fate)> done) override {
        if (busy) return done(Busy{});
        taken.push_back(message);
        const bool group = message.chat.kind == ChatKind::group;
        const auto said = [&](std::string_view part) {
            return message.text.find(part) != std::string::npos;
        };
        if (said("饭")) {
            send(
                message.chat, false, "M-1001 明天午饭一份，送到3号楼201。要取消，回“取消”。M-1001");
            send({"m-tang", ChatKind::private_chat}, true, "王阿婆订了明天午饭一份。");
        } else if (group && said("走访")) {
            send(message.chat, false, "V-1001 吴师傅，上门。回“撤回 V-1001”可撤回。");
            send(
                {"c-chen", ChatKind::private_chat}, true, "吴师傅想要个扶手，请看一看。", {}, true);
        } else if (said("八份")) {
            send(message.chat, false, "八份，对吗？\n1 对\n2 不对", {{"对", "1"}, {"不对", "2"}});
        } else if (message.text == "1") {
            send(message.chat, false, "好的，八份。");
        } else if (!group) {
            send(message.chat, false, "可以订餐、报走访、问办事。<b>帮助</b>");
        }
        done(Taken{});
    }

    void advance(std::chrono::seconds by, std::function<void()> done) override {
        {
            const std::scoped_lock lock{mutex_};
            now_ += by;
        }
        send({"m-tang", ChatKind::private_chat},
             true,
             "午饭截单：明天共 1 份。",
             {},
             false,
             {{"明天.csv", "text/csv", "a,b\r\n"}});
        done();
    }

    bool busy = false, movable = true;
    std::vector<Inbound> taken;

private:
    void send(const Chat& chat,
              bool push,
              std::string text,
              std::vector<Choice> choices = {},
              bool urgent = false,
              std::vector<File> files = {}) {
        Outgoing message;
        message.number = ++number_;
        message.platform = platform;
        message.to = chat.id;
        message.to_kind = chat.kind;
        message.push = push;
        message.urgent = urgent;
        message.text = std::move(text);
        message.choices = std::move(choices);
        message.files = std::move(files);
        message.at = now().instant;
        log_.sent(message);
    }

    EventLog& log_;
    Cast cast_;
    mutable std::mutex mutex_;
    Instant now_ = instant_from_text("2026-03-02T01:15:00Z");
    std::int64_t number_ = 0;
};

}  // namespace qingdan::chat
