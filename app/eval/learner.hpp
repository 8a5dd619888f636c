#pragma once
#include "config/settings.hpp"
#include "learning/policy.hpp"

#include <string>

namespace CLI {
class App;
class Option;
} // namespace CLI

namespace troupe::app::eval {

/// The policy that is measured: one of RL_POLICY's, with the settings in force.
CLI::Option* add_policy_option(CLI::App& command, std::string& name, const char* option = "--policy",
                               const char* description = "Policy to measure");

/// What the settings say of a policy whose actions are all believed to be alike.
[[nodiscard]] learning::policy_options options_of(const config::settings&, std::size_t actions);

} // namespace troupe::app::eval
