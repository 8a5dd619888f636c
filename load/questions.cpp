#include "load/questions.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <functional>
#include <stdexcept>

namespace troupe::load {
namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view space = " \t\r";
  const auto begin = std::min(text.find_first_not_of(space), text.size());
  const auto end = text.find_last_not_of(space);
  return end == std::string_view::npos ? std::string_view{} : text.substr(begin, end + 1 - begin);
}

void each_line(std::string_view text, const std::function<void(std::string_view)>& read) {
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    read(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

std::string question_in(std::string_view line, std::size_t number) {
  const auto object = nlohmann::json::parse(line, nullptr, false);
  for (const auto* member : {"question", "message", "text"})
    if (const auto found = object.find(member); found != object.end() && found->is_string()) return *found;
  throw std::invalid_argument{"line " + std::to_string(number)
                              + R"(: is no JSON object with a text "question", "message" or "text")"};
}

} // namespace

std::vector<std::string> read_questions(std::string_view text) {
  auto questions = std::vector<std::string>{};
  auto number = std::size_t{0};
  each_line(text, [&](std::string_view whole) {
    ++number;
    const auto line = trimmed(whole);
    if (line.starts_with('{'))
      questions.push_back(question_in(line, number));
    else if (!line.empty())
      questions.emplace_back(line);
  });
  return questions;
}

std::vector<std::string> headings(std::string_view markdown) {
  auto found = std::vector<std::string>{};
  auto in_code = false;
  each_line(markdown, [&](std::string_view line) {
    if (line.starts_with("```") || line.starts_with("~~~")) in_code = !in_code;
    const auto level = std::min(line.find_first_not_of('#'), line.size());
    if (in_code || level < 2 || level > 6 || level == line.size() || line[level] != ' ') return;
    if (const auto heading = trimmed(line.substr(level)); !heading.empty()) found.emplace_back(heading);
  });
  return found;
}

} // namespace troupe::load
