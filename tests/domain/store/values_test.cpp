#include "domain/store/store.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace qingdan::store {
namespace {

struct Values : testing::Test {
    test::TemporaryFolder folder;
    std::unique_ptr<Store> store = Store::open(folder / "t.db");
    Values() {
        const auto tx = store->write();
        tx->prepare("CREATE TABLE kept (i INTEGER, t TEXT, b BLOB, n TEXT)").run();
        tx->commit();
    }
};

RC_GTEST_FIXTURE_PROP(Values,
                      ComeBackAsTheyWent,
                      (std::int64_t number, std::string text, std::string bytes)) {
    const auto tx = store->write();
    auto insert = tx->prepare("INSERT INTO kept (b, n, t, i) VALUES ($4, $3, $2, $1)");
    insert.bind(1, number).bind(2, text).bind(3, std::nullopt).bind_blob(4, bytes);
    RC_ASSERT(insert.run() == 1);
    auto row =
        tx->prepare("SELECT i, t, b, n, typeof(b) FROM kept WHERE rowid = last_insert_rowid()");
    RC_ASSERT(row.step());
    RC_ASSERT(row.integer(0) == number);
    RC_ASSERT(row.text(1) == text);
    RC_ASSERT(row.blob(2) == bytes);
    RC_ASSERT(row.is_null(3));
    RC_ASSERT(row.text(4) == "blob");
    tx->commit();
}

RC_GTEST_FIXTURE_PROP(Values, InstantsComeBackAsTheyWent, ()) {
    const auto seconds = *rc::gen::inRange<std::int64_t>(0, 4'102'444'800);
    const Instant instant{std::chrono::seconds{seconds}};
    const auto tx = store->read();
    auto row = tx->prepare("SELECT $1");
    RC_ASSERT(row.with(instant).step());
    RC_ASSERT(row.instant(0) == instant);
}

}  // namespace
}  // namespace qingdan::store
