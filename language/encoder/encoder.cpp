#include "language/encoder/encoder.hpp"

#include "language/encoder/safetensors.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

namespace troupe::language {
namespace {

constexpr std::size_t longest_text = 256; // pieces; what the model was trained on is shorter

} // namespace

std::variant<encoder, model_error> encoder::load(std::span<const std::byte> weights,
                                                 std::string_view vocabulary,
                                                 const transformer_options& options) {
  auto tokenizer = wordpiece::parse(vocabulary);
  if (const auto* error = std::get_if<model_error>(&tokenizer))
    return model_error{"the vocabulary " + error->reason};
  const auto file = safetensors::parse(weights);
  if (const auto* error = std::get_if<model_error>(&file)) return model_error{"the weights " + error->reason};
  auto layers = transformer::load(std::get<safetensors>(file), options);
  if (const auto* error = std::get_if<model_error>(&layers))
    return model_error{"the weights " + error->reason};
  auto made = encoder{std::move(std::get<wordpiece>(tokenizer)), std::move(std::get<transformer>(layers))};
  if (made.tokenizer_.size() != made.transformer_.vocabulary())
    return model_error{"the vocabulary has " + std::to_string(made.tokenizer_.size())
                       + " pieces and the weights have " + std::to_string(made.transformer_.vocabulary())
                       + ": they are of different models"};
  return made;
}

std::vector<piece_id> encoder::pieces(std::string_view text) const {
  return tokenizer_.pieces(text, std::min(longest_text, transformer_.positions()));
}

/// Of rows of dimensions(), their mean of length 1.
std::vector<float> encoder::mean_of(std::span<const float> states) const {
  std::vector<float> mean(dimensions(), 0);
  for (std::size_t row = 0; row < states.size(); row += mean.size())
    for (std::size_t i = 0; i < mean.size(); ++i) mean[i] += states[row + i];
  const auto length = std::sqrt(std::inner_product(mean.begin(), mean.end(), mean.begin(), 0.0));
  if (length > 0)
    for (auto& value : mean) value = static_cast<float>(value / length);
  return mean;
}

std::vector<float> encoder::encode(std::string_view text) const {
  return mean_of(transformer_.states(pieces(text)));
}

std::vector<float> encoder::state_of(piece_id piece) const {
  auto alone = pieces({});
  alone.insert(alone.begin() + 1, piece);
  const auto state = transformer_.states(alone).subspan(dimensions(), dimensions());
  return {state.begin(), state.end()};
}

text_states encoder::read(std::string_view text) const {
  const auto read = pieces(text);
  const auto states = transformer_.states(read);
  const auto row = static_cast<std::ptrdiff_t>(dimensions());
  return {mean_of(states), {{read.begin() + 1, read.end() - 1}, {states.begin() + row, states.end() - row}}};
}

} // namespace troupe::language
