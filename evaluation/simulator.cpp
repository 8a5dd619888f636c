#include "evaluation/simulator.hpp"

#include <algorithm>

namespace troupe::evaluation {
namespace {

using language::intent_group;

constexpr auto subject_groups = std::to_array<intent_group>(
    {intent_group::order, intent_group::payment, intent_group::product, intent_group::account});
constexpr double least_best = 0.55;
constexpr double most_best = 0.95;
constexpr double least_gap = 0.05;
constexpr double most_gap = 0.4;
constexpr double mood_changes = 0.3;
constexpr double goes_on = 0.6;
constexpr std::uint64_t longest_session = 6;
constexpr double least_confidence = 0.3;
constexpr std::size_t signals = 5;
constexpr double missing = 0.3;
constexpr std::size_t longest_delay = 50;

double between(double least, double most, learning::random_stream& random) {
  return least + (most - least) * random.uniform();
}

std::size_t one_of(std::size_t count, learning::random_stream& random) {
  return static_cast<std::size_t>(random.uniform() * static_cast<double>(count));
}

double mean_of_signals(double probability, learning::random_stream& random) {
  double sum = 0.0;
  for (std::size_t i = 0; i < signals; ++i) sum += random.uniform() < probability ? 1.0 : 0.0;
  return sum / static_cast<double>(signals);
}

} // namespace

std::optional<drift_span> span_of(drift kind, std::size_t turns) {
  if (kind == drift::abrupt) return drift_span{turns / 2, turns / 2};
  if (kind == drift::gradual) return drift_span{turns / 3, 2 * turns / 3};
  return {};
}

simulator::simulator(std::uint64_t seed, std::size_t turns, drift kind)
    : before_{draw_preferences({seed, "preferences"})}, after_{draw_preferences({seed, "other preferences"})},
      random_{seed, "customers"}, turns_{turns}, drift_{kind} {}

simulator::preferences simulator::draw_preferences(learning::random_stream random) {
  auto drawn = preferences{};
  for (auto& subject : drawn)
    for (auto& values : subject) {
      const auto best = one_of(values.size(), random);
      const auto worth = between(least_best, most_best, random);
      for (auto& value : values) value = worth - between(least_gap, most_gap, random);
      values[best] = worth;
    }
  return drawn;
}

/// How far the preferences have changed, 0..1.
double simulator::drifted() const {
  const auto span = span_of(drift_, turns_);
  if (!span || turn_ < span->begin) return 0.0;
  if (turn_ >= span->end) return 1.0;
  return static_cast<double>(turn_ - span->begin) / static_cast<double>(span->end - span->begin);
}

simulated_turn simulator::next() {
  ++turn_number_;
  if (turn_number_ == 1) subject_ = one_of(subjects, random_);
  if (turn_number_ == 1 || random_.uniform() < mood_changes) mood_ = one_of(moods, random_);

  auto turn = simulated_turn{};
  const auto least_sentiment = -1.0 + 2.0 * static_cast<double>(mood_) / moods;
  turn.context.group = subject_groups[subject_];
  turn.context.urgency = static_cast<language::urgency>(one_of(language::urgency_names.size(), random_));
  turn.context.sentiment = between(least_sentiment, least_sentiment + 2.0 / moods, random_);
  turn.context.turn_number = turn_number_;
  turn.context.confidence = between(least_confidence, 1.0, random_);

  const auto share = drifted();
  for (std::size_t strategy = 0; strategy < simulated_strategies; ++strategy) {
    turn.values[strategy] =
        (1.0 - share) * before_[subject_][mood_][strategy] + share * after_[subject_][mood_][strategy];
    turn.rewards[strategy] = mean_of_signals(turn.values[strategy], random_);
  }
  turn.rewarded = random_.uniform() >= missing;
  turn.delay = one_of(longest_delay + 1, random_);
  turn.last = turn_number_ == longest_session || random_.uniform() >= goes_on;
  if (turn.last) turn_number_ = 0;
  ++turn_;
  return turn;
}

} // namespace troupe::evaluation
