#include "evaluation/qrels.hpp"

#include "evaluation/bad_line.hpp"

#include <algorithm>
#include <charconv>

namespace troupe::evaluation {
namespace {

constexpr auto form = "is no \"query TAB passage TAB grade\" with a whole number as the grade";

/// Cuts the text up to `end`, or all of it, off its front.
std::string_view take_until(char end, std::string_view& text) {
  const auto size = std::min(text.find(end), text.size());
  const auto taken = text.substr(0, size);
  text.remove_prefix(std::min(size + 1, text.size()));
  return taken;
}

bool read_line(std::string_view line, qrels& to) {
  const auto query = take_until('\t', line);
  const auto passage = take_until('\t', line);
  auto grade = 0;
  const auto [end, fault] = std::from_chars(line.data(), line.data() + line.size(), grade);
  if (query.empty() || passage.empty() || fault != std::errc{} || end != line.data() + line.size())
    return false;
  to[std::string{query}][std::string{passage}] = static_cast<unsigned>(std::max(grade, 0));
  return true;
}

} // namespace

qrels read_qrels(std::string_view file, std::string_view text) {
  qrels found;
  for (std::size_t number = 1; !text.empty(); ++number) {
    auto line = take_until('\n', text);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!line.empty() && !read_line(line, found)) throw bad_line{file, number, form};
  }
  return found;
}

} // namespace troupe::evaluation
