#include "evaluation/json_lines.hpp"

namespace troupe::evaluation {
namespace {

/// What nlohmann's message says besides its own name and number: "[json.exception.…] parse error …".
std::string_view reason_of(const nlohmann::json::exception& e) {
  const std::string_view all = e.what();
  const auto end_of_name = all.find("] ");
  return end_of_name == std::string_view::npos ? all : all.substr(end_of_name + 2);
}

} // namespace

const nlohmann::json* json_line::find(const char* key) const {
  const auto found = fields_.find(key);
  return found == fields_.end() || found->is_null() ? nullptr : &*found;
}

std::string json_line::text(const char* key) const {
  const auto* value = find(key);
  if (!value) refuse(std::string{"has no \""} + key + '"');
  if (!value->is_string()) refuse(std::string{"\""} + key + "\" is no text but " + value->dump());
  return value->get<std::string>();
}

std::string json_line::optional_text(const char* key) const { return find(key) ? text(key) : std::string{}; }

void json_line::refuse(std::string_view reason) const { throw bad_line{file_, number_, reason}; }

void read_json_lines(std::string_view file, std::string_view text,
                     const std::function<void(const json_line&)>& read) {
  for (std::size_t begin = 0, number = 1; begin < text.size(); ++number) {
    const auto end = std::min(text.find('\n', begin), text.size());
    const auto line = text.substr(begin, end - begin);
    begin = end + 1;
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    auto fields = nlohmann::json{};
    try {
      fields = nlohmann::json::parse(line);
    } catch (const nlohmann::json::exception& e) {
      throw bad_line{file, number, reason_of(e)};
    }
    if (!fields.is_object()) throw bad_line{file, number, "is no JSON object"};
    read(json_line{file, number, std::move(fields)});
  }
}

} // namespace troupe::evaluation
