#include "learning/policy.hpp"

#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <string_view>

/// Any bytes as a checkpoint: refused with a reason, or a policy that is written as the same bytes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace troupe::learning;
  const auto bytes = std::string_view{reinterpret_cast<const char*>(data), size};
  try {
    const auto parsed = parse(bytes);
    if (serialize(parsed) != bytes) std::abort();
  } catch (const std::invalid_argument&) {
  }
  return 0;
}
