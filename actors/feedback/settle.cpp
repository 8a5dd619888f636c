#include "actors/feedback/settle.hpp"

namespace troupe::feedback {

using learning::lesson;

std::vector<lesson> lessons_of(std::span<const learning::episode_turn> turns, learning::episode_end how) {
  const auto earned = learning::rewards_of(turns, how);
  auto lessons = std::vector<lesson>{};
  for (std::size_t i = 0; i < turns.size(); ++i) {
    if (!turns[i].decided || turns[i].learned) continue;
    lessons.push_back(
        {.what = lesson::kind::learned, .turn = turns[i].turn, .earned = earned[i], .last = false});
  }
  if (!lessons.empty()) lessons.back().last = true;
  return lessons;
}

std::vector<lesson> corrections_of(std::span<const learning::learned_turn> episode) {
  auto said = std::vector<learning::feedback>{};
  for (const auto& t : episode) said.push_back(t.said);
  const auto of_episode = learning::joined(said);
  auto corrections = std::vector<lesson>{};
  for (const auto& t : episode) {
    const auto earned = learning::with_feedback(t.in_force.earned, t.said, of_episode);
    if (earned == t.in_force.earned) continue;
    corrections.push_back({.number = t.in_force.number,
                           .what = lesson::kind::corrected,
                           .turn = t.in_force.turn,
                           .earned = earned});
  }
  return corrections;
}

} // namespace troupe::feedback
