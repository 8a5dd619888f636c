#pragma once
#include "language/encoder/kernels.hpp"

#include <span>
#include <vector>

namespace troupe::language {

/// y = x W + b, of weights laid out for the kernels.
class linear_map {
public:
  /// `weights`: columns x depth, as PyTorch has them, both multiples of 32. In bytes, each column has a
  /// scale.
  linear_map(std::span<const float> weights, std::vector<float> bias, bool in_bytes);

  [[nodiscard]] std::size_t depth() const noexcept { return depth_; }
  [[nodiscard]] std::size_t columns() const noexcept { return bias_.size(); }

  /// `quantized` is room for the rows in bytes, which a map of floats does not use.
  void apply(const kernels&, const float* x, std::size_t rows, const byte_rows& quantized, float* y) const;

private:
  void pack_floats(std::span<const float> weights);
  void pack_bytes(std::span<const float> weights);

  std::size_t depth_;
  std::vector<float> bias_;
  std::vector<float> floats_; ///< empty if in bytes
  std::vector<std::int8_t> bytes_;
  std::vector<float> scales_;
  std::vector<float> sums_;
};

} // namespace troupe::language
