#include "bot/files/table.hpp"
#include "bot/files/xlsx_writer.hpp"
#include "domain/calendar/special_day.hpp"
#include "domain/meals/menu_store.hpp"
#include "domain/people/person.hpp"
#include "domain/people/user.hpp"
#include "domain/store/store.hpp"
#include "domain/visits/visit.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sys/wait.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace qingdan {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::IsEmpty;

/// The program itself, on a database of its own.
class ImportExport : public testing::Test {
protected:
    struct Ran {
        int status;
        std::string out, err;
    };

    Ran run(const std::string& arguments) {
        const std::string command = std::string{QINGDAN_PROGRAM} + " " + arguments + " --db " +
                                    database() + " >" + (folder / "out").string() + " 2>" +
                                    (folder / "err").string() + " </dev/null";
        const int status = std::system(command.c_str());
        return {WEXITSTATUS(status), read("out"), read("err")};
    }
    std::string read(const char* name) {
        std::ifstream in{folder / name, std::ios::binary};
        std::ostringstream bytes;
        bytes << in.rdbuf();
        return bytes.str();
    }
    /// Writes a file and gives its path.
    std::string file(const char* name, const std::string& bytes) {
        std::ofstream{folder / name, std::ios::binary} << bytes;
        return (folder / name).string();
    }
    std::string database() { return (folder / "qingdan.db").string(); }
    std::unique_ptr<store::Store> open() {
        return store::Store::open(database(), {.durable = false});
    }

    test::TemporaryFolder folder;
};

const std::string roster_header = "platform,user_id,name,role,community,town\n";
const std::string roster = roster_header +
                           "wecom,c-lin,林干部,cadre,东滨新村,临塘镇\n"
                           "wecom,r-wang,王阿婆,resident,东滨新村,临塘镇\n"
                           "wecom,c-qian,钱主任,cadre,塘北村,临塘镇\n";

TEST_F(ImportExport, AddsUpdatesAndSwitchesOffARoster) {
    auto ran = run("import roster " + file("a.csv", roster));
    EXPECT_EQ(ran.status, 0) << ran.err;
    EXPECT_EQ(ran.out, "3 added, 0 updated, 0 unchanged\n");

    // 塘北村 is not in the second file, so nobody of it is switched off.
    const std::string second = roster_header +
                               "wecom,c-lin,林主任,cadre;meal_manager,东滨新村,临塘镇\n"
                               "feishu,r-wang,王阿婆,resident,东滨新村,临塘镇\n";
    ran = run("import roster --dry-run " + file("b.csv", second));
    EXPECT_EQ(ran.status, 0) << ran.err;
    EXPECT_EQ(ran.out,
              "update wecom/c-lin: name, role\n"
              "add feishu/r-wang\n"
              "switch off wecom/r-wang\n"
              "would be: 1 added, 1 updated, 0 unchanged, 1 switched off\n");
    EXPECT_EQ(people::find_user(*open()->read(), "wecom", "c-lin")->name, "林干部");

    ran = run("import roster " + file("b.csv", second));
    EXPECT_EQ(ran.out, "1 added, 1 updated, 0 unchanged, 1 switched off\n");
    const auto store = open();
    const auto tx = store->read();
    EXPECT_EQ(people::find_user(*tx, "wecom", "c-lin")->name, "林主任");
    EXPECT_TRUE(people::find_user(*tx, "wecom", "c-lin")->has(people::Role::meal_manager));
    EXPECT_FALSE(people::find_user(*tx, "wecom", "r-wang"));
    EXPECT_TRUE(people::find_user(*tx, "wecom", "c-qian"));
}

TEST_F(ImportExport, ChangesNothingWhereOneLineIsWrong) {
    const auto ran =
        run("import roster " + file("bad.csv", roster + "icq,x,甲,chef,东滨新村,临塘镇\n"));
    EXPECT_EQ(ran.status, 1);
    EXPECT_THAT(ran.out, IsEmpty());
    EXPECT_THAT(ran.err, HasSubstr("bad.csv: line 5, column platform: icq is none of wecom"));
    EXPECT_THAT(ran.err, HasSubstr("bad.csv: line 5, column role: chef is none of resident"));
    EXPECT_FALSE(people::find_user(*open()->read(), "wecom", "c-lin"));
}

TEST_F(ImportExport, KeepsPeopleWhoAreAbsentAndWhatALineLeavesOut) {
    run("import people " + file("a.csv",
                                "community,name,address,phone,categories\n"
                                "东滨新村,王阿婆,3号楼201,10000001001,elder_alone\n"
                                "东滨新村,李老伯,3号楼402,,low_income\n"));
    // In GB18030, as a spreadsheet program saves it: community,name,address /
    // 东滨新村,王阿婆,3号楼201.
    const std::string gb18030 =
        "community,name,address,diet\r\n"
        "\xB6\xAB\xB1\xF5\xD0\xC2\xB4\xE5,\xCD\xF5\xB0\xA2\xC6\xC5,3\xBA\xC5\xC2\xA5"
        "201,soft\r\n";
    const auto ran = run("import people " + file("b.csv", gb18030));
    EXPECT_EQ(ran.out, "0 added, 1 updated, 0 unchanged\n") << ran.err;
    const auto store = open();
    const auto tx = store->read();
    const auto wang = people::find_person(*tx, "东滨新村", "王阿婆");
    ASSERT_TRUE(wang);
    EXPECT_EQ(wang->phone, "10000001001");
    EXPECT_THAT(wang->diet, testing::ElementsAre("soft"));
    EXPECT_TRUE(wang->visit_due_on);
    EXPECT_TRUE(people::find_person(*tx, "东滨新村", "李老伯"));
}

TEST_F(ImportExport, TakesAMenuOutOfAWorkbook) {
    const std::vector<std::vector<std::string>> rows{
        {"2026-03-03", "lunch", "红烧肉;青菜", "1500", "40"},
        {"2026-03-03", "lunch", "清蒸鱼", "", ""}};
    const auto path = file(
        "menu.xlsx", files::render_xlsx({"date", "meal", "dishes", "price_fen", "capacity"}, rows));
    EXPECT_EQ(run("import menu " + path).out, "2 added, 0 updated, 0 unchanged\n");
    EXPECT_EQ(run("import menu " + path).out, "0 added, 0 updated, 2 unchanged\n");
    const auto lines =
        meals::menu(*open()->read(), "东滨新村", 2026y / 3 / 3, language::MealTime::lunch);
    ASSERT_EQ(lines.size(), 2u);
    EXPECT_EQ(lines[1].set, "B");
}

TEST_F(ImportExport, LaysImportedDaysOverTheCalendar) {
    const auto ran =
        run("import calendar " +
            file("c.csv",
                 "date,kind,name,statutory\n2027-01-01,holiday,元旦,true\n2027-01-03,workday,,\n"));
    EXPECT_EQ(ran.status, 0) << ran.err;
    const auto store = open();
    const auto tx = store->read();
    const auto calendar = calendar::with_imported_days(*tx, calendar::Calendar{});
    EXPECT_FALSE(calendar.is_workday(2027y / 1 / 1));
    EXPECT_EQ(calendar.name(2027y / 1 / 1), "元旦");
    EXPECT_TRUE(calendar.is_workday(2027y / 1 / 3)) << "a Sunday";
    EXPECT_TRUE(calendar.covers(2027));
    EXPECT_FALSE(calendar.covers(2028));
}

TEST_F(ImportExport, TakesATicketOnce) {
    const auto path =
        file("t.csv", "ticket,received_at,text\nT1,2026-03-01 09:15,开会太多\nT2,,材料太多\n");
    EXPECT_EQ(run("import hotline " + path).out, "2 added, 0 updated, 0 unchanged\n");
    EXPECT_EQ(run("import hotline " + path).out, "0 added, 0 updated, 0 unchanged, 2 skipped\n");
}

TEST_F(ImportExport, WritesTheSameRecordsInEveryFormat) {
    {
        const auto store = open();
        auto tx = store->write();
        visits::Visit visit;
        visit.created_at = instant_from_text("2026-03-02T01:15:00Z");
        visit.platform = "sim";
        visit.reporter = "c-lin";
        visit.community = "东滨新村";
        visit.told.person = "=王阿婆";
        visit.told.method = language::Method::home;
        visit.told.date = 2026y / 3 / 2;
        visits::add(*tx, visit);
        tx->commit();
    }
    const auto jsonl = run("export visits --format jsonl");
    EXPECT_EQ(jsonl.status, 0) << jsonl.err;
    EXPECT_THAT(jsonl.err, IsEmpty());
    const auto record = nlohmann::json::parse(jsonl.out);
    EXPECT_EQ(record["number"], "V-1001");
    EXPECT_EQ(record["person"], "=王阿婆");

    const auto csv = run("export visits --format csv");
    EXPECT_THAT(
        csv.out,
        testing::StartsWith("\xEF\xBB\xBFnumber,created_at,community,reporter,status,type,person"));
    EXPECT_THAT(csv.out, HasSubstr(",'=王阿婆,"));

    const auto to_file = run("export visits --format xlsx --out " + (folder / "v.xlsx").string());
    EXPECT_EQ(to_file.status, 0) << to_file.err;
    EXPECT_THAT(to_file.out, IsEmpty());
    const auto table = files::read_table(read("v.xlsx"));
    ASSERT_TRUE(table);
    EXPECT_EQ(table->rows.at(0).cells.at(6), "=王阿婆");

    EXPECT_THAT(run("export visits --format jsonl --from 2026-03-03").out, IsEmpty());
    EXPECT_THAT(run("export visits --format jsonl --community 塘北村").out, IsEmpty());
}

TEST_F(ImportExport, SaysWhatIsWrongWithItsArguments) {
    for (const char* arguments : {"import dogs x.csv",
                                  "import roster /no/such/file.csv",
                                  "export visits",
                                  "export visits --format pdf",
                                  "export cats --format csv",
                                  "export visits --format csv --from 3月1日",
                                  "export audit --format csv --community 东滨新村"}) {
        const auto ran = run(arguments);
        EXPECT_EQ(ran.status, 2) << arguments;
        EXPECT_THAT(ran.out, IsEmpty()) << arguments;
        EXPECT_THAT(ran.err, testing::Not(IsEmpty())) << arguments;
    }
}

TEST_F(ImportExport, LeavesNoHalfFileWhereTheDataCannotBeRead) {
    const std::string out = (folder / "v.csv").string();
    file("qingdan.db",
         "this is no database, but it is long enough to be taken for one at first sight");
    EXPECT_EQ(run("export visits --format csv --out " + out).status, 3);
    EXPECT_FALSE(std::filesystem::exists(out));
    EXPECT_FALSE(std::filesystem::exists(out + ".part"));
}

}  // namespace
}  // namespace qingdan
