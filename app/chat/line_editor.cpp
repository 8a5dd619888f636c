#include "app/chat/line_editor.hpp"

#include <cerrno>
#include <clocale>
#include <cstdio>
#include <cstdlib>
#include <histedit.h>
#include <new>
#include <string_view>

namespace troupe::app::chat {
namespace {

constexpr int lines_kept = 1000;

char* prompt(EditLine*) {
  static auto text = std::string{"> "};
  return text.data();
}

/// libedit reads characters by the locale. Troupe speaks UTF-8 whatever the locale is.
void choose_utf8() {
  const auto* chosen = std::setlocale(LC_CTYPE, "");
  if (!chosen || MB_CUR_MAX == 1) std::setlocale(LC_CTYPE, "C.UTF-8");
}

} // namespace

class line_editor::terminal {
public:
  terminal() {
    choose_utf8();
    editor.reset(el_init("troupe", stdin, stdout, stderr));
    lines.reset(history_init());
    if (!editor || !lines) throw std::bad_alloc{};
    history(lines.get(), &last, H_SETSIZE, lines_kept);
    history(lines.get(), &last, H_SETUNIQUE, 1);
    el_set(editor.get(), EL_PROMPT, &prompt);
    el_set(editor.get(), EL_EDITOR, "emacs");
    el_set(editor.get(), EL_HIST, &history, lines.get());
    el_source(editor.get(), nullptr);
  }

  std::unique_ptr<History, decltype(&history_end)> lines{nullptr, &history_end};
  std::unique_ptr<EditLine, decltype(&el_end)> editor{nullptr, &el_end}; // ends before what it refers to
  HistEvent last{};
};

line_editor::line_editor() : terminal_{std::make_unique<terminal>()} {}
line_editor::~line_editor() = default;

std::optional<std::string> line_editor::next() {
  auto& t = *terminal_;
  for (;;) {
    // libedit shows the prompt first, and what is typed before its mode is set would be lost.
    el_set(t.editor.get(), EL_PREP_TERM, 1);
    auto size = 0;
    errno = 0;
    const auto* read = el_gets(t.editor.get(), &size);
    if (read && size > 0) {
      auto line = std::string{std::string_view{read, static_cast<std::size_t>(size)}};
      if (line.ends_with('\n')) line.pop_back();
      if (!line.empty()) history(t.lines.get(), &t.last, H_ENTER, line.c_str());
      return line;
    }
    std::fputs("\n", stdout);
    if (errno != EINTR) return std::nullopt;
    el_reset(t.editor.get());
  }
}

} // namespace troupe::app::chat
