#include "retrieval/answer.hpp"

#include "language/tokens.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <utility>

namespace troupe::retrieval {
namespace {

using language::block_kind;
using language::sentence;

constexpr double headed_share = 0.6;      // how far a sentence's heading speaks for it
constexpr double position_penalty = 0.02; // a section says first what it is about
constexpr double question_penalty = 0.3;  // a question is no answer
constexpr double worth_adding = 0.25;     // what a second source must cover that the first does not
constexpr std::size_t least_sentences = 2;
constexpr std::size_t whole_list_items = 6;
constexpr std::size_t longest_table_quoted = 2000; // bytes

bool is_list(block_kind kind) noexcept { return kind == block_kind::step || kind == block_kind::item; }

bool ends_sentence(std::string_view text) noexcept {
  constexpr std::string_view ends = ".!?:)\"";
  return text.empty() || ends.find(text.back()) != ends.npos
         || static_cast<unsigned char>(text.back()) >= 0x80;
}

/// Labels ("Note", "See also") and code are no sentences to answer with.
bool is_presentable(const sentence& s) noexcept {
  if (s.kind == block_kind::code) return false;
  return s.kind != block_kind::prose || ends_sentence(s.text) || language::count_words(s.text) > 4;
}

/// Which of a question's terms some text holds, a bit each.
using held_terms = std::uint64_t;

/// What part of the question's weight some text covers. A long conversation asks for more terms than there
/// are bits: the heaviest count.
class question_terms {
public:
  explicit question_terms(std::span<const weighted_term> terms) {
    auto heaviest = std::vector<weighted_term>(terms.begin(), terms.end());
    std::ranges::sort(heaviest, [](const weighted_term& a, const weighted_term& b) {
      return a.weight != b.weight ? a.weight > b.weight : a.term < b.term;
    });
    heaviest.resize(std::min<std::size_t>(heaviest.size(), std::numeric_limits<held_terms>::digits));
    for (const auto& term : terms) total_ += term.weight;
    for (const auto& term : heaviest) {
      places_.push_back({term.term, weights_.size()});
      hint_ |= std::uint64_t{1} << term.term % hint_bits;
      weights_.push_back(term.weight);
    }
    std::ranges::sort(places_, {}, &place::term);
  }

  [[nodiscard]] held_terms held_by(std::span<const term_id> text) const noexcept {
    held_terms held = 0;
    for (const auto term : text) {
      if ((hint_ >> term % hint_bits & 1U) == 0) continue;
      const auto known = std::ranges::lower_bound(places_, term, {}, &place::term);
      if (known != places_.end() && known->term == term) held |= held_terms{1} << known->bit;
    }
    return held;
  }

  [[nodiscard]] double coverage(held_terms held) const noexcept {
    double sum = 0;
    for (; held != 0; held &= held - 1) sum += weights_[static_cast<std::size_t>(std::countr_zero(held))];
    return total_ > 0 ? sum / total_ : 0;
  }

private:
  struct place {
    term_id term;
    std::size_t bit;
  };
  static constexpr auto hint_bits = 64U;

  std::uint64_t hint_ = 0;      ///< a bit for each term by its last bits: most others are told by it alone
  std::vector<place> places_;   ///< by term
  std::vector<double> weights_; ///< by bit, the heaviest first
  double total_ = 0;
};

/// The sources of an answer, with the question's terms that each sentence holds.
class held_sources {
public:
  held_sources(std::span<const source> sources, const question_terms& question) : sources_{sources} {
    for (const auto& from : sources_) {
      begins_.push_back(held_.size());
      for (std::size_t i = 0; i < from.chunk->sentences.size(); ++i)
        held_.push_back(question.held_by(from.chunk->terms_of_sentence(i)));
    }
  }

  [[nodiscard]] std::span<const source> all() const noexcept { return sources_; }
  [[nodiscard]] held_terms by(const source& from, std::size_t sentence) const noexcept {
    return held_[begins_[static_cast<std::size_t>(&from - sources_.data())] + sentence];
  }

private:
  std::span<const source> sources_;
  std::vector<std::size_t> begins_; ///< of each source's sentences
  std::vector<held_terms> held_;
};

/// Sentences [begin, end) of one source.
struct run {
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// The sentence of a source that answers best.
struct focus {
  const source* from = nullptr;
  std::size_t sentence = 0;
  double value = 0;
};

focus best_sentence(const source& from, double relative, const question_terms& question,
                    const held_sources& held_by) {
  focus best;
  const auto headings = question.held_by(from.chunk->heading_terms);
  for (std::size_t i = 0; i < from.chunk->sentences.size(); ++i) {
    const auto& candidate = from.chunk->sentences[i];
    if (!is_presentable(candidate)) continue;
    const auto held = held_by.by(from, i);
    const double value = relative * question.coverage(held | headings)
                         + headed_share * question.coverage(held) - position_penalty * static_cast<double>(i)
                         - (candidate.text.ends_with('?') ? question_penalty : 0);
    if (!best.from || value > best.value) best = {&from, i, value};
  }
  return best;
}

focus best_sentence(const question_terms& question, const held_sources& sources) {
  focus best;
  for (const auto& from : sources.all()) {
    const auto found = best_sentence(from, from.score / sources.all().front().score, question, sources);
    if (found.from && (!best.from || found.value > best.value)) best = found;
  }
  return best;
}

run block_around(std::span<const sentence> all, std::size_t at) noexcept {
  run found{at, at + 1};
  while (found.begin > 0 && all[found.begin - 1].block == all[at].block) --found.begin;
  while (found.end < all.size() && all[found.end].block == all[at].block) ++found.end;
  return found;
}

/// All steps, but never more items than `most`; the end of an item is never cut.
std::size_t list_end(std::span<const sentence> all, std::size_t begin, std::size_t most) noexcept {
  const auto block = block_around(all, begin);
  auto end = begin;
  while (end < block.end && all[end].item < all[begin].item + most) ++end;
  return end;
}

bool introduces(const sentence& s) noexcept { return s.kind == block_kind::prose && s.text.ends_with(':'); }

/// A list with the sentence before it, which says what it lists.
run list_run(std::span<const sentence> all, std::size_t at, const answer_limits& limits) noexcept {
  const auto block = block_around(all, at);
  const bool steps = all[at].kind == block_kind::step;
  const bool whole = steps || all[block.end - 1].item <= whole_list_items;
  run found{whole ? block.begin : at, 0};
  while (found.begin > block.begin && all[found.begin - 1].item == all[at].item) --found.begin;
  found.end = list_end(all, found.begin, steps ? limits.steps : limits.sentences);
  if (found.begin == block.begin && block.begin > 0 && all[block.begin - 1].kind == block_kind::prose)
    --found.begin;
  return found;
}

/// A sentence with what its paragraph says before and after it, and the list that it leads to.
run prose_run(std::span<const sentence> all, std::size_t at, const answer_limits& limits) noexcept {
  const auto block = block_around(all, at);
  run found{at - block.begin <= 2 ? block.begin : at, block.end};
  found.end = std::min(found.end, found.begin + limits.sentences);
  while (found.end < all.size() && found.end - found.begin < least_sentences
         && all[found.end].kind == block_kind::prose)
    ++found.end;
  if (found.end < all.size() && is_list(all[found.end].kind)) {
    const bool steps = all[found.end].kind == block_kind::step;
    if (steps || introduces(all[found.end - 1]))
      found.end = list_end(all, found.end, steps ? limits.steps : whole_list_items);
  }
  return found;
}

run run_around(std::span<const sentence> all, std::size_t at, const answer_limits& limits) noexcept {
  if (is_list(all[at].kind)) return list_run(all, at, limits);
  if (all[at].kind == block_kind::row) return {at, at + 1};
  return prose_run(all, at, limits);
}

/// Where a sentence stands. A row is told with the names of its columns, so its quote begins with them,
/// unless the table is long, or cut before the row.
language::byte_range quoted_for(const sentence& s, const indexed_chunk& in) noexcept {
  const bool with_header =
      s.kind == block_kind::row && s.table >= in.range.begin && s.range.end - s.table <= longest_table_quoted;
  return with_header ? language::byte_range{s.table, s.range.end} : s.range;
}

/// Appends a run's sentences and the citation that holds them.
void add(composed& made, const source& from, run used) {
  const auto& chunk = *from.chunk;
  const auto marker = static_cast<std::uint32_t>(made.citations.size() + 1);
  std::optional<language::byte_range> range;
  std::uint32_t step = 0;
  std::uint32_t last_item = 0;
  for (auto i = used.begin; i < used.end; ++i) {
    const auto& s = chunk.sentences[i];
    const bool leads_nowhere = introduces(s) && i + 1 == used.end;
    if (!is_presentable(s) || leads_nowhere) continue;
    const bool opens_item = is_list(s.kind) && s.item != last_item;
    last_item = s.item;
    if (opens_item && s.kind == block_kind::step) ++step;
    made.sentences.push_back({s.text, marker, opens_item && s.kind == block_kind::step ? step : 0, opens_item,
                              s.kind == block_kind::row});
    const auto where = quoted_for(s, chunk);
    if (!range) range = where;
    range = language::byte_range{std::min(range->begin, where.begin), std::max(range->end, where.end)};
  }
  if (!range) return;
  made.citations.push_back({marker, chunk.path, chunk.heading, chunk.anchor, chunk.id,
                            chunk.source.substr(range->begin - chunk.range.begin, range->end - range->begin),
                            *range, from.score});
}

/// A sentence of another source, if it covers enough of what is still open.
std::optional<focus> completing(const held_sources& sources, const source& used, held_terms covered,
                                const question_terms& question) {
  std::optional<focus> best;
  for (const auto& from : sources.all()) {
    if (from.chunk == used.chunk) continue;
    for (std::size_t i = 0; i < from.chunk->sentences.size(); ++i) {
      const auto& candidate = from.chunk->sentences[i];
      if (candidate.kind != block_kind::prose || !is_presentable(candidate) || introduces(candidate))
        continue;
      const double gain = question.coverage(covered | sources.by(from, i)) - question.coverage(covered);
      if (gain >= worth_adding && (!best || gain > best->value)) best = focus{&from, i, gain};
    }
  }
  return best;
}

} // namespace

composed compose(const context& from, const answer_limits& limits) {
  composed made;
  if (from.sources.empty() || from.answerable < limits.answerable) return made;
  const question_terms question{from.terms};
  const held_sources sources{from.sources, question};
  const auto best = best_sentence(question, sources);
  if (!best.from) return made;

  const auto& chunk = *best.from->chunk;
  const auto used = run_around(chunk.sentences, best.sentence, limits);
  add(made, *best.from, used);
  auto covered = question.held_by(chunk.heading_terms);
  for (auto i = used.begin; i < used.end; ++i) covered |= sources.by(*best.from, i);
  if (made.sentences.size() < limits.sentences)
    if (const auto more = completing(sources, *best.from, covered, question))
      add(made, *more->from, {more->sentence, more->sentence + 1});
  made.supported = !made.sentences.empty();
  return made;
}

std::vector<std::string> composed::pieces() const {
  std::vector<std::string> all;
  bool in_list = false;
  for (const auto& s : sentences) {
    std::string piece;
    if (!all.empty()) piece += s.item || (in_list && s.marker != sentences.front().marker) ? '\n' : ' ';
    if (s.step != 0)
      piece += std::to_string(s.step) + ". ";
    else if (s.item)
      piece += "- ";
    piece += s.text + " [" + std::to_string(s.marker) + ']';
    in_list = in_list || s.item;
    all.push_back(std::move(piece));
  }
  return all;
}

std::string composed::text() const {
  std::string text;
  for (const auto& piece : pieces()) text += piece;
  return text;
}

} // namespace troupe::retrieval
