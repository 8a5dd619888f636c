#include "learning/challenger.hpp"

#include <algorithm>
#include <utility>

namespace troupe::learning {
namespace {

/// Cutting a weight off makes the gain less, so that the bound still holds.
constexpr double largest_weight = 1e6;

} // namespace

challenger::challenger(learning::policy of) : policy_{std::move(of)} {}

void challenger::judge(std::span<const experience> conversation, std::uint64_t position) {
  if (won_at_ != 0 || conversation.empty()) return;
  auto gained = 0.0;
  auto agreed = 0.0;
  for (const auto& [made, reward, next] : conversation) {
    const auto probability = distribution(policy_, made.features).at(made.chosen.action);
    agreed += probability;
    const auto weight = std::min(probability / made.chosen.propensity, largest_weight);
    gained += (weight - 1.0) * std::clamp(reward, 0.0, 1.0);
  }
  decisions_ += conversation.size();
  agreed_ += agreed;
  gain_.see(std::max(gained / static_cast<double>(conversation.size()), -1.0)); // but for rounding it is
  if (gain_.above(0.0, error)) won_at_ = position;
}

double challenger::agreement() const noexcept {
  return decisions_ == 0 ? 0.0 : agreed_ / static_cast<double>(decisions_);
}

void challenger::save(checkpoint_writer& out) const {
  out.put(serialize(policy_));
  gain_.save(out);
  out.put(decisions_);
  out.put(agreed_);
  out.put(won_at_);
}

void challenger::load(checkpoint_reader& in) {
  policy_ = parse(in.text());
  gain_.load(in);
  decisions_ = in.whole();
  agreed_ = in.number();
  won_at_ = in.whole();
}

} // namespace troupe::learning
