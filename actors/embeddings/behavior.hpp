#pragma once
#include "actors/embeddings/interface.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>
#include <caf/typed_response_promise.hpp>

#include <cstddef>
#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::embeddings {

struct encoded {
  std::vector<float> vector; ///< of length 1
  std::size_t tokens = 0;
};

using encode_text = std::function<encoded(std::string_view)>;

struct options {
  std::function<encode_text()> open; ///< called once, in the thread of the actor
  std::string encoder;               ///< its name, which is told with the vectors
  std::size_t dimensions = 0;        ///< of the vectors
  std::size_t most_waiting = 4096;   ///< texts, of all requests
};

class state {
public:
  static constexpr const char* name = "embeddings";

  void start(handle::stateful_pointer<state>, const options&);
  caf::result<embedded_texts> embed(embed_texts);
  void go_on();

private:
  struct request {
    std::vector<std::string> texts;
    embedded_texts done;
    caf::typed_response_promise<embedded_texts> promise;
  };

  handle::stateful_pointer<state> self_ = nullptr;
  options with_;
  encode_text encode_;
  std::deque<request> requests_; ///< the first is worked on
  std::size_t waiting_ = 0;      ///< texts that are not encoded yet
};

handle::behavior_type behavior(handle::stateful_pointer<state>, const options&);

} // namespace troupe::embeddings
