#include "bot/exports/records.hpp"

#include "domain/audit/audit.hpp"
#include "domain/burdens/burden.hpp"
#include "domain/meals/order.hpp"
#include "domain/people/person.hpp"
#include "domain/people/user.hpp"
#include "domain/store/store.hpp"
#include "domain/supervision/reminder.hpp"
#include "domain/tasks/task.hpp"
#include "domain/visits/visit.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace qingdan::exports {
namespace {

using namespace std::chrono_literals;
using Json = nlohmann::ordered_json;
using testing::ElementsAre;

class Export : public testing::Test {
protected:
    Export() {
        auto tx = store->write();
        people::Person wang;
        wang.community = "东滨新村";
        wang.name = "王秀珍";
        wang.address = "3号楼201室";
        wang.entered_on = 2026y / 1 / 1;
        wang_id = people::add_person(*tx, wang);
        people::User li;
        li.platform = "sim";
        li.user_id = "r-li";
        li.name = "李老伯";
        li.roles = {people::Role::resident};
        people::save_user(*tx, li);
        tx->commit();
    }

    template <class Record>
    void keep(const Record& record) {
        auto tx = store->write();
        add(*tx, record);
        tx->commit();
    }

    static supervision::Reminder reminder() {
        supervision::Reminder reminder;
        reminder.town = "临塘镇";
        reminder.community = "东滨新村";
        reminder.unit = "镇安全办";
        reminder.indicator = "meeting_per_month";
        reminder.period = "2026-06";
        reminder.value = 9;
        reminder.limit = 8;
        reminder.progress.state = supervision::State::issued;
        reminder.progress.waits_for = supervision::WaitsFor::unit;
        reminder.progress.due_on = reminder.progress.event_on = 2026y / 6 / 12;
        return reminder;
    }

    std::vector<Json> rows(Kind kind, const Filter& filter = {}) {
        std::vector<Json> rows;
        const auto tx = store->read();
        each_record(
            *tx, kind, filter, *calendar::TimeZone::open("Asia/Shanghai"), [&](const Json& row) {
                rows.push_back(row);
            });
        return rows;
    }
    std::vector<std::string> numbers(Kind kind, const Filter& filter = {}) {
        std::vector<std::string> found;
        for (const Json& row : rows(kind, filter)) found.push_back(row["number"]);
        return found;
    }

    visits::Visit visit(std::optional<Day> day, std::string community = "东滨新村") {
        visits::Visit visit;
        visit.created_at =
            instant_from_text("2026-03-02T16:30:00Z");  // in Shanghai it is the next day
        visit.platform = "sim";
        visit.reporter = "c-lin";
        visit.community = std::move(community);
        visit.told.person = "王阿婆";
        visit.told.method = language::Method::home;
        visit.told.date = day;
        return visit;
    }

    test::TemporaryFolder folder;
    std::unique_ptr<store::Store> store =
        store::Store::open(folder / "export.db", {.durable = false});
    std::int64_t wang_id = 0;
};

TEST_F(Export, ShowsAVisitWithThePersonOfTheRegister) {
    visits::Visit told = visit(2026y / 3 / 2);
    told.person_id = wang_id;
    told.told.categories = {"elder_alone"};
    told.told.condition = "血压有点高";
    told.told.needs = {"想配药"};
    told.told.revisit = 2026y / 3 / 11;
    keep(told);
    EXPECT_THAT(rows(Kind::visits), ElementsAre(Json::parse(R"({
        "number": "V-1001", "created_at": "2026-03-03T00:30:00+08:00", "community": "东滨新村", "reporter": "c-lin",
        "status": "active", "type": "visit", "person": "王秀珍", "address": "3号楼201室", "phone": null,
        "categories": ["elder_alone"], "method": "home", "date": "2026-03-02", "condition": "血压有点高",
        "needs": ["想配药"], "actions": [], "revisit": "2026-03-11"})")));
}

TEST_F(Export, ShowsAPersonAsWrittenWhereTheRegisterHasNone) {
    keep(visit(2026y / 3 / 2));
    EXPECT_EQ(rows(Kind::visits)[0]["person"], "王阿婆");
    EXPECT_EQ(rows(Kind::visits)[0]["address"], nullptr);
}

TEST_F(Export, TakesTheDayOfTheVisitBothEndsIncluded) {
    keep(visit(2026y / 3 / 1));
    keep(visit(2026y / 3 / 2));
    keep(visit(2026y / 3 / 4));
    keep(visit(std::nullopt));  // reported on 3 March, local
    keep(visit(2026y / 3 / 2, "塘北村"));
    EXPECT_THAT(
        numbers(Kind::visits, {.from = 2026y / 3 / 2, .until = 2026y / 3 / 3, .community = {}}),
        ElementsAre("V-1002", "V-1004", "V-1005"));
    EXPECT_THAT(numbers(Kind::visits, {.from = 2026y / 3 / 4, .until = {}, .community = {}}),
                ElementsAre("V-1003"));
    EXPECT_THAT(numbers(Kind::visits, {.from = {}, .until = {}, .community = "塘北村"}),
                ElementsAre("V-1005"));
}

meals::Order order(std::int64_t number, std::optional<Day> day) {
    meals::Order order;
    order.number.digits = number;
    order.created_at = instant_from_text("2026-03-02T01:15:00Z");
    order.platform = "sim";
    order.orderer = "r-li";
    order.community = "东滨新村";
    order.day = day;
    return order;
}

TEST_F(Export, ShowsEachDayOfAnOrderAndTheSenderWhereNobodyWasNamed) {
    auto first = order(1001, 2026y / 3 / 3), second = order(1001, 2026y / 3 / 4);
    first.diet = {"low_salt"};
    first.fulfilment = language::Fulfilment::delivery;
    second.status = meals::Status::cancelled;
    keep(second);
    keep(first);
    const auto found = rows(Kind::meals);
    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(found[0], Json::parse(R"({
        "number": "M-1001", "created_at": "2026-03-02T09:15:00+08:00", "community": "东滨新村", "reporter": "r-li",
        "status": "ordered", "type": "meal", "dates": ["2026-03-03"], "weekdays": [], "from": null, "until": null,
        "meal": "lunch", "quantity": 1, "diet": ["low_salt"], "fulfilment": "delivery", "person": "李老伯",
        "address": null, "phone": null, "note": null, "standing": null})"));
    EXPECT_EQ(found[1]["dates"], Json::array({"2026-03-04"}));
    EXPECT_EQ(found[1]["status"], "cancelled");
}

TEST_F(Export, ShowsAStandingOrderAsOneRowAndTheDaysThatItMade) {
    auto standing = order(1001, std::nullopt);
    standing.status = meals::Status::standing;
    standing.weekdays = {1, 3, 5};
    standing.from = 2026y / 3 / 4;
    auto made = order(1002, 2026y / 3 / 4);
    made.standing = 1001;
    keep(standing);
    keep(made);
    const auto found = rows(Kind::meals);
    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(found[0]["weekdays"], Json::array({1, 3, 5}));
    EXPECT_EQ(found[0]["dates"], Json::array());
    EXPECT_EQ(found[0]["from"], "2026-03-04");
    EXPECT_EQ(found[1]["standing"], "M-1001");
    EXPECT_THAT(numbers(Kind::meals, {.from = {}, .until = 2026y / 3 / 3, .community = {}}),
                ElementsAre());
    EXPECT_THAT(numbers(Kind::meals, {.from = 2027y / 1 / 1, .until = {}, .community = {}}),
                ElementsAre("M-1001"));
}

TEST_F(Export, ShowsNobodyBehindAnonymousFeedback) {
    burdens::Burden named;
    named.created_at = instant_from_text("2026-03-02T01:15:00Z");
    named.platform = "sim";
    named.reporter = "c-lin";
    named.community = "东滨新村";
    named.day = 2026y / 3 / 2;
    named.told.kind = language::BurdenKind::meeting;
    named.told.count = 3;
    named.told.period = language::Period::week;
    named.told.organizer = "镇安全办";
    burdens::Burden anonymous = named;
    anonymous.number.digits = 123'456'789;
    anonymous.created_at = instant_from_text("2026-03-01T16:00:00Z");
    anonymous.platform = anonymous.reporter = std::nullopt;
    anonymous.told.anonymous = true;
    keep(named);
    keep(anonymous);
    const auto found = rows(Kind::burdens);
    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(found[0], Json::parse(R"({
        "number": "W-1001", "created_at": "2026-03-02T09:15:00+08:00", "community": "东滨新村", "reporter": "c-lin",
        "status": "open", "type": "burden", "kind": "meeting", "count": 3, "period": "week", "minutes": null,
        "organizer": "镇安全办", "topic": null, "duplicate": false, "suggestion": null, "anonymous": false})"));
    EXPECT_EQ(found[1]["number"], "W-123456789");
    EXPECT_EQ(found[1]["reporter"], nullptr);
    EXPECT_EQ(found[1]["created_at"], "2026-03-02T00:00:00+08:00");
}

TEST_F(Export, ShowsTasksOfTheDaysOnWhichTheyWereMade) {
    tasks::Task task;
    task.created_at = instant_from_text("2026-03-02T16:30:00Z");
    task.due_at = instant_from_text("2026-03-03T04:00:00Z");
    task.community = "东滨新村";
    task.kind = "welfare_check";
    task.about = "V-1001";
    task.person_id = wang_id;
    task.person = "王阿婆";
    task.assignee_platform = "sim";
    task.assignee = "c-lin";
    keep(task);
    EXPECT_THAT(rows(Kind::tasks), ElementsAre(Json::parse(R"({
        "number": "T-1001", "created_at": "2026-03-03T00:30:00+08:00", "community": "东滨新村",
        "kind": "welfare_check", "about": "V-1001", "person": "王秀珍", "assignee": "c-lin",
        "due": "2026-03-03T12:00:00+08:00", "status": "open"})")));
    EXPECT_THAT(numbers(Kind::tasks, {.from = {}, .until = 2026y / 3 / 2, .community = {}}),
                ElementsAre());
    EXPECT_THAT(
        numbers(Kind::tasks, {.from = 2026y / 3 / 3, .until = 2026y / 3 / 3, .community = {}}),
        ElementsAre("T-1001"));
}

TEST_F(Export, ShowsTheAuditWithoutValues) {
    auto tx = store->write();
    const audit::Change change{"phone", std::nullopt, "10000001234"};
    audit::append(*tx,
                  {instant_from_text("2026-03-02T01:15:00Z"), "c-lin", "correct", "V-1001"},
                  {&change, 1});
    tx->commit();
    const auto found = rows(Kind::audit);
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0]["who"], "c-lin");
    EXPECT_EQ(found[0]["fields"], Json::array({"phone"}));
    EXPECT_EQ(found[0]["hash"].get<std::string>().size(), 64u);
    EXPECT_THAT(found[0].dump(), testing::Not(testing::HasSubstr("10000001234")));
}

TEST_F(Export, HasTheColumnsThatItNames) {
    keep(visit(2026y / 3 / 2));
    keep(order(1001, 2026y / 3 / 3));
    burdens::Burden burden;
    burden.told.kind = language::BurdenKind::other;
    burden.day = 2026y / 3 / 2;
    keep(burden);
    keep(tasks::Task{});
    keep(reminder());
    auto tx = store->write();
    audit::append(*tx, {Instant{}, "c-lin", "correct", "V-1001"});
    tx->commit();
    for (const Kind kind :
         {Kind::visits, Kind::meals, Kind::burdens, Kind::tasks, Kind::reminders, Kind::audit}) {
        std::vector<std::string> keys;
        const Json row = rows(kind).at(0);
        for (const auto& [key, value] : row.items()) keys.push_back(key);
        EXPECT_EQ(keys, columns(kind));
    }
}

TEST_F(Export, OfRemindersSaysToWhomAboutWhatAndUntilWhen) {
    keep(reminder());
    EXPECT_EQ(
        rows(Kind::reminders).at(0).dump(),
        R"({"number":"R-1001","created_at":"1970-01-01T08:00:00+08:00","community":"东滨新村",)"
        R"("unit":"镇安全办","indicator":"meeting_per_month","value":9,"limit":8,)"
        R"("status":"issued","due":"2026-06-12"})");
    EXPECT_THAT(rows(Kind::reminders, {.from = {}, .until = {}, .community = "塘北村"}),
                ElementsAre());
}

TEST_F(Export, OfAReminderWithoutAnOfficeHasNone) {
    supervision::Reminder observed = reminder();
    observed.unit.clear();
    keep(observed);
    EXPECT_TRUE(rows(Kind::reminders).at(0)["unit"].is_null());
}

}  // namespace
}  // namespace qingdan::exports
