#include "telemetry/log.hpp"

#include <nlohmann/json.hpp>
#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <memory>
#include <string>
#include <utility>
#include <variant>

namespace troupe::log {
namespace {

constexpr auto levels = std::to_array<std::pair<std::string_view, level>>({{"trace", level::trace},
                                                                           {"debug", level::debug},
                                                                           {"info", level::info},
                                                                           {"warning", level::warning},
                                                                           {"error", level::error},
                                                                           {"off", level::off}});
constexpr auto formats =
    std::to_array<std::pair<std::string_view, format>>({{"text", format::text}, {"json", format::json}});

// spdlog stamps the line with time and level; the rest of it is written here.
constexpr auto text_pattern = "%Y-%m-%dT%H:%M:%S.%eZ %l %v";
constexpr auto json_pattern = R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})";

std::atomic<level> least{level::info};
std::atomic<format> shape{format::text};

template <class Table>
auto named(const Table& table, std::string_view word) noexcept {
  const auto row = std::ranges::find(table, word, &Table::value_type::first);
  return row == table.end() ? std::nullopt : std::optional{row->second};
}

spdlog::level::level_enum spdlog_level(level at) noexcept {
  return static_cast<spdlog::level::level_enum>(at);
}
static_assert(static_cast<int>(level::warning) == spdlog::level::warn);

std::unique_ptr<spdlog::formatter> stamp(const char* pattern) {
  return std::make_unique<spdlog::pattern_formatter>(pattern, spdlog::pattern_time_type::utc, "\n");
}

spdlog::logger& output() {
  static auto logger = [] {
    auto made = spdlog::logger{"troupe", std::make_shared<spdlog::sinks::stderr_sink_mt>()};
    made.set_level(spdlog::level::trace); // enabled() decides
    made.set_formatter(stamp(text_pattern));
    return made;
  }();
  return logger;
}

/// The scalar as JSON in ASCII; bytes that are no UTF-8 become U+FFFD.
std::string quoted(const nlohmann::json& scalar) {
  return scalar.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
}

std::string quoted(const value& v) {
  return std::visit([](const auto& x) { return quoted(nlohmann::json(x)); }, v.get());
}

bool plain(char c) noexcept {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
         || std::string_view{"_-.:/+@%"}.find(c) != std::string_view::npos;
}

/// One word stands as it is, everything else in quotes.
std::string text_of(const value& v) {
  const auto* text = std::get_if<std::string_view>(&v.get());
  return text && !text->empty() && std::ranges::all_of(*text, plain) ? std::string{*text} : quoted(v);
}

std::string text_line(std::string_view message, std::span<const field> fields) {
  auto line = quoted(nlohmann::json(message));
  line = line.substr(1, line.size() - 2); // escaped, but for people
  for (const auto& [name, value] : fields) line.append(" ").append(name).append("=").append(text_of(value));
  return line;
}

std::string json_line(std::string_view message, std::span<const field> fields) {
  auto line = R"("message":)" + quoted(nlohmann::json(message));
  for (const auto& [name, value] : fields)
    line.append(",").append(quoted(nlohmann::json(name))).append(":").append(quoted(value));
  return line;
}

} // namespace

std::optional<level> level_named(std::string_view word) noexcept { return named(levels, word); }
std::optional<format> format_named(std::string_view word) noexcept { return named(formats, word); }

void configure(level from, format as) {
  output().set_formatter(stamp(as == format::json ? json_pattern : text_pattern));
  shape = as;
  least = from;
}

bool enabled(level at) noexcept { return at >= least.load(std::memory_order_relaxed); }

void write(level at, std::string_view message, std::span<const field> fields) {
  const auto line = shape == format::json ? json_line(message, fields) : text_line(message, fields);
  output().log(spdlog_level(at), spdlog::string_view_t{line.data(), line.size()});
}

} // namespace troupe::log
