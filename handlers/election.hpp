#pragma once
/// @file
/// What the conversations about an election share: the election of the sender's community with what
/// was told of it, and how it is spoken of.

#include "domain/elections/notice.hpp"
#include "domain/elections/process.hpp"
#include "domain/elections/talk.hpp"
#include "domain/elections/wording.hpp"
#include "handlers/context.hpp"
#include "handlers/said.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qingdan::election {

/// The rules of elections that hold here.
const elections::Rules& election_rules(const Rules& rules);

/// The running election with what was told of it.
struct Running {
    elections::Election election;
    elections::Facts facts;
    std::vector<elections::PostedNotice> posted;

    /// A figure that was told; empty where it was not.
    std::optional<int> number(std::string_view name) const;
    std::string text(std::string_view name) const;
    /// How many may vote, by the way of election: voters, households or representatives.
    std::optional<int> entitled() const;
};

std::optional<Running> running_of(std::string_view community, store::Transaction& tx);
const elections::Wording& wording_of(language::Tongue tongue);
/// In which language a push to that user is written.
const elections::Wording& wording_for(std::string_view platform,
                                      std::string_view user_id,
                                      const Rules& rules,
                                      store::Transaction& tx);
/// Plans the next morning on which something may be due.
void plan_morning(const elections::Election& election,
                  Day after,
                  const Rules& rules,
                  store::Transaction& tx);
/// The notice as far as it can be filled from the plan and from what was told.
elections::Told told_of(const Running& running,
                        std::string_view code,
                        Day today,
                        const Rules& rules,
                        store::Transaction& tx);
/// A document (made where it is sent: it takes an archive library) and a page to print.
std::vector<File> files_of(const elections::Notice& notice);
/// Names with days, for a list: `{name, from, until, one_day}`.
Arguments shown(const elections::StageState& stage, const elections::Wording& wording);

// election_notice.cpp
Outcome write_notice(const std::string& code,
                     Running& running,
                     const Message& message,
                     store::Transaction& tx);
std::optional<Outcome> answer_field(const nlohmann::json& state,
                                    Running& running,
                                    const Message& message,
                                    store::Transaction& tx);
Outcome enter_posted(const elections::Saying& saying,
                     Running& running,
                     const Message& message,
                     store::Transaction& tx);
Outcome show_register(const Running& running, const Message& message);

// election_candidates.cpp
std::optional<Outcome> take_candidates(const elections::Saying& saying,
                                       Running& running,
                                       const Message& message,
                                       store::Transaction& tx);
std::optional<Outcome> answer_check(const nlohmann::json& state,
                                    Running& running,
                                    const Message& message,
                                    store::Transaction& tx);

// election_count.cpp
std::optional<Outcome> take_count(const elections::Saying& saying,
                                  Running& running,
                                  const Message& message,
                                  store::Transaction& tx);
/// Recall and vacancies, which need no running election.
std::optional<Outcome> take_removal(const elections::Saying& saying,
                                    const Message& message,
                                    store::Transaction& tx);

}  // namespace qingdan::election

namespace qingdan::conversations {

// election.cpp
/// What a cadre says about the election of their community; `nullopt` where it is none of that.
std::optional<Outcome> take_election(const Message& message, store::Transaction& tx);
/// Words of an election from somebody who runs none.
Outcome refuse_election(const Message& message, store::Transaction& tx);
std::optional<Outcome> answer_election(std::string_view topic,
                                       const nlohmann::json& state,
                                       const Message& message,
                                       store::Transaction& tx);
/// A photograph behind a stage that was ticked off.
std::optional<Outcome> keep_election_photo(const Message& message, store::Transaction& tx);

}  // namespace qingdan::conversations
