#pragma once
#include "language/encoder/encoder.hpp"
#include "messages/wire/message.hpp"
#include "retrieval/index.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace troupe::get_context {

/// What is searched for a message in its conversation: the message itself, and weighing less what the
/// customer said before and the last answer, so that "and how long does it take?" finds what "it" is. Views
/// into the arguments.
[[nodiscard]] std::vector<retrieval::query_part> query_of(std::string_view text,
                                                          std::span<const message> history);

/// The same as one vector of length 1: .8 of the message, .2 of all that the customer said.
[[nodiscard]] std::vector<float> vector_of(const language::encoder&, std::string_view text,
                                           std::span<const message> history);

} // namespace troupe::get_context
