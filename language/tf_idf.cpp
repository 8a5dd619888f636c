#include "language/tf_idf.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <string_view>
#include <unordered_map>

namespace troupe::language {
namespace {

constexpr std::size_t shortest = 2; // n-grams of characters
constexpr std::size_t longest = 5;

// FNV-1a, 64 bits. Kinds of n-grams begin otherwise, so that "at" as a word is not "at" in "cat".
constexpr std::uint64_t word_basis = 0xcbf29ce484222325;
constexpr std::uint64_t character_basis = 0x84222325cbf29ce4;
constexpr std::uint64_t prime = 0x100000001b3;

constexpr std::uint64_t extended(std::uint64_t hash, char c) noexcept {
  return (hash ^ static_cast<unsigned char>(c)) * prime;
}

constexpr std::uint64_t extended(std::uint64_t hash, std::string_view text) noexcept {
  for (const char c : text) hash = extended(hash, c);
  return hash;
}

/// FNV leaves the low bits of similar texts alike, and a table looks at those. 0 stands for a free slot.
constexpr std::uint64_t finished(std::uint64_t hash) noexcept {
  hash ^= hash >> 32;
  hash *= 0x9e3779b97f4a7c15;
  hash ^= hash >> 29;
  return hash == 0 ? 1 : hash;
}

constexpr bool begins_character(char c) noexcept { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }

std::vector<std::uint64_t> word_grams(std::span<const std::string> words) {
  auto grams = std::vector<std::uint64_t>{};
  grams.reserve(2 * words.size());
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto one = extended(word_basis, words[i]);
    grams.push_back(finished(one));
    if (i + 1 < words.size()) grams.push_back(finished(extended(extended(one, ' '), words[i + 1])));
  }
  return grams;
}

void add_character_grams(std::string_view padded, std::vector<std::uint64_t>& to) {
  for (std::size_t first = 0; first < padded.size(); ++first) {
    if (!begins_character(padded[first])) continue;
    auto hash = character_basis;
    std::size_t characters = 0;
    for (auto at = first; at < padded.size() && characters < longest;) {
      do hash = extended(hash, padded[at++]);
      while (at < padded.size() && !begins_character(padded[at]));
      if (++characters >= shortest) to.push_back(finished(hash));
    }
  }
}

std::vector<std::uint64_t> character_grams(std::span<const std::string> words) {
  auto grams = std::vector<std::uint64_t>{};
  auto padded = std::string{};
  std::size_t bytes = 0;
  for (const auto& word : words) bytes += word.size() + 2;
  grams.reserve((longest - shortest + 1) * bytes);
  for (const auto& word : words) {
    padded.assign(1, ' ').append(word).append(1, ' ');
    add_character_grams(padded, grams);
  }
  return grams;
}

void scale_to_unit(std::span<weighted_feature> part) {
  auto squares = 0.0F;
  for (const auto& f : part) squares += f.weight * f.weight;
  if (squares == 0) return;
  const auto by = 1 / std::sqrt(squares);
  for (auto& f : part) f.weight *= by;
}

} // namespace

n_grams n_grams_of(std::span<const std::string> words) { return {word_grams(words), character_grams(words)}; }

tf_idf::tf_idf(std::span<const std::vector<std::string>> texts) {
  auto frequencies = std::unordered_map<std::uint64_t, std::uint32_t>{};
  auto order =
      std::vector<std::uint64_t>{}; // of first occurrence: features are numbered alike on each machine
  for (const auto& words : texts) {
    auto [grams, characters] = n_grams_of(words);
    grams.insert(grams.end(), characters.begin(), characters.end());
    std::ranges::sort(grams);
    grams.erase(std::ranges::unique(grams).begin(), grams.end());
    for (const auto gram : grams)
      if (++frequencies[gram] == 1) order.push_back(gram);
  }
  slots_.resize(std::bit_ceil(2 * order.size() + 1));
  idf_.reserve(order.size());
  const auto documents = static_cast<double>(texts.size());
  for (const auto gram : order) {
    auto at = gram & (slots_.size() - 1);
    while (slots_[at].gram != 0) at = (at + 1) & (slots_.size() - 1);
    slots_[at] = {gram, static_cast<std::uint32_t>(idf_.size())};
    idf_.push_back(static_cast<float>(1 + std::log((1 + documents) / (1 + frequencies.at(gram)))));
  }
}

std::uint32_t tf_idf::find(std::uint64_t gram) const noexcept {
  for (auto at = gram & (slots_.size() - 1); slots_[at].gram != 0; at = (at + 1) & (slots_.size() - 1))
    if (slots_[at].gram == gram) return slots_[at].feature;
  return unknown;
}

void tf_idf::weigh(std::span<const std::uint64_t> grams, feature_vector& into) const {
  thread_local std::vector<std::uint32_t> known;
  known.clear();
  for (const auto gram : grams)
    if (const auto feature = find(gram); feature != unknown) known.push_back(feature);
  std::ranges::sort(known);
  const auto begin = static_cast<std::ptrdiff_t>(into.size());
  for (auto first = known.begin(); first != known.end();) {
    const auto last = std::find_if(first, known.end(), [first](auto feature) { return feature != *first; });
    const auto tf = static_cast<float>(last - first);
    into.push_back({*first, (tf == 1 ? 1 : 1 + std::log(tf)) * idf_[*first]});
    first = last;
  }
  scale_to_unit({into.begin() + begin, into.end()});
}

feature_vector tf_idf::operator()(const n_grams& text) const {
  auto all = feature_vector{};
  all.reserve(text.words.size() + text.characters.size());
  weigh(text.words, all);
  const auto middle = static_cast<std::ptrdiff_t>(all.size());
  weigh(text.characters, all);
  std::ranges::inplace_merge(all, all.begin() + middle, {}, &weighted_feature::feature);
  scale_to_unit(all);
  return all;
}

} // namespace troupe::language
