// Compiled for x86-64-v4 with VNNI, see CMakeLists.txt.
#include "language/encoder/vector_kernels.hpp"

#include <immintrin.h>

namespace troupe::language {
namespace {

struct avx512 {
  using floats = float __attribute__((vector_size(64)));
  using ints = std::int32_t __attribute__((vector_size(64)));
  using bytes = std::uint8_t __attribute__((vector_size(16)));
  static constexpr std::size_t tile_rows = 12;

  static void multiply_add_bytes(ints& sum, int four_bytes, const std::int8_t* weights) {
    sum = reinterpret_cast<ints>(_mm512_dpbusd_epi32(
        reinterpret_cast<__m512i>(sum), _mm512_set1_epi32(four_bytes), _mm512_loadu_si512(weights)));
  }
};

} // namespace

extern const kernels avx512_kernels;
constinit const kernels avx512_kernels = kernels_of<avx512>("avx512");

} // namespace troupe::language
