#include "learning/checkpoint.hpp"

#include <bit>
#include <cmath>
#include <stdexcept>

namespace troupe::learning {
namespace {

constexpr std::size_t number_bytes = 8;

[[noreturn]] void refuse(const std::string& reason) {
  throw std::invalid_argument{"not a checkpoint: " + reason};
}

template <class List>
List of_length(List list, std::size_t expected) {
  if (list.size() != expected)
    refuse("a list of " + std::to_string(list.size()) + " where " + std::to_string(expected) + " belong");
  return list;
}

} // namespace

void checkpoint_writer::put(std::uint64_t value) {
  for (std::size_t byte = 0; byte < number_bytes; ++byte)
    bytes_.push_back(static_cast<char>((value >> (8 * byte)) & 0xffU));
}

void checkpoint_writer::put(double value) { put(std::bit_cast<std::uint64_t>(value)); }

void checkpoint_writer::put(std::string_view text) {
  put(std::uint64_t{text.size()});
  bytes_.append(text);
}

void checkpoint_writer::put(std::span<const double> list) {
  put(std::uint64_t{list.size()});
  for (const auto value : list) put(value);
}

void checkpoint_writer::put(std::span<const std::uint64_t> list) {
  put(std::uint64_t{list.size()});
  for (const auto value : list) put(value);
}

std::uint64_t checkpoint_reader::whole() {
  if (rest_.size() < number_bytes) refuse("it ends within a number");
  std::uint64_t value = 0;
  for (std::size_t byte = number_bytes; byte-- > 0;)
    value = value << 8U | static_cast<unsigned char>(rest_[byte]);
  rest_.remove_prefix(number_bytes);
  return value;
}

std::size_t checkpoint_reader::whole(std::uint64_t most) {
  const auto value = whole();
  if (value > most) refuse(std::to_string(value) + " where " + std::to_string(most) + " is the most");
  return value;
}

double checkpoint_reader::number() {
  const auto value = std::bit_cast<double>(whole());
  if (!std::isfinite(value)) refuse("a number is not finite");
  return value;
}

std::size_t checkpoint_reader::length(std::size_t element) {
  const auto count = whole();
  if (count > rest_.size() / element) refuse("a list is longer than what is left");
  return count;
}

std::string checkpoint_reader::text() {
  const auto count = length(1);
  const auto text = rest_.substr(0, count);
  rest_.remove_prefix(count);
  return std::string{text};
}

std::vector<double> checkpoint_reader::numbers() {
  std::vector<double> list(length(number_bytes));
  for (auto& value : list) value = number();
  return list;
}

std::vector<std::uint64_t> checkpoint_reader::wholes() {
  std::vector<std::uint64_t> list(length(number_bytes));
  for (auto& value : list) value = whole();
  return list;
}

std::vector<double> checkpoint_reader::numbers(std::size_t expected) {
  return of_length(numbers(), expected);
}

std::vector<std::uint64_t> checkpoint_reader::wholes(std::size_t expected) {
  return of_length(wholes(), expected);
}

void checkpoint_reader::expect(std::size_t numbers) const {
  if (numbers > rest_.size() / number_bytes) refuse("it is shorter than it says");
}

void checkpoint_reader::end() const {
  if (!rest_.empty()) refuse(std::to_string(rest_.size()) + " bytes too many");
}

} // namespace troupe::learning
