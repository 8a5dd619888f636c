#include "actors/knowledge/document_path.hpp"

#include <cstdint>
#include <cstdlib>
#include <filesystem>

/// A path that is accepted stays below the folder that it is appended to, and is the same when it is written
/// normally.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto path = std::string{reinterpret_cast<const char*>(data), size};
  if (troupe::knowledge::refusal(path).code != troupe::errc::none) return 0;
  const auto full = std::filesystem::path{"/documents"} / path;
  if (full.lexically_normal() != full || full.string() != "/documents/" + path) std::abort();
  return 0;
}
