#include "language/signals.hpp"

#include <algorithm>
#include <array>

namespace troupe::language {
namespace {

enum signal : std::size_t { thanks, frustration, resolution, escalation, demand };
constexpr std::size_t negation_reach = 3;
constexpr auto marks = std::to_array<std::string_view>({"?", "？", "؟"});

} // namespace

signal_finder::signal_finder(const signal_words& w) : negations_{w.negations.begin(), w.negations.end()} {
  for (const auto& p : w.thanks) phrases_.add(p, thanks);
  for (const auto& p : w.frustration) phrases_.add(p, frustration);
  for (const auto& p : w.resolution) phrases_.add(p, resolution);
  for (const auto& p : w.escalation) phrases_.add(p, escalation);
  for (const auto& p : w.demand) phrases_.add(p, demand);
}

shown_signals signal_finder::find(std::span<const std::string> words) const {
  auto shown = std::array<bool, 5>{};
  for (const auto& m : phrases_.find(words)) {
    const auto reach = std::min(m.first, negation_reach);
    const auto before = words.subspan(m.first - reach, reach);
    if (std::ranges::none_of(before, [this](const auto& w) { return negations_.contains(w); }))
      shown[m.owner] = true;
  }
  return {.thanked = shown[thanks],
          .frustrated = shown[frustration],
          .resolved = shown[resolution],
          .asked_for_human = shown[escalation] || shown[demand],
          .demanded_human = shown[demand]};
}

std::size_t count_questions(std::string_view text) noexcept {
  std::size_t questions = 0;
  bool within = false;
  while (!text.empty()) {
    const auto* mark = std::ranges::find_if(marks, [&](std::string_view m) { return text.starts_with(m); });
    const bool is_mark = mark != marks.end();
    questions += is_mark && !within;
    within = is_mark;
    text.remove_prefix(is_mark ? mark->size() : 1);
  }
  return questions;
}

} // namespace troupe::language
