#pragma once
#include <nlohmann/json.hpp>

#include <cstddef>
#include <fstream>
#include <iterator>
#include <span>
#include <string>
#include <vector>

/// What golden/make.py has written.
namespace troupe::language::golden {

inline std::string file(const std::string& name) {
  std::ifstream in{TROUPE_SOURCE_DIR "/tests/language/encoder/golden/" + name, std::ios::binary};
  return {std::istreambuf_iterator{in}, {}};
}

inline std::span<const std::byte> bytes(const std::string& text) { return std::as_bytes(std::span{text}); }

/// {"text", "ids", "embedding", "states"?}
inline std::vector<nlohmann::json> texts() {
  std::vector<nlohmann::json> lines;
  std::ifstream in{TROUPE_SOURCE_DIR "/tests/language/encoder/golden/texts.jsonl"};
  for (std::string line; std::getline(in, line);) lines.push_back(nlohmann::json::parse(line));
  return lines;
}

} // namespace troupe::language::golden
