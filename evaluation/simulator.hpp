#pragma once
#include "learning/context.hpp"
#include "learning/random.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

/// Customers whose preferences are known, so that it can be told what a policy gives away by not knowing
/// them.
namespace troupe::evaluation {

enum class drift : std::uint8_t { none, abrupt, gradual };
constexpr auto drift_names = std::to_array<std::string_view>({"none", "abrupt", "gradual"});

constexpr std::size_t simulated_strategies = 5;

/// What each strategy is worth to a customer: the expected reward, 0..1.
using strategy_values = std::array<double, simulated_strategies>;

struct simulated_turn {
  learning::context context;
  strategy_values values{};
  strategy_values rewards{}; ///< what each strategy would bring this time
  bool last = false;         ///< of its session
  bool rewarded = false;     ///< whether the reward is ever known
  std::size_t delay = 0;     ///< turns from the session's end until its rewards are known
};

/// A world, all of it drawn from the seed. Customers come with one of four subjects (order, payment, product,
/// account) and one of three moods (upset, calm, glad), each as likely. In each of these twelve cases one
/// strategy, each as likely, is worth most, from 0.55 to 0.95, and every other one from 0.05 to 0.4 less; all
/// uniform.
///
/// The subject is a session's, the mood changes with probability 0.3 from turn to turn; a session goes on
/// with probability 0.6, to six turns at most. Sentiment lies uniformly in the mood's third of -1..1; urgency
/// and confidence say nothing. A reward is the mean of five signals, each of them 1 with the probability of
/// the strategy's worth, else 0. Three in ten never come; a session's others come together, 0 to 50 turns
/// after its end.
///
/// Drift exchanges the preferences for others drawn in the same way: abruptly after half of the turns, or
/// gradually, in proportion, from a third to two thirds of them.
class simulator {
public:
  simulator(std::uint64_t seed, std::size_t turns, drift);

  /// The next turn, the same whatever was chosen before.
  [[nodiscard]] simulated_turn next();

private:
  static constexpr std::size_t subjects = 4;
  static constexpr std::size_t moods = 3;
  using preferences = std::array<std::array<strategy_values, moods>, subjects>;

  [[nodiscard]] static preferences draw_preferences(learning::random_stream);
  [[nodiscard]] double drifted() const;

  preferences before_;
  preferences after_;
  learning::random_stream random_;
  std::size_t turns_;
  drift drift_;
  std::size_t turn_ = 0;          ///< of the run
  std::uint64_t turn_number_ = 0; ///< of the session
  std::size_t subject_ = 0;
  std::size_t mood_ = 0;
};

/// The turns between which the world changes; none without drift.
struct drift_span {
  std::size_t begin = 0;
  std::size_t end = 0;
};
[[nodiscard]] std::optional<drift_span> span_of(drift, std::size_t turns);

} // namespace troupe::evaluation
