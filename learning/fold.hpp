#pragma once
#include "learning/challenger.hpp"
#include "learning/guard.hpp"
#include "learning/lesson.hpp"
#include "learning/policy.hpp"
#include "learning/reward_scale.hpp"
#include "learning/statistics.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::learning {

/// What a fold depends on besides the lessons.
struct fold_rules {
  std::string policy; ///< one of policy_names
  policy_options options;
  std::vector<std::string> strategies; ///< in the order of the actions
  reward_weights weights{};
  bool normalised = true; ///< the policy gets rewards on their running scale, else as they are
  std::string challenger; ///< one of policy_names that learns in the shadow; empty: none
  std::string
      replaced; ///< the one that chose before, by whose escalations the policy is guarded; empty: it is not
  std::uint64_t since = 0; ///< the position from which on the policy chooses

  /// The policy's name and a digest (FNV-1a) of everything that a different fold could come from.
  [[nodiscard]] std::string text() const;
};

/// A policy as the fold of the lessons up to a position, with what operators want to know of them, the policy
/// that would take its place, and what guards it. The same rules and lessons give the same bytes, wherever
/// the pages were cut.
class fold {
public:
  /// Of no lessons. Throws std::invalid_argument if there cannot be such a policy.
  explicit fold(fold_rules);
  /// As save() left it. Throws std::invalid_argument on bytes that are none of these rules'.
  fold(fold_rules, std::string_view saved);

  /// Goes on with the lessons behind the position; they end with an episode.
  void learn(std::span<const lesson>);
  /// Says that the lessons so far were learned with the rewards that counted at this later position.
  void rebuilt(std::uint64_t position) noexcept { position_ = position; }

  [[nodiscard]] std::string save() const;

  [[nodiscard]] const fold_rules& rules() const noexcept { return rules_; }
  [[nodiscard]] const learning::policy& policy() const noexcept { return policy_; }
  [[nodiscard]] const std::optional<learning::challenger>& challenger() const noexcept { return challenger_; }
  [[nodiscard]] const std::optional<learning::guard>& guard() const noexcept { return guard_; }
  [[nodiscard]] const learning::statistics& statistics() const noexcept { return statistics_; }
  [[nodiscard]] std::uint64_t position() const noexcept { return position_; }
  [[nodiscard]] std::uint64_t decisions() const noexcept { return decisions_; }
  /// Decisions that taught nothing: of a strategy that is configured no more, or of other features.
  [[nodiscard]] std::uint64_t skipped() const noexcept { return skipped_; }
  /// Corrections that the policy could not take, as it is not made of sums: a rebuild takes them.
  [[nodiscard]] std::uint64_t left_to_rebuild() const noexcept { return left_to_rebuild_; }

private:
  void judge(std::span<const lesson> conversation);
  void learn(const lesson&, const lesson* next);
  void correct(const lesson&);
  [[nodiscard]] std::optional<std::size_t> action_of(const lesson&) const;
  [[nodiscard]] double scaled(double reward, std::uint64_t position) const;

  fold_rules rules_;
  learning::policy policy_;
  std::optional<learning::challenger> challenger_;
  std::optional<learning::guard> guard_;
  reward_scale scale_;
  learning::statistics statistics_;
  std::uint64_t position_ = 0;
  std::uint64_t decisions_ = 0;
  std::uint64_t skipped_ = 0;
  std::uint64_t left_to_rebuild_ = 0;
};

} // namespace troupe::learning
