#pragma once
#include "config/settings.hpp"
#include "http/mcp/message.hpp"
#include "messages/local/knowledge.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>

/// What an assistant may read: documents and what they lack, transcripts of sessions, the settings in effect.
namespace troupe::http::mcp::resources {

/// What a URI stands for.
struct document {
  std::string path; ///< below DOCUMENTS_PATH
};
struct transcript {
  std::string session_id;
};
struct configuration {};
struct knowledge_gaps {};
using named = std::variant<document, transcript, configuration, knowledge_gaps>;

/// None where the URI is no such thing.
[[nodiscard]] std::optional<named> at(std::string_view uri);

/// troupe://documents/PATH, percent-encoded but for the slashes.
[[nodiscard]] std::string uri_of_document(std::string_view path);

/// A page of resources/list: the settings and the gaps, then the documents behind the resource of the cursor,
/// which is the URI of the last one before. A fault where the cursor is none that a page has given.
[[nodiscard]] std::variant<ordered_json, fault> page(const document_list&, const std::string& cursor);

/// As resources/templates/list tells of them.
[[nodiscard]] ordered_json templates();

/// What resources/read answers.
[[nodiscard]] ordered_json contents(std::string_view uri, std::string_view type, std::string text);

/// The settings as a person reads them, one a line, secrets masked.
[[nodiscard]] std::string settings_text(const config::settings&);

} // namespace troupe::http::mcp::resources
