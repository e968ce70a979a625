/// @file
/// What holds for every message, whatever somebody writes: tried on random texts of the alphabet of
/// messages.

#include "domain/language/codes.hpp"
#include "domain/language/fold/fold.hpp"
#include "domain/language/meaning.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace qingdan::language {
namespace {

const OffsetTime noon = *parse_rfc3339("2026-03-11T12:00:00+08:00");

/// Pieces that messages are made of, good and bad.
const std::vector<std::string>& pieces() {
    static const std::vector<std::string> all{"今天",
                                              "明天",
                                              "上周三",
                                              "下个月5号",
                                              "6月31日",
                                              "每天",
                                              "连续三天",
                                              "到",
                                              "上午",
                                              "走访了",
                                              "去看了",
                                              "电话联系了",
                                              "王阿婆",
                                              "李秀英",
                                              "小雨",
                                              "黎家",
                                              "我妈",
                                              "3号楼502",
                                              "十二号楼三零一",
                                              "88弄5号",
                                              "3-502",
                                              "独居",
                                              "高龄",
                                              "低保",
                                              "精神很好",
                                              "腿疼",
                                              "想申请轮椅",
                                              "灯坏了",
                                              "已报物业",
                                              "下周再去",
                                              "，",
                                              "。",
                                              "；",
                                              "、",
                                              "\n",
                                              " ",
                                              "：",
                                              "1.",
                                              "2、",
                                              "①",
                                              "#接龙",
                                              "#走访",
                                              "@轻担 ",
                                              "@所有人",
                                              "例",
                                              "午饭",
                                              "晚饭",
                                              "一份",
                                              "两份",
                                              "俩",
                                              "送到",
                                              "自取",
                                              "少盐",
                                              "清真",
                                              "不要葱",
                                              "取消",
                                              "停餐",
                                              "恢复",
                                              "改成",
                                              "不要了",
                                              "开了5个会",
                                              "填表",
                                              "街道安全办",
                                              "台账",
                                              "建议合并",
                                              "匿名",
                                              "重复",
                                              "怎么",
                                              "吗",
                                              "？",
                                              "V-1001",
                                              "m-53",
                                              "R-7",
                                              "更正",
                                              "撤回",
                                              "收到",
                                              "整改完毕",
                                              "姓名：",
                                              "地址：",
                                              "电话：10000000021",
                                              "[图片]",
                                              "「昨天」",
                                              "- - - - - -",
                                              "😀",
                                              "👌",
                                              "Mrs Chen",
                                              "Room 1203, Building 8",
                                              "visited",
                                              "tomorrow",
                                              "lunch for two",
                                              "隻",
                                              "兩份",
                                              "１２",
                                              "\xFF",
                                              "\xE7\x8E",
                                              "\xE2\x80\x8B",
                                              "é",
                                              "ﬁ",
                                              "大家",
                                              "没人应",
                                              "摔倒",
                                              "煤气味",
                                              "的",
                                              "了",
                                              "和"};
    return all;
}

rc::Gen<std::string> message() {
    return rc::gen::map(rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(pieces())),
                        [](const std::vector<std::string>& parts) {
                            std::string text;
                            for (const std::string& part : parts) text += part;
                            return text;
                        });
}

ChatKind chat_of(bool group) { return group ? ChatKind::group : ChatKind::private_chat; }

/// Strings of a record; what was put together from several places falls apart at the marks it was
/// joined with.
void collect(const nlohmann::ordered_json& value,
             const std::string& field,
             std::vector<std::string>& out) {
    if (field == "type" || field == "categories" || field == "method" || field == "diet" ||
        field == "meal" || field == "phone" || field == "fulfilment" || field == "kind" ||
        field == "period" || field == "date" || field == "dates" || field == "from" ||
        field == "until" || field == "revisit")
        return;
    if (value.is_string()) {
        const std::string text = value;
        const bool joined = field == "condition" || field == "note" || field == "topic";
        std::string part;
        for (std::size_t at = 0; at < text.size();) {
            const bool mark =
                joined && (text.compare(at, 3, "，") == 0 || text.compare(at, 3, "、") == 0);
            if (mark) {
                out.push_back(part);
                part.clear();
                at += 3;
            } else {
                part += text[at++];
            }
        }
        out.push_back(part);
    }
    if (value.is_array())
        for (const auto& one : value) collect(one, field, out);
}

RC_GTEST_PROP(Folding, IsIdempotent, ()) {
    const std::string text = *message();
    const std::string once = fold(text).written;
    RC_ASSERT(fold(once).written == once);
}

RC_GTEST_PROP(Folding, TakesAnyBytes, ()) {
    const auto text = *rc::gen::container<std::string>(rc::gen::arbitrary<char>());
    const Folded folded = fold(text);
    RC_ASSERT(folded.offset.size() == folded.shadow.size() + 1);
    RC_ASSERT(fold(folded.written).written == folded.written);
}

RC_GTEST_PROP(Understanding, ReturnsOnlyWhatStandsInTheText, (bool group)) {
    const std::string text = *message();
    const Meaning meaning = understand(text, noon, chat_of(group));
    const std::string folded = fold(text).written;
    for (const Record& record : meaning.records) {
        const auto object = to_json(record);
        for (const auto& [field, value] : object.items()) {
            std::vector<std::string> strings;
            collect(value, field, strings);
            for (const std::string& string : strings)
                RC_ASSERT(folded.find(string) != std::string::npos);
        }
    }
    if (meaning.question) RC_ASSERT(folded.find(*meaning.question) != std::string::npos);
}

RC_GTEST_PROP(Understanding, GivesValidUnicode, (bool group)) {
    const auto text = *rc::gen::container<std::string>(rc::gen::arbitrary<char>());
    const Meaning meaning = understand(text, noon, chat_of(group));
    // The writer of JSON throws for what is no UTF-8.
    for (const Record& record : meaning.records) RC_ASSERT(!to_json(record).dump().empty());
    if (meaning.question)
        RC_ASSERT(fold(*meaning.question).written.size() <= meaning.question->size());
}

RC_GTEST_PROP(Understanding, IsWrittenAsTheJsonLibraryWritesIt, (bool group)) {
    const Meaning meaning = understand(*message(), noon, chat_of(group));
    for (const Record& record : meaning.records) {
        std::string text;
        append_json(text, record);
        RC_ASSERT(text == to_json(record).dump());
    }
}

RC_GTEST_PROP(JsonStrings, AreWrittenAsTheJsonLibraryWritesThem, ()) {
    const auto any = *rc::gen::container<std::string>(rc::gen::arbitrary<char>());
    const std::string string =
        fold(any).written + *rc::gen::container<std::string>(rc::gen::inRange<char>(0, 127));
    std::string text;
    append_json(text, string);
    RC_ASSERT(text == nlohmann::ordered_json(string).dump());
}

RC_GTEST_PROP(Understanding, KeepsTheOrderOfTheText, ()) {
    // Names that differ, each an entry of its own: the pool is turned and cut, so that no choice
    // has to be repeated.
    std::vector<std::string> order{"王阿婆", "李老伯", "陈奶奶", "周师傅", "吴阿姨"};
    std::rotate(order.begin(), order.begin() + *rc::gen::inRange(0, 5), order.end());
    if (*rc::gen::arbitrary<bool>()) std::reverse(order.begin(), order.end());
    order.resize(static_cast<std::size_t>(*rc::gen::inRange(1, 6)));
    std::string text = "今天走访了：\n";
    for (std::size_t i = 0; i < order.size(); ++i)
        text += std::to_string(i + 1) + "、" + std::to_string(i + 2) + "号楼101 " + order[i] +
                " 良好\n";
    const Meaning meaning = understand(text, noon, ChatKind::group);
    RC_ASSERT(meaning.records.size() == order.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        RC_ASSERT(std::get<Visit>(meaning.records[i]).person == order[i]);
}

/// Lines of chatter that may be appended to anything.
const std::vector<std::string>& chatter() {
    static const std::vector<std::string> lines{
        "收到", "谢谢大家", "[图片]", "哈哈", "辛苦了", "好的", "👍", "今天天气真好"};
    return lines;
}

RC_GTEST_PROP(Chatter, NeverMakesARecord, ()) {
    const auto lines = *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(chatter()));
    std::string text;
    for (const std::string& line : lines) text += line + "\n";
    RC_ASSERT(understand(text, noon, ChatKind::group).records.empty());
}

RC_GTEST_PROP(Chatter, AppendedAddsNoRecord, ()) {
    const std::string first =
        *rc::gen::elementOf(std::vector<std::string>{"今天走访了3号楼502王阿婆，独居，精神很好",
                                                     "明天午饭一份，送到3号楼502",
                                                     "这周开了5个会，太多了，建议合并",
                                                     "收到"});
    const std::string line = *rc::gen::elementOf(chatter());
    const auto before = understand(first, noon, ChatKind::group);
    const auto after = understand(first + "\n" + line, noon, ChatKind::group);
    RC_ASSERT(after.records.size() <= before.records.size());
}

}  // namespace
}  // namespace qingdan::language
