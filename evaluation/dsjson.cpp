#include "evaluation/dsjson.hpp"

#include "evaluation/json_lines.hpp"

#include <algorithm>
#include <cmath>
#include <string>

namespace troupe::evaluation {
namespace {

using nlohmann::json;

constexpr std::size_t most_actions = 10'000;
constexpr std::size_t deepest = 16; // that namespaces stand in each other

double within_reason(const json_line& line, double value) {
  if (!(std::abs(value) <= largest_number)) line.refuse("has a number beyond 1e30");
  return value;
}

double number(const json_line& line, const char* key) {
  const auto* value = line.find(key);
  if (!value) line.refuse(std::string{"has no \""} + key + '"');
  if (!value->is_number()) line.refuse(std::string{"\""} + key + "\" is no number but " + value->dump());
  return within_reason(line, value->get<double>());
}

/// Objects are namespaces in each other; members that begin with _ are no features.
void add_features(const json_line& line, const json& from, const std::string& space, std::size_t depth,
                  hashed_features& to) {
  if (depth > deepest) return;
  for (const auto& [name, value] : from.items()) {
    if (from.is_object() && name.starts_with('_')) continue;
    if (value.is_structured()) add_features(line, value, space + name + '/', depth + 1, to);
    if (value.is_number()) to.add(space, name, within_reason(line, value.get<double>()));
    if (value.is_boolean() && value.get<bool>()) to.add(space, name, 1.0);
    if (value.is_string()) to.add(space, name + '=' + value.get<std::string>(), 1.0);
  }
}

std::size_t chosen_action(const json_line& line) {
  const auto counted =
      line.find("_labelIndex") != nullptr ? number(line, "_labelIndex") : number(line, "_label_Action") - 1.0;
  if (!(counted >= 0.0 && counted < most_actions)
      || counted != static_cast<double>(static_cast<std::size_t>(counted)))
    line.refuse("has an action that cannot be");
  return static_cast<std::size_t>(counted);
}

} // namespace

logged_bandit read_dsjson(std::string_view file, std::string_view text, std::size_t numbers) {
  auto all = logged_bandit{};
  read_json_lines(file, text, [&](const json_line& line) {
    if (!line.find("_label_cost")) return;
    const auto action = chosen_action(line);
    const auto probability = number(line, "_label_probability");
    if (const auto fault = fault_of_probability(probability); !fault.empty()) line.refuse(fault);
    auto hashed = hashed_features{numbers};
    auto actions = action + 1;
    if (const auto* offered = line.find("a"); offered && offered->is_array())
      actions = std::max(actions, offered->size());
    if (const auto* context = line.find("c"); context && context->is_object()) {
      add_features(line, *context, "", 1, hashed);
      if (const auto multi = context->find("_multi"); multi != context->end() && multi->is_array())
        actions = std::max(actions, multi->size());
    }
    if (actions > most_actions) line.refuse("has too many actions");
    all.actions = std::max(all.actions, actions);
    all.decisions.push_back(
        {{std::move(hashed).take(), {action, probability}}, -number(line, "_label_cost"), {}});
  });
  return all;
}

} // namespace troupe::evaluation
