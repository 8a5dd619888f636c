#include "language/encoder/vector_kernels.hpp"

namespace troupe::language {
namespace {

struct baseline {
  using floats = float __attribute__((vector_size(16)));
  using ints = std::int32_t __attribute__((vector_size(16)));
  using bytes = std::uint8_t __attribute__((vector_size(4)));
  static constexpr std::size_t tile_rows = 6;
};

} // namespace

extern const kernels baseline_kernels;
constinit const kernels baseline_kernels = kernels_of<baseline>("baseline");

} // namespace troupe::language
