#include "language/outcome_grams.hpp"

#include "language/tokens.hpp"

#include <algorithm>

namespace troupe::language {
namespace {

constexpr std::size_t recent_messages = 6;

/// The words of a message and its question and exclamation marks, which words() leaves out.
void add_words(const utterance& message, std::vector<std::string>& to) {
  const auto* const prefix = message.by_customer ? "u_" : "a_";
  for (auto rest = message.text; !rest.empty();) {
    const auto end = std::min(rest.find_first_of("?!"), rest.size());
    for (const auto& word : words(rest.substr(0, end))) to.push_back(prefix + word);
    if (end == rest.size()) return;
    to.push_back(prefix + std::string{rest[end]});
    rest.remove_prefix(end + 1);
  }
}

} // namespace

std::span<const utterance> recent_part(std::span<const utterance> messages) noexcept {
  return messages.last(std::min(messages.size(), recent_messages));
}

std::vector<std::string> outcome_grams(std::span<const utterance> messages) {
  auto grams = std::vector<std::string>{};
  for (const auto& message : messages) add_words(message, grams);
  const auto words = grams.size();
  grams.reserve(2 * words);
  for (std::size_t i = 0; i + 1 < words; ++i) grams.push_back(grams[i] + ' ' + grams[i + 1]);
  return grams;
}

} // namespace troupe::language
