#include "learning/feature_map.hpp"

#include "learning/context.hpp"
#include "learning/random.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <random>
#include <stdexcept>
#include <string>

namespace troupe::learning {
namespace {

constexpr auto groups = language::intent_group_names.size();
constexpr std::size_t turn_dimension = groups + 4;
constexpr double late_turn = 10.0; // from which on turns are alike

std::size_t plain_dimension(const feature_space& space) noexcept {
  return space.numbers > 0 ? space.numbers : turn_dimension;
}

/// Scaled to about -1..1.
std::vector<double> plain_features(const context& turn) {
  std::vector<double> plain(groups, 0.0);
  plain[static_cast<std::size_t>(turn.group)] = 1.0;
  plain.push_back(static_cast<double>(turn.urgency) / 3.0);
  plain.push_back(std::clamp(turn.sentiment, -1.0, 1.0));
  plain.push_back(std::min(static_cast<double>(turn.turn_number), late_turn) / late_turn);
  plain.push_back(std::clamp(turn.confidence, 0.0, 1.0));
  return plain;
}

} // namespace

std::size_t feature_map::dimension_of(const feature_space& space) noexcept {
  return 1 + plain_dimension(space) + space.fourier;
}

feature_map::feature_map(const feature_space& space) : space_{space} {
  if (space.numbers > largest_dimension || space.fourier > largest_dimension
      || dimension_of(space) > largest_dimension)
    throw std::invalid_argument{"a feature space of more than " + std::to_string(largest_dimension)
                                + " dimensions"};
  if (!(space.length_scale > 0.0 && std::isfinite(space.length_scale)))
    throw std::invalid_argument{"the length scale of a feature space is " + std::to_string(space.length_scale)
                                + ": it must be positive"};
  auto random = random_stream{space.seed};
  auto normal = std::normal_distribution<double>{0.0, 1.0 / space.length_scale};
  frequencies_.resize(space.fourier * plain_dimension(space));
  for (auto& frequency : frequencies_) frequency = normal(random);
  phases_.resize(space.fourier);
  for (auto& phase : phases_) phase = 2.0 * std::numbers::pi * random.uniform();
}

std::vector<double> feature_map::operator()(std::span<const double> features) const {
  if (space_.numbers > 0 && features.size() != space_.numbers)
    throw std::invalid_argument{std::to_string(features.size()) + " features where there are "
                                + std::to_string(space_.numbers)};
  if (!std::ranges::all_of(features, [](double f) { return std::isfinite(f); }))
    throw std::invalid_argument{"a feature is not finite"};
  const auto plain = space_.numbers > 0 ? std::vector<double>(features.begin(), features.end())
                                        : plain_features(context_of(features));
  std::vector<double> all;
  all.reserve(dimension());
  all.push_back(1.0);
  all.insert(all.end(), plain.begin(), plain.end());
  const auto scale = std::sqrt(2.0 / static_cast<double>(std::max<std::size_t>(space_.fourier, 1)));
  for (std::size_t i = 0; i < space_.fourier; ++i) {
    const auto* row = frequencies_.data() + i * plain.size();
    all.push_back(scale * std::cos(std::inner_product(plain.begin(), plain.end(), row, phases_[i])));
  }
  return all;
}

} // namespace troupe::learning
