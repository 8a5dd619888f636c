#include "language/outcome_model.hpp"

#include "language/outcome_grams.hpp"
#include "language/tokens.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <ranges>

namespace troupe::language {
namespace {

using std::string_view_literals::operator""sv;
constexpr auto resolution = std::array{"thank"sv, "thanks"sv, "solved"sv, "fixed"sv};
constexpr auto frustration = std::array{"frustrated"sv, "angry"sv};
constexpr double keyword = 0.5; // log odds

bool any_of(std::span<const std::string> words, std::span<const std::string_view> listed) {
  return std::ranges::any_of(
      words, [listed](const std::string& w) { return std::ranges::find(listed, w) != listed.end(); });
}

double probability(double log_odds) { return 1 / (1 + std::exp(-log_odds)); }

/// The words that the customer said last.
std::vector<std::string> last_words(std::span<const utterance> messages) {
  const auto newest_first = messages | std::views::reverse;
  const auto last = std::ranges::find_if(newest_first, &utterance::by_customer);
  return last == newest_first.end() ? std::vector<std::string>{} : words(last->text);
}

} // namespace

outcome_model::outcome_model(const outcome_weights& learned)
    : recent_{block_of(learned.recent)}, whole_{block_of(learned.whole)},
      resolved_bias_{learned.resolved_bias}, frustrated_bias_{learned.frustrated_bias} {}

outcome_model::block outcome_model::block_of(std::span<const outcome_gram> grams) {
  auto made = block{};
  for (const auto& gram : grams) made[gram.text] = {gram.idf, gram.resolved, gram.frustrated};
  return made;
}

outcome_model::total outcome_model::add_up(const block& known, std::span<const utterance> messages) {
  auto counts = std::unordered_map<const weight*, double>{};
  for (const auto& gram : outcome_grams(messages))
    if (const auto found = known.find(gram); found != known.end()) ++counts[&found->second];
  auto squares = 0.0;
  auto sum = total{};
  for (const auto& [gram, count] : counts) {
    const auto tf_idf = (1 + std::log(count)) * gram->idf;
    squares += tf_idf * tf_idf;
    sum.resolved += tf_idf * gram->resolved;
    sum.frustrated += tf_idf * gram->frustrated;
  }
  if (squares == 0) return {};
  return {true, sum.resolved / std::sqrt(squares), sum.frustrated / std::sqrt(squares)};
}

conversation_outcome outcome_model::operator()(std::span<const utterance> messages) const {
  const auto recent = add_up(recent_, recent_part(messages));
  const auto whole = add_up(whole_, messages);
  // The bias is the counterpart of weights: it says nothing of messages that have none.
  const auto known = recent.known || whole.known;
  auto resolved = known ? resolved_bias_ + recent.resolved + whole.resolved : 0.0;
  auto frustrated = known ? frustrated_bias_ + recent.frustrated + whole.frustrated : 0.0;
  const auto last = last_words(messages);
  if (any_of(last, resolution)) resolved += keyword;
  if (any_of(last, frustration)) {
    frustrated += keyword;
    resolved -= keyword;
  }
  return {probability(resolved), probability(frustrated)};
}

} // namespace troupe::language
