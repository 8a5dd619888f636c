#include "actors/workflow/generate_response/present.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace troupe::generate_response {
namespace {

constexpr std::string_view not_found = "I could not find this in the documentation. Would you like me to put "
                                       "you in touch with a member of our team?";

struct courtesy {
  std::string_view intent;
  std::string_view reply;
};
constexpr auto courtesies = std::to_array<courtesy>({
    {"greeting", "Hello! What can I help you with?"},
    {"thanks", "You are welcome! Is there anything else that I can help you with?"},
    {"goodbye", "Goodbye, and thank you for getting in touch."},
    {"human_agent",
     "You would like to talk to a person. Shall I put you in touch with a member of our team?"},
});
constexpr double sure = 0.5; // a courtesy in the wrong place is worse than none

} // namespace

std::optional<std::string_view> courtesy_for(const language::classification& found) {
  const auto polite = std::ranges::find(courtesies, found.intent, &courtesy::intent);
  if (polite == courtesies.end() || found.confidence < sure) return std::nullopt;
  return polite->reply;
}

std::vector<std::string> present(const config::strategy& by, const retrieval::composed& answer,
                                 const language::classification& found) {
  if (!answer.supported) return {std::string{courtesy_for(found).value_or(not_found)}};
  auto pieces = std::vector<std::string>{};
  if (!by.opening.empty()) pieces.push_back(by.opening + "\n\n");
  std::ranges::move(answer.pieces(), std::back_inserter(pieces));
  if (!by.closing.empty()) pieces.push_back("\n\n" + by.closing);
  return pieces;
}

} // namespace troupe::generate_response
