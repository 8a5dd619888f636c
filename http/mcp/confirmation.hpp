#pragma once
#include "http/mcp/message.hpp"
#include "messages/wire/time.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

/// What cannot be undone is done when the human behind the client has said so.
namespace troupe::http::mcp {

/// How long a question may be answered, in microseconds.
inline constexpr timestamp question_holds = 5 * 60 * 1'000'000LL;

enum class consent : std::uint8_t { given, withheld };

/// What a consent is for: of whom, and to what. One for anything else is no good.
[[nodiscard]] std::string subject_of(std::string_view principal, std::string_view tool,
                                     const json& arguments);

/// The `params` of elicitation/create.
[[nodiscard]] ordered_json question_about(std::string_view question, const json& arguments);

/// What a response to that says; withheld, unless it clearly agrees.
[[nodiscard]] consent consent_in(const json& response);

/// Without a session: what these `params` of a call say, or the result that asks. A question that was not
/// answered, or too late, is asked again; a state that was not sealed for `subject` is a fault.
[[nodiscard]] std::variant<consent, ordered_json, fault>
consent_of(const json& params, std::string_view subject, const ordered_json& question, timestamp now);

} // namespace troupe::http::mcp
