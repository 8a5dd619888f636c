#pragma once
#include "http/mcp/message.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

/// Requests that are answered only when the client has given more (2026-07-28): the answer says what, and the
/// client asks again with it. What the server has to remember between rounds goes with the client, sealed.
namespace troupe::http::mcp {

/// What is asked for in each round, as `inputRequests`: objects of {key: {method, params}}.
using rounds = std::span<const ordered_json>;

/// What comes of a request that demands more.
struct satisfied {
  json responses; ///< of the last round, by their keys
};
using demand_outcome = std::variant<ordered_json /* ask for this */, satisfied, fault>;

/// The next round for these `params`, or the end. `purpose` names what is demanded: a seal for another one is
/// no good. With one round, nothing needs to be remembered, unless it is `sealed`.
[[nodiscard]] demand_outcome demand(const json& params, std::string_view purpose, rounds, bool sealed);

/// "STATE.HMAC" under a key of this process.
[[nodiscard]] std::string seal(std::string_view purpose, std::string_view state);
/// The state in it; none where the seal is not ours, or for another purpose.
[[nodiscard]] std::optional<std::string> unseal(std::string_view purpose, const std::string& sealed);

} // namespace troupe::http::mcp
