#include "domain/audit/audit.hpp"
#include "domain/ids.hpp"
#include "domain/people/person.hpp"
#include "domain/store/store.hpp"

namespace qingdan::people {
namespace {

/// The numbers of all visits of a person.
std::vector<std::int64_t> visits_of(store::Transaction& tx, std::int64_t person_id) {
    auto rows = tx.prepare("SELECT number FROM visits WHERE person_id = $1 ORDER BY number");
    rows.bind(1, person_id);
    std::vector<std::int64_t> numbers;
    while (rows.step()) numbers.push_back(rows.integer(0));
    return numbers;
}

}  // namespace

void erase(store::Transaction& tx, std::int64_t person_id, Day today) {
    // A name that is nobody's and still one of its own, because name and address tell entries
    // apart.
    const std::string nobody = "-" + std::to_string(person_id);
    tx.prepare(
          "UPDATE people SET name = $2, address = '', phone = '', birth = NULL, categories = '', "
          "diet = '', meal_level = '', emergency_contact = '', emergency_phone = '', name_key = "
          "'', "
          "surname = '', address_key = '', visit_due_on = NULL, promised_on = NULL, attempt_on = "
          "NULL, responsible = '' WHERE id = $1")
        .with(person_id, nobody)
        .run();
    for (const std::int64_t number : visits_of(tx, person_id)) {
        tx.prepare(
              "UPDATE visits SET person = NULL, address = NULL, phone = NULL, categories = '', "
              "condition = NULL, needs = '[]', actions = '[]' WHERE number = $1")
            .with(number)
            .run();
        tx.prepare("DELETE FROM list_entries WHERE number = $1").with(number).run();
        audit::forget(tx, to_text(RecordNumber{RecordKind::visit, number}));
    }
    tx.prepare(
          "UPDATE tasks SET person = NULL, text = NULL, closing = NULL WHERE person_id = $1 AND "
          "status = 'closed'")
        .with(person_id)
        .run();
    tx.prepare(
          "UPDATE meals SET person = NULL, address = NULL, phone = NULL, note = NULL WHERE "
          "person_id "
          "= $1 AND day < $2")
        .with(person_id, today)
        .run();
    audit::forget(tx, "person:" + std::to_string(person_id));
}

int forget_texts(store::Transaction& tx, Day before) {
    const int visits =
        tx.prepare(
              "UPDATE visits SET person = NULL, address = NULL, phone = NULL, "
              "categories = '', condition = NULL, needs = '[]', actions = '[]' WHERE "
              "day < $1 AND (condition IS NOT NULL OR person IS NOT NULL OR needs <> "
              "'[]' OR actions <> '[]' OR phone IS NOT NULL OR address IS NOT NULL)")
            .with(before)
            .run();
    tx.prepare(
          "UPDATE tasks SET person = NULL, text = NULL, closing = NULL WHERE status = 'closed' AND "
          "closed_at < $1 AND text IS NOT NULL")
        .with(before)
        .run();
    tx.prepare("DELETE FROM list_entries WHERE seen_on < $1").with(before).run();
    auto last = tx.prepare("SELECT max(number) FROM audit WHERE at < $1");
    last.bind(1, before);
    if (last.step() && !last.is_null(0)) audit::forget_before(tx, last.integer(0) + 1);
    return visits;
}

}  // namespace qingdan::people
