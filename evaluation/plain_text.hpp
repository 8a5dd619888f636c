#pragma once
#include "language/document.hpp"

#include <span>
#include <string>
#include <string_view>

/// Texts without markup and white space, in which a passage can be found however it was rendered.
namespace troupe::evaluation {

[[nodiscard]] std::string plain_text(std::span<const language::sentence>);

/// Of markdown; its headings are left out. Empty for what is no markdown.
[[nodiscard]] std::string plain_text(std::string_view markdown);

/// The first `count` characters (code points) of UTF-8; all of a shorter text.
[[nodiscard]] std::string_view first_characters(std::string_view text, std::size_t count) noexcept;

} // namespace troupe::evaluation
