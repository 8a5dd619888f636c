#include "http/mcp/endpoint.hpp"

#include "http/list_field.hpp"
#include "http/mcp/protocol.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>

namespace troupe::http::mcp {
namespace {

constexpr std::string_view wrapping = "=?base64?";
constexpr std::string_view wrapping_end = "?=";

constexpr auto loopback = std::to_array<std::string_view>({"localhost", "127.0.0.1", "[::1]"});

/// "localhost" of "localhost:8000", "[::1]" of "[::1]:8000".
std::string_view name_in(std::string_view authority) {
  const auto end = authority.starts_with('[') ? authority.find(']') : authority.npos;
  if (end != authority.npos) return authority.substr(0, end + 1);
  return authority.substr(0, authority.find(':'));
}

bool is_ours(std::string_view authority, std::span<const std::string> hosts) {
  const auto is_named = [name = name_in(authority)](std::string_view host) {
    return same_letters(name, host);
  };
  return std::ranges::any_of(loopback, is_named) || std::ranges::any_of(hosts, is_named);
}

bool may_call(std::string_view origin, const request& asked, std::span<const std::string> hosts,
              const cors& allowed) {
  const auto scheme = origin.find("://");
  if (scheme != origin.npos && is_ours(origin.substr(scheme + 3), hosts)) return true;
  return find_field(allowed.headers_for(asked), "Access-Control-Allow-Origin").has_value();
}

fault mismatch(std::string_view header, std::string_view why) {
  return {codes::header_mismatch, std::string{header} + ": " + std::string{why}};
}

std::optional<fault> check_repeated(const request& asked, std::string_view header, const std::string& text) {
  const auto value = asked.header(header);
  if (!value) return mismatch(header, "is missing; it must say \"" + text + "\", as the message does");
  const auto said = header_text(*value);
  if (!said) return mismatch(header, "\"" + std::string{*value} + "\" is no base64 within =?base64?…?=");
  if (*said == text) return std::nullopt;
  return mismatch(header, "says \"" + *said + "\", the message \"" + text + "\"");
}

std::optional<fault> check_stateless_headers(const request& asked, const message& m) {
  const auto meta = m.params.find("_meta");
  if (meta != m.params.end() && meta->is_object())
    if (const auto* version = text_member(*meta, "io.modelcontextprotocol/protocolVersion"))
      if (auto wrong = check_repeated(asked, "MCP-Protocol-Version", *version)) return wrong;
  if (auto wrong = check_repeated(asked, "Mcp-Method", m.method)) return wrong;
  const auto* name = repeated_name(m);
  return name ? check_repeated(asked, "Mcp-Name", *name) : std::nullopt;
}

} // namespace

std::optional<failure> check_origin(const request& asked, std::span<const std::string> hosts,
                                    const cors& allowed) {
  const auto host = asked.header("Host");
  if (host && !is_ours(*host, hosts))
    return failure{errc::forbidden, "Host: " + std::string{*host}
                                        + " is no name of this server; TROUPE_MCP_HOSTS lists those besides "
                                          "localhost"};
  const auto origin = asked.header("Origin");
  if (origin && !may_call(*origin, asked, hosts, allowed))
    return failure{errc::forbidden, "Origin: pages of " + std::string{*origin}
                                        + " may not call; TROUPE_CORS_ORIGINS names those that may"};
  return std::nullopt;
}

std::optional<fault> check_headers(const request& asked, const message& m) {
  const auto version = asked.header("MCP-Protocol-Version");
  if (era_of(m, version) == era::stateless)
    return m.kind == message_kind::request ? check_stateless_headers(asked, m) : std::nullopt;
  if (!version || m.method == "initialize") return std::nullopt; // it agrees on a version by itself
  if (std::ranges::find(session_versions, *version) != session_versions.end()) return std::nullopt;
  return fault{codes::invalid_request, "MCP-Protocol-Version: " + std::string{*version}
                                           + " is not served; initialize tells which is"};
}

const std::string* repeated_name(const message& m) {
  if (m.method == "tools/call" || m.method == "prompts/get") return text_member(m.params, "name");
  return m.method == "resources/read" ? text_member(m.params, "uri") : nullptr;
}

std::string header_value(const std::string& text) {
  const auto is_visible = [](char c) { return c > ' ' && c < '\x7f'; };
  const auto is_plain = [&] {
    return std::ranges::all_of(text, [&](char c) { return is_visible(c) || c == ' '; });
  };
  const auto is_trimmed = !text.empty() && is_visible(text.front()) && is_visible(text.back());
  if (is_trimmed && is_plain() && !text.starts_with(wrapping)) return text;
  auto encoded = std::string(4 * ((text.size() + 2) / 3) + 1, '\0'); // and NUL
  const auto size =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(encoded.data()),
                      reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
  encoded.resize(static_cast<std::size_t>(size));
  return std::string{wrapping} + encoded + std::string{wrapping_end};
}

std::optional<std::string> header_text(std::string_view value) {
  if (!value.starts_with(wrapping) || !value.ends_with(wrapping_end)
      || value.size() < wrapping.size() + wrapping_end.size())
    return std::string{value};
  const auto wrapped = value.substr(wrapping.size(), value.size() - wrapping.size() - wrapping_end.size());
  if (wrapped.size() % 4 != 0) return std::nullopt;
  auto bytes = std::string(wrapped.size() / 4 * 3, '\0');
  const auto size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                                    reinterpret_cast<const unsigned char*>(wrapped.data()),
                                    static_cast<int>(wrapped.size()));
  if (size < 0) return std::nullopt;
  const auto padding = wrapped.ends_with("==") ? 2U : wrapped.ends_with('=') ? 1U : 0U;
  bytes.resize(static_cast<std::size_t>(size) - padding);
  return bytes;
}

} // namespace troupe::http::mcp
