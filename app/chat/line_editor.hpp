#pragma once
#include <memory>
#include <optional>
#include <string>

namespace troupe::app::chat {

/// Lines that somebody types: edited with the keys of the terminal's user (libedit, ~/.editrc), with the
/// lines before at the arrow keys.
class line_editor {
public:
  line_editor();
  line_editor(const line_editor&) = delete;
  line_editor& operator=(const line_editor&) = delete;
  ~line_editor();

  /// Without its line end. None at the end of the input (Ctrl-D). Ctrl-C drops the line that was begun.
  [[nodiscard]] std::optional<std::string> next();

private:
  class terminal;
  std::unique_ptr<terminal> terminal_;
};

} // namespace troupe::app::chat
