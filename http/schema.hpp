#pragma once
#include "http/json.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What a body may hold, as a list of rows; checking a body and describing it read the same rows.
namespace troupe::http {

enum class member_type : std::uint8_t { text, boolean, object, any };

/// What a text must look like beyond its length.
struct text_form {
  bool (*fits)(std::string_view) = nullptr;
  std::string_view expected; ///< for people: "must be …"
};

struct member {
  std::string_view name;
  member_type type = member_type::text;
  bool required = false;
  std::size_t least = 0; ///< characters of a text
  std::size_t most = std::numeric_limits<std::size_t>::max();
  text_form form;
  std::span<const member> members; ///< of an object; empty: any
  std::string_view doc;
};
using schema = std::span<const member>;

/// All that is wrong with `body`, in the order of the rows, then the members that no row names; empty if it
/// fits.
[[nodiscard]] std::vector<field_error> check(schema, const json& body);

/// The text of an optional member of a checked object; empty where it is absent.
[[nodiscard]] std::string text_in(const json& object, std::string_view name);

/// The forms that texts of this interface have.
namespace forms {
[[nodiscard]] bool is_visible(std::string_view);
[[nodiscard]] bool is_word(std::string_view);
[[nodiscard]] bool is_email(std::string_view);

inline constexpr text_form visible{is_visible, "must hold more than white space"};
inline constexpr text_form word{is_word, "must be made of A-Z, a-z, 0-9, _ and -"};
inline constexpr text_form email{is_email, "must be an e-mail address: one @ with something on both sides"};
} // namespace forms

/// Characters of valid UTF-8.
[[nodiscard]] std::size_t count_characters(std::string_view text) noexcept;

} // namespace troupe::http
