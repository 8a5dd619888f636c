#pragma once
#include <cstdint>
#include <limits>
#include <string_view>

namespace troupe::learning {

/// A stream of random numbers that is a function of a seed and a key, such as a turn's id: the same turn
/// draws the same numbers on every machine and in every run. SplitMix64 (Steele, Lea, Flood: Fast Splittable
/// Pseudorandom Number Generators, OOPSLA 2014); a uniform random bit generator of the standard's kind.
class random_stream {
public:
  using result_type = std::uint64_t;

  explicit constexpr random_stream(std::uint64_t seed) noexcept : state_{seed} {}
  constexpr random_stream(std::uint64_t seed, std::string_view key) noexcept
      : state_{mix(seed) ^ hash(key)} {}

  static constexpr result_type min() noexcept { return 0; }
  static constexpr result_type max() noexcept { return std::numeric_limits<result_type>::max(); }

  constexpr result_type operator()() noexcept { return mix(state_ += golden_gamma); }

  /// Uniform in [0, 1), a multiple of 2^-53.
  [[nodiscard]] constexpr double uniform() noexcept { return static_cast<double>((*this)() >> 11) * 0x1p-53; }

private:
  static constexpr std::uint64_t golden_gamma = 0x9e3779b97f4a7c15;

  static constexpr std::uint64_t mix(std::uint64_t z) noexcept {
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }

  /// FNV-1a, 64 bits.
  static constexpr std::uint64_t hash(std::string_view key) noexcept {
    std::uint64_t h = 0xcbf29ce484222325;
    for (const char c : key) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    return h;
  }

  std::uint64_t state_;
};

} // namespace troupe::learning
