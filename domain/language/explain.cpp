#include "domain/language/dangers/dangers.hpp"
#include "domain/language/grammar/grammar.hpp"
#include "domain/language/intents/intents.hpp"
#include "domain/language/understand.hpp"

namespace qingdan::language {
namespace {

class Explanation {
public:
    explicit Explanation(const Scene& scene) : scene_{scene}, reading_{scene.reading} {}

    std::string text() {
        line("fold", reading_.folded().written);
        words();
        layout();
        found();
        clauses_and_kinds();
        intents();
        return std::move(out_);
    }

private:
    void line(std::string_view stage, std::string_view what) {
        out_ += "  ";
        out_ += stage;
        out_.append(stage.size() < 10 ? 10 - stage.size() : 1, ' ');
        for (const char c : what) out_ += c == '\n' ? std::string{"\\n"} : std::string{c};
        out_ += '\n';
    }

    void words() {
        std::string all;
        for (int at = 0; at < reading_.size(); ++at) {
            const Hit* hit = reading_.chosen_at(at);
            if (hit == nullptr) continue;
            if (!all.empty()) all += "  ";
            all += reading_.written({hit->begin, hit->end}) + "[";
            for (std::size_t i = 0; i < hit->kind->senses.size(); ++i) {
                const Sense& sense = hit->kind->senses[i];
                if (i > 0) all += ' ';
                all += to_text(sense.tag);
                if (!sense.code.empty()) all += ":" + sense.code;
            }
            all += "]";
            at = hit->end - 1;
        }
        line("words", all);
    }

    void layout() {
        const Layout& layout = scene_.layout;
        line("body", reading_.written(layout.body));
        if (layout.addressed) line("layout", "the bot is named");
        if (layout.names_others) line("layout", "somebody else is called");
        if (layout.relay) line("layout", "relay list");
        if (layout.forwarded) line("layout", "forwarded");
        for (const Label& label : layout.labels)
            line("label", label.field + " = " + reading_.written(label.value));
        for (const Entry& entry : layout.entries) line("entry", reading_.written(entry.span));
    }

    static std::string days(const DatePhrase& phrase) {
        std::string all;
        for (const Day day : phrase.days) all += " " + qingdan::to_text(day);
        for (const int weekday : phrase.weekdays) all += " weekday " + std::to_string(weekday);
        if (phrase.from) all += " from " + qingdan::to_text(*phrase.from);
        if (phrase.until) all += " until " + qingdan::to_text(*phrase.until);
        if (phrase.duration > 0) all += " for " + std::to_string(phrase.duration) + " days";
        if (phrase.impossible) all += " impossible";
        if (phrase.meal) all += " " + std::string{language::to_text(*phrase.meal)};
        return all;
    }

    void found() {
        static constexpr std::string_view kinds[] = {
            "titled", "full", "nick", "family", "kin", "form of address"};
        for (const Reference& one : scene_.references) line("number", one.number);
        for (const Phone& one : scene_.phones) line("phone", one.digits);
        for (const Span& one : scene_.addresses) line("address", reading_.written(one));
        for (std::size_t i = 0; i < scene_.ahead.size(); ++i)
            line("date",
                 reading_.written(scene_.ahead[i].span) + " ahead:" + days(scene_.ahead[i]) +
                     (i < scene_.back.size() ? " back:" + days(scene_.back[i]) : ""));
        for (const Person& one : scene_.persons)
            line("person",
                 reading_.written(one.span) + " (" +
                     std::string{kinds[static_cast<int>(one.kind)]} + ")");
    }

    void clauses_and_kinds() {
        static constexpr std::string_view kinds[] = {
            "nothing", "condition", "need", "action", "revisit"};
        for (const Span& clause : thoughts(scene_, scene_.layout.body)) {
            std::string parts;
            for (const Span& part : remainder(scene_, clause))
                parts += " |" + reading_.written(part) + "|";
            line("clause",
                 reading_.written(clause) + " (" +
                     std::string{kinds[static_cast<int>(clause_kind(scene_, clause))]} + ") says" +
                     parts);
        }
        for (const Danger& danger : dangers_in(reading_))
            line("danger", danger.code + " " + danger.level + " " + danger.words);
    }

    void intents() {
        const Decision decision = decide(scene_);
        for (const Evidence& piece : decision.evidence)
            line("evidence",
                 std::string{language::to_text(piece.intent)} + " " +
                     (piece.points > 0 ? "+" : "") + std::to_string(piece.points) + " " +
                     std::string{piece.reason});
        line("intent", language::to_text(decision.intent));
    }

    const Scene& scene_;
    const Reading& reading_;
    std::string out_;
};

}  // namespace

std::string explain(std::string_view text,
                    OffsetTime written,
                    ChatKind chat,
                    std::string_view bot_name) {
    std::string name{bot_name};
    if (name.empty()) name = default_bot_name();
    const Scene scene = set_scene(text, written.day(), chat, name);
    return Explanation{scene}.text();
}

}  // namespace qingdan::language
