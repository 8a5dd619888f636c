#include "actors/workflow/generate_response/present.hpp"

#include "language/courtesy.hpp"

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
  escalation_reason offered = escalation_reason::none;
};
constexpr auto courtesies = std::to_array<courtesy>({
    {"greeting", "Hello! What can I help you with?"},
    {"thanks", "You are welcome! Is there anything else that I can help you with?"},
    {"goodbye", "Goodbye, and thank you for getting in touch."},
    {"human_agent", "You would like to talk to a person. Shall I put you in touch with a member of our team?",
     escalation_reason::customer_request},
});

const courtesy* courtesy_of(const language::classification& found) {
  if (!language::is_courtesy(found.intent, found.confidence)) return nullptr;
  const auto* const polite = std::ranges::find(courtesies, found.intent, &courtesy::intent);
  return polite == courtesies.end() ? nullptr : polite;
}

presented without_documents(const language::classification& found) {
  if (const auto* const polite = courtesy_of(found)) return {{std::string{polite->reply}}, polite->offered};
  return {{std::string{not_found}}, escalation_reason::missing_knowledge};
}

} // namespace

presented present(const config::strategy& by, const retrieval::composed& answer,
                  const language::classification& found) {
  if (!answer.supported) return without_documents(found);
  auto pieces = std::vector<std::string>{};
  if (!by.opening.empty()) pieces.push_back(by.opening + "\n\n");
  std::ranges::move(answer.pieces(), std::back_inserter(pieces));
  if (!by.closing.empty()) pieces.push_back("\n\n" + by.closing);
  return {std::move(pieces), by.offers_human ? escalation_reason::policy : escalation_reason::none};
}

} // namespace troupe::generate_response
