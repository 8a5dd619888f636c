#pragma once
#include "language/encoder/matrix_kernels.hpp"
#include "language/encoder/row_kernels.hpp"

namespace troupe::language {

/// What a kind of CPU can run.
template <class Cpu>
constexpr kernels kernels_of(const char* name) {
  using matrix = matrix_kernels<Cpu>;
  using row = row_kernels<Cpu>;
  kernels made{name,         matrix::multiply,      nullptr, row::quantize, row::gelu,
               row::softmax, row::add_and_normalize};
  if constexpr (matrix::has_bytes) made.multiply_bytes = matrix::multiply_bytes;
  return made;
}

} // namespace troupe::language
