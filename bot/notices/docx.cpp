#include "bot/notices/docx.hpp"

#include <fmt/format.h>
#include <zip.h>

#include <stdexcept>
#include <string_view>
#include <vector>

namespace qingdan::notices {
namespace {

constexpr std::string_view word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// Sizes in half points, as the format counts them.
enum Size : int { body_size = 32, table_size = 28, title_size = 44, subtitle_size = 36 };

std::string escaped(std::string_view text) {
    std::string xml;
    for (const char c : text) {
        if (c == '&')
            xml += "&amp;";
        else if (c == '<')
            xml += "&lt;";
        else if (c == '>')
            xml += "&gt;";
        else if (static_cast<unsigned char>(c) >= 0x20)  // XML has no other control characters
            xml += c;
    }
    return xml;
}

std::string run(std::string_view text, int size, bool bold) {
    return fmt::format(
        R"(<w:r><w:rPr>{}<w:sz w:val="{}"/></w:rPr><w:t xml:space="preserve">{}</w:t></w:r>)",
        bold ? "<w:b/>" : "",
        size,
        escaped(text));
}

std::string paragraph(std::string_view text,
                      std::string_view properties,
                      int size,
                      bool bold = false) {
    return fmt::format("<w:p><w:pPr>{}</w:pPr>{}</w:p>", properties, run(text, size, bold));
}

constexpr std::string_view centred = R"(<w:spacing w:after="120"/><w:jc w:val="center"/>)";
constexpr std::string_view indented =
    R"(<w:spacing w:line="480" w:lineRule="auto"/><w:ind w:firstLineChars="200" w:firstLine="640"/>)";
constexpr std::string_view to_the_right = R"(<w:keepLines/><w:jc w:val="right"/>)";

std::string table(const elections::Table& table) {
    std::string xml = R"(<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>)"
                      R"(<w:top w:val="single" w:sz="4"/><w:left w:val="single" w:sz="4"/>)"
                      R"(<w:bottom w:val="single" w:sz="4"/><w:right w:val="single" w:sz="4"/>)"
                      R"(<w:insideH w:val="single" w:sz="4"/><w:insideV w:val="single" w:sz="4"/>)"
                      R"(</w:tblBorders></w:tblPr><w:tblGrid>)";
    for (std::size_t i = 0; i < table.columns.size(); ++i) xml += "<w:gridCol/>";
    xml += "</w:tblGrid>";
    const auto row = [&](const std::vector<std::string>& cells, bool head) {
        xml += head ? "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
                    : "<w:tr><w:trPr><w:cantSplit/></w:trPr>";
        for (const auto& cell : cells)
            xml += fmt::format(R"(<w:tc><w:tcPr/>{}</w:tc>)",
                               paragraph(cell, R"(<w:jc w:val="center"/>)", table_size, head));
        xml += "</w:tr>";
    };
    row(table.columns, true);
    for (const auto& cells : table.rows) row(cells, false);
    return xml + "</w:tbl>";
}

std::string document(const elections::Notice& notice) {
    std::string body = paragraph(notice.head, centred, title_size, true) +
                       paragraph(notice.number, centred, body_size) +
                       paragraph(notice.title, centred, subtitle_size, true);
    for (const auto& block : notice.blocks)
        body += block.table ? table(*block.table) : paragraph(block.text, indented, body_size);
    body += paragraph(notice.contact, indented, body_size);
    // Room for the seal, which lies over name and date.
    body += paragraph("", R"(<w:spacing w:before="1200"/>)", body_size);
    body += paragraph(notice.signer, to_the_right, body_size);
    body += paragraph(notice.date, to_the_right, body_size);
    return fmt::format(
        R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>)"
        R"(<w:document xmlns:w="{}"><w:body>{}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>)"
        R"(<w:pgMar w:top="1440" w:right="1247" w:bottom="1440" w:left="1247" w:header="720" w:footer="720" w:gutter="0"/>)"
        R"(</w:sectPr></w:body></w:document>)",
        word,
        body);
}

constexpr std::string_view content_types =
    R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>)"
    R"(<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">)"
    R"(<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>)"
    R"(<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>)"
    R"(</Types>)";
constexpr std::string_view relations =
    R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>)"
    R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">)"
    R"(<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>)"
    R"(</Relationships>)";

struct Part {
    std::string name, bytes;
};

/// Packs the parts; libzip writes into a source that outlives its archive.
std::string packed(const std::vector<Part>& parts) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* memory = zip_source_buffer_create(nullptr, 0, 0, &error);
    zip_t* archive = memory ? zip_open_from_source(memory, ZIP_TRUNCATE, &error) : nullptr;
    if (!archive) throw std::runtime_error("docx: no archive");
    zip_source_keep(memory);
    bool good = true;
    for (const auto& part : parts) {
        zip_source_t* bytes = zip_source_buffer(archive, part.bytes.data(), part.bytes.size(), 0);
        const auto at = zip_file_add(archive, part.name.c_str(), bytes, ZIP_FL_ENC_UTF_8);
        if (at < 0) {
            zip_source_free(bytes);
            good = false;
            continue;
        }
        // The same notice gives the same bytes, whenever it is made.
        zip_file_set_dostime(archive, static_cast<zip_uint64_t>(at), 0, 0x21, 0);
    }
    if (zip_close(archive) != 0) {
        zip_discard(archive);
        good = false;
    }
    std::string all;
    zip_stat_t size;
    if (good && zip_source_stat(memory, &size) == 0 && zip_source_open(memory) == 0) {
        all.resize(size.size);
        zip_source_read(memory, all.data(), size.size);
        zip_source_close(memory);
    }
    zip_source_free(memory);
    if (all.empty()) throw std::runtime_error("docx: the archive could not be written");
    return all;
}

}  // namespace

std::string to_docx(const elections::Notice& notice) {
    return packed({{"[Content_Types].xml", std::string{content_types}},
                   {"_rels/.rels", std::string{relations}},
                   {"word/document.xml", document(notice)}});
}

}  // namespace qingdan::notices
