#include "domain/audit/audit.hpp"

#include "tests/support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace qingdan::audit {
namespace {

const Instant noon = instant_from_text("2026-03-02T04:00:00Z");

struct Chain : testing::Test {
    test::TemporaryFolder folder;
    std::unique_ptr<store::Store> store = store::Store::open(folder / "t.db");
    std::unique_ptr<store::WriteTransaction> tx = store->write();

    void SetUp() override {
        append(
            *tx, {noon, "u-1", "recorded", "V-1001"}, std::vector<Change>{{"person", {}, "P-1"}});
        append(*tx,
               {noon, "u-1", "corrected", "V-1001"},
               std::vector<Change>{{"method", "home", "phone"}, {"condition", "", std::nullopt}});
        append(*tx, {noon, "u-2", "read", "V-1001"});
        append(
            *tx, {noon, "u-2", "recorded", "M-1001"}, std::vector<Change>{{"quantity", {}, "2"}});
        tx->commit();
        tx.reset();
        tx = store->write();
    }
    void change(const std::string& sql) { tx->prepare(sql).run(); }
};

TEST_F(Chain, IsSoundAsItWasWritten) { EXPECT_FALSE(verify(*tx)); }

TEST_F(Chain, OfNothingIsSound) {
    const auto empty = store::Store::open(folder / "empty.db");
    EXPECT_FALSE(verify(*empty->read()));
}

TEST_F(Chain, HoldsNoValuesItself) {
    auto row = tx->prepare("SELECT group_concat(changes) FROM audit");
    ASSERT_TRUE(row.step());
    EXPECT_THAT(row.text(0), testing::Not(testing::ContainsRegex("phone|P-1\"")));
}

struct Tampering {
    std::string_view name, sql;
    std::int64_t number;
};
void PrintTo(const Tampering& way, std::ostream* out) { *out << way.sql; }
struct TamperedChain : Chain, testing::WithParamInterface<Tampering> {};

TEST_P(TamperedChain, NamesTheFirstBadEntry) {
    change("PRAGMA defer_foreign_keys=ON");
    change(std::string{GetParam().sql});
    const auto fault = verify(*tx);
    ASSERT_TRUE(fault);
    EXPECT_EQ(fault->number, GetParam().number);
}

INSTANTIATE_TEST_SUITE_P(
    Ways,
    TamperedChain,
    testing::Values(
        Tampering{"Who", "UPDATE audit SET who = 'u-9' WHERE number = 2", 2},
        Tampering{"When", "UPDATE audit SET at = '2026-03-02T04:00:01Z' WHERE number = 3", 3},
        Tampering{"What", "UPDATE audit SET action = 'seen' WHERE number = 3", 3},
        Tampering{"Hashes", "UPDATE audit SET changes = '{}' WHERE number = 1", 1},
        Tampering{"TextMovedBetweenFields",
                  "UPDATE audit SET who = 'u-2r', action = 'ead' WHERE number = 3",
                  3},
        Tampering{"FirstGone", "DELETE FROM audit WHERE number = 1", 1},
        Tampering{"MiddleGone", "DELETE FROM audit WHERE number = 3", 3},
        Tampering{"LastGone", "DELETE FROM audit WHERE number = 4", 4},
        Tampering{"AllGone", "DELETE FROM audit", 1},
        Tampering{"Value", "UPDATE history SET new_value = '3' WHERE audit_number = 4", 4},
        Tampering{
            "ValueMadeMissing", "UPDATE history SET old_value = NULL WHERE field = 'condition'", 2},
        Tampering{"FieldThatWasNot", "INSERT INTO history VALUES (3, 'name', 's', NULL, 'x')", 3}),
    [](const auto& info) { return std::string{info.param.name}; });

TEST_F(Chain, StillVerifiesAfterErasure) {
    forget(*tx, "V-1001");
    EXPECT_FALSE(verify(*tx));
    auto row = tx->prepare("SELECT count(*) FROM history");
    ASSERT_TRUE(row.step());
    EXPECT_EQ(row.integer(0), 1);
    forget_before(*tx, 5);
    EXPECT_FALSE(verify(*tx));
}

TEST_F(Chain, GoesOnAfterARolledBackEntry) {
    EXPECT_THROW(tx->savepoint([&] {
        append(*tx, {noon, "u-3", "recorded", "V-1002"});
        throw std::runtime_error("a bug");
    }),
                 std::runtime_error);
    EXPECT_EQ(append(*tx, {noon, "u-3", "recorded", "V-1003"}), 5);
    EXPECT_FALSE(verify(*tx));
}

}  // namespace
}  // namespace qingdan::audit
