#include "language/assent.hpp"

#include "language/tokens.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace troupe::language {
namespace {

constexpr auto yes = std::to_array<std::string_view>(
    {"absolutely", "certainly", "definitely", "please", "sure", "yea", "yeah", "yep", "yes", "yup"});
constexpr auto perhaps_yes = std::to_array<std::string_view>({"ahead", "course", "ok", "okay"});
constexpr auto thanks = std::to_array<std::string_view>({"cheers", "thank", "thanks", "you"});
constexpr auto fillers =
    std::to_array<std::string_view>({"be", "do", "go", "good", "great", "helpful", "i", "i'd", "like",
                                     "lovely", "nice", "of", "perfect", "that", "would"});

template <std::size_t N>
bool holds(const std::array<std::string_view, N>& all, const std::string& word) {
  return std::ranges::find(all, word) != all.end();
}

} // namespace

bool is_assent(std::string_view message) {
  auto agreed = false;
  auto agreed_perhaps = false;
  auto thanked = false;
  for (const auto& word : words(message)) {
    const auto is_yes = holds(yes, word);
    const auto is_perhaps = holds(perhaps_yes, word);
    const auto is_thanks = holds(thanks, word);
    if (!is_yes && !is_perhaps && !is_thanks && !holds(fillers, word)) return false;
    agreed = agreed || is_yes;
    agreed_perhaps = agreed_perhaps || is_perhaps;
    thanked = thanked || is_thanks;
  }
  return agreed || (agreed_perhaps && !thanked);
}

} // namespace troupe::language
