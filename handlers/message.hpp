#pragma once
/// @file
/// What comes in and what goes out, in the one form that every platform is brought to.

#include "domain/clock.hpp"
#include "domain/language/meaning.hpp"

#include <optional>
#include <string>
#include <vector>

namespace qingdan {

using language::ChatKind;

struct Chat {
    std::string id;
    ChatKind kind = ChatKind::private_chat;
    friend bool operator==(const Chat&, const Chat&) = default;
};

struct Sender {
    std::string id;
    std::optional<std::string> name;  ///< empty where the platform sends none
    friend bool operator==(const Sender&, const Sender&) = default;
};

/// One message or event as a platform delivered it, in the normal form.
struct Inbound {
    std::string platform;    ///< `wecom`, `webhook`, `sim`, …
    std::string account;     ///< which app or robot of the platform; part of the dedupe key
    std::string message_id;  ///< never a number: 64-bit ids do not survive a double
    std::optional<std::string>
        second_id;  ///< a further dedupe key of the same message, where there is one
    Chat chat;
    Sender sender;
    std::string kind =
        "text";  ///< text voice image video file location link sticker subscribe … other
    std::string text;
    std::string key;  ///< menu key, scene, URL, button value
    bool mentions_bot = true;
    Instant sent_at{};
    std::optional<std::string> edits, quotes;  ///< message ids
    std::string reply_ref;                     ///< the channel's own: how to answer later
    std::string town, community;  ///< where unknown senders of this app belong; may be empty
};

struct Choice {
    std::string label;  ///< what a button says
    std::string send;   ///< the text that choosing it sends
    friend bool operator==(const Choice&, const Choice&) = default;
};

struct File {
    std::string name, media_type, bytes;
    friend bool operator==(const File&, const File&) = default;
};

/// One message on its way out.
struct Outgoing {
    std::int64_t number =
        0;  ///< of the outbox; stable over repeats, so that a receiver can tell them
    std::string platform, account;
    std::string to;  ///< a user's id, or a chat's
    ChatKind to_kind = ChatKind::private_chat;
    bool push = false;  ///< false: the answer to what its receiver wrote
    bool urgent = false;
    std::string text;  ///< complete as a plain-text platform shows it, choices as numbered lines
    std::vector<Choice> choices;
    std::vector<File> files;
    std::string reply_ref;  ///< of the message answered
    Instant at{};
    std::optional<Instant> stale_at;  ///< from then on it is not worth saying; a push has a default
    int part = 0;  ///< of a long text, from 0; with `number` it names one delivery
};

}  // namespace qingdan
