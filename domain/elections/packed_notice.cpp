#include "domain/elections/packed_notice.hpp"

#include <nlohmann/json.hpp>

namespace qingdan::elections {

using nlohmann::json;

std::string pack(const Notice& notice) {
    json blocks = json::array();
    for (const auto& block : notice.blocks) {
        json packed{{"text", block.text}};
        if (block.table) {
            packed["columns"] = block.table->columns;
            packed["rows"] = block.table->rows;
        }
        blocks.push_back(std::move(packed));
    }
    // Broken UTF-8 in what somebody told is replaced rather than thrown at.
    return json{{"code", notice.code},
                {"head", notice.head},
                {"number", notice.number},
                {"title", notice.title},
                {"blocks", std::move(blocks)},
                {"signer", notice.signer},
                {"date", notice.date},
                {"contact", notice.contact}}
        .dump(-1, ' ', false, json::error_handler_t::replace);
}

Notice unpack(std::string_view packed) {
    const auto read = json::parse(packed);
    Notice notice;
    notice.code = read.at("code").get<std::string>();
    notice.head = read.at("head").get<std::string>();
    notice.number = read.at("number").get<std::string>();
    notice.title = read.at("title").get<std::string>();
    notice.signer = read.at("signer").get<std::string>();
    notice.date = read.at("date").get<std::string>();
    notice.contact = read.at("contact").get<std::string>();
    for (const auto& block : read.at("blocks")) {
        Block& made = notice.blocks.emplace_back();
        made.text = block.at("text").get<std::string>();
        if (!block.contains("columns")) continue;
        made.table = Table{block.at("columns").get<std::vector<std::string>>(),
                           block.at("rows").get<std::vector<std::vector<std::string>>>()};
    }
    return notice;
}

}  // namespace qingdan::elections
