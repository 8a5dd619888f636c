#include "actors/llm/event_stream.hpp"

#include <algorithm>

namespace troupe::llm {

bool event_stream::push(std::string_view bytes, std::vector<std::string>& data) {
  while (!bytes.empty()) {
    if (after_cr_ && bytes.front() == '\n') {
      after_cr_ = false;
      bytes.remove_prefix(1);
      continue;
    }
    after_cr_ = false;
    const auto end = bytes.find_first_of("\r\n");
    const auto part = bytes.substr(0, end);
    if (line_.size() + data_.size() + part.size() > longest_) return false;
    line_ += part;
    if (end == std::string_view::npos) return true;
    after_cr_ = bytes[end] == '\r';
    bytes.remove_prefix(end + 1);
    end_line(data);
  }
  return true;
}

void event_stream::finish(std::vector<std::string>& data) {
  if (!line_.empty()) end_line(data);
  end_line(data); // an empty line ends the event
}

void event_stream::end_line(std::vector<std::string>& data) {
  constexpr std::string_view byte_order_mark = "\xef\xbb\xbf", field = "data";
  auto line = std::string_view{line_};
  if (first_ && line.starts_with(byte_order_mark)) line.remove_prefix(byte_order_mark.size());
  first_ = false;
  if (line.empty()) {
    if (has_data_) data.push_back(std::move(data_));
    data_.clear();
    has_data_ = false;
  } else if (line.starts_with(field) && (line.size() == field.size() || line[field.size()] == ':')) {
    line.remove_prefix(std::min(line.size(), field.size() + 1));
    if (line.starts_with(' ')) line.remove_prefix(1);
    if (has_data_) data_ += '\n';
    data_ += line;
    has_data_ = true;
  }
  line_.clear();
}

} // namespace troupe::llm
