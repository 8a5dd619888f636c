#pragma once
#include <cstddef>
#include <cstdint>

namespace troupe::language {

/// The kernels are written once, in the compiler's vector types, and compiled for each kind of CPU. `Cpu` is
/// a type of the file that is compiled for it, without linkage, so that nothing of it can stand in for code
/// of another file; for the same reason nothing of the standard library is called. It has
///
///   floats, ints, bytes   vectors of as many values
///   tile_rows             rows of two vectors each that fit its registers
///   multiply_add_bytes(ints& sum, int four_bytes, const std::int8_t* weights), if it is worth it
template <class Cpu>
struct vectors {
  using floats = typename Cpu::floats;
  using ints = typename Cpu::ints;
  static constexpr std::size_t width = sizeof(floats) / sizeof(float);

  static floats load(const float* from) {
    floats made;
    __builtin_memcpy(&made, from, sizeof made);
    return made;
  }
  static void store(float* to, const floats& from) { __builtin_memcpy(to, &from, sizeof from); }
  static floats all(float value) { return value - floats{}; }
  static floats larger(const floats& a, const floats& b) { return a > b ? a : b; }
  static floats smaller(const floats& a, const floats& b) { return a < b ? a : b; }

  static float sum(const floats& of) {
    float total = 0;
    for (std::size_t i = 0; i < width; ++i) total += of[i];
    return total;
  }
  static float largest(const floats& of) {
    float most = of[0];
    for (std::size_t i = 1; i < width; ++i) most = of[i] > most ? of[i] : most;
    return most;
  }

  /// Relative error 2e-7, for x of -87 to 88; what is beyond counts as the border (Cephes, expf).
  static floats exp(const floats& of) {
    const floats x = smaller(larger(of, all(-87.0F)), all(88.0F));
    constexpr float to_integer = 12582912.0F; // 1.5 * 2^23: adding it leaves no fraction
    const floats n = (x * 1.44269504F + to_integer) - to_integer;
    const floats r = x - n * 0.693359375F - n * -2.12194440e-4F;
    floats p = r * 1.9875691500e-4F + 1.3981999507e-3F;
    p = p * r + 8.3334519073e-3F;
    p = p * r + 4.1665795894e-2F;
    p = p * r + 1.6666665459e-1F;
    p = p * r + 5.0000001201e-1F;
    p = p * r * r + r + 1.0F;
    const ints power = (__builtin_convertvector(n, ints) + 127) << 23;
    floats scale;
    __builtin_memcpy(&scale, &power, sizeof scale);
    return p * scale;
  }
};

} // namespace troupe::language
