#pragma once
#include "language/phrases.hpp"

#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace troupe::language {

/// The phrases of whole words (see phrases) that show what a customer thinks of the answers so far.
struct signal_words {
  std::vector<std::string> thanks;
  std::vector<std::string> frustration;
  std::vector<std::string> resolution;
  std::vector<std::string> escalation; ///< a human is asked for
  std::vector<std::string> demand;     ///< a human is demanded: nothing but a human will do
  std::vector<std::string>
      negations; ///< single words; one among the three before a phrase turns it to nothing
};

/// What of it a message shows: "thankless" is no thanks, "not solved" no resolution.
struct shown_signals {
  bool thanked = false;
  bool frustrated = false;
  bool resolved = false;
  bool asked_for_human = false;
  bool demanded_human = false;

  bool operator==(const shown_signals&) const = default;
};

/// Compiled once, used by many threads.
class signal_finder {
public:
  explicit signal_finder(const signal_words&);

  [[nodiscard]] shown_signals find(std::span<const std::string> words) const; ///< see language::words()

private:
  phrases phrases_;
  std::unordered_set<std::string> negations_;
};

/// How often a message asks: runs of question marks, so that "Why???" asks once.
[[nodiscard]] std::size_t count_questions(std::string_view text) noexcept;

} // namespace troupe::language
