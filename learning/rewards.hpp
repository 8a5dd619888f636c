#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

/// What an answer earned: from what the customer did next, from how the episode ended, and from what people
/// said of it. docs/rewards.md has the table.
namespace troupe::learning {

/// Stored as bits and columns: never renumber.
enum class reward_kind : std::uint8_t {
  satisfaction,       ///< (sentiment + 1) / 2 of the next message
  response_time,      ///< min(1, 5/t) for an answer in t < 3 s, else 0
  escalation_avoided, ///< 0.8, or 0 where a human was asked for or the episode escalated
  resolution_success, ///< 0.9 where the next message or the episode's end says so, else 0
  follow_up_reduced,  ///< 0.7 with at most one follow-up question in the episode so far, else 0
  thumbs,             ///< said: 1 up, 0 down
  csat,               ///< said: (stars - 1) / 4
};
constexpr auto reward_names =
    std::to_array<std::string_view>({"satisfaction", "response_time", "escalation_avoided",
                                     "resolution_success", "follow_up_reduced", "thumbs", "csat"});
constexpr std::size_t reward_kinds = reward_names.size();

/// The rewards of one decision. A kind is absent where nothing is known of it: that is not a reward of 0.
struct rewards {
  std::array<std::optional<double>, reward_kinds> values;
  std::uint8_t stated = 0; ///< bit k: a person said it; else it was made from what was seen

  [[nodiscard]] const std::optional<double>& operator[](reward_kind k) const noexcept {
    return values[static_cast<std::size_t>(k)];
  }
  void see(reward_kind k, double value) noexcept { values[static_cast<std::size_t>(k)] = value; }
  void state(reward_kind k, double value) noexcept {
    see(k, value);
    stated |= static_cast<std::uint8_t>(1U << static_cast<unsigned>(k));
  }

  bool operator==(const rewards&) const = default;
};

/// What people said of a turn; the last word on each counts.
struct feedback {
  std::optional<double> thumbs; ///< 1 up, 0 down
  std::optional<double> csat;   ///< 1..5
  std::optional<bool> resolved;
  std::optional<bool> escalated;

  bool operator==(const feedback&) const = default;
};

/// What the collector saw in a customer's message.
struct signals {
  double sentiment = 0.0; ///< -1..1
  bool thanked = false;
  bool frustrated = false;
  bool resolved = false;
  bool asked_for_human = false;
  std::uint32_t questions = 0;

  bool operator==(const signals&) const = default;
};

/// A turn of an episode, as far as it bears on rewards.
struct episode_turn {
  std::int64_t turn = 0; ///< the store's short name of it
  bool decided = false;  ///< an answer was chosen by a policy
  bool learned = false;  ///< its first rewards are in the log already
  double response_seconds = 0.0;
  std::optional<signals> seen; ///< in its message; none where it was not noted
  feedback said;

  bool operator==(const episode_turn&) const = default;
};

enum class episode_end : std::uint8_t { silence, closed, resolved, escalated };

/// The rewards of every turn of an episode that has ended, in the order of the turns; those of turns without
/// a decision are empty. Message N rewards answer N-1. What concerns the whole episode (its end, csat,
/// resolved, escalated; the last word where there are several) is every decision's alike.
[[nodiscard]] std::vector<rewards> rewards_of(std::span<const episode_turn>, episode_end);

/// The rewards of one decision when people have spoken: `own` of its turn, `of_episode` of any turn.
[[nodiscard]] rewards with_feedback(rewards, const feedback& own, const feedback& of_episode);

/// The last word on each matter that concerns the whole episode, over its turns in order.
[[nodiscard]] feedback joined(std::span<const feedback>);

using reward_weights = std::array<double, reward_kinds>; ///< 0 or more, one for each kind

/// The number that a policy learns from: the mean of the kinds that are known, by weight. None where nothing
/// that has weight is known.
[[nodiscard]] std::optional<double> combined(const rewards&, const reward_weights&);

} // namespace troupe::learning
