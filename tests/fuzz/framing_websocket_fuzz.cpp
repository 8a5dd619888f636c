#include "http/framing/websocket.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace {

using troupe::http::websocket;

/// The messages that are heard. What is answered depends on the splitting: a close is judged as soon as
/// enough of it is there, and goes ahead of the answer to a ping that came with it.
std::vector<std::string> read(std::string_view bytes, std::size_t piece) {
  websocket server{512};
  std::vector<std::string> seen;
  while (!bytes.empty()) {
    for (auto& message : server.feed(bytes.substr(0, piece))) {
      if (message.payload.size() > 512) std::abort();
      seen.push_back((message.binary ? 'b' : 't') + message.payload);
    }
    static_cast<void>(server.output());
    bytes.remove_prefix(std::min(piece, bytes.size()));
  }
  return seen;
}

} // namespace

/// Any bytes as a client's: what is heard does not depend on how they are split. The first byte
/// is the size of the pieces.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes{reinterpret_cast<const char*>(data + 1), size - 1};
  if (read(bytes, bytes.size()) != read(bytes, std::size_t{*data} + 1)) std::abort();
  return 0;
}
