#include "actors/workflow/log_response/metrics.hpp"

#include "language/tokens.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace troupe::log_response {
namespace {

using std::string_view_literals::operator""sv;
constexpr auto thanks = std::array{"thank"sv, "thanks"sv};
constexpr auto frustration = std::array{"frustrated"sv, "angry"sv};
constexpr auto resolution = std::array{"solved"sv, "fixed"sv};

bool any_of(std::span<const std::string> words, std::span<const std::string_view> listed) {
  return std::ranges::any_of(
      words, [listed](const std::string& w) { return std::ranges::find(listed, w) != listed.end(); });
}

} // namespace

turn_metrics metrics_of(std::string_view text, const language::classification& found,
                        double response_seconds) {
  const auto words = language::words(text);
  auto m = turn_metrics{};
  m.sentiment = found.sentiment;
  m.thanked = any_of(words, thanks);
  m.frustrated = any_of(words, frustration);
  m.resolved = any_of(words, resolution);
  m.asked_for_human = found.intent == "human_agent";
  m.questions = static_cast<std::uint32_t>(std::ranges::count(text, '?'));
  m.response_seconds = response_seconds;
  return m;
}

} // namespace troupe::log_response
