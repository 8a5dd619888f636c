#pragma once
#include "http/framing/message.hpp"
#include "http/openai/request.hpp"
#include "messages/wire/event.hpp"

#include <cstdint>
#include <string>
#include <string_view>

/// Answers in the forms that clients of OpenAI read. Citations and the session ride along in members of our
/// own, which they pass over.
namespace troupe::http::openai {

/// What every object of one completion says again.
struct completion {
  std::string model;
  std::int64_t created = 0; ///< seconds since 1970
  bool usage_wanted = false;
};

/// The object `chat.completion` of an answer object (see POST /v1/chat).
[[nodiscard]] std::string whole(const completion&, const std::string& answer);

/// The chunks of a turn's events as server-sent events; empty where an event tells such a client nothing. The
/// end of the turn ends with `data: [DONE]`.
[[nodiscard]] std::string piece(const completion&, const event&);

/// A refusal in their form: {"error": {"message", "type", "param", "code"}}.
[[nodiscard]] response refusal(const fault&);
/// A problem (RFC 9457) of ours as such a refusal; another answer stays as it is.
[[nodiscard]] response as_refusal(response);

/// The object of GET /v1/models.
[[nodiscard]] ordered_json models(std::int64_t created);

} // namespace troupe::http::openai
