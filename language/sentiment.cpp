#include "language/sentiment.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace troupe::language {
namespace {

// As VADER has them.
constexpr double negated = -0.74;
constexpr double exclamation = 0.292;
constexpr std::ptrdiff_t most_exclamations = 4;
constexpr double question = 0.18;
constexpr double many_questions = 0.96;
constexpr double capitals = 0.733;
constexpr std::size_t reach = 3;
constexpr auto distance_damping = std::to_array<double>({1, 0.95, 0.9});
constexpr double before_but = 0.5;
constexpr double after_but = 1.5;
constexpr double normal = 15;

constexpr bool is_space(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }
constexpr bool is_upper(char c) noexcept { return c >= 'A' && c <= 'Z'; }
constexpr bool is_lower(char c) noexcept { return c >= 'a' && c <= 'z'; }
constexpr bool is_punctuation(char c) noexcept {
  return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') || (c >= '{' && c <= '~');
}
constexpr bool is_ascii(char c) noexcept { return static_cast<unsigned char>(c) < 0x80; }

struct token {
  std::string word; ///< lower-case
  bool capitals = false;
};

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

/// A word's characters that are no ASCII, one by one: emoji stand without spaces between them.
void add_emoji(std::string_view run, const sentiment_lexicon& lexicon, std::vector<token>& to) {
  for (std::size_t begin = 0; begin < run.size();) {
    auto end = begin + 1;
    while (end < run.size() && (static_cast<unsigned char>(run[end]) & 0xc0U) == 0x80U) ++end;
    const auto character = run.substr(begin, end - begin);
    if (character.size() >= 3 && lexicon.valences.contains(character)) to.push_back({std::string{character}});
    begin = end;
  }
}

token made_of(std::string_view run) {
  auto word = run;
  while (!word.empty() && is_punctuation(word.front())) word.remove_prefix(1);
  while (!word.empty() && is_punctuation(word.back())) word.remove_suffix(1);
  if (word.size() <= 1 && run.size() > 1) word = run; // an emoticon
  auto made = token{std::string{word}};
  made.capitals = std::ranges::any_of(word, is_upper) && std::ranges::none_of(word, is_lower);
  for (auto& c : made.word)
    if (is_upper(c)) c = static_cast<char>(c - 'A' + 'a');
  replace_all(made.word, "\u2019", "'");
  return made;
}

std::vector<token> tokens(std::string_view text, const sentiment_lexicon& lexicon) {
  auto all = std::vector<token>{};
  for (auto begin = text.begin(); begin != text.end();) {
    begin = std::find_if_not(begin, text.end(), is_space);
    const auto end = std::find_if(begin, text.end(), is_space);
    const auto run = std::string_view{begin, end};
    begin = end;
    if (run.empty()) continue;
    all.push_back(made_of(run));
    if (!std::ranges::all_of(run, is_ascii) && !lexicon.valences.contains(all.back().word))
      add_emoji(run, lexicon, all);
  }
  return all;
}

bool negates(const token& by, const sentiment_lexicon& lexicon) {
  return lexicon.negations.contains(by.word) || by.word.ends_with("n't");
}

double valence_at(std::span<const token> all, std::size_t i, bool capitals_stand_out,
                  const sentiment_lexicon& lexicon) {
  if (lexicon.intensifiers.contains(all[i].word)) return 0;
  const auto known = lexicon.valences.find(all[i].word);
  if (known == lexicon.valences.end()) return 0;
  auto valence = known->second;
  if (all[i].capitals && capitals_stand_out) valence += std::copysign(capitals, valence);
  auto turned = false;
  for (std::size_t back = 1; back <= std::min(i, reach); ++back) {
    const auto& before = all[i - back];
    if (const auto by = lexicon.intensifiers.find(before.word); by != lexicon.intensifiers.end()) {
      const auto emphasis = before.capitals && capitals_stand_out ? std::copysign(capitals, by->second) : 0.0;
      valence += std::copysign(1.0, valence) * (by->second + emphasis) * distance_damping[back - 1];
    }
    turned = turned || negates(before, lexicon);
  }
  return turned ? valence * negated : valence;
}

double emphasis(std::string_view text) {
  const auto exclamations = std::min(std::ranges::count(text, '!'), most_exclamations);
  const auto questions = std::ranges::count(text, '?');
  auto sum = exclamation * static_cast<double>(exclamations);
  if (questions > 1) sum += questions <= 3 ? question * static_cast<double>(questions) : many_questions;
  return sum;
}

} // namespace

double sentiment(std::string_view text, const sentiment_lexicon& lexicon) {
  const auto all = tokens(text, lexicon);
  const auto shouted = std::ranges::count_if(all, &token::capitals);
  const auto capitals_stand_out = shouted > 0 && shouted < std::ssize(all);
  const auto turn = std::ranges::find(all, "but", &token::word) - all.begin();
  auto sum = 0.0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto valence = valence_at(all, i, capitals_stand_out, lexicon);
    const auto has_turn = turn < std::ssize(all);
    sum += !has_turn ? valence : valence * (std::cmp_less(i, turn) ? before_but : after_but);
  }
  if (sum == 0) return 0;
  sum += std::copysign(emphasis(text), sum);
  return sum / std::sqrt(sum * sum + normal);
}

double sentiment(std::string_view text, const sentiment_lexicon& lexicon, const sentiment_weights& learned,
                 std::span<const float> embedding) {
  const auto by_words = sentiment(text, lexicon);
  if (embedding.empty() || embedding.size() != learned.weights.size()) return by_words;
  auto by_embedding = learned.bias;
  for (std::size_t i = 0; i < embedding.size(); ++i)
    by_embedding += static_cast<double>(learned.weights[i] * embedding[i]);
  return (by_words + std::clamp(by_embedding, -1.0, 1.0)) / 2;
}

} // namespace troupe::language
