#pragma once
#include "language/encoder/kernels.hpp"
#include "language/encoder/vectors.hpp"

namespace troupe::language {

/// Products, tile by tile: some rows of two vectors, whose sums stay in registers.
template <class Cpu>
struct matrix_kernels {
  using v = vectors<Cpu>;
  using floats = typename Cpu::floats;
  using ints = typename Cpu::ints;
  static constexpr std::size_t tile_columns = 2 * v::width;
  static constexpr bool has_bytes = requires(ints & sum, const std::int8_t* weights) {
    Cpu::multiply_add_bytes(sum, 0, weights);
  };

  template <std::size_t Rows>
  static void tile(const float* x, std::size_t x_stride, const float* w, std::size_t depth, const float* bias,
                   float* y, std::size_t y_stride) {
    floats sums[Rows][2];
    for (auto& row : sums)
      for (std::size_t half = 0; half < 2; ++half)
        row[half] = bias ? v::load(bias + half * v::width) : floats{};
    for (std::size_t k = 0; k < depth; ++k, w += panel_columns) {
      const floats left = v::load(w);
      const floats right = v::load(w + v::width);
#pragma GCC unroll 16
      for (std::size_t row = 0; row < Rows; ++row) {
        const float value = x[row * x_stride + k];
        sums[row][0] += value * left;
        sums[row][1] += value * right;
      }
    }
    for (std::size_t row = 0; row < Rows; ++row)
      for (std::size_t half = 0; half < 2; ++half)
        v::store(y + row * y_stride + half * v::width, sums[row][half]);
  }

  template <std::size_t Rows>
  static void byte_tile(const byte_rows& x, const byte_panels& w, const std::int8_t* weights,
                        std::size_t column, float* y) {
    ints sums[Rows][2] = {};
    for (std::size_t k = 0; k < w.depth; k += 4, weights += 4 * panel_columns) {
#pragma GCC unroll 16
      for (std::size_t row = 0; row < Rows; ++row) {
        int four = 0;
        __builtin_memcpy(&four, x.bytes + row * w.depth + k, sizeof four);
        Cpu::multiply_add_bytes(sums[row][0], four, weights);
        Cpu::multiply_add_bytes(sums[row][1], four, weights + 4 * v::width);
      }
    }
    for (std::size_t half = 0; half < 2; ++half, column += v::width) {
      const floats scale = v::load(w.scales + column);
      const floats total = v::load(w.sums + column);
      const floats bias = w.bias ? v::load(w.bias + column) : floats{};
      for (std::size_t row = 0; row < Rows; ++row)
        v::store(y + row * w.columns + column,
                 __builtin_convertvector(sums[row][half], floats) * scale * x.steps[row] + total * x.lows[row]
                     + bias);
    }
  }

  /// Calls `of` with 1..Rows as a constant.
  template <std::size_t Rows, class Call>
  static void with_rows(std::size_t rows, const Call& of) {
    if (rows == Rows) return of.template operator()<Rows>();
    if constexpr (Rows > 1) with_rows<Rows - 1>(rows, of);
  }

  /// Calls of(first, rows as a constant) for tiles of about as many rows each.
  template <class Call>
  static void each_tile(std::size_t rows, const Call& of) {
    const std::size_t tiles = (rows + Cpu::tile_rows - 1) / Cpu::tile_rows;
    for (std::size_t i = 0, first = 0; i < tiles; ++i) {
      const std::size_t next = rows * (i + 1) / tiles;
      with_rows<Cpu::tile_rows>(next - first,
                                [&]<std::size_t Rows>() { of.template operator()<Rows>(first); });
      first = next;
    }
  }

  static void multiply(const float* x, std::size_t x_stride, std::size_t rows, const float_panels& w,
                       float* y, std::size_t y_stride) {
    for (std::size_t column = 0; column < w.columns; column += tile_columns) {
      const float* panel =
          w.weights + column / panel_columns * panel_columns * w.depth + column % panel_columns;
      const float* bias = w.bias ? w.bias + column : nullptr;
      each_tile(rows, [&]<std::size_t Rows>(std::size_t first) {
        tile<Rows>(x + first * x_stride, x_stride, panel, w.depth, bias, y + first * y_stride + column,
                   y_stride);
      });
    }
  }

  static void multiply_bytes(const byte_rows& x, std::size_t rows, const byte_panels& w, float* y) {
    for (std::size_t column = 0; column < w.columns; column += tile_columns) {
      const std::int8_t* panel =
          w.weights + column / panel_columns * panel_columns * w.depth + column % panel_columns * 4;
      each_tile(rows, [&]<std::size_t Rows>(std::size_t first) {
        byte_tile<Rows>({x.bytes + first * w.depth, x.steps + first, x.lows + first}, w, panel, column,
                        y + first * w.columns);
      });
    }
  }
};

} // namespace troupe::language
