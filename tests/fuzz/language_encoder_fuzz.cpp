#include "language/encoder/encoder.hpp"
#include "language/encoder/safetensors.hpp"

#include <cstdint>
#include <cstdlib>
#include <string_view>

/// Whatever the bytes, as weights: a reason, or a model that can be run.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace troupe::language;
  const auto file = std::as_bytes(std::span{data, size});
  const auto parsed = safetensors::parse(file);
  if (!std::holds_alternative<safetensors>(parsed)) return 0;
  const auto layers = transformer::load(std::get<safetensors>(parsed), {});
  if (const auto* loaded = std::get_if<transformer>(&layers)) {
    const piece_id piece = 0;
    if (loaded->states(std::span{&piece, 1}).size() != loaded->dimensions()) std::abort();
  }
  return 0;
}
