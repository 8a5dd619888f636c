#include "language/encoder/linear_map.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace troupe::language {
namespace {

// A text's vector is the mean of its rows, where the errors of rounding cancel out. Of a few rows they do
// not, and a second digit costs next to nothing, as reading the weights is what takes the time.
constexpr std::size_t few_rows = 4;

} // namespace

linear_map::linear_map(std::span<const float> weights, std::vector<float> bias, bool in_bytes)
    : depth_{weights.size() / bias.size()}, bias_{std::move(bias)} {
  if (in_bytes)
    pack_bytes(weights);
  else
    pack_floats(weights);
}

void linear_map::apply(const kernels& with, const float* x, std::size_t rows, const byte_rows& quantized,
                       float* y) const {
  if (!floats_.empty())
    return with.multiply(x, depth_, rows, {floats_.data(), bias_.data(), depth_, columns()}, y, columns());
  auto panels = byte_panels{bytes_.data(), scales_.data(), sums_.data(), bias_.data(), depth_, columns()};
  with.quantize(x, rows, depth_, quantized);
  with.multiply_bytes(quantized, rows, panels, y);
  if (rows > few_rows) return;

  std::vector<float> rest(x, x + rows * depth_);
  for (std::size_t i = 0; i < rest.size(); ++i)
    rest[i] -=
        quantized.lows[i / depth_] + quantized.steps[i / depth_] * static_cast<float>(quantized.bytes[i]);
  with.quantize(rest.data(), rows, depth_, quantized);
  std::vector<float> more(rows * columns());
  panels.bias = nullptr;
  with.multiply_bytes(quantized, rows, panels, more.data());
  for (std::size_t i = 0; i < more.size(); ++i) y[i] += more[i];
}

void linear_map::pack_floats(std::span<const float> weights) {
  floats_.resize(weights.size());
  for (std::size_t column = 0; column < columns(); ++column) {
    auto* panel = &floats_[column / panel_columns * panel_columns * depth_ + column % panel_columns];
    for (std::size_t k = 0; k < depth_; ++k) panel[k * panel_columns] = weights[column * depth_ + k];
  }
}

void linear_map::pack_bytes(std::span<const float> weights) {
  constexpr float greatest = 127;
  bytes_.resize(weights.size());
  for (std::size_t column = 0; column < columns(); ++column) {
    const auto values = weights.subspan(column * depth_, depth_);
    float range = 0;
    for (const auto value : values) range = std::max(range, std::abs(value));
    const float scale = range / greatest;
    auto* panel = &bytes_[column / panel_columns * panel_columns * depth_ + column % panel_columns * 4];
    int sum = 0;
    for (std::size_t k = 0; k < depth_; ++k) {
      const auto byte = scale > 0 ? static_cast<int>(std::lround(values[k] / scale)) : 0;
      panel[k / 4 * 4 * panel_columns + k % 4] = static_cast<std::int8_t>(byte);
      sum += byte;
    }
    scales_.push_back(scale);
    sums_.push_back(scale * static_cast<float>(sum));
  }
}

} // namespace troupe::language
