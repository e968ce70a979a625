/// Every query of the program, prepared on the real schema and asked how it goes about its work.

#include "domain/store/queries.hpp"

#include "domain/store/store.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <set>

namespace qingdan::queries {
void PrintTo(const File& file, std::ostream* out) { *out << file.path; }
}  // namespace qingdan::queries

namespace qingdan::store {
namespace {

/// A query that must read a whole table says so, and why, in a comment: `-- scans: …`.
bool may_scan(std::string_view sql) { return sql.find("-- scans:") != std::string_view::npos; }

/// Tables that stay small whatever happens.
const std::set<std::string> small{"counters", "schema_version"};

/// An index over part of a table (what is owed, what is due) is meant to be walked.
bool is_partial(Transaction& tx, const std::string& index) {
    auto row = tx.prepare("SELECT sql LIKE '%WHERE%' FROM sqlite_master WHERE name = $1");
    return row.with(index).step() && row.integer(0) == 1;
}

/// `SCAN table` or `SCAN table USING INDEX index` of the plan, where it is one to be named.
std::vector<std::string> scans(Transaction& tx, std::string_view sql) {
    static const std::regex scan{"SCAN (\\S+)(?: USING (?:COVERING )?INDEX (\\S+))?.*"};
    std::vector<std::string> found;
    auto step = tx.prepare("EXPLAIN QUERY PLAN " + std::string{sql});
    while (step.step()) {
        const std::string detail = step.text(3);
        std::smatch part;
        if (!std::regex_match(detail, part, scan)) continue;
        if (detail.find("VIRTUAL TABLE") != std::string::npos || part[1] == "CONSTANT") continue;
        if (small.contains(part[1]) || is_partial(tx, part[2])) continue;
        found.push_back(detail);
    }
    return found;
}

class Query : public testing::TestWithParam<queries::File> {};

TEST_P(Query, IsPreparedAndScansNoLargeTable) {
    const test::TemporaryFolder folder;
    const auto store = Store::open(folder / "t.db");
    const auto tx = store->write();
    ASSERT_NO_THROW(tx->prepare(GetParam().content));
    if (!may_scan(GetParam().content)) {
        EXPECT_THAT(scans(*tx, GetParam().content), testing::IsEmpty());
    }
}

TEST_P(Query, BeginsWithACommentThatSaysWhatItGives) {
    EXPECT_TRUE(GetParam().content.starts_with("-- "));
}

INSTANTIATE_TEST_SUITE_P(Files,
                         Query,
                         testing::ValuesIn(queries::files().begin(), queries::files().end()),
                         [](const auto& info) {
                             return std::regex_replace(
                                 std::string{info.param.path}, std::regex{"[^A-Za-z0-9]"}, "_");
                         });

}  // namespace
}  // namespace qingdan::store
