#include "load/notation.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <stdexcept>

namespace troupe::load {
namespace {

using std::chrono::nanoseconds;

constexpr double most_seconds = 7 * 24 * 3600;
constexpr double most_starts = 1e7; // a second

[[noreturn]] void refuse(std::string_view text, std::string_view expected) {
  throw std::invalid_argument{'"' + std::string{text} + "\" is not " + std::string{expected}};
}

struct unit {
  std::string_view name;
  double seconds;
};
constexpr auto units = std::to_array<unit>({{"ms", 1e-3}, {"s", 1}, {"m", 60}, {"h", 3600}});

/// Takes a number from the front. False if there is none.
bool take_number(std::string_view& text, double& number) {
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  if (error != std::errc{} || !std::isfinite(number) || number < 0) return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return true;
}

/// Takes what stands before the separator, which must be there.
std::string_view take_until(std::string_view& text, char separator, std::string_view whole,
                            std::string_view expected) {
  const auto at = text.find(separator);
  if (at == std::string_view::npos) refuse(whole, expected);
  const auto taken = text.substr(0, at);
  text.remove_prefix(at + 1);
  return taken;
}

double parse_rate(std::string_view text, std::string_view whole, std::string_view expected) {
  auto rate = 0.0;
  if (!take_number(text, rate) || !text.empty() || rate > most_starts) refuse(whole, expected);
  return rate;
}

bool is_port(std::string_view text) {
  auto port = 0U;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc{} && end == text.data() + text.size() && port > 0 && port < 65'536;
}

} // namespace

nanoseconds parse_duration(std::string_view text) {
  constexpr std::string_view expected = "a duration such as 10s, 500ms or 2m";
  auto rest = text;
  auto number = 0.0;
  if (!take_number(rest, number)) refuse(text, expected);
  if (rest.empty() && number == 0) return nanoseconds::zero();
  const auto found = std::ranges::find(units, rest, &unit::name);
  if (found == units.end()) refuse(text, expected);
  const auto seconds = number * found->seconds;
  if (seconds > most_seconds) refuse(text, "a duration of at most a week");
  return std::chrono::round<nanoseconds>(std::chrono::duration<double>(seconds));
}

std::vector<schedule::piece> parse_ramp(std::string_view text) {
  constexpr std::string_view expected = "a ramp such as 100:2000:60s (from:to:duration, starts a second)";
  auto rest = text;
  const auto from = parse_rate(take_until(rest, ':', text, expected), text, expected);
  const auto to = parse_rate(take_until(rest, ':', text, expected), text, expected);
  const auto length = parse_duration(rest);
  if (from + to == 0 || length == nanoseconds::zero()) refuse(text, expected);
  return {{from, to, length}};
}

std::vector<schedule::piece> parse_steps(std::string_view text) {
  constexpr std::string_view expected = "a list of steps such as 100,200,400:10s (rates:duration of each)";
  auto rest = text;
  auto rates = take_until(rest, ':', text, expected);
  const auto length = parse_duration(rest);
  if (length == nanoseconds::zero()) refuse(text, expected);
  auto steps = std::vector<schedule::piece>{};
  for (auto more = true; more;) {
    more = rates.find(',') != std::string_view::npos;
    const auto rate = parse_rate(more ? take_until(rates, ',', text, expected) : rates, text, expected);
    steps.push_back({rate, rate, length});
  }
  return steps;
}

address parse_url(std::string_view text) {
  constexpr std::string_view expected = "an address such as http://127.0.0.1:8000";
  constexpr std::string_view scheme = "http://";
  if (text.starts_with("https://"))
    refuse(text, "http: TLS is the proxy's; point the load at the server behind it");
  if (!text.starts_with(scheme)) refuse(text, expected);
  auto rest = text.substr(scheme.size());
  auto parsed = address{};
  const auto slash = std::min(rest.find('/'), rest.size());
  parsed.prefix = rest.substr(slash);
  while (parsed.prefix.ends_with('/')) parsed.prefix.pop_back();
  parsed.authority = rest.substr(0, slash);
  rest = parsed.authority;
  if (rest.find_first_of("@?# ") != std::string_view::npos) refuse(text, expected);
  const auto bracket = rest.starts_with('[') ? rest.find(']') : std::string_view::npos;
  const auto colon = rest.find(':', bracket == std::string_view::npos ? 0 : bracket);
  const auto host = rest.substr(0, colon);
  parsed.host = bracket == std::string_view::npos ? host : host.substr(1, bracket - 1);
  parsed.port = colon == std::string_view::npos ? "80" : rest.substr(colon + 1);
  if (parsed.host.empty() || !is_port(parsed.port)) refuse(text, expected);
  return parsed;
}

} // namespace troupe::load
