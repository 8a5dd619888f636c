#pragma once
#include <string>
#include <string_view>

namespace troupe::load {

/// What makes an answer wrong.
enum class wrong {
  status,     ///< a sound request was refused by another status than 429 or 503
  schema,     ///< no JSON, or not the members and types of the interface
  citation,   ///< a marker that the answer does not hold, or holds twice
  stream,     ///< events out of order, or deltas that do not add up to the answer
  crossed,    ///< ids or text of another conversation
  lost,       ///< acknowledged, and not in the history
  doubled,    ///< in the history more than once
  reordered,  ///< in the history in another order
  changed,    ///< in the history with another text
  foreign,    ///< in the history, and never sent
  unreadable, ///< the history cannot be read
};
[[nodiscard]] std::string_view name(wrong) noexcept;

struct fault {
  wrong kind = wrong::schema;
  std::string detail; ///< what was found, and where
};

/// At most so much of a text as a line of a report holds.
[[nodiscard]] std::string excerpt(std::string_view text);

} // namespace troupe::load
