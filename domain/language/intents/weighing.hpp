#pragma once
/// @file
/// What the weighing of the families of intents shares.

#include "domain/language/intents/intents.hpp"

#include <string>

namespace qingdan::language::intents {

/// What every family asks about a message, looked up once.
struct Signs {
    explicit Signs(const Scene& scene);

    bool has(Tag tag) const { return scene.reading.has(body, tag); }
    /// The whole message is one word of the tag.
    bool is_only(Tag tag) const;

    const Scene& scene;
    Span body;
    bool group;
    bool addressed;  ///< the bot is named, or it is a private chat
    bool asks;       ///< a question
    bool portions;   ///< `两份`
    bool meal_word;  ///< `午饭`, `饭`; not `中午` alone
    bool meal_time;  ///< `午饭` or `中午`
    bool ahead;      ///< a day from today on
    bool named;      ///< a person other than family is named
    bool titled;     ///< … with a form of address, or with an address beside
    bool placed;     ///< an address
    bool category;
    bool broadcast;   ///< spoken to many
    int length;       ///< letters and ideographs
    char letter = 0;  ///< of the first record number
};

/// Each adds the evidence of its family.
void weigh_numbers(const Signs& signs, Decision& decision);
void weigh_visits(const Signs& signs, Decision& decision);
void weigh_meals(const Signs& signs, Decision& decision);
void weigh_burdens(const Signs& signs, Decision& decision);
void weigh_guidance(const Signs& signs, Decision& decision);
void weigh_follow_ups(const Signs& signs, Decision& decision);
void weigh_service(const Signs& signs, Decision& decision);

/// The step of the supervision loop that stands first beside a reminder's number; empty where none
/// does.
std::string reminder_step_in(const Scene& scene);
/// Whether nothing else stands beside the number.
bool is_reminder_step_alone(const Scene& scene);

inline void add(Decision& decision, Intent intent, int points, std::string_view reason) {
    decision.evidence.push_back({intent, points, reason});
}

}  // namespace qingdan::language::intents
