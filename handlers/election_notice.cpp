#include "domain/elections/candidates.hpp"
#include "domain/elections/notice.hpp"
#include "domain/elections/packed_notice.hpp"
#include "domain/language/days_named.hpp"
#include "domain/people/user.hpp"
#include "domain/store/store.hpp"
#include "handlers/choice.hpp"
#include "handlers/conversation.hpp"
#include "handlers/election.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>

namespace qingdan::election {
namespace {

using elections::Field;
using elections::Told;
using elections::Wording;
using nlohmann::json;

Outcome only(Said said) {
    Outcome outcome;
    outcome.say(std::move(said));
    return outcome;
}

/// Fields that one election says once for all its notices; every other belongs to its notice alone.
bool is_shared(std::string_view name) {
    static constexpr std::string_view shared[] = {"term_no",
                                                  "signer",
                                                  "contact_name",
                                                  "contact_phone",
                                                  "posted_places",
                                                  "seats_chair",
                                                  "seats_vice",
                                                  "seats_member",
                                                  "office_place",
                                                  "office_hours",
                                                  "main_place",
                                                  "opens",
                                                  "closes",
                                                  "voters",
                                                  "cast",
                                                  "street",
                                                  "community",
                                                  "mobile_box",
                                                  "total_after",
                                                  "ballots_issued",
                                                  "ballots_void",
                                                  "ballots_valid",
                                                  "ballots_returned",
                                                  "objections_received",
                                                  "objections_granted"};
    return std::ranges::find(shared, name) != std::end(shared);
}

std::string fact_name(std::string_view code, std::string_view field) {
    return is_shared(field) ? std::string{field} : std::string{code} + "." + std::string{field};
}

std::string row_of(std::initializer_list<std::string> cells) {
    std::string row;
    for (const auto& cell : cells) row += (row.empty() ? "" : ",") + cell;
    return row;
}

void add_row(std::string& rows, const std::string& row) { rows += (rows.empty() ? "" : ";") + row; }

void set_if_absent(Told& told, const std::string& name, std::string value) {
    if (!value.empty() && !told.contains(name)) told.emplace(name, std::move(value));
}

/// Seats by post, as rows: `chair,1;member,5`; with how many candidates behind where wanted.
std::string seat_rows(const Running& running, const Rules& rules, bool with_candidates) {
    std::string rows;
    const std::pair<std::string, int> over[] = {
        {"chair", election_rules(rules).parameter("over_chair")},
        {"vice", election_rules(rules).parameter("over_vice")},
        {"member", election_rules(rules).parameter("over_member_min")}};
    for (const auto& [post, more] : over) {
        const auto seats = running.number("seats_" + post);
        if (!seats || *seats == 0) continue;
        add_row(rows,
                with_candidates
                    ? row_of({post, std::to_string(*seats), std::to_string(*seats + more)})
                    : row_of({post, std::to_string(*seats)}));
    }
    return rows;
}

/// What candidates and votes give to T07, T12 and T13.
void tell_candidates(Told& told,
                     std::string_view code,
                     const Running& running,
                     const Rules& rules,
                     store::Transaction& tx) {
    const auto id = running.election.id;
    if (code == "T07") {
        std::string withdrawn;
        for (const auto& each : elections::candidates_of(tx, id))
            if (each.status == elections::CandidateStatus::withdrawn)
                add_row(withdrawn, row_of({each.post, each.name, "-"}));
        set_if_absent(told, "withdrawn", withdrawn);
    }
    if (code != "T12" && code != "T13") return;
    std::string result, empty, posts, standing;
    for (const auto& post :
         elections::results_of(election_rules(rules), running.election, running.facts, 1, tx)) {
        for (const auto& each : post.candidates) {
            const bool in =
                std::ranges::find(post.outcome.elected, each.name) != post.outcome.elected.end();
            add_row(result,
                    row_of({post.post,
                            each.name,
                            std::to_string(each.votes),
                            std::to_string(each.against),
                            in ? "true" : "false"}));
        }
        const int open = post.outcome.empty_seats + post.tied_seats;
        if (open == 0) continue;
        add_row(empty, row_of({post.post, std::to_string(open)}));
        add_row(posts, row_of({post.post, std::to_string(open)}));
        for (const auto& each : post.again)
            add_row(standing, row_of({post.post, each.name, std::to_string(each.votes)}));
    }
    if (code == "T12") {
        set_if_absent(told, "result", result);
        set_if_absent(told, "empty_seats", empty);
    } else {
        set_if_absent(told, "posts", posts);
        set_if_absent(told, "candidates", standing);
        set_if_absent(told, "reason", running.text("extra_needed"));
        set_if_absent(told, "new_day", running.text("again_day"));
        set_if_absent(told, "first_day", to_text(running.election.day));
    }
}

void tell_maker(Told& told, const Running& running, store::Transaction& tx) {
    if (const auto maker =
            people::find_user(tx, running.election.platform, running.election.made_by)) {
        set_if_absent(told, "contact_name", maker->name);
        set_if_absent(told, "contact_phone", maker->phone.value_or(""));
    }
}

/// The first field that nothing is known of; optional ones are not asked for.
const Field* next_field(std::string_view code, const elections::Gaps& gaps, const Rules& rules) {
    if (gaps.missing.empty()) return nullptr;
    const auto& name = gaps.missing.front();
    const auto named = [&](const Field& field) { return field.name == name; };
    const auto& kind = *election_rules(rules).notice(code);
    if (const auto own = std::ranges::find_if(kind.fields, named); own != kind.fields.end())
        return &*own;
    const auto common = std::ranges::find_if(election_rules(rules).common, named);
    return common == election_rules(rules).common.end() ? nullptr : &*common;
}

std::string field_name(std::string_view code, std::string_view field, const Wording& wording) {
    const std::string own = "field." + std::string{code} + "." + std::string{field};
    if (wording.knows(own)) return wording.say(own);
    const std::string key = "field." + std::string{field};
    return wording.knows(key) ? wording.say(key) : std::string{field};
}

Said question_for(const Field& field,
                  std::string_view code,
                  std::size_t left,
                  const Wording& wording) {
    std::vector<Option> options;
    if (field.type == "enum" || field.type == "bool") {
        const auto values =
            field.type == "bool" ? std::vector<std::string>{"true", "false"} : field.parts;
        int number = 0;
        for (const auto& value : values)
            options.push_back({"election.value",
                               {{"value", wording.say("value." + value)}},
                               std::to_string(++number)});
    }
    std::vector<Value> columns;
    if (field.type == "table")
        for (const auto& part : field.parts) columns.emplace_back(wording.say("column." + part));
    return Said{
        "election.ask_field",
        {{"code", std::string{code}},
         {"title", wording.say("notice." + std::string{code} + ".title")},
         {"name", field_name(code, field.name, wording)},
         {"left", static_cast<int>(left) > 1 ? Value{static_cast<int>(left)} : Value{false}},
         {"list", field.type == "list"},
         {"date", field.type == "date"},
         {"time", field.type == "time"},
         {"int", field.type == "int"},
         {"columns", columns},
         {"table", field.type == "table"}},
        std::move(options)};
}

std::optional<std::string> number_in(std::string_view text) {
    std::string digits;
    for (const char c : text) {
        if (c >= '0' && c <= '9')
            digits += c;
        else if (!digits.empty())
            break;
    }
    if (digits.empty()) return std::nullopt;
    return digits;
}

/// `8:30`, `8点`, `15点30` as `08:30`.
std::optional<std::string> time_in(std::string_view text) {
    const auto hour = number_in(text);
    if (!hour || hour->size() > 2) return std::nullopt;
    const auto rest = text.substr(text.find(*hour) + hour->size());
    const int hours = std::stoi(*hour);
    const int minutes = std::stoi(number_in(rest).value_or("0"));
    if (hours > 23 || minutes > 59) return std::nullopt;
    const auto two_digits = [](int number) {
        return (number < 10 ? "0" : "") + std::to_string(number);
    };
    return two_digits(hours) + ":" + two_digits(minutes);
}

/// The day that a text names, nearest to the election's: a notice tells of days before and after
/// today.
std::optional<std::string> date_in(const Message& message) {
    const auto at = message.rules.zone.at(message.inbound.sent_at);
    const auto ahead = language::days_named(message.inbound.text, at);
    const auto back = language::days_named(message.inbound.text, at, true);
    if (ahead.empty() && back.empty()) return std::nullopt;
    if (back.empty()) return to_text(ahead.front());
    if (ahead.empty()) return to_text(back.front());
    const int on = days_between(message.today(), ahead.front());
    const int ago = days_between(back.front(), message.today());
    return to_text(on <= ago ? ahead.front() : back.front());
}

/// What was answered, in the form of its field.
std::optional<std::string> value_in(const Field& field, const Message& message) {
    const std::string& text = message.inbound.text;
    if (field.type == "int") return number_in(message.meaning.folded);
    if (field.type == "date") return date_in(message);
    if (field.type == "time") return time_in(message.meaning.folded);
    if (field.type == "bool") {
        const auto yes = yes_or_no_of(message);
        if (!yes) return std::nullopt;
        return *yes ? "true" : "false";
    }
    if (field.type == "enum") {
        if (const auto chosen = chosen_number(message, field.parts.size()))
            return field.parts[*chosen];
        for (const auto& part : field.parts)
            if (message.meaning.folded.find(Wording::built_in().say("value." + part)) !=
                std::string::npos)
                return part;
        return std::nullopt;
    }
    if (text.empty()) return std::nullopt;
    return text;
}

/// Makes the notice and sends it, or asks for the first thing that is missing.
Outcome make_or_ask(const std::string& code,
                    const Running& running,
                    const Message& message,
                    store::Transaction& tx) {
    const auto& rules = message.rules;
    const auto& wording = wording_of(message.meaning.tongue);
    auto notice = elections::fill(code,
                                  told_of(running, code, message.today(), rules, tx),
                                  election_rules(rules),
                                  Wording::built_in());
    if (!notice) {
        if (const Field* field = next_field(code, notice.error(), rules)) {
            conversation::ask(
                message, tx, "election.field", {{"code", code}, {"field", field->name}});
            return only(question_for(*field, code, notice.error().missing.size(), wording));
        }
        conversation::close(message, tx);
        std::vector<Value> wrong;
        for (const auto& each : notice.error().wrong) wrong.emplace_back(Arguments{{"line", each}});
        return only(Said{"election.notice_wrong", {{"wrong", wrong}}});
    }
    conversation::close(message, tx);
    const auto day = elections::posting_day(running.election, code, election_rules(rules));
    Said said{
        "election.notice",
        {{"text", elections::to_text(*notice)},
         {"code", code},
         {"day", day && days_between(message.today(), *day) >= 0 ? Value{*day} : Value{false}}}};
    said.files = files_of(*notice);
    return only(std::move(said));
}

}  // namespace

Told told_of(const Running& running,
             std::string_view code,
             Day today,
             const Rules& rules,
             store::Transaction& tx) {
    const auto& election = running.election;
    Told told;
    const std::string own = std::string{code} + ".";
    for (const auto& [name, value] : running.facts) {
        if (name.starts_with(own))
            told[name.substr(own.size())] = value;
        else if (is_shared(name))
            told.emplace(name, value);
    }
    set_if_absent(told, "community", election.community);
    set_if_absent(told, "street", election.town);
    const bool further = code == "T13" || !running.text("again_day").empty();
    told["kind"] = further && election.kind == elections::Kind::term && code == "T13"
                       ? "extra"
                       : std::string{elections::to_text(election.kind)};
    told["election_day"] = to_text(election.day);
    told["way"] = election.way;
    int number = 1;
    const auto day = elections::posting_day(election, code, election_rules(rules));
    Day issued = day && days_between(today, *day) > 0 ? *day : today;
    for (const auto& posted : running.posted) {
        if (posted.code == code) {
            number = posted.number;
            issued = posted.posted_on;
            break;
        }
        number = posted.number + 1;
    }
    told["number"] = std::to_string(number);
    told["issue_date"] = to_text(issued);
    tell_maker(told, running, tx);
    if (running.number("seats_chair")) {
        set_if_absent(
            told, code == "T06" ? "posts" : "seats", seat_rows(running, rules, code == "T06"));
        if (code == "T02")
            set_if_absent(told,
                          "candidates_over",
                          std::to_string(election_rules(rules).parameter("over_chair")));
    }
    if (code == "T04") set_if_absent(told, "total", running.text("voters"));
    if (code == "T04") set_if_absent(told, "objection_place", running.text("office_place"));
    if (code == "T05") set_if_absent(told, "total_after", running.text("voters"));
    if (code == "T12" && running.entitled()) told["voters"] = std::to_string(*running.entitled());
    tell_candidates(told, code, running, rules, tx);
    return told;
}

std::vector<File> files_of(const elections::Notice& notice) {
    const std::string name = notice.code + "-" + notice.title;
    return {{name + ".docx", std::string{elections::packed_notice}, elections::pack(notice)},
            {name + ".html", "text/html; charset=utf-8", elections::to_html(notice)}};
}

Outcome write_notice(const std::string& code,
                     Running& running,
                     const Message& message,
                     store::Transaction& tx) {
    if (!election_rules(message.rules).notice(code))
        return only(Said{"election.no_such_notice", {{"code", code}}});
    return make_or_ask(code, running, message, tx);
}

std::optional<Outcome> answer_field(const json& state,
                                    Running& running,
                                    const Message& message,
                                    store::Transaction& tx) {
    const auto code = state.at("code").get<std::string>();
    const auto name = state.at("field").get<std::string>();
    if (message.meaning.intent == language::Intent::service_cancel_last) {
        conversation::close(message, tx);
        return only(Said{"election.later", {{"code", code}}});
    }
    const Field* field = next_field(code, elections::Gaps{{name}, {}}, message.rules);
    if (!field) return std::nullopt;
    const auto value = value_in(*field, message);
    auto told = told_of(running, code, message.today(), message.rules, tx);
    if (value) told[name] = *value;
    const auto tried = elections::fill(
        code, told, election_rules(message.rules), wording_of(message.meaning.tongue));
    const auto misfit = [&]() -> std::string {
        if (tried) return {};
        for (const auto& wrong : tried.error().wrong)
            if (wrong.starts_with(name + ":")) return wrong.substr(name.size() + 2);
        return {};
    }();
    if (!value || !misfit.empty()) {
        Said again = question_for(*field, code, 1, wording_of(message.meaning.tongue));
        again.arguments.push_back({"misfit", misfit});
        again.arguments.push_back({"again", true});
        return only(std::move(again));
    }
    const auto key = fact_name(code, name);
    elections::set_fact(tx, running.election.id, key, *value);
    running.facts[key] = *value;
    return make_or_ask(code, running, message, tx);
}

Outcome enter_posted(const elections::Saying& saying,
                     Running& running,
                     const Message& message,
                     store::Transaction& tx) {
    const auto& wording = wording_of(message.meaning.tongue);
    const auto id = running.election.id;
    std::string places = saying.part("places");
    if (const auto number = saying.number("number")) {
        for (const auto& posted : running.posted) {
            if (posted.number != *number) continue;
            if (!places.empty()) elections::set_places(tx, id, *number, places);
            return only(Said{"election.posted",
                             {{"number", *number},
                              {"title", wording.say("notice." + posted.code + ".title")},
                              {"day", posted.posted_on},
                              {"places", places.empty() ? posted.places : places}}});
        }
        // The next number is the notice that is due next.
        const auto due = elections::due_on(
            running.election, message.today(), running.posted, true, election_rules(message.rules));
        const int next = running.posted.empty() ? 1 : running.posted.back().number + 1;
        if (*number != next || due.notices.empty())
            return only(Said{"election.no_such_number", {{"number", *number}, {"next", next}}});
        elections::Saying by_code = saying;
        by_code.parts.erase("number");
        by_code.parts["code"] = due.notices.front().code;
        return enter_posted(by_code, running, message, tx);
    }
    const std::string code = saying.part("code");
    if (!election_rules(message.rules).notice(code))
        return only(Said{"election.no_such_notice", {{"code", code}}});
    if (places.empty()) places = running.text("posted_places");
    Day posted_on = message.today();
    const auto named = language::days_named(
        message.inbound.text, message.rules.zone.at(message.inbound.sent_at), true);
    if (!named.empty()) posted_on = named.front();
    const int number =
        elections::post_notice(tx, id, code, posted_on, places, message.inbound.sender.id);
    // Where posting is the whole of a stage, the stage is done with it.
    for (const auto& stage : election_rules(message.rules).stages) {
        if (!elections::is_posting(stage.code, election_rules(message.rules))) continue;
        if (stage.notices.front() != code) continue;
        auto* state = running.election.stage(stage.code);
        if (!state || state->done_on) continue;
        elections::tick(running.election,
                        stage.code,
                        posted_on,
                        message.inbound.sender.id,
                        election_rules(message.rules));
        elections::save(tx, running.election);
    }
    for (const auto& stage : election_rules(message.rules).stages)
        if (std::ranges::find(stage.notices, code) != stage.notices.end())
            conversation::ask(message, tx, "election.ticked", {{"stage", stage.code}});
    return only(Said{"election.posted",
                     {{"number", number},
                      {"title", wording.say("notice." + code + ".title")},
                      {"day", posted_on},
                      {"places", places},
                      {"no_places", places.empty()}}});
}

Outcome show_register(const Running& running, const Message& message) {
    const auto& wording = wording_of(message.meaning.tongue);
    std::vector<Value> lines;
    for (const auto& posted : running.posted)
        lines.emplace_back(Arguments{{"number", posted.number},
                                     {"code", posted.code},
                                     {"title", wording.say("notice." + posted.code + ".title")},
                                     {"day", posted.posted_on},
                                     {"places", posted.places}});
    return only(Said{"election.register", {{"lines", lines}, {"none", lines.empty()}}});
}

}  // namespace qingdan::election
