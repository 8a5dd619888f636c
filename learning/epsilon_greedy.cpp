#include "learning/epsilon_greedy.hpp"

#include "learning/checkpoint.hpp"

#include <stdexcept>
#include <utility>

namespace troupe::learning {

epsilon_greedy::epsilon_greedy(double epsilon, std::vector<double> initial_values)
    : epsilon_{epsilon}, values_{std::move(initial_values)}, counts_(values_.size()) {
  check_range("epsilon", epsilon_, 0.0, 1.0);
  check_initial_values(values_);
}

std::vector<double> epsilon_greedy::distribution(std::span<const double> /*features*/) const {
  return greedy(values_, epsilon_);
}

void epsilon_greedy::learn(const experience& of) {
  check(of, values_.size());
  const auto action = of.made.chosen.action;
  const auto n = static_cast<double>(++counts_[action]);
  values_[action] = (n - 1.0) / n * values_[action] + of.reward / n;
}

bool epsilon_greedy::correct(const experience& of, double reward, std::uint64_t /*age*/) {
  check(of, values_.size());
  check({of.made, reward, {}}, values_.size());
  const auto action = of.made.chosen.action;
  if (counts_[action] == 0) throw std::invalid_argument{"a correction of what was never learned"};
  values_[action] += (reward - of.reward) / static_cast<double>(counts_[action]);
  return true;
}

void epsilon_greedy::write(checkpoint_writer& to) const {
  to.put(epsilon_);
  to.put(std::span{values_});
  to.put(std::span{counts_});
}

epsilon_greedy epsilon_greedy::read(checkpoint_reader& from) {
  const auto epsilon = from.number();
  auto bandit = epsilon_greedy{epsilon, from.numbers()};
  bandit.counts_ = from.wholes(bandit.values_.size());
  return bandit;
}

} // namespace troupe::learning
