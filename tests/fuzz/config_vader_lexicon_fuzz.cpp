#include "config/vader_lexicon.hpp"

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <stdexcept>

/// Any bytes are a lexicon or refused with a reason; and as a text any lexicon gives it a mood of its range.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = std::string_view{reinterpret_cast<const char*>(data), size};
  auto lexicon = troupe::language::sentiment_lexicon{{{"good", 2}}, {{"very", 0.3}}, {"not"}};
  try {
    troupe::config::add_vader_lexicon(text, "lexicon", lexicon);
  } catch (const std::runtime_error&) { // no lexicon
  }
  if (!(std::abs(troupe::language::sentiment(text, lexicon)) <= 1)) std::abort();
  return 0;
}
