#include "config/load.hpp"

#include <cstdint>
#include <cstdlib>

namespace config = troupe::config;

/// Any bytes as the file and as a variable give settings or problems, each of one line.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = std::string{reinterpret_cast<const char*>(data), size};
  const auto variables = config::environment_variables{
      {"TROUPE_PORT", text}, {"TROUPE_API_KEYS", text}, {"TROUPE_" + text, "1"}};
  const auto result = config::load(variables, config::named_text{"file.toml", text});
  for (const auto& problem : result.problems)
    if (problem.find('\n') != std::string::npos) std::abort();
  for (const auto& row : config::describe(result))
    if (row.name.empty()) std::abort();
  return 0;
}
