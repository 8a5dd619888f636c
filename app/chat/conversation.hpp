#pragma once
#include "app/remote.hpp"

#include <atomic>
#include <iosfwd>
#include <string>
#include <string_view>

namespace troupe::app::chat {

struct server {
  std::string url; ///< without a slash at its end
  std::string key;
  std::string certificate;
};

/// A conversation with a running server. What fails is a std::runtime_error with what the server or the
/// network said; the conversation goes on.
class conversation {
public:
  conversation(server with, std::ostream& out) : server_{std::move(with)}, out_{out} {}

  /// Throws if the server cannot be reached or is not ready.
  void greet() const;

  /// Says the message and writes the answer while it comes. Returns before its end when `abandoned` turns
  /// true: the server finishes the turn, and the session goes on behind it.
  void say(std::string_view message, const std::atomic<bool>& abandoned);

  /// Judges the last answer.
  void judge(bool good) const;

  /// The next message begins a new session.
  void forget();

private:
  [[nodiscard]] remote_call call(std::string_view path) const;

  server server_;
  std::ostream& out_;
  std::string session_id_; ///< empty: none yet
  std::string turn_id_;    ///< of the last answer; empty: none
};

} // namespace troupe::app::chat
