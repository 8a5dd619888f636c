#include "evaluation/bad_line.hpp"
#include "evaluation/dsjson.hpp"
#include "evaluation/vw_text.hpp"

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string_view>

/// Any bytes as logged decisions: each format refuses a line or gives decisions that can be evaluated.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace troupe::evaluation;
  const auto text = std::string_view{reinterpret_cast<const char*>(data), size};
  const auto check = [](const logged_bandit& log) {
    for (const auto& [made, reward, next] : log.decisions) {
      if (made.chosen.action >= log.actions || !(made.chosen.propensity > 0 && made.chosen.propensity <= 1))
        std::abort();
      for (const auto feature : made.features)
        if (!std::isfinite(feature)) std::abort();
    }
  };
  try {
    check(read_vw_decisions("f", text, 16));
  } catch (const bad_line&) {
  }
  try {
    static_cast<void>(read_vw_examples("f", text, 10, 16));
  } catch (const bad_line&) {
  }
  try {
    check(read_dsjson("f", text, 16));
  } catch (const bad_line&) {
  }
  return 0;
}
