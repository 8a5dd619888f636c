#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

namespace troupe::language {

/// Matrices of weights stand in panels of 32 columns: [columns / 32][depth][32]; the bytes of four rows of a
/// column are adjacent: [columns / 32][depth / 4][32][4].
inline constexpr std::size_t panel_columns = 32;

/// depth x columns floats, and what is added to each column: columns floats, or nullptr.
struct float_panels {
  const float* weights;
  const float* bias;
  std::size_t depth;
  std::size_t columns; ///< a multiple of 32
};

/// Signed bytes, of which each column has a scale: weight = scale * byte.
struct byte_panels {
  const std::int8_t* weights;
  const float* scales;
  const float* sums; ///< of each column's weights
  const float* bias; ///< or nullptr
  std::size_t depth; ///< a multiple of 4
  std::size_t columns;
};

/// Rows of `depth` bytes: value = low + step * byte.
struct byte_rows {
  std::uint8_t* bytes;
  float* steps;
  float* lows;
};

/// The arithmetic of a transformer, in one CPU's instructions. Rows are adjacent unless a stride says
/// otherwise; row lengths are multiples of 32.
struct kernels {
  const char* name;

  /// y = x w + bias, for `rows` rows.
  void (*multiply)(const float* x, std::size_t x_stride, std::size_t rows, const float_panels& w, float* y,
                   std::size_t y_stride);
  /// The same for bytes; nullptr where the CPU has no instruction that makes it worth it.
  void (*multiply_bytes)(const byte_rows& x, std::size_t rows, const byte_panels& w, float* y);
  /// Each row by its own least and greatest value.
  void (*quantize)(const float* x, std::size_t rows, std::size_t columns, const byte_rows& y);
  /// x = x Phi(x), Phi the normal distribution (Hendrycks and Gimpel 2016); erf to 1.5e-7.
  void (*gelu)(float* x, std::size_t size);
  /// Each row becomes its softmax over the first `valid` columns, and 0 beyond.
  void (*softmax)(float* x, std::size_t rows, std::size_t columns, std::size_t valid);
  /// x = LayerNorm(x + y) (Ba et al. 2016).
  void (*add_and_normalize)(float* x, const float* y, std::size_t rows, std::size_t columns,
                            const float* gain, const float* bias);
};

/// What this CPU can run, the fastest first; the last one runs everywhere.
[[nodiscard]] std::vector<const kernels*> usable_kernels();

} // namespace troupe::language
