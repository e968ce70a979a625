#pragma once
/// @file
/// The grammars: what a message holds, once it is known what kind of record it is about.

#include "domain/language/grammar/scene.hpp"

#include <optional>
#include <vector>

namespace qingdan::language {

/// The visits of a report, in the order of the text; `date` is today where none is named.
std::vector<Visit> visits_of(const Scene& scene);

/// The meals of an order, cancellation, change, pause or resumption.
std::vector<Meal> meals_of(const Scene& scene, Intent intent);

/// The burdens of a workload report.
std::vector<Burden> burdens_of(const Scene& scene);

/// The changed values of a correction; none where nothing is changed. The type is that of the
/// number's letter.
std::optional<Record> correction_of(const Scene& scene);

/// The question without greeting, mention and command word.
std::string question_of(const Scene& scene);

/// Diets, way of getting it and wish of a stretch of an order.
struct MealWishes {
    std::vector<std::string> diet;
    std::optional<Fulfilment> fulfilment;
    std::optional<std::string> note;
};
MealWishes wishes_of(const Scene& scene, Span in);

/// The number of portions in a stretch; none where it is not said.
std::optional<int> portions_in(const Scene& scene, Span in);

/// Category codes in the order named, each once.
std::vector<std::string> categories_in(const Reading& reading, Span in);

/// Way of visiting that is said in the stretch.
std::optional<Method> method_in(const Reading& reading, Span in);

/// What one clause of a visit report is about.
enum class ClauseKind { nothing, condition, need, action, revisit };
ClauseKind clause_kind(const Scene& scene, Span clause);

/// The position behind words that only lead into a clause: `我也`, `昨天`, `下午`.
int after_lead(const Reading& reading, Span clause);

/// The clause behind who tells it: `她说`, `家属反映`; the whole where nobody is said to tell.
Span after_speaker(const Reading& reading, Span clause);

/// What is kept of a clause of each kind: a condition without who tells it, a need without `想`, a
/// deed without `已` and `帮她`. Of two readings that are nearly as long the longer is kept.
Span core_of_condition(const Reading& reading, Span clause);
Span core_of_need(const Reading& reading, Span clause);
Span core_of_action(const Reading& reading, Span clause);

/// Parts of a clause that say more than who, where, when and of which category.
std::vector<Span> remainder(const Scene& scene, Span clause);

/// Clauses, with long ones parted where a new thought begins (speech has no punctuation).
std::vector<Span> thoughts(const Scene& scene, Span in);

/// True where a blank record would come out.
bool says_nothing(const Meal& meal);

}  // namespace qingdan::language
