#pragma once
#include "load/connection.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace troupe::load {

/// The WebSocket of one session, on which one message is answered at a time; Boost.Beast speaks the protocol.
/// It connects when it is first used. Its responses are those of a stream: each message of the server becomes
/// an event of the body, so that the same checks read both; a refusal becomes a 429, and 400 if it is for
/// good.
class socket {
public:
  struct target {
    boost::asio::ip::tcp::endpoint to;
    std::string authority; ///< of the Host field
    std::string path;      ///< with the position behind which its events begin
    std::string key;       ///< may be empty
  };
  socket(boost::asio::io_context& io, target at);
  ~socket(); ///< without a word to the server
  socket(const socket&) = delete;
  socket& operator=(const socket&) = delete;

  /// Says a message, and reads up to the end of its turn; as connection::exchange().
  void exchange(std::string message, connection::on_data data, connection::on_end end,
                connection::clock::time_point deadline);

  /// Ends the exchange under way if it is late.
  void expire(connection::clock::time_point now);

private:
  class talk;
  std::shared_ptr<talk> talk_; ///< what is under way keeps it
};

} // namespace troupe::load
