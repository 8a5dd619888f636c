#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::llm {

/// Decodes server-sent events (WHATWG HTML, 9.2.6) out of bytes that come in pieces, wherever they are cut:
/// lines end in LF, CR LF or CR; comments and fields other than data are passed over.
class event_stream {
public:
  /// `longest`: bytes of an event above which the stream is given up.
  explicit event_stream(std::size_t longest) : longest_{longest} {}

  /// Appends the data of each event that is complete. False: an event is too long, and nothing more is taken.
  [[nodiscard]] bool push(std::string_view bytes, std::vector<std::string>& data);
  /// The stream has ended: its last event need not have its blank line.
  void finish(std::vector<std::string>& data);

private:
  void end_line(std::vector<std::string>& data);

  std::size_t longest_;
  std::string line_;
  std::string data_;
  bool has_data_ = false;
  bool after_cr_ = false; ///< a LF that comes now belongs to the line before
  bool first_ = true;     ///< a byte order mark may stand before the first line
};

} // namespace troupe::llm
