#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace troupe::http {

using fields = std::vector<std::pair<std::string, std::string>>;

/// The first field of this name, case-insensitively; a view into `headers`.
[[nodiscard]] std::optional<std::string_view> find_field(const fields& headers,
                                                         std::string_view name) noexcept;

/// A request that owns its data. Its framing (lengths, Host, target) has been checked.
struct request {
  std::string method;                  ///< as sent; methods are case-sensitive
  std::string path;                    ///< as sent, without the query: for logs
  std::vector<std::string> segments;   ///< of the path, percent-decoded each: "/a/b%2Fc" is {"a", "b/c"}
  std::string query;                   ///< as sent, without the "?"
  fields parameters;                   ///< of the query, decoded, in order: names are case-sensitive
  fields headers;                      ///< in order, values trimmed; trailers are dropped
  std::string body;                    ///< without its transfer coding
  std::optional<std::uint64_t> length; ///< Content-Length, when there is one
  std::string peer;                    ///< the client's address, "127.0.0.1" or "::1"
  int minor_version = 1;               ///< HTTP/1.minor
  std::chrono::steady_clock::time_point received; ///< when the headers were complete

  [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const noexcept;
  [[nodiscard]] std::optional<std::string_view> parameter(std::string_view name) const noexcept;
};

/// Connection, Content-Length, Transfer-Encoding and Date are the transport's own: do not set them.
struct response {
  int status = 200;
  fields headers;
  std::string body;
};

/// An RFC 9457 answer. `detail` must need no escaping in JSON.
[[nodiscard]] response problem(int status, std::string_view detail);

} // namespace troupe::http
