#pragma once
#include "learning/choice.hpp"
#include "learning/reward_model.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace troupe::learning {

/// Takes the action whose reward could be highest: mean + width times deviation (Li, Chu, Langford, Schapire:
/// A Contextual-Bandit Approach to Personalized News Article Recommendation, WWW 2010, algorithm 1), but
/// every action with at least the floor. Ties are alike.
class linucb {
public:
  linucb(reward_model, double width, double floor);

  [[nodiscard]] std::vector<double> distribution(std::span<const double> features) const;
  void learn(const experience& of) { rewards_.learn(of); }
  bool correct(const experience&, double reward, std::uint64_t age);

  void write(checkpoint_writer&) const;
  static linucb read(checkpoint_reader&);

  bool operator==(const linucb&) const = default;

private:
  reward_model rewards_;
  double width_;
  double floor_;
};

} // namespace troupe::learning
