#include "actors/gaps/refused.hpp"

#include "language/courtesy.hpp"

#include <nlohmann/json.hpp>

namespace troupe::gaps {
namespace {

bool is_refused(const given_answer& given) {
  const auto answer = nlohmann::json::parse(given.result, nullptr, false);
  if (!answer.is_object() || !answer.contains("answer") || answer["answer"].is_null()) return false;
  if (answer.value("supported", true)) return false;
  const auto found = answer.value("classification", nlohmann::json::object());
  return !language::is_courtesy(found.value("intent", std::string{}), found.value("confidence", 0.0));
}

} // namespace

std::vector<given_answer> refused(const std::vector<given_answer>& all) {
  auto questions = std::vector<given_answer>{};
  for (const auto& given : all)
    if (is_refused(given))
      questions.push_back({given.turn_id, given.session_id, given.question, given.at, {}});
  return questions;
}

} // namespace troupe::gaps
