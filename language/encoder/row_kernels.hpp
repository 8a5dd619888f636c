#pragma once
#include "language/encoder/kernels.hpp"
#include "language/encoder/vectors.hpp"

namespace troupe::language {

/// What is done with each row or value by itself.
template <class Cpu>
struct row_kernels {
  using v = vectors<Cpu>;
  using floats = typename Cpu::floats;
  using ints = typename Cpu::ints;
  using bytes = typename Cpu::bytes;

  static void quantize(const float* x, std::size_t rows, std::size_t columns, const byte_rows& y) {
    for (std::size_t row = 0; row < rows; ++row, x += columns) {
      floats least = v::load(x);
      floats most = least;
      for (std::size_t i = v::width; i < columns; i += v::width) {
        least = v::smaller(least, v::load(x + i));
        most = v::larger(most, v::load(x + i));
      }
      const float low = -v::largest(-least);
      const float range = v::largest(most) - low;
      const float scale = range > 0 ? 255.0F / range : 0.0F;
      y.lows[row] = low;
      y.steps[row] = range / 255.0F;
      for (std::size_t i = 0; i < columns; i += v::width) {
        const floats value = (v::load(x + i) - low) * scale + 0.5F;
        const bytes rounded = __builtin_convertvector(__builtin_convertvector(value, ints), bytes);
        __builtin_memcpy(y.bytes + row * columns + i, &rounded, sizeof rounded);
      }
    }
  }

  /// erf by Abramowitz and Stegun, 7.1.26.
  static void gelu(float* x, std::size_t size) {
    for (std::size_t i = 0; i < size; i += v::width) {
      const floats value = v::load(x + i);
      const floats magnitude = v::larger(value, -value);
      const floats z = magnitude * 0.70710678F;
      const floats t = 1.0F / (z * 0.3275911F + 1.0F);
      floats p = t * 1.061405429F - 1.453152027F;
      p = p * t + 1.421413741F;
      p = p * t - 0.284496736F;
      p = p * t + 0.254829592F;
      const floats erf = 1.0F - p * t * v::exp(-z * z);
      v::store(x + i, 0.5F * (value + magnitude * erf));
    }
  }

  static void softmax(float* x, std::size_t rows, std::size_t columns, std::size_t valid) {
    for (std::size_t row = 0; row < rows; ++row, x += columns) {
      for (std::size_t i = valid; i < columns; ++i) x[i] = -1e30F;
      floats most = v::load(x);
      for (std::size_t i = v::width; i < columns; i += v::width) most = v::larger(most, v::load(x + i));
      const float highest = v::largest(most);
      floats total = {};
      for (std::size_t i = 0; i < columns; i += v::width) {
        const floats power = v::exp(v::load(x + i) - highest);
        total += power;
        v::store(x + i, power);
      }
      const float share = 1.0F / v::sum(total);
      for (std::size_t i = 0; i < columns; i += v::width) v::store(x + i, v::load(x + i) * share);
      for (std::size_t i = valid; i < columns; ++i) x[i] = 0;
    }
  }

  static void add_and_normalize(float* x, const float* y, std::size_t rows, std::size_t columns,
                                const float* gain, const float* bias) {
    constexpr float epsilon = 1e-12F;
    for (std::size_t row = 0; row < rows; ++row, x += columns, y += columns) {
      floats total = {};
      for (std::size_t i = 0; i < columns; i += v::width) {
        const floats value = v::load(x + i) + v::load(y + i);
        total += value;
        v::store(x + i, value);
      }
      const float mean = v::sum(total) / static_cast<float>(columns);
      floats squares = {};
      for (std::size_t i = 0; i < columns; i += v::width) {
        const floats deviation = v::load(x + i) - mean;
        squares += deviation * deviation;
      }
      const float scale = 1.0F / __builtin_sqrtf(v::sum(squares) / static_cast<float>(columns) + epsilon);
      for (std::size_t i = 0; i < columns; i += v::width)
        v::store(x + i, (v::load(x + i) - mean) * scale * v::load(gain + i) + v::load(bias + i));
    }
  }
};

} // namespace troupe::language
