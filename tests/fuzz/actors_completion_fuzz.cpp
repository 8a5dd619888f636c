// What a language model's server sends: read in one piece and cut in two it must say the same, within its
// bounds.
#include "actors/llm/completion_reader.hpp"

#include <cstdint>
#include <cstdlib>

namespace {

using troupe::llm::completion_reader;

constexpr completion_reader::limits bounds{.text_bytes = 256, .line_bytes = 512};

std::string read(completion_reader& reader, std::string_view first, std::string_view second) {
  reader.push(first);
  auto text = reader.take_text();
  reader.push(second);
  reader.end();
  return text + reader.take_text();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const auto type = data[0] % 2 == 0 ? "text/event-stream" : "application/json";
  const auto body = std::string_view{reinterpret_cast<const char*>(data + 2), size - 2};
  const auto cut = body.size() * data[1] / 256;
  auto whole = completion_reader{type, bounds};
  auto parts = completion_reader{type, bounds};
  const auto text = read(whole, body, {});
  if (text != read(parts, body.substr(0, cut), body.substr(cut))) std::abort();
  if (whole.finished() != parts.finished() || whole.failed() != parts.failed()) std::abort();
  if (whole.finished() == whole.failed().has_value()) std::abort();
  if (text.size() > bounds.text_bytes) std::abort();
  return 0;
}
