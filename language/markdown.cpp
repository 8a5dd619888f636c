#include "language/markdown.hpp"

#include "language/aligned_text.hpp"
#include "language/anchors.hpp"
#include "language/cmark_tree.hpp"
#include "language/front_matter.hpp"
#include "language/html_text.hpp"
#include "language/inline_text.hpp"
#include "language/sections.hpp"
#include "language/sentences.hpp"
#include "language/utf8.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace troupe::language {
namespace {

byte_range trimmed(std::string_view source, byte_range range) noexcept {
  const auto is_space = [&](std::size_t at) {
    return source[at] == ' ' || (source[at] >= '\t' && source[at] <= '\r');
  };
  while (range.begin < range.end && is_space(range.begin)) ++range.begin;
  while (range.begin < range.end && is_space(range.end - 1)) --range.end;
  return range;
}

/// The first line that stands in more containers than `limit`, from 1; 0 without one: quote and list markers
/// count, and before a list marker each two columns of indentation. Each line is matched against all
/// containers open at its begin, so that depth, unchecked, costs quadratic time.
std::size_t first_line_nested_over(std::string_view source, std::size_t limit) noexcept {
  std::size_t line = 1;
  std::size_t depth = 0;
  std::size_t spaces = 0;
  bool in_prefix = true;
  for (std::size_t i = 0; i < source.size(); ++i) {
    const char c = source[i];
    const bool list = (c == '-' || c == '*' || c == '+') && i + 1 < source.size() && source[i + 1] == ' ';
    if (c == '\n') {
      ++line;
      depth = spaces = 0;
      in_prefix = true;
    } else if (in_prefix && (c == '>' || list)) {
      depth += 1 + (list ? spaces / 2 : 0);
      spaces = 0;
      if (depth > limit) return line;
    } else if (c == ' ' || c == '\t')
      ++spaces;
    else
      in_prefix = false;
  }
  return 0;
}

/// Walks the tree once, without recursion, and gathers sections in the source's order.
class section_reader {
public:
  section_reader(std::string_view source, std::size_t body, const markdown_options& options)
      : source_{source}, lines_{source, body}, options_{options} {
    open_section({}, {}, 0, body);
  }

  void read(cmark_node* root) {
    const cmark_iterator iterator{cmark_iter_new(root)};
    for (auto event = cmark_iter_next(iterator.get()); event != CMARK_EVENT_DONE;
         event = cmark_iter_next(iterator.get()))
      visit(iterator.get(), event, cmark_iter_get_node(iterator.get()));
    close_section(source_.size());
  }

  [[nodiscard]] const std::string& first_title() const noexcept { return title_; }
  [[nodiscard]] std::vector<section> take() && { return std::move(sections_); }

private:
  void visit(cmark_iter* iterator, cmark_event_type event, cmark_node* node) {
    const auto type = cmark_node_get_type(node);
    const bool entered = event == CMARK_EVENT_ENTER;
    if (type == CMARK_NODE_LIST) return visit_list(node, entered);
    if (!entered) return;
    if (list_depth_ == 0) ++block_;
    if (type == CMARK_NODE_ITEM && list_depth_ == 1)
      ++item_;
    else if (type == CMARK_NODE_HEADING)
      read_heading(iterator, node);
    else if (type == CMARK_NODE_PARAGRAPH)
      read_paragraph(iterator, node);
    else if (type == CMARK_NODE_CODE_BLOCK)
      read_code(node);
    else if (type == CMARK_NODE_HTML_BLOCK)
      read_html(node);
    else if (has_type(node, "table"))
      read_table(iterator, node);
  }

  void visit_list(cmark_node* list, bool entered) {
    list_depth_ += entered ? 1 : -1;
    if (list_depth_ == 1 && entered) {
      ++block_;
      item_ = 0;
      kind_ = cmark_node_get_list_type(list) == CMARK_ORDERED_LIST ? block_kind::step : block_kind::item;
    } else if (list_depth_ == 0) {
      item_ = 0;
      kind_ = block_kind::prose;
    }
  }

  void read_heading(cmark_iter* iterator, cmark_node* node) {
    const auto where = lines_.range_of(node);
    auto text = inline_text(iterator, node, where);
    const auto level = static_cast<std::uint8_t>(cmark_node_get_heading_level(node));
    auto anchor = take_explicit_anchor(text);
    if (anchor.empty()) anchor = anchors_.next(text);
    if (options_.drop_question_headings && text.ends_with('?')) text.clear();
    if (title_.empty() && level == 1) title_ = text;
    close_section(where.begin);
    open_section(std::move(text), std::move(anchor), level, where.begin);
  }

  void read_paragraph(cmark_iter* iterator, cmark_node* node) {
    aligned_text text{source_, lines_.range_of(node)};
    read_inline_text(iterator, node, text);
    if (!is_module_line(text.text())) add_sentences(text);
  }

  /// MDX pages import their components.
  static bool is_module_line(std::string_view text) noexcept {
    return text.starts_with("import ")
           && (text.find(" from '") != text.npos || text.find(" from \"") != text.npos);
  }

  void read_code(cmark_node* node) {
    auto code = literal_of(node);
    while (!code.empty() && code.back() == '\n') code.remove_suffix(1);
    const auto range = trimmed(source_, lines_.whole_lines_of(node));
    if (!code.empty()) add({std::string{code}, range, block_kind::code, block_, item_});
  }

  void read_html(cmark_node* node) {
    const auto where = lines_.whole_lines_of(node);
    aligned_text text{source_, where};
    for (const auto& piece : html_pieces(literal_of(node))) {
      if (piece.what == html_piece::kind::text)
        text.append(piece.source);
      else
        text.skip_tag(piece.source);
      if (piece.what != html_piece::kind::block_tag) continue;
      add_sentences(text);
      text = aligned_text{source_, {text.cursor(), where.end}};
    }
    add_sentences(text);
  }

  void read_table(cmark_iter* iterator, cmark_node* table) {
    const auto begin = trimmed(source_, lines_.whole_lines_of(table)).begin;
    std::vector<std::string> header;
    std::vector<std::string> cells;
    for (auto event = cmark_iter_next(iterator); cmark_iter_get_node(iterator) != table;
         event = cmark_iter_next(iterator)) {
      auto* node = cmark_iter_get_node(iterator);
      const bool row = has_type(node, "table_row");
      if (event == CMARK_EVENT_ENTER && has_type(node, "table_cell"))
        cells.push_back(inline_text(iterator, node, lines_.whole_lines_of(cmark_node_parent(node))));
      else if (event == CMARK_EVENT_EXIT && has_type(node, "table_header"))
        header = std::exchange(cells, {});
      else if (event == CMARK_EVENT_EXIT && row)
        add_row(header, std::exchange(cells, {}), trimmed(source_, lines_.whole_lines_of(node)), begin);
    }
  }

  void add_row(const std::vector<std::string>& header, const std::vector<std::string>& cells,
               byte_range range, std::size_t table) {
    std::string text;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (cells[i].empty()) continue;
      if (!text.empty()) text += "; ";
      if (i < header.size() && !header[i].empty()) text += header[i] + ": ";
      text += cells[i];
    }
    if (!text.empty()) add({std::move(text), range, block_kind::row, block_, item_, table});
  }

  std::string inline_text(cmark_iter* iterator, cmark_node* node, byte_range where) const {
    aligned_text text{source_, where};
    read_inline_text(iterator, node, text);
    auto plain = text.text();
    if (plain.ends_with(' ')) plain.pop_back();
    return plain;
  }

  void add_sentences(const aligned_text& text) {
    for (const auto found : split_sentences(text.text())) {
      const auto begin = static_cast<std::size_t>(found.data() - text.text().data());
      add({std::string{found}, text.range(begin, begin + found.size()), kind_, block_, item_});
    }
  }

  void add(sentence found) { current_.sentences.push_back(std::move(found)); }

  /// What stands nowhere could not be quoted: white space to everybody but cmark, as a form feed in a block
  /// of code.
  void keep_within_section() {
    const auto& all = current_.range;
    std::erase_if(current_.sentences, [&all](sentence& s) {
      s.range = {std::max(s.range.begin, all.begin), std::min(s.range.end, all.end)};
      return s.range.begin >= s.range.end;
    });
  }

  void open_section(std::string heading, std::string anchor, std::uint8_t level, std::size_t begin) {
    current_ = {};
    current_.heading = std::move(heading);
    current_.anchor = std::move(anchor);
    current_.level = level;
    current_.range.begin = begin;
  }

  void close_section(std::size_t end) {
    current_.range.end = end;
    current_.range = trimmed(source_, current_.range);
    keep_within_section();
    sections_.push_back(std::move(current_));
  }

  std::string_view source_;
  line_table lines_;
  const markdown_options& options_;
  anchors anchors_;
  std::string title_;
  std::vector<section> sections_;
  section current_;
  int list_depth_ = 0;
  std::uint32_t block_ = 0;
  std::uint32_t item_ = 0;
  block_kind kind_ = block_kind::prose;
};

std::optional<std::string> fault_of(std::string_view source, std::string_view path,
                                    const markdown_options& options) {
  const auto named = [&](const std::string& reason) { return std::string{path} + ": " + reason; };
  if (source.size() > options.max_bytes)
    return named("is " + std::to_string(source.size()) + " bytes long, the limit is "
                 + std::to_string(options.max_bytes) + ": split it");
  if (const auto at = source.find('\0'); at != std::string_view::npos)
    return named("has a NUL byte at " + std::to_string(at) + ": it is binary, not markdown");
  if (const auto at = first_invalid_utf8(source); at < source.size())
    return named("is not UTF-8 at byte " + std::to_string(at) + ": convert it");
  if (const auto line = first_line_nested_over(source, options.max_nesting); line != 0)
    return named("nests quotes or lists more than " + std::to_string(options.max_nesting) + " deep in line "
                 + std::to_string(line) + ": flatten them");
  return std::nullopt;
}

} // namespace

std::variant<document, document_error> parse_markdown(std::string_view source, std::string_view path,
                                                      const markdown_options& options) {
  if (auto fault = fault_of(source, path, options)) return document_error{std::move(*fault)};
  auto front = read_front_matter(source);
  section_reader reader{source, front.end, options};
  reader.read(parse_tree(source.substr(front.end)).get());
  document parsed{std::string{path}, reader.first_title(), category_of(path), std::string{source}, {}};
  if (parsed.title.empty()) parsed.title = front.title.empty() ? parsed.category : std::move(front.title);
  parsed.sections = arrange_sections(std::move(reader).take(), parsed.title);
  return parsed;
}

std::string category_of(std::string_view path) {
  auto stem = path.substr(path.find_last_of('/') + 1);
  if (const auto dot = stem.rfind('.'); dot != std::string_view::npos && dot != 0) stem = stem.substr(0, dot);
  std::string category{stem};
  bool word_begins = true;
  for (auto& c : category) {
    if (c == '_' || c == '-')
      c = ' ';
    else if (word_begins && c >= 'a' && c <= 'z')
      c = static_cast<char>(c - 'a' + 'A');
    word_begins = c == ' ';
  }
  return category;
}

} // namespace troupe::language
