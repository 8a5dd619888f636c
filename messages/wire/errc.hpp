#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace troupe {

/// Everything that can go wrong between a client and the engine. The texts and the HTTP status of each stand
/// in errc.cpp.
enum class errc : std::uint8_t {
  none = 0,
  bad_request,  ///< the caller's input is at fault; the detail names the field
  unauthorized, ///< no key, or an unknown one
  forbidden,    ///< a key that may not do this
  unknown_session,
  unknown_turn,
  unknown_customer,
  unknown_document,
  unknown_job,
  conflict, ///< with what is there already, such as another message under the same client_message_id
  session_closed,
  not_escalated, ///< a human may speak where the session was handed off
  too_large,
  session_busy,  ///< too many turns wait in this session
  overloaded,    ///< too many turns wait in the process
  not_committed, ///< the store could not commit: nothing was promised
  fenced,        ///< another process owns the session by now
  store_unavailable,
  no_encoder,  ///< texts are understood by their words alone
  turn_failed, ///< the turn ended without an answer; a retry is a new attempt
  shutting_down,
  internal,
};

/// A short, stable, snake_case name: the problem type and the code of RUN_ERROR.
[[nodiscard]] std::string_view name(errc) noexcept;
/// One sentence for people.
[[nodiscard]] std::string_view title(errc) noexcept;
/// The HTTP status that stands for it.
[[nodiscard]] int http_status(errc) noexcept;
/// True where the same request may succeed later.
[[nodiscard]] bool retryable(errc) noexcept;

/// A failure with what a person needs to act on it: the thing, the value, what to do.
struct failure {
  errc code = errc::none;
  std::string detail;

  bool operator==(const failure&) const = default;
};

template <class Inspector>
auto inspect(Inspector& f, failure& x) {
  return f(x.code, x.detail);
}

} // namespace troupe
