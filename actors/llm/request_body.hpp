#pragma once
#include "messages/local/completion.hpp"

#include <cstddef>
#include <span>
#include <string>

namespace troupe::llm {

struct body_options {
  std::size_t max_tokens = 800;
  double temperature = 0.2;
};

/// The body of POST /chat/completions: a stream, with the usage in its last chunk. What is no UTF-8 becomes
/// U+FFFD.
[[nodiscard]] std::string request_body(const std::string& model, std::span<const prompt_message> prompt,
                                       const body_options&);

} // namespace troupe::llm
