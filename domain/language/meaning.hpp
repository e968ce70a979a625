#pragma once
/// @file
/// What a message means: intent, records, references. The shape is that of the parse contract.

#include "domain/clock.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace qingdan::language {

/// What somebody wants with a message. The names in the contract are in `to_text`.
/// Those from `service_delivered` on are the service's own business: `parse` prints them as `none`.
enum class Intent {
    none,
    visit_report,
    visit_query,
    meal_order,
    meal_cancel,
    meal_change,
    meal_pause,
    meal_resume,
    meal_query,
    meal_menu,
    workload_report,
    workload_query,
    guide_ask,
    task_close,
    record_correct,
    record_withdraw,
    reminder_ack,
    reminder_rectify,
    reminder_publish,
    help,
    // Service intents (docs/language.md lists them).
    service_delivered,        ///< a carrier: `已送 3号楼 5户`, `都送完了`
    service_no_answer,        ///< a carrier: `王阿婆没人应门`
    service_election_plan,    ///< `我们6月28日选举，户代表`
    service_election_step,    ///< `选民名单已公布`
    service_checklist,        ///< starting or going on with a 五五/五点 walk
    service_handover,         ///< `小陈的户都转给小李`
    service_task_assign,      ///< `T-1003 转给小李`
    service_task_postpone,    ///< `T-1003 推迟到下周五，等配件`
    service_my_tasks,         ///< `我的待办`
    service_list_all,         ///< `全部`: the rest of the day's list
    service_new_household,    ///< `V-1003 是新户`: an entry made of a report is right
    service_same_person,      ///< `V-1003 就是王秀英`, `王阿婆和王秀英是同一个人`
    service_not_same_person,  ///< `王阿婆和王秀英不是同一个人`: parted again
    service_task_take,        ///< somebody has a danger task: `我来`, `我去看`
    service_reminder_object,  ///< `R-1001 有异议：…`
    service_my_data,          ///< what is kept about me
    service_erase,            ///< erase what is kept about me
    service_opt_out,          ///< `停止`: no more pushes
    service_opt_in,           ///< `恢复消息`
    service_yes,              ///< `确认` `好的` `是` `yes`
    service_no,               ///< `不是` `不用` `no`
    service_choice,           ///< a bare number that chooses: `1`
    service_cancel_last,      ///< `取消` `退掉` `不要了` `撤回` alone, no object
};

enum class Method { home, phone, online };
enum class MealTime { breakfast, lunch, dinner };
enum class Fulfilment { delivery, pickup, dine_in };
enum class BurdenKind { meeting, form, proof, system, assessment, signage, other };
enum class Period { day, week, month, quarter, year };

/// One visited household as it was told (走访).
struct Visit {
    std::optional<std::string> person, address, phone;
    std::vector<std::string> categories;  ///< codes of the contract, in the order named
    std::optional<Method> method;         ///< empty only in a correction that does not say it
    std::optional<Day> date;
    std::optional<std::string> condition;
    std::vector<std::string> needs, actions;
    std::optional<Day> revisit;

    friend bool operator==(const Visit&, const Visit&) = default;
};

/// One meal order, cancellation, change or pause as it was told (订餐).
struct Meal {
    std::vector<Day> dates;     ///< ascending; empty for a standing order
    std::vector<int> weekdays;  ///< 1 (Monday) to 7, ascending; not empty for a standing order
    std::optional<Day> from, until;
    std::optional<MealTime> meal;
    std::optional<int> quantity;
    std::vector<std::string> diet;  ///< codes of the contract
    std::optional<Fulfilment> fulfilment;
    std::optional<std::string> person, address, phone, note;

    friend bool operator==(const Meal&, const Meal&) = default;
};

/// One burden from above as it was told (负担).
struct Burden {
    std::optional<BurdenKind> kind;  ///< empty only in a correction that does not say it
    std::optional<int> count;
    std::optional<Period> period;
    std::optional<int> minutes;
    std::optional<std::string> organizer, topic;
    bool duplicate = false;
    std::optional<std::string> suggestion;
    bool anonymous = false;

    friend bool operator==(const Burden&, const Burden&) = default;
};

using Record = std::variant<Visit, Meal, Burden>;

/// In which language and script a message was written; the answer is given in the same.
enum class Tongue { simplified, traditional, english };

/// What a message that wants nothing is: thanks need no answer, a greeting may get one.
enum class Courtesy { none, greeting, thanks };

/// A danger sign found in the text (danger signs of the work-methods facts).
struct Danger {
    std::string code;  ///< `fall`, `gas`, …
    char level = 'B';  ///< 'A' now, 'B' today; before it is known whether the person lives alone
    char level_alone = 'B';  ///< the level where the person lives alone
    std::string task;        ///< kind of the task that it makes
    std::string words;       ///< the words that gave it away, as written (folded)
    bool attempt = false;  ///< only words of knocking and calling: an attempt, see the visits rules

    friend bool operator==(const Danger&, const Danger&) = default;
};

/// What one message means.
struct Meaning {
    Intent intent = Intent::none;
    std::vector<Record> records;
    std::vector<std::string> refs;        ///< `V-1001`, upper case, in the order named
    std::optional<std::string> question;  ///< for guide_ask alone
    std::vector<Danger> dangers;          ///< found whatever the intent is
    Courtesy courtesy = Courtesy::none;   ///< thanks or a greeting, where the intent is none
    Tongue tongue = Tongue::simplified;
    /// A list of entries (`1.` `2.`, 接龙) that may be posted again when it has grown; its head as
    /// written, empty where it has none.
    std::optional<std::string> list_head;
    std::string folded;  ///< the text after folding, mention and command word removed
};

/// Where a message was written.
enum class ChatKind { private_chat, group };

/// Understands one message: a pure function of the text, the time at which it was written (relative
/// dates resolve in its offset) and the kind of chat. Any thread. Never throws for what a sender
/// wrote; text that is not UTF-8 is read with the broken bytes replaced. `bot_name` is what the bot
/// is called in its chats; empty means the name that stands in the lexicon.
Meaning understand(std::string_view text,
                   OffsetTime written,
                   ChatKind chat,
                   std::string_view bot_name = {});

/// Reads a text as an answer to a question: what it says of the record of `intent` (visit_report:
/// person, address, phone; meal_order: the meal; record_correct: the values of a visit that are
/// changed, also without the word for it, `日期昨天`), whatever it would mean by itself. One
/// record, or none where it says nothing.
Meaning understand_as(Intent intent, std::string_view text, OffsetTime written);

/// Who somebody says they are and where they live: `我叫赵德明，住7号楼402`. The first name and the
/// first address in a text; a relation alone (`我妈`) is no name.
struct Introduction {
    std::optional<std::string> name, address;
};
Introduction introduction_in(std::string_view text, OffsetTime written);

/// Codes of the parse contract: `visit.report`, `home`, `lunch`, …; a service intent is `none` in
/// `contract_name` and has its own name (`service.delivered`) in `to_text`.
std::string_view contract_name(Intent intent);
std::string_view to_text(Intent intent);
std::string_view to_text(Method method);
std::string_view to_text(MealTime meal);
std::string_view to_text(Fulfilment fulfilment);
std::string_view to_text(BurdenKind kind);
std::string_view to_text(Period period);

}  // namespace qingdan::language
