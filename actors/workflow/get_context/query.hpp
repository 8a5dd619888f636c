#pragma once
#include "language/remembering_encoder.hpp"
#include "messages/wire/message.hpp"
#include "retrieval/index.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace troupe::get_context {

/// What a message asks: its own words; or, where it only says yes to the question with which the last answer
/// ended, that question. A view into the arguments.
[[nodiscard]] std::string_view question_of(std::string_view text, std::span<const message> history);

/// What is searched for a message in its conversation: what it asks, and weighing less what the
/// customer said before and the last answer, so that "and how long does it take?" finds what "it" is. Views
/// into the arguments.
[[nodiscard]] std::vector<retrieval::query_part> query_of(std::string_view text,
                                                          std::span<const message> history);

/// The same as one vector of length 1: .8 of the message, whose embedding is given, .2 of all that the
/// customer said.
[[nodiscard]] std::vector<float> vector_of(language::remembering_encoder&, std::vector<float> message_vector,
                                           std::string_view text, std::span<const message> history);

/// The same by an encoder that is quick.
[[nodiscard]] std::vector<float> guess(const language::distilled_encoder&, std::string_view text,
                                       std::span<const message> history);

} // namespace troupe::get_context
