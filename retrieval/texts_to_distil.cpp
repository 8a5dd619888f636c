#include "retrieval/texts_to_distil.hpp"

#include <algorithm>
#include <string_view>

namespace troupe::retrieval {
namespace {

constexpr std::size_t most_sentences = 6000;
constexpr std::size_t most_headings = 3000;
constexpr std::size_t most_pieces = 3000;
constexpr std::size_t fewest_words = 4; // of a sentence
constexpr std::size_t most_words = 40;  // of it: what is behind them is left out
constexpr std::size_t piece_words = 7;

/// Where each word begins, and the end.
std::vector<std::size_t> word_begins(std::string_view text) {
  constexpr std::string_view space = " \t\n\r";
  auto found = std::vector<std::size_t>{};
  for (auto at = text.find_first_not_of(space); at != std::string_view::npos;
       at = text.find_first_not_of(space, std::min(text.find_first_of(space, at), text.size())))
    found.push_back(at);
  found.push_back(text.size());
  return found;
}

/// Evenly, in order.
void take(std::vector<std::string>& to, std::vector<std::string> from, std::size_t most) {
  std::ranges::sort(from);
  from.erase(std::ranges::unique(from).begin(), from.end());
  const auto taken = std::min(most, from.size());
  for (std::size_t i = 0; i < taken; ++i) to.push_back(std::move(from[i * from.size() / taken]));
}

} // namespace

std::vector<std::string> texts_to_distil(std::span<const std::shared_ptr<const indexed_chunk>> chunks) {
  auto sentences = std::vector<std::string>{};
  auto headings = std::vector<std::string>{};
  auto pieces = std::vector<std::string>{};
  for (const auto& chunk : chunks) {
    headings.push_back(chunk->heading);
    headings.push_back(chunk->title + ' ' + chunk->heading);
    for (const auto& sentence : chunk->sentences) {
      const auto& text = sentence.text;
      const auto begins = word_begins(text);
      const auto words = begins.size() - 1;
      if (words < fewest_words) continue;
      sentences.push_back(text.substr(0, begins[std::min(words, most_words)]));
      for (std::size_t first = 0; first + piece_words <= words; first += piece_words)
        pieces.push_back(text.substr(begins[first], begins[first + piece_words] - begins[first]));
    }
  }
  auto all = std::vector<std::string>{};
  take(all, std::move(sentences), most_sentences);
  take(all, std::move(headings), most_headings);
  take(all, std::move(pieces), most_pieces);
  return all;
}

} // namespace troupe::retrieval
