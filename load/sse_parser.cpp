#include "load/sse_parser.hpp"

#include <utility>

namespace troupe::load {

void sse_parser::feed(std::string_view bytes) {
  waiting_.erase(0, read_);
  read_ = 0;
  waiting_.append(bytes);
}

std::optional<sse_parser::event> sse_parser::next() {
  while (const auto text = line()) {
    if (!text->empty()) {
      take(*text);
      continue;
    }
    auto ended = std::exchange(current_, {});
    begun_ = false;
    if (std::exchange(has_data_, false)) return ended;
  }
  return std::nullopt;
}

/// The next line that is whole. One that ends with "\r" is not before the byte behind it has come, which may
/// be the "\n" of the same end.
std::optional<std::string_view> sse_parser::line() {
  const auto rest = std::string_view{waiting_}.substr(read_);
  const auto end = rest.find_first_of("\r\n");
  if (end == std::string_view::npos) return std::nullopt;
  auto length = end + 1;
  if (rest[end] == '\r') {
    if (length == rest.size()) return std::nullopt;
    if (rest[length] == '\n') ++length;
  }
  read_ += length;
  return rest.substr(0, end);
}

void sse_parser::take(std::string_view line) {
  begun_ = true;
  if (line.front() == ':') return;
  const auto colon = line.find(':');
  const auto name = line.substr(0, colon);
  auto value = colon == std::string_view::npos ? std::string_view{} : line.substr(colon + 1);
  if (value.starts_with(' ')) value.remove_prefix(1);
  if (name == "id") current_.id = value;
  if (name == "event") current_.type = value;
  if (name == "data") {
    if (std::exchange(has_data_, true)) current_.data += '\n';
    current_.data += value;
  }
}

} // namespace troupe::load
