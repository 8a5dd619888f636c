#pragma once
#include <chrono>
#include <cstddef>
#include <optional>
#include <vector>

namespace troupe::load {

/// The intended starts of an open loop: a rate over time, whatever the answers do.
class schedule {
public:
  using duration = std::chrono::nanoseconds;

  /// The rate goes from one value to the other in a straight line; starts a second, not negative.
  struct piece {
    double from = 0;
    double to = 0;
    duration length{0};
    bool operator==(const piece&) const = default;
  };

  explicit schedule(std::vector<piece> pieces);

  /// When the next turn is to start, from the beginning; none when the last piece is over. The n-th start
  /// (from 0) is where the rate's integral reaches n.
  [[nodiscard]] std::optional<duration> next() const noexcept { return next_; }
  /// The piece that holds it.
  [[nodiscard]] std::size_t piece_of_next() const noexcept { return piece_; }
  void advance() noexcept;

  [[nodiscard]] const std::vector<piece>& pieces() const noexcept { return pieces_; }
  [[nodiscard]] duration length() const noexcept { return length_; }

private:
  void find() noexcept;

  std::vector<piece> pieces_;
  duration length_{0};
  std::size_t piece_ = 0;    ///< the one that holds the next start
  duration begin_{0};        ///< of that piece
  double starts_before_ = 0; ///< the integral up to there
  std::size_t started_ = 0;
  std::optional<duration> next_;
};

/// The mean of a piece's rate.
[[nodiscard]] double mean_rate(const schedule::piece&) noexcept;

/// The same rate over time, in equal parts.
[[nodiscard]] std::vector<schedule::piece> cut(const schedule::piece&, int parts);

} // namespace troupe::load
