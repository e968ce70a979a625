#include "domain/guidance/plain.hpp"

#include <cmark.h>

#include <memory>

namespace qingdan::guidance {
namespace {

struct Free {
    void operator()(cmark_node* node) const { cmark_node_free(node); }
    void operator()(cmark_iter* iter) const { cmark_iter_free(iter); }
};

/// A byte above 0x7f before the break: Chinese is written without spaces.
void soften(std::string& text) {
    if (text.empty() || static_cast<unsigned char>(text.back()) >= 0x80) return;
    text += ' ';
}

/// What stands before an item of the list that it is in.
std::string mark(cmark_node* item) {
    cmark_node* list = cmark_node_parent(item);
    if (cmark_node_get_list_type(list) != CMARK_ORDERED_LIST) return "· ";
    int number = cmark_node_get_list_start(list);
    for (cmark_node* before = cmark_node_previous(item); before;
         before = cmark_node_previous(before))
        ++number;
    return std::to_string(number) + ". ";
}

}  // namespace

std::vector<std::string> plain_blocks(std::string_view markdown) {
    const std::unique_ptr<cmark_node, Free> document{
        cmark_parse_document(markdown.data(), markdown.size(), CMARK_OPT_DEFAULT)};
    const std::unique_ptr<cmark_iter, Free> iter{cmark_iter_new(document.get())};
    std::vector<std::string> blocks;
    std::string block;
    const auto end_block = [&] {
        if (!block.empty()) blocks.push_back(std::move(block));
        block.clear();
    };
    for (auto event = cmark_iter_next(iter.get()); event != CMARK_EVENT_DONE;
         event = cmark_iter_next(iter.get())) {
        cmark_node* node = cmark_iter_get_node(iter.get());
        const bool enter = event == CMARK_EVENT_ENTER;
        switch (cmark_node_get_type(node)) {
            case CMARK_NODE_ITEM:
                end_block();
                if (enter) block = mark(node);
                break;
            case CMARK_NODE_PARAGRAPH:
            case CMARK_NODE_HEADING:
                if (!enter) end_block();
                break;
            case CMARK_NODE_TEXT:
            case CMARK_NODE_CODE:
            case CMARK_NODE_CODE_BLOCK:
            case CMARK_NODE_HTML_INLINE:
                if (enter) block += cmark_node_get_literal(node);
                break;
            case CMARK_NODE_SOFTBREAK:
                if (enter) soften(block);
                break;
            case CMARK_NODE_LINEBREAK:
                if (enter) block += '\n';
                break;
            default:
                break;
        }
    }
    end_block();
    return blocks;
}

}  // namespace qingdan::guidance
