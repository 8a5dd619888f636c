#include "app/eval/commands.hpp"
#include "app/eval/learner.hpp"
#include "app/eval/read_file.hpp"
#include "app/eval/report.hpp"
#include "evaluation/bad_line.hpp"
#include "evaluation/dsjson.hpp"
#include "evaluation/vw_text.hpp"
#include "learning/off_policy.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <charconv>
#include <memory>

namespace troupe::app::eval {
namespace {

constexpr std::size_t hashed_numbers = 256;

struct policy_options {
  std::string decisions;
  std::string policy;
  std::string actions;
  eval::output output;
};

/// dsjson is made of objects, VW text is not.
evaluation::logged_bandit read_decisions(const std::string& path) {
  const auto text = read_file(path);
  const auto first = text.find_first_not_of(" \t\r\n");
  auto log = first != std::string::npos && text[first] == '{'
                 ? evaluation::read_dsjson(path, text, hashed_numbers)
                 : evaluation::read_vw_decisions(path, text, hashed_numbers);
  if (log.decisions.empty()) throw std::runtime_error{path + ": has no decisions"};
  return log;
}

/// A file of one action a line, counted from 1, as distributions. Throws bad_line.
learning::table read_actions(const std::string& path, std::size_t decisions, std::size_t actions) {
  const auto text = read_file(path);
  learning::table all;
  std::size_t number = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    const auto end = std::min(text.find('\n', begin), text.size());
    auto line = std::string_view{text}.substr(begin, end - begin);
    begin = end + 1;
    ++number;
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
    if (line.empty()) continue;
    std::size_t action = 0;
    const auto [last, error] = std::from_chars(line.data(), line.data() + line.size(), action);
    if (error != std::errc{} || last != line.data() + line.size() || action == 0 || action > actions)
      throw evaluation::bad_line{
          path, number, "\"" + std::string{line} + "\" is no action from 1 to " + std::to_string(actions)};
    all.emplace_back(actions).at(action - 1) = 1.0;
  }
  if (all.size() != decisions)
    throw std::runtime_error{path + ": has " + std::to_string(all.size()) + " actions for "
                             + std::to_string(decisions) + " decisions"};
  return all;
}

/// Of the cost, where the estimate is one of the reward.
ordered_json cost_of(const learning::interval& reward) {
  return {{"value", -reward.value}, {"low", -reward.high}, {"high", -reward.low}};
}

int measure(const policy_options& with, const config::settings& s) {
  const auto log = read_decisions(with.decisions);
  const auto space = learning::feature_space{.numbers = hashed_numbers};
  auto settings = options_of(s, log.actions);
  settings.space = space;
  const auto target =
      with.actions.empty()
          ? learning::distributions(log.decisions, learning::make_policy(with.policy, settings))
          : read_actions(with.actions, log.decisions.size(), log.actions);
  auto write = predictions{with.output};
  for (const auto& row : target) write.add({{"distribution", row}});
  write.close();

  const auto predicted = learning::predict_rewards(log.decisions, space, log.actions);
  const auto result = learning::evaluate(log.decisions, target, predicted);
  double logged = 0.0;
  for (const auto& one : log.decisions) logged -= one.reward / static_cast<double>(log.decisions.size());
  auto figures =
      ordered_json{{"decisions", log.decisions.size()}, {"actions", log.actions}, {"logged_cost", logged}};
  if (const auto* refused = std::get_if<learning::refusal>(&result)) {
    figures["refused"] = refused->reason;
  } else {
    const auto& values = std::get<learning::off_policy_values>(result);
    figures["effective_sample_size"] = values.effective_sample_size;
    figures["ips"] = cost_of(values.ips);
    figures["snips"] = cost_of(values.snips);
    figures["dr"] = cost_of(values.dr);
    figures["switch_dr"] = cost_of(values.switch_dr);
  }
  print(figures, with.output);
  return 0;
}

} // namespace

void add_policy(CLI::App& eval, job& chosen) {
  const auto with = std::make_shared<policy_options>(); // the parser writes into it, the job reads it
  auto* command = eval.add_subcommand("policy", "What another policy would have cost, by logged decisions");
  command->add_option("--decisions", with->decisions, "Logged decisions, in dsjson or VW's text format")
      ->required();
  auto* policy = add_policy_option(*command, with->policy);
  command
      ->add_option("--actions", with->actions,
                   "File of the actions to measure in place of a policy, one a line, from 1")
      ->excludes(policy);
  add_options(*command, with->output);
  command->callback([with, &chosen] {
    if (with->policy.empty() && with->actions.empty()) throw CLI::RequiredError{"--policy or --actions"};
    chosen = [with](const config::settings& s) { return measure(*with, s); };
  });
}

} // namespace troupe::app::eval
