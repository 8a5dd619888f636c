#pragma once
#include "language/document.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Texts without white space, in which a passage can be found however it was rendered.
namespace troupe::evaluation {

[[nodiscard]] std::string plain_text(std::string_view text);
[[nodiscard]] std::string plain_text(std::span<const language::sentence>);

/// The sentences of markdown, without its headings. None of what is no markdown.
[[nodiscard]] std::vector<language::sentence> sentences_of(std::string_view markdown);

/// The first `count` characters (code points) of UTF-8; all of a shorter text.
[[nodiscard]] std::string_view first_characters(std::string_view text, std::size_t count) noexcept;

} // namespace troupe::evaluation
