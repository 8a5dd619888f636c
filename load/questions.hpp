#pragma once
#include <string>
#include <string_view>
#include <vector>

/// What the customers ask.
namespace troupe::load {

/// One question a line. A line that is a JSON object holds it as "question", "message" or "text"; empty lines
/// are passed over. Throws std::invalid_argument, naming the line, for an object without one.
[[nodiscard]] std::vector<std::string> read_questions(std::string_view text);

/// The headings of a markdown document below its title, code blocks left out: what somebody may ask it.
[[nodiscard]] std::vector<std::string> headings(std::string_view markdown);

} // namespace troupe::load
