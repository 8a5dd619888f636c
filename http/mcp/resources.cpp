#include "http/mcp/resources.hpp"

#include "config/definitions.hpp"
#include "http/render.hpp"

#include <algorithm>

namespace troupe::http::mcp::resources {
namespace {

constexpr std::string_view documents_root = "troupe://documents/";
constexpr std::string_view sessions_root = "troupe://sessions/";
constexpr std::string_view transcript_end = "/transcript";
constexpr std::string_view configuration_uri = "troupe://configuration";
constexpr std::string_view gaps_uri = "troupe://knowledge/gaps";
constexpr std::string_view markdown = "text/markdown";
constexpr std::size_t page_size = 100;

bool stands_for_itself(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
         || std::string_view{"-._~/"}.find(c) != std::string_view::npos;
}

int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

std::string encoded(std::string_view path) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  auto text = std::string{};
  for (const char c : path) {
    if (stands_for_itself(c)) {
      text += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    text += '%';
    text += digits[byte >> 4U];
    text += digits[byte & 0xfU];
  }
  return text;
}

std::optional<std::string> decoded(std::string_view text) {
  auto path = std::string{};
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      path += text[i];
      continue;
    }
    const auto high = i + 2 < text.size() ? digit(text[i + 1]) : -1;
    const auto low = i + 2 < text.size() ? digit(text[i + 2]) : -1;
    if (high < 0 || low < 0) return std::nullopt;
    path += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return path;
}

ordered_json described(const document_summary& d) {
  auto object = ordered_json{{"uri", uri_of_document(d.path)}, {"name", d.path}, {"mimeType", markdown}};
  if (d.updated_at != 0) object["annotations"]["lastModified"] = rfc3339(d.updated_at);
  return object;
}

ordered_json described_settings() {
  return {{"uri", configuration_uri},
          {"name", "configuration"},
          {"title", "Settings in effect"},
          {"description", "Every setting with its value. Secrets are masked."},
          {"mimeType", "text/plain"}};
}

ordered_json described_gaps() {
  return {{"uri", gaps_uri},
          {"name", "knowledge gaps"},
          {"title", "What the documents lack"},
          {"description", "What customers asked and the documents did not answer, in groups that ask for the "
                          "same."},
          {"mimeType", "application/json"}};
}

} // namespace

std::optional<named> at(std::string_view uri) {
  if (uri == configuration_uri) return configuration{};
  if (uri == gaps_uri) return knowledge_gaps{};
  if (uri.starts_with(documents_root)) {
    auto path = decoded(uri.substr(documents_root.size()));
    if (!path || path->empty()) return std::nullopt;
    return document{std::move(*path)};
  }
  if (!uri.starts_with(sessions_root) || !uri.ends_with(transcript_end)) return std::nullopt;
  uri.remove_prefix(sessions_root.size());
  if (uri.size() <= transcript_end.size()) return std::nullopt;
  uri.remove_suffix(transcript_end.size());
  return transcript{std::string{uri}};
}

std::string uri_of_document(std::string_view path) { return std::string{documents_root} + encoded(path); }

std::variant<ordered_json, fault> page(const document_list& list, const std::string& cursor) {
  auto resources = ordered_json::array();
  auto after = std::string{};
  if (cursor.empty()) {
    resources.push_back(described_settings());
    resources.push_back(described_gaps());
  } else {
    const auto last = at(cursor);
    const auto* of = last ? std::get_if<document>(&*last) : nullptr;
    if (!of)
      return fault{codes::invalid_params,
                   "cursor: \"" + cursor + "\" is none of a page of resources/list; begin without one"};
    after = of->path;
  }
  auto paths = std::vector<const document_summary*>{};
  for (const auto& d : list.documents)
    if (cursor.empty() || d.path > after) paths.push_back(&d);
  std::ranges::sort(paths, {}, &document_summary::path);
  const auto whole = paths.size() <= page_size;
  if (!whole) paths.resize(page_size);
  for (const auto* d : paths) resources.push_back(described(*d));
  auto result = ordered_json{{"resources", std::move(resources)}};
  if (!whole) result["nextCursor"] = uri_of_document(paths.back()->path);
  return result;
}

ordered_json templates() {
  return {{"resourceTemplates",
           ordered_json::array({{{"uriTemplate", std::string{documents_root} + "{+path}"},
                                 {"name", "document"},
                                 {"title", "A document"},
                                 {"description", "A document of the knowledge base, by its path."},
                                 {"mimeType", markdown}},
                                {{"uriTemplate", std::string{sessions_root} + "{session_id}/transcript"},
                                 {"name", "transcript"},
                                 {"title", "A transcript"},
                                 {"description", "The newest messages of a session, oldest first. "
                                                 "list_sessions has the ids."},
                                 {"mimeType", "application/json"}}})}};
}

ordered_json contents(std::string_view uri, std::string_view type, std::string text) {
  return {{"contents", ordered_json::array({{{"uri", uri}, {"mimeType", type}, {"text", std::move(text)}}})}};
}

std::string settings_text(const config::settings& s) {
  auto text = std::string{};
  for (const auto& d : config::definitions()) {
    const auto value = config::text_of(d, s);
    text.append(d.name).append("=").append(d.secret && !value.empty() ? "***" : value);
    text.append("  # ").append(d.doc).append("\n");
  }
  for (const auto& u : s.llm_upstreams)
    text += "llm.upstream=" + u.name + " " + u.base_url + " " + u.model + (u.api_key.empty() ? "" : " ***")
            + "\n";
  return text;
}

} // namespace troupe::http::mcp::resources
