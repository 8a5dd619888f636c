#pragma once
#include "evaluation/bad_line.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace troupe::evaluation {

/// The JSON object of one line. What is asked of it and not there, or of another type, throws bad_line.
class json_line {
public:
  json_line(std::string_view file, std::size_t number, nlohmann::json fields)
      : file_{file}, number_{number}, fields_(std::move(fields)) {}

  [[nodiscard]] std::string text(const char* key) const;
  /// Empty if the field is absent or null.
  [[nodiscard]] std::string optional_text(const char* key) const;
  /// Null if the field is absent or null.
  [[nodiscard]] const nlohmann::json* find(const char* key) const;

  [[noreturn]] void refuse(std::string_view reason) const;

private:
  std::string file_;
  std::size_t number_; ///< from 1
  nlohmann::json fields_;
};

/// Reads a text line by line; lines of white space are passed over. Throws bad_line at the first line that is
/// no JSON object, or that `read` refuses.
void read_json_lines(std::string_view file, std::string_view text,
                     const std::function<void(const json_line&)>& read);

} // namespace troupe::evaluation
