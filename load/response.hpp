#pragma once
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace troupe::load {

/// One HTTP/1.1 response.
struct response {
  int status = 0;
  std::string content_type; ///< without parameters, as sent
  std::string retry_after;
  std::string body; ///< without its transfer coding; of a stream, what has come so far
  bool keep_alive = true;
};

/// Reads responses from the bytes of a connection, one after the other; Boost.Beast parses.
class response_reader {
public:
  response_reader();
  ~response_reader();

  enum class state {
    reading,  ///< feed() more bytes
    complete, ///< message() is whole
    malformed ///< nothing after it can be trusted
  };

  /// Makes it ready for the next response.
  void begin();
  state feed(std::string_view bytes);
  /// The connection was closed: that ends a response that has no length.
  state feed_end();

  [[nodiscard]] const response& message() const noexcept;
  [[nodiscard]] bool untouched() const noexcept { return untouched_; } ///< no byte of it has come

private:
  class parser;
  std::unique_ptr<parser> parser_;
  std::string waiting_; ///< what Beast wants to see again, with more behind it
  bool untouched_ = true;
};

} // namespace troupe::load
