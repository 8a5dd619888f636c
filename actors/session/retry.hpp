#pragma once
#include "messages/wire/turn_record.hpp"

#include <string>
#include <string_view>

namespace troupe::session {

/// SHA-256 over what a retry must repeat: message and customer. Lower-case hex.
[[nodiscard]] std::string fingerprint(std::string_view text, const customer_ref&);

/// What a request means whose client_message_id is known already.
enum class repetition {
  conflict, ///< another message under the same id
  replay,   ///< answered: the same bytes again
  again,    ///< accepted or failed without an answer: another attempt
  spent,    ///< no attempts are left
};
[[nodiscard]] repetition judge(const turn_ref& stored, std::string_view fingerprint) noexcept;

/// A stored turn whose attempts are spent, as it is closed: failed, with a RUN_ERROR at its end.
[[nodiscard]] turn_record exhausted(turn_record, timestamp now);

} // namespace troupe::session
