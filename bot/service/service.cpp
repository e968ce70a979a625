#include "bot/service/service.hpp"

#include "bot/inbox/inbound_json.hpp"
#include "bot/notices/docx.hpp"
#include "domain/elections/packed_notice.hpp"
#include "domain/store/store.hpp"
#include "handlers/dispatch.hpp"
#include "handlers/jobs.hpp"
#include "handlers/meal_call_list.hpp"

namespace qingdan {
namespace {

language::Tongue configured(const std::string& locale) {
    if (locale == "en") return language::Tongue::english;
    if (locale == "zh-TW") return language::Tongue::traditional;
    return language::Tongue::simplified;
}

/// Which message made which records: what quotes or edits it later finds them here. A message that
/// holds an anonymous report is joined to nothing.
void keep_origins(const Inbound& inbound,
                  const language::Meaning& meaning,
                  const std::vector<std::string>& numbers,
                  store::Transaction& tx) {
    for (const language::Record& record : meaning.records) {
        const auto* burden = std::get_if<language::Burden>(&record);
        if (burden && burden->anonymous) return;
    }
    for (const std::string& number : numbers) {
        for (const auto& id : {std::optional{inbound.message_id}, inbound.edits}) {
            if (!id) continue;
            auto row = tx.prepare(
                "INSERT INTO origins (message_key, number) VALUES ($1, $2) ON CONFLICT DO NOTHING");
            row.bind_blob(1, inbox::dedupe_key(inbound, *id)).bind(2, number).run();
        }
    }
}

/// The records of the message that this one quotes or replaces.
std::vector<std::string> origins_of(const Inbound& inbound, store::Transaction& tx) {
    std::vector<std::string> numbers;
    const auto& id = inbound.edits ? inbound.edits : inbound.quotes;
    if (!id) return numbers;
    auto row = tx.prepare("SELECT number FROM origins WHERE message_key = $1 ORDER BY number");
    row.bind_blob(1, inbox::dedupe_key(inbound, *id));
    while (row.step()) numbers.push_back(row.text(0));
    return numbers;
}

/// Where a group belongs: the community of the first cadre who reported in it.
void learn_group(const Inbound& inbound, const people::User& user, store::Transaction& tx) {
    tx.prepare(
          "INSERT INTO group_chats (platform, chat_id, town, community) VALUES ($1, $2, $3, $4) ON "
          "CONFLICT (platform, chat_id) DO NOTHING")
        .with(inbound.platform, inbound.chat.id, user.town, user.community)
        .run();
}

/// The files of an answer; of a notice that was packed a document is made here.
std::vector<File> ready(std::vector<File> files) {
    for (File& file : files) {
        if (file.media_type != elections::packed_notice) continue;
        file.bytes = notices::to_docx(elections::unpack(file.bytes));
        file.media_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    }
    return files;
}

}  // namespace

language::Meaning understand(const Inbound& inbound, const calendar::TimeZone& zone) {
    const bool overheard = inbound.chat.kind == ChatKind::group && !inbound.mentions_bot;
    return language::understand(inbound.text,
                                zone.at(inbound.sent_at),
                                overheard ? ChatKind::group : ChatKind::private_chat);
}

Service::Service(Parts parts)
    : parts_(std::move(parts)),
      rules_{parts_.settings,
             parts_.zone,
             parts_.calendar,
             parts_.guide,
             parts_.random,
             parts_.voice} {}

void Service::start(store::Transaction& tx, Instant now) const { jobs::start(rules_, now, tx); }

Message Service::message_of(const Inbound& inbound,
                            const language::Meaning& meaning,
                            store::Transaction& tx,
                            Instant now) const {
    Message message{inbound, meaning, rules_, now, std::nullopt, inbound.town, inbound.community};
    message.user = people::find_user(tx, inbound.platform, inbound.sender.id);
    if (message.user) {
        message.town = message.user->town;
        message.community = message.user->community;
    }
    const bool in_group = inbound.chat.kind == ChatKind::group;
    if (in_group && message.user && message.user->has(people::Role::cadre)) {
        learn_group(inbound, *message.user, tx);
    }
    if (in_group && message.community.empty()) {
        auto group = tx.prepare(
            "SELECT town, community FROM group_chats WHERE platform = $1 AND chat_id = $2");
        group.with(inbound.platform, inbound.chat.id);
        if (group.step()) {
            message.town = group.text(0);
            message.community = group.text(1);
        }
    }
    message.origins = origins_of(inbound, tx);
    return message;
}

Outgoing Service::reply(const Said& said, const Message& message, bool to_sender_alone) const {
    const Inbound& in = message.inbound;
    const Rendered rendered = parts_.words.say(said, {message.meaning.tongue, message.today()});
    const bool to_group = message.in_group() && !to_sender_alone;
    Outgoing out;
    out.platform = in.platform;
    out.account = in.account;
    out.to = to_group ? in.chat.id : in.sender.id;
    out.to_kind = to_group ? ChatKind::group : ChatKind::private_chat;
    out.text = rendered.text;
    out.choices = rendered.choices;
    out.files = ready(said.files);
    if (to_group || !message.in_group()) out.reply_ref = in.reply_ref;
    out.at = message.now;
    add_sheets(out, said, parts_.words, {message.meaning.tongue, message.today()});
    return out;
}

std::optional<Outgoing> Service::push(const Push& push, store::Transaction& tx, Instant now) const {
    language::Tongue tongue = configured(parts_.settings.locale);
    Outgoing out;
    if (push.to.kind == ChatKind::private_chat) {
        auto seen = tx.prepare(
            "SELECT account, opted_out FROM senders WHERE platform = $1 AND user_id = $2");
        seen.with(push.to.platform, push.to.id);
        if (seen.step()) {
            out.account = seen.text(0);
            if (seen.integer(1) != 0 && !push.urgent) return std::nullopt;
        }
        tongue = people::tongue_of(tx, push.to.platform, push.to.id).value_or(tongue);
    }
    const Rendered rendered = parts_.words.say(push.said, {tongue, parts_.zone.at(now).day()});
    out.platform = push.to.platform;
    out.to = push.to.id;
    out.to_kind = push.to.kind;
    out.push = true;
    out.urgent = push.urgent;
    out.text = rendered.text;
    out.choices = rendered.choices;
    out.files = ready(push.said.files);
    out.at = now;
    add_sheets(out, push.said, parts_.words, {tongue, parts_.zone.at(now).day()});
    return out;
}

inbox::Processed Service::process(const Inbound& inbound,
                                  const language::Meaning& meaning,
                                  store::Transaction& tx,
                                  Instant now) const {
    // Latin letters that mean nothing (`ok`, a mistyped word) change nobody's language.
    language::Meaning heard = meaning;
    const bool says_little =
        meaning.intent == language::Intent::none || meaning.intent >= language::Intent::service_yes;
    if (says_little && meaning.tongue == language::Tongue::english) {
        heard.tongue = people::tongue_of(tx, inbound.platform, inbound.sender.id)
                           .value_or(configured(parts_.settings.locale));
    }
    people::note_tongue(tx, inbound.platform, inbound.account, inbound.sender.id, heard.tongue);
    const Message message = message_of(inbound, heard, tx, now);
    Outcome outcome = dispatch(message, tx);
    inbox::Processed processed;
    processed.changed = std::move(outcome.changed);
    keep_origins(inbound, heard, processed.changed, tx);
    for (const Said& said : outcome.replies) {
        processed.replies.push_back(reply(said, message, outcome.private_hint));
    }
    for (const Push& each : outcome.pushes) {
        if (auto out = push(each, tx, now)) processed.pushes.push_back(std::move(*out));
    }
    return processed;
}

inbox::Processed Service::run(const store::Job& job, store::Transaction& tx, Instant now) const {
    Outcome outcome = jobs::run(job.kind, job.payload, job.due_at, rules_, now, tx);
    inbox::Processed processed;
    processed.changed = std::move(outcome.changed);
    for (const Push& each : outcome.pushes) {
        if (auto out = push(each, tx, now)) processed.pushes.push_back(std::move(*out));
    }
    return processed;
}

inbox::Processed Service::unreached(const outbox::Row& row,
                                    store::Transaction& tx,
                                    Instant now) const {
    inbox::Processed processed;
    Outcome outcome = call_by_telephone(row.message, tx);
    for (const Push& each : outcome.pushes) {
        if (auto out = push(each, tx, now)) processed.pushes.push_back(std::move(*out));
    }
    return processed;
}

inbox::Conversations Service::conversations() const {
    inbox::Conversations all;
    all.understand = [this](const Inbound& inbound) { return understand(inbound, parts_.zone); };
    all.process = [this](const Inbound& inbound,
                         const language::Meaning& meaning,
                         store::Transaction& tx,
                         Instant now) { return process(inbound, meaning, tx, now); };
    all.run_job = [this](const store::Job& job, store::Transaction& tx, Instant now) {
        return run(job, tx, now);
    };
    all.given_up = [this](const outbox::Row& row, store::Transaction& tx, Instant now) {
        return unreached(row, tx, now);
    };
    all.sorry = [this](const Inbound& inbound) {
        return parts_.words.word("help.failed", understand(inbound, parts_.zone).tongue);
    };
    return all;
}

}  // namespace qingdan
