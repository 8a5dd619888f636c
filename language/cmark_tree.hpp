#pragma once
#include "language/document.hpp"

#include <cmark-gfm.h>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::language {

struct cmark_deleter {
  void operator()(cmark_node* node) const noexcept { cmark_node_free(node); }
  void operator()(cmark_parser* parser) const noexcept { cmark_parser_free(parser); }
  void operator()(cmark_iter* iterator) const noexcept { cmark_iter_free(iterator); }
};
using cmark_tree = std::unique_ptr<cmark_node, cmark_deleter>;
using cmark_iterator = std::unique_ptr<cmark_iter, cmark_deleter>;

/// Parses with the extensions for tables and strikethrough. Throws std::runtime_error if they are not
/// installed.
[[nodiscard]] cmark_tree parse_tree(std::string_view body);

[[nodiscard]] std::string_view literal_of(cmark_node* node) noexcept;

/// Whether a node is one of an extension's ("table", "table_header", "table_row", "table_cell").
[[nodiscard]] bool has_type(cmark_node* node, std::string_view type) noexcept;

/// Where a node stands: cmark speaks of lines and columns of what it was fed, both from 1.
class line_table {
public:
  /// `source` from `body` on was fed.
  line_table(std::string_view source, std::size_t body);

  [[nodiscard]] byte_range range_of(cmark_node* node) const noexcept;
  [[nodiscard]] byte_range whole_lines_of(cmark_node* node) const noexcept;

private:
  [[nodiscard]] std::size_t at(int line, int column) const noexcept;

  std::size_t size_;
  std::vector<std::size_t> starts_;
};

} // namespace troupe::language
