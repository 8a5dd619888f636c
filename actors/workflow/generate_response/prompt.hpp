#pragma once
#include "config/prompts.hpp"
#include "messages/local/completion.hpp"
#include "messages/local/nodes.hpp"
#include "messages/wire/message.hpp"
#include "retrieval/context.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::generate_response {

/// What goes into a prompt besides its templates.
struct prompt_parts {
  std::string_view question;
  const retrieval::context& sources;
  std::span<const message> history; ///< oldest first
  const insight* known = nullptr;   ///< of the customer
};

/// The prompt of a strategy (its place among them): the system's message, the latest of the history that fits
/// into `history_tokens` (see language/tokens.hpp), and the question with its numbered sources. What
/// documents and customers wrote stands in lines that begin with "> ", which nothing in it can end.
[[nodiscard]] std::vector<prompt_message> prompt_of(const config::prompt_templates&, std::size_t strategy,
                                                    const prompt_parts&, std::size_t history_tokens);

} // namespace troupe::generate_response
