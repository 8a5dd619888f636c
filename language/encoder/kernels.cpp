#include "language/encoder/kernels.hpp"

namespace troupe::language {

extern const kernels baseline_kernels;
#ifdef __x86_64__
extern const kernels avx2_kernels;
extern const kernels avx512_kernels;
#endif

std::vector<const kernels*> usable_kernels() {
  std::vector<const kernels*> usable;
#ifdef __x86_64__
  const bool avx2 = __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0;
  const bool avx512 = __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512bw") != 0
                      && __builtin_cpu_supports("avx512dq") != 0 && __builtin_cpu_supports("avx512vl") != 0
                      && __builtin_cpu_supports("avx512vnni") != 0;
  if (avx2 && avx512) usable.push_back(&avx512_kernels);
  if (avx2) usable.push_back(&avx2_kernels);
#endif
  usable.push_back(&baseline_kernels);
  return usable;
}

} // namespace troupe::language
