#include "storage/error.hpp"
#include "storage/event_codec.hpp"

#include <cstdlib>

/// A blob is refused, or holds events that are written and read again as the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace troupe::storage;
  try {
    const auto events = decode_events({data, size}, "trn_1");
    if (decode_events(encode_events(events), "trn_1") != events) std::abort();
  } catch (const error&) {
    return 0;
  }
  return 0;
}
