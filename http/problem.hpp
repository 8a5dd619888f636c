#pragma once
#include "http/framing/message.hpp"
#include "messages/wire/errc.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

/// RFC 9457 problem details: how every refusal looks.
namespace troupe::http {

/// One thing that is wrong with a body.
struct field_error {
  std::string pointer; ///< RFC 6901, into the body; empty: the body itself
  std::string detail;

  bool operator==(const field_error&) const = default;
};

/// `name` is stable and snake_case: a client may compare it.
struct problem_type {
  std::string_view name;
  std::string_view title;
  int status;
};

/// What only HTTP can refuse; the engine's failures have their names in errc.
namespace problems {
inline constexpr problem_type no_route{"not_found", "no such address", 404};
inline constexpr problem_type wrong_method{"method_not_allowed", "the address does not take this method",
                                           405};
inline constexpr problem_type wrong_media_type{"unsupported_media_type", "the body is of another media type",
                                               415};
inline constexpr problem_type upgrade_required{"upgrade_required", "the address is a WebSocket", 426};
inline constexpr problem_type not_ready{"not_ready", "the server is starting", 503};
} // namespace problems

/// 429 and 503 carry Retry-After.
[[nodiscard]] response refuse(const problem_type&, std::string_view detail,
                              std::span<const field_error> errors = {});
[[nodiscard]] response refuse(const failure&, std::span<const field_error> errors = {});
/// The body's errors as errc::bad_request; `errors` is not empty.
[[nodiscard]] response refuse(std::span<const field_error> errors);

/// The way back from name(errc): errc::internal for a word that is no such name.
[[nodiscard]] errc code_named(std::string_view name) noexcept;

} // namespace troupe::http
