#include "app/eval/learner.hpp"

#include <CLI/CLI.hpp>

namespace troupe::app::eval {
namespace {

constexpr double believed = 0.5; // of a reward in 0..1

} // namespace

CLI::Option* add_policy_option(CLI::App& command, std::string& name, const char* option,
                               const char* description) {
  const auto names = std::vector<std::string>{learning::policy_names.begin(), learning::policy_names.end()};
  return command.add_option(option, name, description)->check(CLI::IsMember(names));
}

learning::policy_options options_of(const config::settings& s, std::size_t actions) {
  auto options = learning::policy_options{};
  options.exploration_rate = s.rl_exploration_rate;
  options.initial_values.assign(actions, believed);
  options.learning_rate = s.rl_learning_rate;
  options.discount_factor = s.rl_discount_factor;
  options.floor = s.rl_floor;
  options.half_life = static_cast<double>(s.rl_half_life);
  return options;
}

} // namespace troupe::app::eval
