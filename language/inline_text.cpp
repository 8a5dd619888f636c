#include "language/inline_text.hpp"

#include "language/cmark_tree.hpp"

#include <algorithm>

namespace troupe::language {
namespace {

class inline_reader {
public:
  inline_reader(cmark_iter* iterator, aligned_text& out) : iterator_{iterator}, out_{out} {}

  /// The iterator has just entered `block` and is left where it exits it.
  void read(cmark_node* block) {
    for (auto event = cmark_iter_next(iterator_); event != CMARK_EVENT_DONE;
         event = cmark_iter_next(iterator_)) {
      auto* node = cmark_iter_get_node(iterator_);
      if (node == block) return;
      if (event == CMARK_EVENT_ENTER)
        enter(node);
      else if (cmark_node_get_type(node) == CMARK_NODE_LINK)
        out_.skip_link_tail();
    }
  }

private:
  void enter(cmark_node* node) {
    const auto type = cmark_node_get_type(node);
    if (type == CMARK_NODE_TEXT)
      append_text(literal_of(node));
    else if (type == CMARK_NODE_CODE)
      out_.append(literal_of(node));
    else if (type == CMARK_NODE_HTML_INLINE)
      out_.skip_tag(literal_of(node));
    else if (type == CMARK_NODE_IMAGE)
      skip_image(node);
    else if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK)
      break_line();
  }

  void break_line() {
    out_.append_space();
    line_begins_ = true;
  }

  void skip_image(cmark_node* image) {
    while (cmark_iter_next(iterator_) != CMARK_EVENT_DONE && cmark_iter_get_node(iterator_) != image) {
    }
    out_.skip_image();
  }

  void append_text(std::string_view text) {
    const bool fence = line_begins_ && text.starts_with(":::");
    line_begins_ = false;
    if (fence) return;
    while (!text.empty()) {
      const auto stop = std::min(text.find("[!"), open_frames_ > 0 ? text.find(']') : std::string_view::npos);
      out_.append(text.substr(0, stop));
      if (stop == std::string_view::npos) return;
      text.remove_prefix(text[stop] == '[' ? frame_end(text, stop) : stop + 1);
      open_frames_ += text.data()[-1] == ']' ? -1 : 1;
    }
  }

  std::size_t frame_end(std::string_view text, std::size_t open) const {
    const auto end = std::find_if_not(text.begin() + static_cast<std::ptrdiff_t>(open) + 2, text.end(),
                                      [](unsigned char c) { return std::isalpha(c) != 0 || c == ' '; });
    return static_cast<std::size_t>(end - text.begin());
  }

  cmark_iter* iterator_;
  aligned_text& out_;
  bool line_begins_ = true;
  int open_frames_ = 0;
};

} // namespace

void read_inline_text(cmark_iter* iterator, cmark_node* block, aligned_text& out) {
  inline_reader{iterator, out}.read(block);
}

} // namespace troupe::language
