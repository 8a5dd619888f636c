#include "language/cmark_tree.hpp"

#include <algorithm>
#include <cmark-gfm-core-extensions.h>
#include <stdexcept>

namespace troupe::language {

cmark_tree parse_tree(std::string_view body) {
  static const bool registered = (cmark_gfm_core_extensions_ensure_registered(), true);
  static_cast<void>(registered);
  const std::unique_ptr<cmark_parser, cmark_deleter> parser{cmark_parser_new(CMARK_OPT_DEFAULT)};
  for (const auto* name : {"table", "strikethrough"}) {
    auto* extension = cmark_find_syntax_extension(name);
    if (!extension)
      throw std::runtime_error{std::string{"cmark-gfm has no extension \""} + name
                               + "\": install libcmark-gfm-extensions"};
    cmark_parser_attach_syntax_extension(parser.get(), extension);
  }
  cmark_parser_feed(parser.get(), body.data(), body.size());
  return cmark_tree{cmark_parser_finish(parser.get())};
}

std::string_view literal_of(cmark_node* node) noexcept {
  const char* literal = cmark_node_get_literal(node);
  return literal ? std::string_view{literal} : std::string_view{};
}

bool has_type(cmark_node* node, std::string_view type) noexcept {
  return cmark_node_get_type_string(node) == type;
}

line_table::line_table(std::string_view source, std::size_t body) : size_{source.size()}, starts_{body} {
  for (auto at = body; at < source.size(); ++at) {
    const bool ends = source[at] == '\n' || (source[at] == '\r' && source.substr(at + 1, 1) != "\n");
    if (ends) starts_.push_back(at + 1);
  }
}

byte_range line_table::range_of(cmark_node* node) const noexcept {
  const auto begin = at(cmark_node_get_start_line(node), cmark_node_get_start_column(node) - 1);
  return {begin, std::max(begin, at(cmark_node_get_end_line(node), cmark_node_get_end_column(node)))};
}

byte_range line_table::whole_lines_of(cmark_node* node) const noexcept {
  const auto begin = at(cmark_node_get_start_line(node), 0);
  return {begin, std::max(begin, at(cmark_node_get_end_line(node) + 1, 0))};
}

std::size_t line_table::at(int line, int column) const noexcept {
  const auto index = static_cast<std::size_t>(std::max(line, 1) - 1);
  if (index >= starts_.size()) return size_;
  return std::min(size_, starts_[index] + static_cast<std::size_t>(std::max(column, 0)));
}

} // namespace troupe::language
