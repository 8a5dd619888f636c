#include "learning/policy.hpp"

#include "learning/checkpoint.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <utility>

namespace troupe::learning {
namespace {

constexpr std::string_view magic = "troupe policy";
constexpr std::uint64_t format = 2;

template <std::size_t Alternative = 0>
policy read(std::size_t which, checkpoint_reader& from) {
  if constexpr (Alternative + 1 < std::variant_size_v<policy>)
    if (which != Alternative) return read<Alternative + 1>(which, from);
  return std::variant_alternative_t<Alternative, policy>::read(from);
}

} // namespace

policy make_policy(std::string_view name, const policy_options& options) {
  const auto& values = options.initial_values;
  const auto rewards = [&] {
    return reward_model{options.space, {.linear = {.half_life = options.half_life}}, options.initial_values};
  };
  const auto floor =
      std::min(options.floor, 1.0 / static_cast<double>(std::max<std::size_t>(values.size(), 1)));
  if (name == "epsilon_greedy") return epsilon_greedy{options.exploration_rate, values};
  if (name == "fixed") {
    const auto best = std::ranges::max_element(values) - values.begin();
    return fixed{static_cast<std::size_t>(best), values.size()};
  }
  if (name == "lin_ts") return lin_ts{rewards(), {.floor = floor}};
  if (name == "linucb") return linucb{rewards(), 1.0, floor};
  if (name == "q_learning")
    return q_learning{
        {options.exploration_rate, options.learning_rate, options.discount_factor, options.space.numbers},
        values};
  if (name == "square_cb") return square_cb{rewards(), 10.0, floor};
  if (name == "uniform") return uniform{values.size()};
  throw std::invalid_argument{"there is no policy " + std::string{name}};
}

std::string_view name(const policy& of) noexcept { return policy_names[of.index()]; }

std::vector<double> distribution(const policy& by, std::span<const double> features) {
  return std::visit([&](const auto& p) { return p.distribution(features); }, by);
}

choice choose(const policy& by, std::span<const double> features, random_stream& random) {
  return draw(distribution(by, features), random);
}

choice choose(const policy& by, const context& in, random_stream& random) {
  return choose(by, features(in), random);
}

void learn(policy& learner, const experience& of) {
  std::visit([&](auto& p) { p.learn(of); }, learner);
}

bool correct(policy& learner, const experience& of, double reward, std::uint64_t age) {
  return std::visit([&](auto& p) { return p.correct(of, reward, age); }, learner);
}

std::string serialize(const policy& of) {
  auto to = checkpoint_writer{};
  to.put(magic);
  to.put(format);
  to.put(name(of));
  std::visit([&](const auto& p) { p.write(to); }, of);
  return std::move(to).take();
}

policy parse(std::string_view bytes) {
  auto from = checkpoint_reader{bytes};
  if (from.text() != magic) throw std::invalid_argument{"not a checkpoint: another kind of file"};
  if (const auto number = from.whole(); number != format)
    throw std::invalid_argument{"a checkpoint of format " + std::to_string(number) + " where "
                                + std::to_string(format) + " is known"};
  const auto named = from.text();
  const auto found = std::ranges::find(policy_names, named);
  if (found == policy_names.end()) throw std::invalid_argument{"not a checkpoint: no policy has its name"};
  auto parsed = read(static_cast<std::size_t>(found - policy_names.begin()), from);
  from.end();
  return parsed;
}

} // namespace troupe::learning
