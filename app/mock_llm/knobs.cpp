#include "app/mock_llm/knobs.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace troupe::app::mock_llm {
namespace {

struct named_fault {
  std::string_view name;
  misbehaviour what;
};
/// By their names in a model's, "_" for "-".
constexpr auto faults = std::to_array<named_fault>({{"stall", misbehaviour::stall},
                                                    {"stall_mid", misbehaviour::stall_mid},
                                                    {"garbage", misbehaviour::garbage},
                                                    {"binary", misbehaviour::binary},
                                                    {"html", misbehaviour::html},
                                                    {"reset_mid", misbehaviour::reset_mid},
                                                    {"close_mid", misbehaviour::close_mid},
                                                    {"error_mid", misbehaviour::error_mid},
                                                    {"endless", misbehaviour::endless},
                                                    {"long_line", misbehaviour::long_line}});

std::optional<std::size_t> number(std::string_view text) {
  auto n = std::size_t{0};
  const auto end = text.data() + text.size();
  const auto [stopped, failed] = std::from_chars(text.data(), end, n);
  constexpr std::size_t most = 10'000'000;
  if (failed != std::errc{} || stopped != end || n > most) return std::nullopt;
  return n;
}

std::optional<std::size_t> number_after(std::string_view word, std::string_view name) {
  return word.starts_with(name) ? number(word.substr(name.size())) : std::nullopt;
}

bool turn(knobs& k, std::string_view word) {
  if (const auto n = number_after(word, "ttft")) return k.first_token = std::chrono::milliseconds{*n}, true;
  if (const auto n = number_after(word, "itl")) return k.next_token = std::chrono::milliseconds{*n}, true;
  if (const auto n = number_after(word, "len")) return k.words = *n, true;
  if (const auto n = number_after(word, "after")) return k.after = *n, true;
  if (const auto n = number(word); n && *n >= 300 && *n < 600)
    return k.status = static_cast<unsigned>(*n), true;
  if (word == "nousage") return k.usage = false, true;
  if (word == "nodone") return k.done = false, true;
  if (word == "crlf") return k.crlf = true;
  const auto fault = std::ranges::find(faults, word, &named_fault::name);
  if (fault == faults.end()) return false;
  k.fault = fault->what;
  return true;
}

} // namespace

std::optional<knobs> knobs_of(std::string_view model) {
  constexpr std::string_view family = "mock";
  if (!model.starts_with(family)) return std::nullopt;
  auto rest = model.substr(family.size());
  auto k = knobs{};
  while (!rest.empty()) {
    if (rest.front() != '-') return std::nullopt;
    rest.remove_prefix(1);
    auto word = std::string{rest.substr(0, rest.find('-'))};
    rest.remove_prefix(word.size());
    if (rest.starts_with("-mid")) word += "_mid", rest.remove_prefix(4);
    if (rest.starts_with("-line")) word += "_line", rest.remove_prefix(5);
    if (!turn(k, word)) return std::nullopt;
  }
  return k;
}

} // namespace troupe::app::mock_llm
