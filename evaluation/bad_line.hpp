#pragma once
#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

namespace troupe::evaluation {

/// A line of an input file that cannot be used: "FILE:LINE: reason". Lines count from 1.
struct bad_line : std::runtime_error {
  bad_line(std::string_view file, std::size_t line, std::string_view reason)
      : std::runtime_error{std::string{file} + ':' + std::to_string(line) + ": " + std::string{reason}} {}
};

} // namespace troupe::evaluation
