#pragma once
#include "learning/choice.hpp"
#include "learning/reward_model.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace troupe::learning {

/// Inverse-gap weighting (Foster, Rakhlin: Beyond UCB, ICML 2020, algorithm 1): with rewards v estimated for
/// the k actions and b the best of them, p(a) = 1 / (k + rate (v(b) - v(a))) for the others, and what is left
/// for b. The rate grows with the number n of rewards: rate = scale sqrt(k n). Of several that are best the
/// first is b; as their gap is 0, the others have 1/k each.
class square_cb {
public:
  square_cb(reward_model, double scale, double floor);

  [[nodiscard]] std::vector<double> distribution(std::span<const double> features) const;
  void learn(const experience& of) { rewards_.learn(of); }
  bool correct(const experience&, double reward, std::uint64_t age);

  void write(checkpoint_writer&) const;
  static square_cb read(checkpoint_reader&);

  bool operator==(const square_cb&) const = default;

private:
  reward_model rewards_;
  double scale_;
  double floor_;
};

} // namespace troupe::learning
