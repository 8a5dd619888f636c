#pragma once
#include "messages/wire/given_answer.hpp"
#include "messages/wire/time.hpp"

#include <caf/allowed_unsafe_message_type.hpp>

#include <cstddef>
#include <string>
#include <vector>

/// What customers asked and the documents did not answer.
namespace troupe {

/// Of the store: the last turns that were answered.
struct read_answers {
  timestamp since = 0;
  std::size_t limit = 0;
};
struct given_answers {
  std::vector<given_answer> latest; ///< newest first
};

struct find_gaps {
  timestamp since = 0;
  std::size_t limit = 0; ///< gaps
};
/// Questions that ask for the same.
struct gap {
  std::size_t count = 0;
  timestamp last_at = 0;
  std::vector<given_answer> examples; ///< the first is the one that is most like the others; no `result`
};
struct gap_list {
  std::vector<gap> gaps; ///< the one that was asked for most comes first
  std::size_t turns = 0; ///< that were looked at
  bool has_more = false; ///< gaps beyond the limit
};

} // namespace troupe

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::read_answers)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::given_answers)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::find_gaps)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::gap_list)
