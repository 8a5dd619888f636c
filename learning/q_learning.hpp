#pragma once
#include "learning/choice.hpp"
#include "learning/state_map.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace troupe::learning {

class checkpoint_reader;
class checkpoint_writer;

struct q_options {
  double exploration_rate = 0.1; ///< epsilon
  double learning_rate = 0.1;    ///< alpha
  double discount_factor = 0.9;  ///< gamma
  std::size_t numbers = 0;       ///< as in a feature_space: 0: the features are those of a turn
};

/// Tabular Q-learning over the states of state_map.hpp, epsilon-greedy within a state (Watkins, Dayan:
/// Q-Learning, 1992; Sutton, Barto: Reinforcement Learning, 2nd edition, 6.5):
/// Q(s,a) += alpha (r + gamma max Q(s',.) - Q(s,a)), where an episode's last decision has no s'. Experiences
/// of an episode are learned in the order in which they were made.
class q_learning {
public:
  /// One action for each initial value, which is that of the action in every state. Throws
  /// std::invalid_argument without one, or on a rate that is outside of 0..1.
  q_learning(const q_options&, const std::vector<double>& initial_values);

  [[nodiscard]] std::vector<double> distribution(std::span<const double> features) const;
  void learn(const experience&);
  /// False: later values were made from the old one, so that the log has to be learned anew.
  bool correct(const experience&, double /*reward*/, std::uint64_t /*age*/) const { return false; }

  [[nodiscard]] std::span<const double> values(std::size_t state) const;
  /// How often each action was learned from in a state.
  [[nodiscard]] std::span<const std::uint64_t> counts(std::size_t state) const;

  void write(checkpoint_writer&) const;
  static q_learning read(checkpoint_reader&);

  bool operator==(const q_learning&) const = default;

private:
  [[nodiscard]] std::size_t state_of(std::span<const double> features) const;

  double exploration_rate_;
  double learning_rate_;
  double discount_factor_;
  std::size_t numbers_;
  std::size_t actions_;
  std::vector<double> values_; ///< state by state
  std::vector<std::uint64_t> counts_;
};

} // namespace troupe::learning
