#pragma once
/// @file
/// A small XML document as the fields that a vendor's page lists.

#include "bot/channels/envelope.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace qingdan::channels {

/// The text of each element, by its path below the root: `Content`, `ScanCodeInfo/ScanResult`.
class XmlFields {
public:
    /// Reads a document. Refusals, all 400: `utf8`, `dtd` (a document type declaration of whatever
    /// content; no entity is ever resolved) and `xml` (not well formed, no single root, or too deep
    /// or large to be a message).
    static Checked<XmlFields> read(std::string_view document);

    /// The text of the first element of that path, all its text and CDATA joined; `nullopt` where
    /// there is none.
    std::optional<std::string_view> find(std::string_view path) const;
    /// Likewise, empty where there is none.
    std::string_view text(std::string_view path) const { return find(path).value_or(""); }

private:
    std::vector<std::pair<std::string, std::string>> fields_;
};

/// `text` as CDATA; `]]>` inside it is divided between two sections.
std::string cdata(std::string_view text);

}  // namespace qingdan::channels
