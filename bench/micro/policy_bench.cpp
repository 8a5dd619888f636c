#include "learning/policy.hpp"

#include <benchmark/benchmark.h>

#include <string>

namespace troupe::learning {
namespace {

constexpr auto options_of_five = [] {
  return policy_options{.exploration_rate = 0.1, .initial_values = {0.5, 0.4, 0.3, 0.2, 0.1}};
};

void choose_strategy(benchmark::State& runs) {
  const auto by = make_policy(policy_names[static_cast<std::size_t>(runs.range(0))], options_of_five());
  const auto asked = context{};
  for (auto _ : runs) {
    auto random = random_stream{1, "trn_agrab3kzq7yxv2n5m4whd6tcpe"}; // a turn has a stream of its own
    benchmark::DoNotOptimize(choose(by, asked, random));
  }
  runs.SetLabel(std::string{name(by)});
}
BENCHMARK(choose_strategy)->DenseRange(0, static_cast<int>(policy_names.size()) - 1);

void learn_from_reward(benchmark::State& runs) {
  auto by = make_policy(policy_names.front(), options_of_five());
  const auto lesson = experience{{features(context{}), {.action = 1, .propensity = 0.2}}, 0.7, {}};
  for (auto _ : runs) learn(by, lesson);
}
BENCHMARK(learn_from_reward);

} // namespace
} // namespace troupe::learning
