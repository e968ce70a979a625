#include "bot/channels/xml_fields.hpp"

#include "bot/channels/text.hpp"

#include <pugixml.hpp>

namespace qingdan::channels {
namespace {

constexpr int max_depth = 8;
constexpr std::size_t max_fields = 512;

/// Everything written directly inside `element`. The library's own `text()` gives the first piece
/// alone and would lose the rest of `a]]]]><![CDATA[>b` and of text beside a CDATA section.
std::string joined_text(const pugi::xml_node& element) {
    std::string text;
    for (const pugi::xml_node& child : element.children()) {
        if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) {
            text += child.value();
        }
    }
    return text;
}

/// False where the tree is too deep or too large.
bool collect(const pugi::xml_node& parent,
             const std::string& prefix,
             int depth,
             std::vector<std::pair<std::string, std::string>>& fields) {
    if (depth > max_depth) return false;
    for (const pugi::xml_node& child : parent.children()) {
        if (child.type() != pugi::node_element) continue;
        if (fields.size() == max_fields) return false;
        const std::string path = prefix + child.name();
        fields.emplace_back(path, joined_text(child));
        if (!collect(child, path + "/", depth + 1, fields)) return false;
    }
    return true;
}

/// The one root element; empty where there is none, a second one, or text beside it.
pugi::xml_node only_root(const pugi::xml_document& document) {
    pugi::xml_node root;
    for (const pugi::xml_node& child : document.children()) {
        if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) return {};
        if (child.type() != pugi::node_element) continue;
        if (root) return {};
        root = child;
    }
    return root;
}

}  // namespace

Checked<XmlFields> XmlFields::read(std::string_view document) {
    if (!is_utf8(document)) return tl::unexpected(Rejected{400, "utf8"});
    pugi::xml_document parsed;
    // parse_fragment keeps text outside the root in the tree, where it can be seen and refused.
    constexpr unsigned options = pugi::parse_cdata | pugi::parse_escapes | pugi::parse_eol |
                                 pugi::parse_doctype | pugi::parse_fragment |
                                 pugi::parse_ws_pcdata_single;
    const auto result =
        parsed.load_buffer(document.data(), document.size(), options, pugi::encoding_utf8);
    if (result.status == pugi::status_bad_doctype) return tl::unexpected(Rejected{400, "dtd"});
    for (const pugi::xml_node& child : parsed.children()) {
        if (child.type() == pugi::node_doctype) return tl::unexpected(Rejected{400, "dtd"});
    }
    const pugi::xml_node root = result ? only_root(parsed) : pugi::xml_node{};
    XmlFields read;
    if (!root || !collect(root, "", 1, read.fields_)) return tl::unexpected(Rejected{400, "xml"});
    for (const auto& [path, text] : read.fields_) {
        // A numeric reference to a surrogate makes bytes that are none of UTF-8's.
        if (!is_utf8(text)) return tl::unexpected(Rejected{400, "utf8"});
    }
    return read;
}

std::optional<std::string_view> XmlFields::find(std::string_view path) const {
    for (const auto& [name, text] : fields_) {
        if (name == path) return text;
    }
    return std::nullopt;
}

std::string cdata(std::string_view text) {
    std::string out = "<![CDATA[";
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text.substr(i).starts_with("]]>")) {
            out += "]]]]><![CDATA[>";
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out + "]]>";
}

}  // namespace qingdan::channels
