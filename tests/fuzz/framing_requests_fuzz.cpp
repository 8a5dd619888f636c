#include "http/framing/framing.hpp"

#include <algorithm>
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
/// requests are smuggled. Why the rest is refused may: a limit or a fault, whichever shows first. The first
/// byte is the size of the pieces.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes{reinterpret_cast<const char*>(data + 1), size - 1};
  if (read(bytes, bytes.size()) != read(bytes, std::size_t{*data} + 1)) std::abort();
  return 0;
}
