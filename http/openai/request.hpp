#pragma once
#include "http/json.hpp"
#include "messages/wire/gateway.hpp"

#include <string>
#include <string_view>
#include <variant>

/// The interface of OpenAI's chat completions, as far as an engine with its own knowledge can have it.
namespace troupe::http::openai {

/// What a client is told that its request is refused for; `param` names the member, and may be empty.
struct fault {
  std::string message;
  std::string param;

  bool operator==(const fault&) const = default;
};

/// POST /v1/chat/completions. Instructions (the roles system and developer) are passed over: how Troupe
/// answers is for its operator to say. So are the sampling parameters.
struct completion_request {
  std::string model; ///< said again in the answer
  std::string text;  ///< the customer's messages behind the last answer, a line each
  std::vector<said> before;
  std::string session_id; ///< metadata.session_id; empty: found by `before`
  std::string user;       ///< the caller's own id of the customer; may be empty
  bool streamed = false;
  bool usage_wanted = false; ///< at the end of a stream
};

/// What would change the meaning of the answer and cannot be had (n > 1, tools that must be called, audio, a
/// JSON schema) is refused, and what only tunes it is passed over.
[[nodiscard]] std::variant<completion_request, fault> read_request(const json& body);

} // namespace troupe::http::openai
