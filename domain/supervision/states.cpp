#include "domain/supervision/states.hpp"

#include <algorithm>
#include <array>

namespace qingdan::supervision {
namespace {

using S = State;
using E = Event;
using W = WaitsFor;

// clang-format off
constexpr Move table[] = {
    {S::none, E::observe, S::observed, W::supervisor, Due::observe},
    {S::none, E::issue, S::issued, W::unit, Due::acknowledge},
    {S::observed, E::issue, S::issued, W::unit, Due::acknowledge},
    {S::observed, E::drop, S::dropped, W::nobody, Due::none},
    {S::observed, E::late, S::observed, W::supervisor, Due::observe},
    {S::issued, E::ack, S::acknowledged, W::unit, Due::rectify_from_issue},
    {S::issued, E::object, S::disputed, W::supervisor, Due::decide},
    {S::issued, E::rectify, S::rectified, W::communities, Due::verify},
    {S::issued, E::late, S::issued, W::unit, Due::keep},
    {S::issued, E::raise, S::escalated, W::unit_superior, Due::again_or_rectify},
    {S::issued, E::drop, S::dropped, W::nobody, Due::none},
    {S::issued, E::refer, S::referred, W::nobody, Due::none},
    {S::acknowledged, E::object, S::disputed, W::supervisor, Due::decide},
    {S::acknowledged, E::rectify, S::rectified, W::communities, Due::verify},
    {S::acknowledged, E::late, S::acknowledged, W::unit, Due::keep},
    {S::acknowledged, E::raise, S::escalated, W::unit_superior, Due::again},
    {S::acknowledged, E::publish, S::published, W::unit_superior, Due::again},
    {S::acknowledged, E::decline, S::acknowledged, W::unit, Due::again},
    {S::acknowledged, E::drop, S::dropped, W::nobody, Due::none},
    {S::acknowledged, E::refer, S::referred, W::nobody, Due::none},
    {S::disputed, E::uphold, S::issued, W::unit, Due::acknowledge},
    {S::disputed, E::drop, S::dropped, W::nobody, Due::none},
    {S::disputed, E::late, S::disputed, W::supervisor, Due::decide},
    {S::disputed, E::refer, S::referred, W::nobody, Due::none},
    {S::rectified, E::confirm, S::verified, W::supervisor, Due::watch},
    {S::rectified, E::reject, S::acknowledged, W::unit, Due::again},
    {S::rectified, E::falsified, S::acknowledged, W::unit, Due::again},
    {S::rectified, E::late, S::rectified, W::supervisor, Due::verify},
    {S::rectified, E::refer, S::referred, W::nobody, Due::none},
    {S::verified, E::watched, S::closed, W::nobody, Due::none},
    {S::verified, E::again, S::reopened, W::unit, Due::acknowledge},
    {S::verified, E::falsified, S::acknowledged, W::unit, Due::again},
    {S::verified, E::refer, S::referred, W::nobody, Due::none},
    {S::closed, E::again, S::reopened, W::unit, Due::acknowledge},
    {S::closed, E::falsified, S::reopened, W::unit, Due::acknowledge},
    {S::reopened, E::ack, S::acknowledged, W::unit, Due::rectify_from_issue},
    {S::reopened, E::object, S::disputed, W::supervisor, Due::decide},
    {S::reopened, E::rectify, S::rectified, W::communities, Due::verify},
    {S::reopened, E::late, S::reopened, W::unit, Due::keep},
    {S::reopened, E::raise, S::escalated, W::unit_superior, Due::again_or_rectify},
    {S::reopened, E::publish, S::published, W::unit_superior, Due::again},
    {S::reopened, E::decline, S::reopened, W::unit, Due::again},
    {S::reopened, E::drop, S::dropped, W::nobody, Due::none},
    {S::reopened, E::refer, S::referred, W::nobody, Due::none},
    {S::escalated, E::ack, S::escalated, W::unit_superior, Due::keep},
    {S::escalated, E::rectify, S::rectified, W::communities, Due::verify},
    {S::escalated, E::late, S::escalated, W::supervisor, Due::again},
    {S::escalated, E::publish, S::published, W::unit_superior, Due::again},
    {S::escalated, E::decline, S::escalated, W::unit_superior, Due::again},
    {S::escalated, E::drop, S::dropped, W::nobody, Due::none},
    {S::escalated, E::refer, S::referred, W::nobody, Due::none},
    {S::published, E::ack, S::published, W::unit_superior, Due::keep},
    {S::published, E::rectify, S::rectified, W::communities, Due::verify},
    {S::published, E::late, S::published, W::supervisor, Due::again},
    {S::published, E::refer, S::referred, W::nobody, Due::none},
};
// clang-format on

constexpr std::array<std::string_view, 13> states{"new",
                                                  "observed",
                                                  "issued",
                                                  "acknowledged",
                                                  "disputed",
                                                  "rectified",
                                                  "verified",
                                                  "closed",
                                                  "reopened",
                                                  "escalated",
                                                  "published",
                                                  "referred",
                                                  "dropped"};
constexpr std::array<std::string_view, 17> events{"observe",
                                                  "issue",
                                                  "ack",
                                                  "object",
                                                  "uphold",
                                                  "drop",
                                                  "rectify",
                                                  "confirm",
                                                  "reject",
                                                  "false",
                                                  "watched",
                                                  "again",
                                                  "late",
                                                  "raise",
                                                  "publish",
                                                  "decline",
                                                  "refer"};
constexpr std::array<std::string_view, 5> waits{
    "unit", "supervisor", "communities", "unit_superior", "nobody"};

template <class Enum, std::size_t N>
std::optional<Enum> enumerator_of(const std::array<std::string_view, N>& codes,
                                  std::string_view text) {
    const auto found = std::ranges::find(codes, text);
    if (found == codes.end()) return std::nullopt;
    return static_cast<Enum>(found - codes.begin());
}

}  // namespace

std::span<const Move> moves() { return table; }

std::optional<Move> move_of(State from, Event event) {
    for (const Move& move : table) {
        if (move.from == from && move.event == event) return move;
    }
    return std::nullopt;
}

bool is_open(State state) {
    return state != S::none && state != S::closed && state != S::referred && state != S::dropped;
}

std::string_view to_text(State state) { return states[static_cast<std::size_t>(state)]; }
std::string_view to_text(Event event) { return events[static_cast<std::size_t>(event)]; }
std::string_view to_text(WaitsFor waits_for) { return waits[static_cast<std::size_t>(waits_for)]; }
std::optional<State> state_from(std::string_view text) {
    return enumerator_of<State>(states, text);
}
std::optional<Event> event_from(std::string_view text) {
    return enumerator_of<Event>(events, text);
}
std::optional<WaitsFor> waits_for_from(std::string_view text) {
    return enumerator_of<WaitsFor>(waits, text);
}

}  // namespace qingdan::supervision
