#include "language/encoder/wordpiece.hpp"

#include <cstdint>
#include <cstdlib>

/// The bytes up to the first 0 are the vocabulary's further lines, the rest is the text: pieces of the
/// vocabulary, as many as were asked for.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace troupe::language;
  const auto input = std::string_view{reinterpret_cast<const char*>(data), size};
  const auto lines = input.substr(0, input.find('\0'));
  const auto parsed = wordpiece::parse("[UNK]\n[CLS]\n[SEP]\n" + std::string{lines});
  const auto* tokenizer = std::get_if<wordpiece>(&parsed);
  if (!tokenizer) std::abort();
  for (const std::size_t limit : {2, 7, 256}) {
    const auto pieces = tokenizer->pieces(input.substr(lines.size()), limit);
    if (pieces.size() < 2 || pieces.size() > limit || pieces.front() != 1 || pieces.back() != 2) std::abort();
    for (const auto piece : pieces)
      if (piece >= tokenizer->size()) std::abort();
  }
  return 0;
}
