#include "http/mcp/confirmation.hpp"

#include "http/mcp/demand.hpp"

#include <charconv>

namespace troupe::http::mcp {
namespace {

constexpr auto key = "confirmation";

timestamp time_in(const std::string& state) {
  auto until = timestamp{0};
  std::from_chars(state.data(), state.data() + state.size(), until);
  return until;
}

ordered_json asking(std::string_view subject, const ordered_json& question, timestamp now) {
  return {{"resultType", "input_required"},
          {"inputRequests", {{key, {{"method", "elicitation/create"}, {"params", question}}}}},
          {"requestState", seal(subject, std::to_string(now + question_holds))}};
}

} // namespace

std::string subject_of(std::string_view principal, std::string_view tool, const json& arguments) {
  return json::array({principal, tool, arguments}).dump();
}

ordered_json question_about(std::string_view question, const json& arguments) {
  const auto answer = ordered_json{{"type", "boolean"}, {"title", "Yes, do it"}, {"default", false}};
  return {{"message", std::string{question} + " " + arguments.dump()},
          {"requestedSchema",
           {{"type", "object"},
            {"properties", {{"confirmed", answer}}},
            {"required", ordered_json::array({"confirmed"})}}}};
}

consent consent_in(const json& response) {
  if (!response.is_object() || response.value("action", json{}) != "accept") return consent::withheld;
  const auto content = response.value("content", json{});
  const auto agrees = content.is_object() && content.value("confirmed", json{}) == true;
  return agrees ? consent::given : consent::withheld;
}

std::variant<consent, ordered_json, fault> consent_of(const json& params, std::string_view subject,
                                                      const ordered_json& question, timestamp now) {
  const auto given = params.find("requestState");
  if (given == params.end()) return asking(subject, question, now);
  const auto state =
      given->is_string() ? unseal(subject, given->get_ref<const std::string&>()) : std::nullopt;
  if (!state)
    return fault{codes::invalid_params,
                 "requestState: is none that this server has given for this call; call without it"};
  const auto responses = params.value("inputResponses", json{});
  if (time_in(*state) < now || !responses.is_object() || !responses.contains(key))
    return asking(subject, question, now);
  return consent_in(responses.at(key));
}

} // namespace troupe::http::mcp
