#pragma once
#include <cstdint>

namespace troupe::get_context {

/// How a message is searched for, the best first.
enum class tier : std::uint8_t {
  full,      ///< by what the encoder says that it means
  distilled, ///< by what the encoder of the index guesses
  lexical,   ///< by words alone
};

/// What there is to search by.
struct means {
  bool message_encoded;   ///< the message came with its embedding
  bool documents_encoded; ///< without, nothing can be compared with it
  bool query_encoder;     ///< the index has one
};

constexpr tier tier_of(const means& m) noexcept {
  if (!m.documents_encoded) return tier::lexical;
  if (m.message_encoded) return tier::full;
  return m.query_encoder ? tier::distilled : tier::lexical;
}

} // namespace troupe::get_context
