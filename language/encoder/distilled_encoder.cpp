#include "language/encoder/distilled_encoder.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace troupe::language {
namespace {

constexpr float most = 127; // of a byte

/// By Zipf's law: BERT's vocabulary lists its words with the commonest first, behind the single characters.
float inverse_frequency(piece_id piece) {
  constexpr piece_id first_word = 1996;
  constexpr double smoothing = 1e-3;
  const auto rank = piece < first_word ? 1.0 : static_cast<double>(piece - first_word) + 1;
  return static_cast<float>(smoothing / (smoothing + 1 / rank));
}

void add_row(const float* from, float scale, std::span<float> to) noexcept {
  for (std::size_t i = 0; i < to.size(); ++i) to[i] += scale * from[i];
}
void add_row(const std::int8_t* from, float scale, std::span<float> to) noexcept {
  for (std::size_t i = 0; i < to.size(); ++i) to[i] += scale * static_cast<float>(from[i]);
}

} // namespace

void normalize(std::span<float> row) noexcept {
  const auto length = std::sqrt(std::inner_product(row.begin(), row.end(), row.begin(), 0.0F));
  if (length > 0)
    for (auto& value : row) value /= length;
}

std::vector<piece_id> plain_pieces(const encoder& of, std::string_view text) {
  auto all = of.pieces(text);
  all.pop_back();
  all.erase(all.begin());
  return all;
}

void add_piece_states(piece_states& to, const encoder& of, std::size_t count) {
  for (auto piece = to.scales.size(); count > 0 && piece < of.vocabulary(); ++piece, --count) {
    const auto state = of.state_of(static_cast<piece_id>(piece));
    const auto greatest = std::abs(std::ranges::max(state, {}, [](float v) { return std::abs(v); }));
    for (const auto value : state)
      to.rows.push_back(static_cast<std::int8_t>(greatest > 0 ? std::lround(most * value / greatest) : 0));
    to.scales.push_back(inverse_frequency(static_cast<piece_id>(piece)) * greatest / most);
  }
}

void sum_states(const piece_states& of, std::span<const piece_id> pieces, std::span<float> into) {
  std::ranges::fill(into, 0.0F);
  for (const auto piece : pieces) add_row(&of.rows[piece * into.size()], of.scales[piece], into);
  normalize(into);
}

distilled_encoder::distilled_encoder(const encoder& of, std::shared_ptr<const piece_states> states,
                                     linear_map map, piece_corrections corrections)
    : of_{&of}, states_{std::move(states)}, map_{std::move(map)}, corrections_{std::move(corrections)} {}

std::vector<float> distilled_encoder::encode(std::string_view text) const {
  auto pieces = plain_pieces(*of_, text);
  auto sum = std::vector<float>(of_->dimensions());
  auto vector = sum;
  sum_states(*states_, pieces, sum);
  map_.apply(*kernels_, sum.data(), 1, {}, vector.data());

  std::ranges::sort(pieces);
  pieces.erase(std::ranges::unique(pieces).begin(), pieces.end());
  std::erase_if(pieces, [&](piece_id p) { return corrections_.row_of[p] == piece_corrections::none; });
  auto squares = 0.0F;
  const auto row_of = [&](piece_id p) { return static_cast<std::size_t>(corrections_.row_of[p]); };
  for (const auto piece : pieces)
    squares += corrections_.weights[row_of(piece)] * corrections_.weights[row_of(piece)];
  for (const auto piece : pieces)
    add_row(&corrections_.rows[row_of(piece) * vector.size()],
            corrections_.weights[row_of(piece)] / std::sqrt(squares), vector);
  normalize(vector);
  return vector;
}

} // namespace troupe::language
