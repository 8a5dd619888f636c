#pragma once
#include "http/schema.hpp"

#include <cstdint>

/// The forms that texts of this interface have.
namespace troupe::http::forms {

[[nodiscard]] bool is_visible(std::string_view);
[[nodiscard]] bool is_word(std::string_view);
[[nodiscard]] bool is_email(std::string_view);
[[nodiscard]] bool is_utc_time(std::string_view);

/// Microseconds since 1970 of a text that is_utc_time().
[[nodiscard]] std::int64_t time_in(std::string_view);

/// Any text without NUL.
inline constexpr text_form any{.pattern = R"(^[^\u0000]*$)"};
/// Unicode's White_Space does not count.
inline constexpr text_form visible{
    is_visible, "must hold more than white space",
    R"(^[^\u0000]*[^\u0000\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000][^\u0000]*$)"};
inline constexpr text_form word{is_word, "must be made of A-Z, a-z, 0-9, _ and -", "^[A-Za-z0-9_-]*$"};
inline constexpr text_form email{is_email, "must be an e-mail address: one @ with something on both sides",
                                 R"(^[^@ \t\r\n\u0000]+@[^@ \t\r\n\u0000]+$)"};

/// What may stand in a target: it holds no control characters.
inline constexpr text_form line{.pattern = R"(^[^\u0000-\u001f\u007f]*$)"};
inline constexpr text_form visible_line{
    is_visible, "must hold more than white space",
    R"(^[^\u0000-\u001f\u007f]*[^\u0000-\u0020\u007f\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000][^\u0000-\u001f\u007f]*$)"};

/// What the engine knows again: another text is refused there, as one that names nothing.
inline constexpr text_form session_id{.pattern = "^ses_[A-Za-z0-9]+$"};
inline constexpr text_form turn_id{.pattern = "^trn_[A-Za-z0-9]+$"};
inline constexpr text_form customer_id{.pattern = "^cus_[A-Za-z0-9]+$"};
inline constexpr text_form message_id{.pattern = "^msg_[1-9][0-9]{0,17}[ach]$"};
/// Names of at most 255 bytes; in the pattern it is characters.
inline constexpr text_form utc_time{is_utc_time, "must be a time of UTC, as 2026-01-31T09:30:00Z",
                                    R"(^[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z$)"};
inline constexpr text_form document_path{
    .pattern = R"(^([^./\u0000-\u001f\u007f][^/\u0000-\u001f\u007f]{0,254}/)*)"
               R"([^./\u0000-\u001f\u007f])"
               R"(([^/\u0000-\u001f\u007f]{0,251}\.[mM][dD])"
               R"(|[^/\u0000-\u001f\u007f]{0,245}\.[mM][aA][rR][kK][dD][oO][wW][nN])$)"};

} // namespace troupe::http::forms
