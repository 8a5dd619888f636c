#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace troupe::llm {

/// Why an upstream gave no answer.
enum class fault_kind : std::uint8_t {
  unreachable,   ///< no address, refused, or no TLS
  connect_late,  ///< not reached in time
  first_late,    ///< no text in time
  next_late,     ///< the text stopped coming
  cut,           ///< the connection, or the answer, ended in the middle
  refused_key,   ///< 401, 403
  unknown_model, ///< 404
  bad_request,   ///< 400, 413, 422: it would refuse this prompt again
  busy,          ///< 429
  server,        ///< 5xx
  redirected,    ///< 3xx: a key is not sent where the settings do not name
  unreadable,    ///< not the protocol
  too_long,      ///< more text, or a longer line, than is taken
  reported,      ///< an error in the middle of the stream, or an answer that was filtered away
  empty,         ///< an answer without text
};

struct fault {
  fault_kind kind = fault_kind::unreadable;
  std::optional<std::chrono::seconds> retry_after; ///< as the server said

  bool operator==(const fault&) const = default;
};

constexpr std::string_view name(fault_kind k) noexcept {
  switch (k) {
  case fault_kind::unreachable: return "unreachable";
  case fault_kind::connect_late: return "connect_late";
  case fault_kind::first_late: return "first_token_late";
  case fault_kind::next_late: return "next_token_late";
  case fault_kind::cut: return "cut";
  case fault_kind::refused_key: return "refused_key";
  case fault_kind::unknown_model: return "unknown_model";
  case fault_kind::bad_request: return "bad_request";
  case fault_kind::busy: return "busy";
  case fault_kind::server: return "server_error";
  case fault_kind::redirected: return "redirected";
  case fault_kind::unreadable: return "unreadable";
  case fault_kind::too_long: return "too_long";
  case fault_kind::reported: return "reported";
  case fault_kind::empty: return "empty";
  }
  return "unreadable";
}

/// What an HTTP status says; none of a 200.
constexpr std::optional<fault_kind> fault_of(long status) noexcept {
  if (status == 200) return std::nullopt;
  if (status == 401 || status == 403) return fault_kind::refused_key;
  if (status == 404) return fault_kind::unknown_model;
  if (status == 408 || status == 429) return fault_kind::busy;
  if (status >= 300 && status < 400) return fault_kind::redirected;
  if (status >= 400 && status < 500) return fault_kind::bad_request;
  if (status >= 500 && status < 600) return fault_kind::server;
  return fault_kind::unreadable;
}

/// Whether the same upstream may answer when it is asked again.
constexpr bool may_pass(fault_kind k) noexcept {
  switch (k) {
  case fault_kind::refused_key:
  case fault_kind::unknown_model:
  case fault_kind::bad_request:
  case fault_kind::redirected:
  case fault_kind::too_long: return false;
  default: return true;
  }
}

/// Whether it tells of the upstream, and not of this one prompt.
constexpr bool blames_upstream(fault_kind k) noexcept {
  return k != fault_kind::bad_request && k != fault_kind::too_long && k != fault_kind::empty;
}

} // namespace troupe::llm
