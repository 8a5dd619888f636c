#include "language/chunk.hpp"
#include "language/markdown.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

/// Whatever the bytes: a document whose ranges lie in its source, or a reason.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace troupe::language;
  const auto result = parse_markdown({reinterpret_cast<const char*>(data), size}, "fuzz.md");
  const auto* parsed = std::get_if<document>(&result);
  if (!parsed) return 0;
  for (const auto& section : parsed->sections)
    for (const auto& sentence : section.sentences)
      if (sentence.text.empty() || sentence.range.begin > sentence.range.end
          || sentence.range.begin < section.range.begin || sentence.range.end > section.range.end
          || section.range.end > size)
        std::abort();
  static_cast<void>(chunk_document(*parsed, {.size = 20, .overlap = 5}));
  return 0;
}
