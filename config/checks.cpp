#include "config/checks.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string_view>

namespace troupe::config {
namespace {

using problems = std::vector<std::string>;

enum class address_family { ipv4 = AF_INET, ipv6 = AF_INET6 };

std::optional<address_family> family_of(const std::string& address) {
  std::array<unsigned char, sizeof(in6_addr)> bytes{};
  if (inet_pton(AF_INET, address.c_str(), bytes.data()) == 1) return address_family::ipv4;
  if (inet_pton(AF_INET6, address.c_str(), bytes.data()) == 1) return address_family::ipv6;
  return std::nullopt;
}

bool is_loopback(const std::string& host) {
  if (host == "localhost") return true;
  in_addr v4{};
  if (inet_pton(AF_INET, host.c_str(), &v4) == 1) return ntohl(v4.s_addr) >> 24 == 127;
  in6_addr v6{};
  return inet_pton(AF_INET6, host.c_str(), &v6) == 1 && IN6_IS_ADDR_LOOPBACK(&v6);
}

/// "10.0.0.1" or "10.0.0.0/8".
bool is_network(std::string_view text) {
  const auto slash = text.find('/');
  const auto family = family_of(std::string{text.substr(0, slash)});
  if (!family) return false;
  if (slash == std::string_view::npos) return true;
  const auto digits = text.substr(slash + 1);
  unsigned bits = 0;
  const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
  return failed == std::errc{} && end == digits.data() + digits.size()
         && bits <= (family == address_family::ipv4 ? 32U : 128U);
}

/// A serialised origin (RFC 6454): scheme, host, port; no path.
bool is_origin(std::string_view text) {
  if (text == "*") return true;
  for (const std::string_view scheme : {"https://", "http://"})
    if (text.starts_with(scheme)) {
      const auto host = text.substr(scheme.size());
      return !host.empty() && host.find_first_of("/?#@*; \t") == std::string_view::npos;
    }
  return false;
}

/// As it stands in a Host header, without its port.
bool is_host(std::string_view text) {
  if (text.starts_with('[') && text.ends_with(']'))
    return family_of(std::string{text.substr(1, text.size() - 2)}) == address_family::ipv6;
  return !text.empty() && text.find_first_of(":/?#@*[]; \t") == std::string_view::npos;
}

/// A bearer token (RFC 6750) travels in a header: visible ASCII.
bool is_token(std::string_view key) {
  return std::ranges::all_of(key, [](char c) { return c > ' ' && c < '\x7f'; });
}

void check_binding(const settings& s, problems& found) {
  if (s.host.empty())
    found.emplace_back("TROUPE_HOST is empty: name an address to listen on, such as 127.0.0.1");
  else if (!is_loopback(s.host) && s.api_keys.empty())
    found.emplace_back("refuses to bind " + s.host
                       + " without TROUPE_API_KEYS: set the keys that may chat, or TROUPE_HOST=127.0.0.1");
}

void check_tls(const settings& s, problems& found) {
  if (s.tls_cert.empty() == s.tls_key.empty()) return;
  found.emplace_back(s.tls_key.empty()
                         ? "TROUPE_TLS_CERT is " + s.tls_cert
                               + ", but TROUPE_TLS_KEY is not set: set both or none"
                         : "TROUPE_TLS_KEY is set, but TROUPE_TLS_CERT is not: set both or none");
}

void check_lists(const settings& s, problems& found) {
  for (const auto& origin : s.cors_origins)
    if (!is_origin(origin))
      found.emplace_back("TROUPE_CORS_ORIGINS names " + origin
                         + ", which is no origin: write scheme and host, such as https://shop.example, or *");
  for (const auto& host : s.mcp_hosts)
    if (!is_host(host))
      found.emplace_back("TROUPE_MCP_HOSTS names " + host
                         + ", which is no host: write a name or address without scheme and port, such as "
                           "support.shop.example, 10.0.0.5 or [fd00::5]");
  for (const auto& proxy : s.trusted_proxies)
    if (!is_network(proxy))
      found.emplace_back("TROUPE_TRUSTED_PROXIES names " + proxy
                         + ", which is no address or network: write 10.0.0.1 or 10.0.0.0/8");
  if (!std::ranges::all_of(s.api_keys, is_token))
    found.emplace_back(
        "TROUPE_API_KEYS holds a key with white space or other than ASCII: it could not be sent in a header");
  if (!std::ranges::all_of(s.admin_keys, is_token))
    found.emplace_back("TROUPE_ADMIN_KEYS holds a key with white space or other than ASCII: it could not be "
                       "sent in a header");
}

void check_sizes(const settings& s, problems& found) {
  if (s.overlap_size >= s.chunk_size)
    found.emplace_back("OVERLAP_SIZE is " + std::to_string(s.overlap_size)
                       + ": it must be less than CHUNK_SIZE, which is " + std::to_string(s.chunk_size));
  if (s.max_message_bytes > s.max_body_bytes)
    found.emplace_back("TROUPE_MAX_MESSAGE_BYTES is " + std::to_string(s.max_message_bytes)
                       + ": it must not exceed TROUPE_MAX_BODY_BYTES, which is "
                       + std::to_string(s.max_body_bytes));
}

void check_times(const settings& s, problems& found) {
  if (s.debounce < s.turn_deadline / 2) return;
  found.emplace_back("TROUPE_DEBOUNCE_MS is " + std::to_string(s.debounce.count())
                     + ": it must be less than half of TROUPE_TURN_DEADLINE_MS, which is "
                     + std::to_string(s.turn_deadline.count()));
}

/// The writer, the reader of the log, the evaluator and the embedder have one each.
constexpr std::size_t single_connections = 4;

void check_database(const settings& s, problems& found) {
  if (s.database_url.empty()) return;
  if (!s.database_url.starts_with("postgresql://") && !s.database_url.starts_with("postgres://"))
    found.emplace_back("DATABASE_URL names no PostgreSQL: write postgresql://USER:PASSWORD@HOST/DATABASE");
  if (s.store_readers + single_connections > s.max_store_connections)
    found.emplace_back("MAX_CONNECTIONS is " + std::to_string(s.max_store_connections)
                       + ": it must be at least " + std::to_string(single_connections)
                       + " more than TROUPE_STORE_READERS, which is " + std::to_string(s.store_readers));
}

void check_paths(const settings& s, problems& found) {
  if (s.data_dir.empty()) found.emplace_back("TROUPE_DATA_DIR is empty: name the folder of the database");
  if (s.config_dir.empty()) found.emplace_back("TROUPE_CONFIG_DIR is empty: name the folder of intents.toml");
  if (s.documents_path.empty())
    found.emplace_back("DOCUMENTS_PATH is empty: name the folder of the knowledge base");
}

} // namespace

std::vector<std::string> check(const settings& s) {
  problems found;
  check_binding(s, found);
  check_tls(s, found);
  check_lists(s, found);
  check_sizes(s, found);
  check_times(s, found);
  check_database(s, found);
  check_paths(s, found);
  return found;
}

} // namespace troupe::config
