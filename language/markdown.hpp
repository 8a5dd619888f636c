#pragma once
#include "language/document.hpp"

#include <string_view>
#include <variant>

namespace troupe::language {

struct markdown_options {
  std::size_t max_bytes = 8U << 20U;
  std::size_t max_nesting = 100; ///< quotes and lists within each other on one line
  /// Leaves headings that are a question out of text, heading and path: for FAQ evaluations, where they give
  /// the answer away.
  bool drop_question_headings = false;
};

/// Reads GitHub-flavoured markdown.
///
/// - Title: the first `#` heading, else `title:` of the front matter, else the category. Front matter,
/// scripts, styles
///   and comments are no text; other HTML loses its tags; images are left out.
/// - Each heading starts a section. One without text is dropped (its heading stays in the paths below it). A
/// tiny one,
///   under 50 bytes of text (under 30 from `###` down), that directly follows its parent becomes a sentence
///   of the parent, "Heading: text", so that nothing is lost.
/// - An error: more than max_bytes, NUL bytes, invalid UTF-8, deeper nesting than max_nesting. An empty
/// source is a
///   document without sections.
[[nodiscard]] std::variant<document, document_error>
parse_markdown(std::string_view source, std::string_view path, const markdown_options& options = {});

/// The category of a path: its file's stem, `_` and `-` to spaces, in title case.
[[nodiscard]] std::string category_of(std::string_view path);

} // namespace troupe::language
