#include "app/chat/line_editor.hpp"

#include <sys/select.h>

#include <cerrno>
#include <clocale>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cwchar>
#include <histedit.h>
#include <new>
#include <string_view>
#include <unistd.h>

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

/// SIGINT is taken only where somebody waits for input: between two reads it would be lost.
class held_interrupts {
public:
  held_interrupts() {
    auto interrupt = sigset_t{};
    sigemptyset(&interrupt);
    sigaddset(&interrupt, SIGINT);
    pthread_sigmask(SIG_BLOCK, &interrupt, &before);
  }
  held_interrupts(const held_interrupts&) = delete;
  held_interrupts& operator=(const held_interrupts&) = delete;
  ~held_interrupts() { pthread_sigmask(SIG_SETMASK, &before, nullptr); }

  static inline sigset_t before{};
};

/// One character for libedit: 1; at the end 0; where a signal came -1, with EINTR.
int read_character(EditLine*, wchar_t* into) {
  auto state = std::mbstate_t{};
  for (;;) {
    auto input = fd_set{};
    FD_ZERO(&input);
    FD_SET(STDIN_FILENO, &input);
    if (::pselect(STDIN_FILENO + 1, &input, nullptr, nullptr, nullptr, &held_interrupts::before) < 0)
      return -1;
    auto byte = '\0';
    const auto count = ::read(STDIN_FILENO, &byte, 1);
    if (count <= 0) return static_cast<int>(count);
    const auto size = std::mbrtowc(into, &byte, 1, &state);
    if (size <= 1) return 1;
    if (size == static_cast<std::size_t>(-1)) state = {}; // no character: what comes next begins one
  }
}

} // namespace

class line_editor::terminal {
public:
  terminal() {
    choose_utf8();
    editor.reset(el_init("troupe", stdin, stdout, stderr));
    lines.reset(history_init());
    if (!editor || !lines) throw std::bad_alloc{};
    ::history(lines.get(), &last, H_SETSIZE, lines_kept);
    ::history(lines.get(), &last, H_SETUNIQUE, 1);
    el_set(editor.get(), EL_PROMPT, &prompt);
    el_set(editor.get(), EL_GETCFN, &read_character);
    el_set(editor.get(), EL_EDITOR, "emacs");
    el_set(editor.get(), EL_HIST, &::history, lines.get());
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
    const auto held = held_interrupts{};
    const auto* read = el_gets(t.editor.get(), &size);
    if (read && size > 0) {
      auto line = std::string{std::string_view{read, static_cast<std::size_t>(size)}};
      if (line.ends_with('\n')) line.pop_back();
      if (!line.empty()) ::history(t.lines.get(), &t.last, H_ENTER, line.c_str());
      return line;
    }
    std::fputs("\n", stdout);
    if (errno != EINTR) return std::nullopt;
    el_reset(t.editor.get());
  }
}

} // namespace troupe::app::chat
