#pragma once
#include "messages/wire/feedback.hpp"

namespace troupe::storage {

/// What the policies learn from: decisions are written with their turn, feedback when it comes.
class feedback_writer {
public:
  virtual ~feedback_writer() = default;
  /// Appends; the last per turn and metric counts. False if there is no such turn.
  virtual bool add(const feedback_record&) = 0;
};

} // namespace troupe::storage
