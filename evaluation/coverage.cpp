#include "evaluation/coverage.hpp"

#include "learning/off_policy.hpp"

#include <cmath>
#include <string>

namespace troupe::evaluation {
namespace {

constexpr std::size_t actions = 3;
constexpr double truth = 0.5;

double worth(std::size_t action, double x) { return action == 0 ? 0.5 + 0.3 * x : 0.5 - 0.2 * x; }

std::vector<learning::experience> log_of(std::size_t decisions, double first,
                                         learning::random_stream random) {
  std::vector<learning::experience> log;
  log.reserve(decisions);
  const auto others = (1.0 - first) / 2.0;
  while (log.size() < decisions) {
    const auto x = 2.0 * random.uniform() - 1.0;
    const auto chosen = learning::draw(std::to_array({first, others, others}), random);
    log.push_back({{{x}, chosen}, random.uniform() < worth(chosen.action, x) ? 1.0 : 0.0, {}});
  }
  return log;
}

} // namespace

coverage measure_coverage(std::size_t decisions, double first, std::size_t repetitions, std::uint64_t seed) {
  const auto line = learning::feature_space{.numbers = 1, .fourier = 0};
  const auto target = learning::table(decisions, {0.0, 1.0, 0.0});
  auto all = coverage{};
  for (std::size_t i = 0; i < repetitions; ++i) {
    const auto log = log_of(decisions, first, {seed, std::to_string(i)});
    const auto told = learning::evaluate(log, target, learning::predict_rewards(log, line, actions));
    const auto* values = std::get_if<learning::off_policy_values>(&told);
    if (!values) continue;
    ++all.told;
    all.effective_sample_size += values->effective_sample_size;
    const auto found = std::to_array({values->ips, values->snips, values->dr, values->switch_dr});
    for (std::size_t e = 0; e < found.size(); ++e) {
      all.covered[e] += found[e].low <= truth && truth <= found[e].high ? 1.0 : 0.0;
      all.rmse[e] += (found[e].value - truth) * (found[e].value - truth);
    }
  }
  const auto count = static_cast<double>(all.told);
  if (all.told == 0) return all;
  all.effective_sample_size /= count;
  for (auto& share : all.covered) share /= count;
  for (auto& squares : all.rmse) squares = std::sqrt(squares / count);
  return all;
}

} // namespace troupe::evaluation
