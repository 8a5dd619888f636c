#pragma once

#include "http/framing/limits.hpp"
#include "http/framing/message.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace troupe::http {

/// Finds the requests in the bytes of one connection, without sockets or clocks:
///     framing.feed(bytes);
///     while (true) switch (framing.next()) { … }
/// Boost.Beast parses; what it lets pass and RFC 9112 calls a smuggling risk is refused here: repeated or
/// listed Content-Length, Transfer-Encoding other than one "chunked", obs-fold, a Host that is missing,
/// repeated or odd.
class framing {
public:
  enum class event {
    need_more, ///< feed() more bytes
    head,      ///< headers complete, body to come: head() can be looked at. Once per request
    request,   ///< take() it
    refused,   ///< refusal() says why; nothing after it can be trusted
  };
  struct refused {
    int status = 400;
    std::string_view detail;
  };

  explicit framing(const limits& limits) noexcept;
  ~framing();
  framing(const framing&) = delete;
  framing& operator=(const framing&) = delete;

  void feed(std::string_view bytes);
  [[nodiscard]] event next();

  [[nodiscard]] request& head() noexcept;
  [[nodiscard]] request take();
  /// After take(), where the connection speaks another protocol from here on: what came behind the request.
  [[nodiscard]] std::string take_rest();
  [[nodiscard]] const refused& refusal() const noexcept { return refusal_; }

  /// Known from head on: whether the connection may be used again, and whether the client waits for a word
  /// before it sends the body.
  [[nodiscard]] bool keep_alive() const noexcept;
  [[nodiscard]] bool expects_continue() const noexcept;
  /// At head: counts the body's bytes and keeps none. False when it is longer than `at_most`; a chunked body
  /// that turns out longer is refused.
  [[nodiscard]] bool discard_body(std::size_t at_most);

  [[nodiscard]] std::size_t waiting() const noexcept { return input_.size() - parsed_; }
  [[nodiscard]] bool in_body() const noexcept { return stage_ == stage::body; }
  [[nodiscard]] bool resting() const noexcept { return stage_ == stage::between && waiting() == 0; }

private:
  enum class stage { between, head, body, complete, refused };
  class parser;

  event start();
  event find_head();
  event parse_head();
  event parse_body();
  event finish_head();
  event refuse(int status, std::string_view detail) noexcept;
  event refuse_parsing(int error) noexcept;
  [[nodiscard]] std::string_view rest() const noexcept { return std::string_view(input_).substr(parsed_); }

  limits limits_;
  std::string input_;
  std::size_t parsed_ = 0; ///< of input_
  std::size_t line_ = 0,
              scanned_ = 0; ///< of the head in rest(): where its last line begins, what was looked at
  std::unique_ptr<parser> parser_;
  refused refusal_;
  stage stage_ = stage::between;
};

} // namespace troupe::http
