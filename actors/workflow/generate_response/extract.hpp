#pragma once
#include "config/strategies.hpp"
#include "messages/local/nodes.hpp"

#include <cstdint>

namespace troupe::generate_response {

/// The strategy that the turn's policy chooses; a function of seed and turn.
[[nodiscard]] decision decide(const generate_request&, const config::strategies&, std::uint64_t seed);

/// The answer that is made of the documents' own sentences, as the chosen strategy presents it.
[[nodiscard]] generated extract(const generate_request&, const config::strategies&, decision,
                                double answerable);

} // namespace troupe::generate_response
