#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The bytes of a learned policy. A number is its eight bytes, the lowest first (of a floating-point number,
/// those of IEEE 754 binary64); a text or list is the number of its elements and then these. The same policy
/// gives the same bytes, and what is read from them goes on as if it had never been away.
namespace troupe::learning {

class checkpoint_writer {
public:
  void put(std::uint64_t);
  void put(double);
  void put(std::string_view);
  void put(std::span<const double>);
  void put(std::span<const std::uint64_t>);

  [[nodiscard]] std::string take() && { return std::move(bytes_); }

private:
  std::string bytes_;
};

/// Reads what the writer wrote, in the same order. Everything throws std::invalid_argument with the reason:
/// bytes that end early, a list longer than they are, a number that is not finite.
class checkpoint_reader {
public:
  explicit checkpoint_reader(std::string_view bytes) noexcept : rest_{bytes} {}

  [[nodiscard]] std::uint64_t whole();
  /// A whole number of at most `most`.
  [[nodiscard]] std::size_t whole(std::uint64_t most);
  [[nodiscard]] double number();
  [[nodiscard]] std::string text();
  [[nodiscard]] std::vector<double> numbers();
  [[nodiscard]] std::vector<std::uint64_t> wholes();
  /// A list of as many as are expected.
  [[nodiscard]] std::vector<double> numbers(std::size_t expected);
  [[nodiscard]] std::vector<std::uint64_t> wholes(std::size_t expected);
  /// Throws unless at least so many numbers are left.
  void expect(std::size_t numbers) const;
  /// Throws if anything is left.
  void end() const;

private:
  std::size_t length(std::size_t element);

  std::string_view rest_;
};

} // namespace troupe::learning
