#pragma once

#include "http/framing/message.hpp"
#include "http/transport/descriptor.hpp"
#include "http/transport/responder.hpp"

#include <memory>
#include <mutex>
#include <string>
#include <variant>
#include <vector>

namespace troupe::http {

/// What responders ask of a reactor, each about its exchange.
struct operation {
  struct opening {
    response answer;
    stream_options options;
  };
  struct ending {};      ///< the stream is complete
  struct abandonment {}; ///< the last responder went
  struct resumption {};  ///< messages were read: there is room for more

  std::shared_ptr<exchange> of;
  std::variant<response, std::unique_ptr<opening>, std::string, ending, abandonment, resumption> what;
};

/// What the server asks of a reactor.
enum class command { drain, stop };

using letter = std::variant<operation, command>;

/// Hands letters to a reactor thread. A post wakes the reactor only when it sleeps: not while it attends, nor
/// when another post has woken it already.
class mailbox {
public:
  mailbox();

  void post(letter what);
  /// Readable when the reactor is to wake. Poll it edge-triggered: it is never read.
  [[nodiscard]] int wake_fd() const noexcept { return wake_.get(); }

  /// The reactor's side: attend(); collect() until it is false; rest().
  void attend();
  [[nodiscard]] bool collect(std::vector<letter>& into); ///< replaces what is there
  void rest();
  /// Drops what is queued and what comes later.
  void close();

private:
  void wake() const noexcept;

  std::mutex mutex_;
  std::vector<letter> queue_;
  bool awake_ = false; ///< the reactor will look without being woken
  bool closed_ = false;
  descriptor wake_;
};

} // namespace troupe::http
