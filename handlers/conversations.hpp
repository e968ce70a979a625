#pragma once
/// @file
/// Every conversation that the bot can have: each is one file beside this one, each reads, decides,
/// writes.
///
/// `…_report`, `…_order` begin one; `answer_…` goes on with the half-finished question of that
/// topic and gives `nullopt` where the message is no answer to it, but something new.

#include "domain/ids.hpp"
#include "handlers/context.hpp"
#include "handlers/said.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string_view>

namespace qingdan::conversations {

// visit_report.cpp
Outcome report_visit(const Message& message, store::Transaction& tx);
std::optional<Outcome> answer_visit(std::string_view topic,
                                    const nlohmann::json& state,
                                    const Message& message,
                                    store::Transaction& tx);
// visit_query.cpp
Outcome query_visits(const Message& message, store::Transaction& tx);

// meal_order.cpp
Outcome order_meal(const Message& message, store::Transaction& tx);
std::optional<Outcome> answer_meal(std::string_view topic,
                                   const nlohmann::json& state,
                                   const Message& message,
                                   store::Transaction& tx);
// meal_talk.cpp: carriers, the kitchen, money, and what else is written to the meal service
std::optional<Outcome> serve_meals(const Message& message, store::Transaction& tx);
std::optional<Outcome> answer_round(std::string_view topic,
                                    const nlohmann::json& state,
                                    const Message& message,
                                    store::Transaction& tx);
// meal_change.cpp
Outcome cancel_meal(const Message& message, store::Transaction& tx);
Outcome change_meal(const Message& message, store::Transaction& tx);
Outcome pause_meal(const Message& message, store::Transaction& tx);
Outcome resume_meal(const Message& message, store::Transaction& tx);
// meal_query.cpp
Outcome query_meals(const Message& message, store::Transaction& tx);
Outcome tell_menu(const Message& message, store::Transaction& tx);

// burden_report.cpp
Outcome report_burden(const Message& message, store::Transaction& tx);
// burden_query.cpp
Outcome query_burdens(const Message& message, store::Transaction& tx);

// reminder_answer.cpp
/// What the unit, its supervisor or a community says about reminders by their numbers.
Outcome answer_reminder(const Message& message, store::Transaction& tx);
/// Likewise without a number (`收到`) where the sender's unit has reminders waiting; `nullopt`: the
/// message is about something else.
std::optional<Outcome> answer_reminder_unnumbered(const Message& message, store::Transaction& tx);
/// Where a reminder stands, to those whose business it is.
Outcome tell_reminder(RecordNumber number, const Message& message, store::Transaction& tx);
/// The open reminders that are the sender's business, if there are any.
std::optional<Said> open_reminders_of(const Message& message, store::Transaction& tx);

// guide_ask.cpp
Outcome ask_guide(const Message& message, store::Transaction& tx);
/// A message that only makes sense behind an earlier question (`要几天`); says nothing where the
/// manual has nothing.
Outcome ask_further(const Message& message, store::Transaction& tx);

// correction.cpp
Outcome correct_record(const Message& message, store::Transaction& tx);
Outcome withdraw_record(const Message& message, store::Transaction& tx);
/// `取消`, `撤回` alone: the latest record of the sender.
Outcome withdraw_latest(const Message& message, store::Transaction& tx);

/// A reply to a record's message or receipt that says only what is different (`日期昨天`), or a
/// word
/// (`撤回`, `已修好`) alone; `nullopt` where it says nothing of the kind.
std::optional<Outcome> correct_by_quote(const Message& message, store::Transaction& tx);
/// The sender has edited a message that became records: they follow the new text. `nullopt` where
/// the message made none.
std::optional<Outcome> follow_edit(const Message& message, store::Transaction& tx);

// task_close.cpp
Outcome close_task(const Message& message, store::Transaction& tx);
Outcome take_task(const Message& message, store::Transaction& tx);

// task_change.cpp
Outcome assign_task(const Message& message, store::Transaction& tx);
Outcome postpone_task(const Message& message, store::Transaction& tx);
Outcome tell_my_tasks(const Message& message, store::Transaction& tx);
std::optional<Outcome> answer_task(std::string_view topic,
                                   const nlohmann::json& state,
                                   const Message& message,
                                   store::Transaction& tx);
// day_list.cpp
/// `全部`: all households of the sender's list of today.
Outcome tell_whole_list(const Message& message, store::Transaction& tx);

// households.cpp
/// `V-1003 是新户`: an entry of the register that a report has made is right.
Outcome confirm_household(const Message& message, store::Transaction& tx);
/// `V-1003 就是王秀英`, `王阿婆和王秀英是同一个人`: two entries are one person.
Outcome join_households(const Message& message, store::Transaction& tx);
/// `王阿婆和王秀英不是同一个人`: parts them again.
Outcome part_households(const Message& message, store::Transaction& tx);
/// `小陈的户都转给小李`.
Outcome hand_over(const Message& message, store::Transaction& tx);
std::optional<Outcome> answer_household(std::string_view topic,
                                        const nlohmann::json& state,
                                        const Message& message,
                                        store::Transaction& tx);

// my_data.cpp
/// What is kept about the sender.
Outcome tell_my_data(const Message& message, store::Transaction& tx);
/// Erases what the law lets be erased, after a yes.
Outcome erase_my_data(const Message& message, store::Transaction& tx);
std::optional<Outcome> answer_my_data(std::string_view topic,
                                      const nlohmann::json& state,
                                      const Message& message,
                                      store::Transaction& tx);

// registration.cpp
/// An unknown sender who wants something: asks for name and address, once, and keeps what they
/// wanted.
Outcome register_sender(const Message& message, store::Transaction& tx);
std::optional<Outcome> answer_registration(std::string_view topic,
                                           const nlohmann::json& state,
                                           const Message& message,
                                           store::Transaction& tx);

/// A yes or no of whoever was asked whether a sender is the person of the register that they say to
/// be.
std::optional<Outcome> answer_claim(const Message& message, store::Transaction& tx);

// danger.cpp
/// Tasks and pushes for the danger signs of a message; the emergency numbers come first among the
/// replies. `about` is the record's number, `person_id` whom the report is about (else the sender).
Outcome raise_danger(const Message& message,
                     store::Transaction& tx,
                     std::vector<language::Danger> dangers,
                     std::string_view about,
                     std::optional<std::int64_t> person_id,
                     std::optional<std::string> person);

// help.cpp
Outcome help(const Message& message, store::Transaction& tx);
Outcome not_understood(const Message& message, store::Transaction& tx);
Outcome opt_out(const Message& message, store::Transaction& tx);
/// No more pushes, without a question.
Outcome end_pushes(const Message& message, store::Transaction& tx);
Outcome opt_in(const Message& message, store::Transaction& tx);

}  // namespace qingdan::conversations
