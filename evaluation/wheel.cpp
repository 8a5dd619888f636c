#include "evaluation/wheel.hpp"

#include <algorithm>
#include <cmath>
#include <random>

namespace troupe::evaluation {
namespace {

constexpr double worth_of_first = 1.2;
constexpr double worth_of_others = 1.0;
constexpr double worth_of_quadrant = 50.0;
constexpr double reward_deviation = 0.01;

} // namespace

wheel_turn spin(double delta, learning::random_stream& random) {
  auto turn = wheel_turn{};
  auto& [x, y] = turn.context;
  do {
    x = 2.0 * random.uniform() - 1.0;
    y = 2.0 * random.uniform() - 1.0;
  } while (x * x + y * y > 1.0);
  turn.values.fill(worth_of_others);
  turn.values[0] = worth_of_first;
  const std::size_t quadrant = (x > 0.0 ? 0U : 2U) + (y > 0.0 ? 0U : 1U);
  if (std::hypot(x, y) > delta) turn.values[1 + quadrant] = worth_of_quadrant;
  return turn;
}

wheel_run play_wheel(learning::policy policy, double delta, std::size_t steps, std::uint64_t seed) {
  auto contexts = learning::random_stream{seed, "contexts"};
  auto choices = learning::random_stream{seed, "choices"};
  auto rewards = learning::random_stream{seed, "rewards"};
  auto deviation = std::normal_distribution<double>{0.0, reward_deviation};
  auto run = wheel_run{};
  for (std::size_t step = 0; step < steps; ++step) {
    const auto turn = spin(delta, contexts);
    const auto chosen = learning::choose(policy, turn.context, choices);
    const auto value = turn.values[chosen.action];
    const auto best = std::ranges::max(turn.values);
    run.regret += best - value;
    for (const auto one : turn.values) run.regret_of_uniform += (best - one) / wheel_actions;
    learning::learn(policy,
                    {{{turn.context.begin(), turn.context.end()}, chosen}, value + deviation(rewards), {}});
  }
  return run;
}

} // namespace troupe::evaluation
