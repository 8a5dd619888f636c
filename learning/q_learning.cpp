#include "learning/q_learning.hpp"

#include "learning/checkpoint.hpp"
#include "learning/feature_map.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

namespace troupe::learning {

q_learning::q_learning(const q_options& options, const std::vector<double>& initial_values)
    : exploration_rate_{options.exploration_rate}, learning_rate_{options.learning_rate},
      discount_factor_{options.discount_factor}, numbers_{options.numbers}, actions_{initial_values.size()} {
  check_range("epsilon", exploration_rate_, 0.0, 1.0);
  check_range("alpha", learning_rate_, 0.0, 1.0);
  check_range("gamma", discount_factor_, 0.0, 1.0);
  check_initial_values(initial_values);
  values_.reserve(state_count * actions_);
  for (std::size_t state = 0; state < state_count; ++state)
    values_.insert(values_.end(), initial_values.begin(), initial_values.end());
  counts_.resize(values_.size());
}

std::size_t q_learning::state_of(std::span<const double> features) const {
  if (!std::ranges::all_of(features, [](double f) { return std::isfinite(f); }))
    throw std::invalid_argument{"a feature is not finite"};
  if (numbers_ == 0) return learning::state_of(context_of(features));
  if (features.size() != numbers_)
    throw std::invalid_argument{std::to_string(features.size()) + " features where there are "
                                + std::to_string(numbers_)};
  return grid_state(features);
}

std::span<const double> q_learning::values(std::size_t state) const {
  return std::span{values_}.subspan(state * actions_, actions_);
}

std::span<const std::uint64_t> q_learning::counts(std::size_t state) const {
  return std::span{counts_}.subspan(state * actions_, actions_);
}

std::vector<double> q_learning::distribution(std::span<const double> features) const {
  return greedy(values(state_of(features)), exploration_rate_);
}

void q_learning::learn(const experience& of) {
  check(of, actions_);
  const auto at = state_of(of.made.features) * actions_ + of.made.chosen.action;
  const auto future = of.next ? discount_factor_ * std::ranges::max(values(state_of(*of.next))) : 0.0;
  values_[at] += learning_rate_ * (of.reward + future - values_[at]);
  ++counts_[at];
}

void q_learning::write(checkpoint_writer& to) const {
  to.put(exploration_rate_);
  to.put(learning_rate_);
  to.put(discount_factor_);
  to.put(std::uint64_t{numbers_});
  to.put(std::uint64_t{actions_});
  to.put(std::span{values_});
  to.put(std::span{counts_});
}

q_learning q_learning::read(checkpoint_reader& from) {
  auto options = q_options{};
  options.exploration_rate = from.number();
  options.learning_rate = from.number();
  options.discount_factor = from.number();
  options.numbers = from.whole(largest_dimension);
  const auto actions = from.whole(most_actions);
  from.expect(state_count * actions); // before so much is allocated
  auto table = q_learning{options, std::vector<double>(actions)};
  table.values_ = from.numbers(state_count * actions);
  table.counts_ = from.wholes(state_count * actions);
  return table;
}

} // namespace troupe::learning
