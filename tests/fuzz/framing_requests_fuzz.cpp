#include "http/framing/framing.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace troupe::http;

std::string understood(const request& r) {
  auto text = r.method + ' ' + r.path + '?' + r.query + '\n';
  for (const auto& [name, value] : r.headers) text.append(name).append(":").append(value).append("\n");
  return text + r.body;
}

/// The requests before a refusal, or the end.
std::vector<std::string> read(std::string_view bytes, std::size_t piece) {
  limits small;
  small.header_bytes = 512;
  small.body_bytes = 512;
  framing frames{small};
  std::vector<std::string> seen;
  while (true) {
    switch (frames.next()) {
    case framing::event::need_more:
      if (bytes.empty()) return seen;
      frames.feed(bytes.substr(0, piece));
      bytes.remove_prefix(std::min(piece, bytes.size()));
      break;
    case framing::event::head: break;
    case framing::event::request: seen.push_back(understood(frames.take())); break;
    case framing::event::refused: return seen;
    }
  }
}

} // namespace

/// Any bytes as a connection's: what is understood does not depend on how they are split, which is where
/// requests are smuggled. Where and why the rest is refused may: a trailer that waits for its end is held to
/// the limit with its separators, one that is there at once without them. The first byte is the size of the
/// pieces.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes{reinterpret_cast<const char*>(data + 1), size - 1};
  const auto whole = read(bytes, bytes.size());
  const auto pieces = read(bytes, std::size_t{*data} + 1);
  const auto both = std::min(whole.size(), pieces.size());
  if (!std::equal(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(both), pieces.begin()))
    std::abort();
  return 0;
}
