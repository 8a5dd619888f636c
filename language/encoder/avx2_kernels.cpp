// Compiled for x86-64-v3, see CMakeLists.txt.
#include "language/encoder/vector_kernels.hpp"

namespace troupe::language {
namespace {

struct avx2 {
  using floats = float __attribute__((vector_size(32)));
  using ints = std::int32_t __attribute__((vector_size(32)));
  using bytes = std::uint8_t __attribute__((vector_size(8)));
  static constexpr std::size_t tile_rows = 6;
};

} // namespace

extern const kernels avx2_kernels;
constinit const kernels avx2_kernels = kernels_of<avx2>("avx2");

} // namespace troupe::language
