#include "learning/lin_ts.hpp"

#include "learning/checkpoint.hpp"

#include <limits>
#include <random>
#include <stdexcept>
#include <utility>

namespace troupe::learning {
namespace {

constexpr std::size_t most_draws = 10'000;

} // namespace

lin_ts::lin_ts(reward_model rewards, const sampling_options& options)
    : rewards_{std::move(rewards)}, options_{options} {
  check_range("the width of a posterior", options.width, 0.0, std::numeric_limits<double>::max());
  check_floor(options.floor, rewards_.actions());
  if (options.draws == 0 || options.draws > most_draws)
    throw std::invalid_argument{"draws are from 1 to " + std::to_string(most_draws) + ", not "
                                + std::to_string(options.draws)};
  auto random = random_stream{options.seed};
  auto normal = std::normal_distribution<double>{};
  normal_.resize(options.draws * rewards_.actions());
  for (auto& number : normal_) number = normal(random);
}

std::vector<double> lin_ts::distribution(std::span<const double> features) const {
  const auto estimates = rewards_(features);
  std::vector<double> shares(estimates.size());
  const auto share = 1.0 / static_cast<double>(options_.draws);
  for (auto normal = normal_.begin(); normal != normal_.end();) {
    std::size_t best = 0;
    auto highest = -std::numeric_limits<double>::infinity();
    for (std::size_t action = 0; action < estimates.size(); ++action, ++normal) {
      const auto sampled = estimates[action].mean + options_.width * estimates[action].deviation * *normal;
      if (sampled > highest) {
        highest = sampled;
        best = action;
      }
    }
    shares[best] += share;
  }
  return with_floor(std::move(shares), options_.floor);
}

bool lin_ts::correct(const experience& of, double reward, std::uint64_t age) {
  rewards_.correct(of, reward, age);
  return true;
}

void lin_ts::write(checkpoint_writer& to) const {
  to.put(options_.width);
  to.put(options_.floor);
  to.put(std::uint64_t{options_.draws});
  to.put(options_.seed);
  rewards_.write(to);
}

lin_ts lin_ts::read(checkpoint_reader& from) {
  auto options = sampling_options{};
  options.width = from.number();
  options.floor = from.number();
  options.draws = from.whole(most_draws);
  options.seed = from.whole();
  return {reward_model::read(from), options};
}

} // namespace troupe::learning
