#pragma once
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string_view>
#include <variant>

/// Structured lines on stderr, from any thread:  log::info("turn answered", {{"turn", id}, {"ms", 1.2}});
/// A line is written whole. Control and non-ASCII characters are escaped as JSON does, so that no value can
/// forge a line or steer a terminal. Values are views: they need to live until the call returns, which
/// temporaries do.
namespace troupe::log {

enum class level : std::uint8_t { trace, debug, info, warning, error, off };
enum class format : std::uint8_t {
  text, ///< 2026-01-31T09:30:00.123Z info turn answered turn=trn_1 ms=1.2
  json, ///< {"time":"2026-01-31T09:30:00.123Z","level":"info","message":"turn
        ///< answered","turn":"trn_1","ms":1.2}
};

/// The value that a setting names: "trace" … "off", "text" or "json"; nothing for any other word.
[[nodiscard]] std::optional<level> level_named(std::string_view) noexcept;
[[nodiscard]] std::optional<format> format_named(std::string_view) noexcept;

/// Chooses what is written, and how; text from info on until then. To be called before other threads log.
void configure(level least, format);

[[nodiscard]] bool enabled(level) noexcept;

/// A number, a truth or a view of a text.
class value {
public:
  value(std::string_view text) noexcept : value_{text} {}
  value(const char* text) noexcept : value_{std::string_view{text}} {}
  value(bool truth) noexcept : value_{truth} {}
  value(std::floating_point auto number) noexcept : value_{static_cast<double>(number)} {}
  value(std::signed_integral auto number) noexcept : value_{static_cast<std::int64_t>(number)} {}
  value(std::unsigned_integral auto number) noexcept : value_{static_cast<std::uint64_t>(number)} {}
  template <class Text>
  requires std::convertible_to<const Text&, std::string_view> value(const Text& text)
  noexcept : value_{std::string_view{text}} {}

  [[nodiscard]] const auto& get() const noexcept { return value_; }

private:
  std::variant<std::string_view, bool, std::int64_t, std::uint64_t, double> value_;
};

struct field {
  std::string_view name;
  log::value value;
};

/// Writes one line, whatever its level; the functions below ask enabled() first.
void write(level, std::string_view message, std::span<const field> fields);

inline void write_if_enabled(level at, std::string_view message, std::initializer_list<field> fields) {
  if (enabled(at)) write(at, message, fields);
}
inline void trace(std::string_view message, std::initializer_list<field> fields = {}) {
  write_if_enabled(level::trace, message, fields);
}
inline void debug(std::string_view message, std::initializer_list<field> fields = {}) {
  write_if_enabled(level::debug, message, fields);
}
inline void info(std::string_view message, std::initializer_list<field> fields = {}) {
  write_if_enabled(level::info, message, fields);
}
inline void warning(std::string_view message, std::initializer_list<field> fields = {}) {
  write_if_enabled(level::warning, message, fields);
}
inline void error(std::string_view message, std::initializer_list<field> fields = {}) {
  write_if_enabled(level::error, message, fields);
}

} // namespace troupe::log
