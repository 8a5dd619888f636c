#pragma once
#include "http/json.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What a body, a query and a header may hold, as lists of rows; checking them and describing them read the
/// same rows.
namespace troupe::http {

enum class member_type : std::uint8_t { text, number, boolean, object, list, text_or_list };

/// What a text must look like beyond its length.
struct text_form {
  bool (*fits)(std::string_view) = nullptr;
  std::string_view expected; ///< for people: "must be …"
  std::string_view pattern;  ///< for machines, and without NUL: the regular expression (ECMA-262) of the same
};

struct choice;

struct member {
  std::string_view name;
  member_type type = member_type::text;
  bool required = false;
  std::uint64_t least = 0; ///< characters of a text, or the value of a number, which is whole
  std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
  text_form form;
  std::span<const choice> choices; ///< of a text; empty: any
  std::span<const member> members; ///< of an object; empty: any
  std::string_view otherwise;      ///< what an absent parameter means, as it would be written
  std::string_view doc;
};
using schema = std::span<const member>;

/// A value that a text may have, and the members that its object has with it.
struct choice {
  std::string_view value;
  schema with;
};

enum class media : std::uint8_t {
  none,
  application_json,
  text_markdown,
  text_plain,
  text_html,
  text_javascript,
  text_event_stream
};
[[nodiscard]] std::string_view name(media) noexcept;

/// What a call reads.
struct body_form {
  media type = media::none;
  std::string_view name; ///< of the schema that describes it
  schema members;
  std::span<const std::string_view> any_of; ///< members of which one at least is needed
  std::string_view example;
  bool open = false; ///< members that no row names are let through
  bool raw = false;  ///< the handler reads it: it has refusals of its own for what is no JSON
};

/// All that is wrong with `body`, in the order of the rows, then the members that no row names; empty if it
/// fits.
[[nodiscard]] std::vector<field_error> check(const body_form&, const json& body);

/// What is wrong with a text; empty if nothing is.
[[nodiscard]] std::string fault_of(const member&, std::string_view text);

/// The text of an optional member of a checked object; empty where it is absent.
[[nodiscard]] std::string text_in(const json& object, std::string_view name);

/// Characters of valid UTF-8.
[[nodiscard]] std::size_t count_characters(std::string_view text) noexcept;

} // namespace troupe::http
