#pragma once
#include "messages/local/timer.hpp"

#include <caf/allowed_unsafe_message_type.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// Completions of a language model, pulled: whoever wants one asks for piece after piece.
namespace troupe {

struct prompt_message {
  std::string role; ///< system, user or assistant
  std::string text;

  bool operator==(const prompt_message&) const = default;
};

/// What a completion cost, as its server counted.
struct completion_usage {
  std::uint64_t prompt_tokens = 0;
  std::uint64_t completion_tokens = 0;
  std::string model;
  std::string upstream;

  bool operator==(const completion_usage&) const = default;
};

/// Begins a completion; answered with its first piece.
struct begin_completion {
  std::uint64_t number = 0; ///< the asker's own: it names the completion from here on
  std::string principal;    ///< completions that wait take turns by it
  std::vector<prompt_message> prompt;
  steady_time until; ///< by then its end is known
};

/// Asks for what has come since the last piece; answered as soon as there is something.
struct next_piece {
  std::uint64_t number = 0;
};

/// Nobody wants the rest. An asker that ends cancels all that it began.
struct cancel_completion {
  std::uint64_t number = 0;
};

struct completion_piece {
  std::string text;
  bool finished = false;
  std::string failure;                   ///< of a finished one: why it is none; names upstreams, never a key
  std::optional<completion_usage> usage; ///< of a finished one, where the server counts
};

/// The transfers' thread -> llm: there is something to take.
struct transfer_news {
  std::uint64_t transfer = 0;
};

} // namespace troupe

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::begin_completion)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::next_piece)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::cancel_completion)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::completion_piece)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::transfer_news)
