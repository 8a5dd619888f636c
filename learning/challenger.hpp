#pragma once
#include "learning/confidence_sequence.hpp"
#include "learning/policy.hpp"

#include <cstdint>
#include <span>

namespace troupe::learning {

/// A policy that learns in the shadow, and what tells whether it is better than the champion that chooses.
///
/// Of every conversation that the champion held, the gain is the mean over its decisions of (w - 1) r, with
/// w = the challenger's probability of what was done / the logged one, and r the reward, 0..1: its
/// expectation is what the challenger would have earned more. It is -1 or more however large w is, which is
/// all that a lower bound needs. The challenger has won when that of the mean gain is above 0. That is one
/// interval of the difference: the same customers are on both sides of it, so it tells sooner than two
/// intervals that have to part, and is as safe.
///
/// A conversation is one value, as the decisions of one are not independent of each other; the challenger is
/// asked for all of them before it learns from any.
class challenger {
public:
  /// The share of challengers, none of them better, that ever win.
  static constexpr double error = 0.05;

  explicit challenger(learning::policy);

  /// The decisions of a conversation, with their rewards as they were first known; `position`: of its last
  /// lesson. What is behind a victory does not count any more. Throws std::invalid_argument, and is
  /// unchanged, on features that the policy does not take.
  void judge(std::span<const experience>, std::uint64_t position);
  void learn(const experience& of) { learning::learn(policy_, of); }
  bool correct(const experience& of, double reward, std::uint64_t age) {
    return learning::correct(policy_, of, reward, age);
  }

  [[nodiscard]] const learning::policy& policy() const noexcept { return policy_; }
  /// The gains, in rewards.
  [[nodiscard]] const confidence_sequence& gain() const noexcept { return gain_; }
  /// The mean probability with which it would have done what was done.
  [[nodiscard]] double agreement() const noexcept;
  /// The position at which it won; 0: it has not.
  [[nodiscard]] std::uint64_t won_at() const noexcept { return won_at_; }

  void save(checkpoint_writer&) const;
  void load(checkpoint_reader&);

private:
  learning::policy policy_;
  confidence_sequence gain_{-1.0, 1.0};
  std::uint64_t decisions_ = 0; ///< in the conversations
  double agreed_ = 0.0;
  std::uint64_t won_at_ = 0;
};

} // namespace troupe::learning
