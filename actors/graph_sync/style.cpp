#include "actors/graph_sync/style.hpp"

#include "language/tokens.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

namespace troupe::graph_sync {
namespace {

constexpr std::size_t messages_judged = 20;
constexpr std::size_t mood_messages = 5;
constexpr std::ptrdiff_t mood_shown = 2;
constexpr std::size_t brief_words = 8;

// Words between spaces, as they stand in a text whose words are joined by single ones.
constexpr auto formal_phrases = std::to_array<std::string_view>(
    {" dear ", " sincerely ", " regards ", " kindly ", " would you ", " could you please ", " i am writing ",
     " i would like ", " i would appreciate ", " sir ", " madam "});
constexpr auto casual_phrases = std::to_array<std::string_view>(
    {" hey ", " hiya ", " yo ", " lol ", " thx ", " pls ", " plz ", " gonna ", " wanna ", " gotta ", " btw ",
     " cool ", " yeah ", " yep ", " nope ", " dude ", " guys "});

std::span<const customer_message> last(const std::vector<customer_message>& all, std::size_t count) {
  return std::span{all}.last(std::min(count, all.size()));
}

std::string spaced_words(std::string_view text) {
  auto spaced = std::string{" "};
  for (const auto& word : language::words(text)) spaced += word + ' ';
  return spaced;
}

bool holds_one(std::string_view spaced, std::span<const std::string_view> phrases) {
  return std::ranges::any_of(phrases, [&](std::string_view p) { return spaced.find(p) != spaced.npos; });
}

} // namespace

std::string_view communication_style(const customer_history& of) {
  if (std::ranges::count_if(last(of.messages, mood_messages), &customer_message::frustrated) >= mood_shown)
    return "frustrated";
  const auto judged = last(of.messages, messages_judged);
  std::size_t formal = 0, casual = 0, brief = 0;
  for (const auto& m : judged) {
    const auto spaced = spaced_words(m.text);
    formal += holds_one(spaced, formal_phrases);
    casual += holds_one(spaced, casual_phrases);
    brief += language::count_words(m.text) <= brief_words;
  }
  if (formal > casual && 3 * formal >= judged.size()) return "formal";
  if (casual > formal && 3 * casual >= judged.size()) return "casual";
  return !judged.empty() && 2 * brief >= judged.size() ? "brief" : "detailed";
}

} // namespace troupe::graph_sync
