#include "retrieval/quote.hpp"

#include "language/tokens.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>

namespace troupe::retrieval {
namespace {

using term_set = std::set<std::string, std::less<>>;

term_set terms_of(std::string_view text) {
  auto all = language::terms(text);
  return {std::make_move_iterator(all.begin()), std::make_move_iterator(all.end())};
}

std::size_t shared(const term_set& a, const term_set& b) {
  return static_cast<std::size_t>(
      std::ranges::count_if(a, [&](const auto& term) { return b.contains(term); }));
}

} // namespace

quoted quote(const source& from, std::span<const std::string> claims) {
  const auto& chunk = *from.chunk;
  auto sentences = std::vector<term_set>{};
  for (const auto& s : chunk.sentences) sentences.push_back(terms_of(s.text));

  auto made = quoted{};
  auto range = std::optional<language::byte_range>{};
  for (const auto& claim : claims) {
    const auto wanted = terms_of(claim);
    auto best = std::size_t{0}, best_shared = std::size_t{0};
    for (std::size_t i = 0; i < sentences.size(); ++i)
      if (const auto n = shared(wanted, sentences[i]); n > best_shared) best = i, best_shared = n;
    if (best_shared == 0) continue;
    made.related = true;
    const auto& r = chunk.sentences[best].range;
    range = range ? language::byte_range{std::min(range->begin, r.begin), std::max(range->end, r.end)} : r;
  }
  if (!range) range = chunk.sentences.empty() ? chunk.range : chunk.sentences.front().range;
  made.cited = {
      from.number,   chunk.path,
      chunk.heading, chunk.anchor,
      chunk.id,      chunk.source.substr(range->begin - chunk.range.begin, range->end - range->begin),
      *range,        from.score};
  return made;
}

} // namespace troupe::retrieval
