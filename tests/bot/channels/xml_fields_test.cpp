#include "bot/channels/xml_fields.hpp"

#include <gtest/gtest.h>

namespace qingdan::channels {
namespace {

std::string field(std::string_view document, std::string_view path) {
    const auto fields = XmlFields::read(document);
    return fields ? std::string(fields->text(path)) : "refused: " + fields.error().reason;
}

std::string refusal(std::string_view document) {
    const auto fields = XmlFields::read(document);
    return fields ? "read" : fields.error().reason;
}

TEST(XmlFields, JoinAllTextOfAnElement) {
    EXPECT_EQ(field("<xml><a>1</a></xml>", "a"), "1");
    EXPECT_EQ(field("<xml><a><![CDATA[前]]]]><![CDATA[>后]]></a></xml>", "a"), "前]]>后");
    EXPECT_EQ(field("<xml><a>x &amp; <![CDATA[<y>]]> z</a></xml>", "a"), "x & <y> z");
    EXPECT_EQ(field("<xml><a>1<!-- - -->2</a></xml>", "a"), "12");
    EXPECT_EQ(field("<xml><a>&#x4f60;&#22909;</a></xml>", "a"), "你好");
    EXPECT_EQ(field("<xml><a/></xml>", "a"), "");
}

TEST(XmlFields, AreFoundByTheirPath) {
    EXPECT_EQ(field("<xml><ScanCodeInfo><ScanResult>1</ScanResult></ScanCodeInfo></xml>",
                    "ScanCodeInfo/ScanResult"),
              "1");
    const auto fields = XmlFields::read("<xml><a>1</a><a>2</a></xml>");
    EXPECT_EQ(fields->find("a"), "1");
    EXPECT_EQ(fields->find("b"), std::nullopt);
}

TEST(XmlFields, KnowNoDocumentType) {
    EXPECT_EQ(refusal("<!DOCTYPE xml><xml/>"), "dtd");
    EXPECT_EQ(refusal("<?xml version=\"1.0\"?><!DOCTYPE xml [<!ENTITY a \"b\">]><xml>&a;</xml>"),
              "dtd");
    EXPECT_EQ(refusal("<!DOCTYPE xml SYSTEM \"file:///etc/passwd\"><xml/>"), "dtd");
    EXPECT_EQ(refusal("<xml/><!DOCTYPE xml>"), "dtd");
    EXPECT_EQ(refusal("<!DOCTYPE xml [<!ENTITY"), "dtd");
    EXPECT_EQ(field("<xml><a><![CDATA[<!DOCTYPE html>]]></a></xml>", "a"), "<!DOCTYPE html>");
    EXPECT_EQ(field("<xml><a>&nbsp;&unknown;</a></xml>", "a"), "&nbsp;&unknown;");
}

TEST(XmlFields, RefuseWhatIsNoDocument) {
    EXPECT_EQ(refusal(""), "xml");
    EXPECT_EQ(refusal("hello"), "xml");
    EXPECT_EQ(refusal("<xml><a>1</xml>"), "xml");
    EXPECT_EQ(refusal("<xml><a>1</a>"), "xml");
    EXPECT_EQ(refusal("<xml/><xml/>"), "xml");
    EXPECT_EQ(refusal("<xml/>text"), "xml");
    EXPECT_EQ(refusal("text<xml/>"), "xml");
    EXPECT_EQ(refusal(std::string_view("<xml>\0</xml>", 12)), "xml");
    EXPECT_EQ(refusal("<xml><a>\xFF</a></xml>"), "utf8");
    EXPECT_EQ(refusal("<xml><a>&#xD800;</a></xml>"), "utf8");
    EXPECT_EQ(refusal("\n<xml>\n<a>1</a>\n</xml>\n"), "read");
}

TEST(XmlFields, RefuseWhatIsTooLargeForAMessage) {
    std::string deep, wide = "<xml>";
    for (int i = 0; i < 100000; ++i) deep += "<a>";
    for (int i = 0; i < 100000; ++i) deep += "</a>";
    for (int i = 0; i < 1000; ++i) wide += "<a/>";
    EXPECT_EQ(refusal(deep), "xml");
    EXPECT_EQ(refusal(wide + "</xml>"), "xml");
}

TEST(Cdata, SurvivesItsOwnEnd) {
    for (const std::string text : {"]]>", "a]]>b]]>", "]]", ">", "]]]>", "<&>", ""}) {
        EXPECT_EQ(field("<xml><a>" + cdata(text) + "</a></xml>", "a"), text);
    }
}

}  // namespace
}  // namespace qingdan::channels
