#include "actors/session/escalation.hpp"

#include "language/utf8.hpp"

#include <array>
#include <cstdio>
#include <ranges>
#include <utility>
#include <vector>

namespace troupe::session {
namespace {

constexpr double sure = 0.5;
constexpr std::size_t messages_told = 3;
constexpr std::size_t longest_quote = 200; // bytes

std::string quote(std::string_view text) {
  const auto cut = text.substr(0, longest_quote);
  const auto whole = cut.substr(0, language::first_invalid_utf8(cut));
  return '"' + std::string{whole} + (whole.size() < text.size() ? "…\"" : "\"");
}

} // namespace

escalation_reason called_for(const escalation& standing, const classified& message) {
  if (message.demands_human) return escalation_reason::customer_request;
  if (standing.offered == escalation_reason::none) return escalation_reason::none;
  if (message.agrees) return standing.offered;
  const auto& is = message.found;
  const auto asks_again = is.intent == "human_agent" && is.confidence >= sure;
  return asks_again ? escalation_reason::customer_request : escalation_reason::none;
}

escalation after_answer(const escalation& before, const generated& answer) {
  auto now = escalation{};
  now.offered = answer.offered;
  if (answer.supported) return now;
  // Courtesies, which need no document, neither end the row nor lengthen it.
  now.unsupported = before.unsupported;
  if (answer.offered == escalation_reason::missing_knowledge && ++now.unsupported >= repeated)
    now.offered = escalation_reason::repeated_failure;
  return now;
}

std::string summary_of(std::span<const message> history, const std::string& last,
                       const language::classification& of_last) {
  auto told = std::vector<std::string>{quote(last)};
  for (const auto& m : history | std::views::reverse)
    if (m.from == role::customer && told.size() < messages_told) told.push_back(quote(m.text));
  auto text = std::string{"The customer said "};
  for (const auto& quote : told | std::views::reverse)
    text += quote + (&quote == &told.front() ? "." : ", then ");
  text += " Urgency " + std::string{language::name(of_last.urgency)};
  for (auto separator = std::string{": "}; const auto& reason : of_last.urgency_reasons)
    text += std::exchange(separator, ", ") + reason;
  auto mood = std::array<char, 32>{};
  std::snprintf(mood.data(), mood.size(), "; sentiment %.1f.", of_last.sentiment);
  return text + mood.data();
}

} // namespace troupe::session
