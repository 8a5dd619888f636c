#pragma once
#include "load/schedule.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

/// How the command line writes durations, rates and servers. What is not written so throws
/// std::invalid_argument with the text and the form that was expected.
namespace troupe::load {

/// "10s", "1.5s", "500ms", "2m", "1h"; "0" needs no unit.
[[nodiscard]] std::chrono::nanoseconds parse_duration(std::string_view text);

/// "100:2000:60s": from 100 starts a second to 2,000 within a minute.
[[nodiscard]] std::vector<schedule::piece> parse_ramp(std::string_view text);

/// "100,200,400:10s": each rate for ten seconds.
[[nodiscard]] std::vector<schedule::piece> parse_steps(std::string_view text);

struct address {
  std::string host; ///< a name or an address, an IPv6 one without its brackets
  std::string port;
  std::string prefix;    ///< of every path: empty, or "/path" without a slash at its end
  std::string authority; ///< for the Host header
};

/// "http://host[:port][/prefix]"
[[nodiscard]] address parse_url(std::string_view text);

} // namespace troupe::load
