#pragma once
#include <cstddef>
#include <memory>

namespace troupe::http {

/// Counts the turns that clients wait for, so that a reactor can refuse one by its head alone: under overload
/// most of what is done must be answers. Any thread.
class turn_gate {
public:
  /// Counts one turn until its last copy has gone, be it after the gate.
  using ticket = std::shared_ptr<const void>;

  explicit turn_gate(std::size_t most) : most_{most} {}

  [[nodiscard]] std::size_t most() const noexcept { return most_; }
  [[nodiscard]] bool full() const noexcept {
    return static_cast<std::size_t>(count_.use_count()) > most_; // one of them is our own
  }
  [[nodiscard]] ticket enter() const { return std::make_shared<const std::shared_ptr<const void>>(count_); }

private:
  std::size_t most_;
  std::shared_ptr<const void> count_ = std::make_shared<char>();
};

} // namespace troupe::http
