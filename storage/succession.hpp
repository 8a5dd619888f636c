#pragma once
#include "messages/wire/turn_record.hpp"

namespace troupe::storage {

/// Whether a record of the same turn may replace what is stored. Attempts never go back; a turn that was
/// answered or superseded stays as it is, and one that failed opens again only by a new attempt.
[[nodiscard]] constexpr bool may_follow(turn_state stored, std::uint32_t stored_attempt,
                                        std::uint32_t attempt) noexcept {
  switch (stored) {
  case turn_state::accepted: return attempt >= stored_attempt;
  case turn_state::failed: return attempt > stored_attempt;
  case turn_state::answered:
  case turn_state::superseded: return false;
  }
  return false;
}

} // namespace troupe::storage
