#pragma once
#include "actors/directory/interface.hpp"
#include "actors/session/interface.hpp"
#include "actors/wiring.hpp"
#include "storage/identity.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>
#include <caf/typed_response_promise.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace troupe::directory {

/// Makes a session's actor; the supervisor decides how it runs.
using spawn_session = std::function<session::handle(const session_origin&, std::shared_ptr<const wiring>)>;

struct options {
  std::size_t max_turns = 512; ///< that may run or wait in the process
  std::size_t max_held = 1024; ///< messages that may wait for a session to go
  const storage::identity& identity;
  spawn_session spawn;
};

struct placement {
  session::handle actor;
  bool retiring = false;
  /// What came for it while it was going; sent on when it has gone, or stays.
  std::vector<std::function<void(const session::handle&)>> held;
};

class state {
public:
  static constexpr const char* name = "directory";

  state() = default;
  /// Takes the sessions with it, whatever ended it: nobody else could reach or stop them.
  ~state();
  state(const state&) = delete;
  state& operator=(const state&) = delete;

  void start(handle::stateful_pointer<state>, const options*);

  caf::result<event_batch> chat(chat_request);
  caf::result<session_record> open(const open_session&);
  /// Sends a request on to the session that it names; the answer goes straight to the asker.
  template <class Reply, class Request>
  caf::result<Reply> forward(Request);
  void recover(const open_sessions&);
  void let_go(const retire_request&);
  void keep(const stay&);
  void use(const use_wiring&);

private:
  caf::result<event_batch> find_thread(chat_request);
  [[nodiscard]] session_origin origin_of(const chat_request&) const;
  template <class Reply, class Message>
  void send_on(caf::typed_response_promise<Reply>, const session_origin&, Message);
  template <class Reply, class Message>
  caf::result<Reply> send_on(const session_origin&, Message);
  [[nodiscard]] failure unready() const;
  placement& wake(const session_origin&);
  void gone(const caf::actor_addr&);
  void stop(caf::error reason);

  handle::stateful_pointer<state> self_ = nullptr;
  const options* options_ = nullptr;
  std::shared_ptr<const wiring> with_;
  std::unordered_map<std::string, placement> sessions_;
  std::unordered_map<caf::actor_addr, const std::string*> ids_; ///< where they stand in sessions_
  ticket turns_ = std::make_shared<const int>();                ///< its copies are the turns in flight
  caf::error stopping_;
};

handle::behavior_type behavior(handle::stateful_pointer<state>, const options*);

} // namespace troupe::directory
