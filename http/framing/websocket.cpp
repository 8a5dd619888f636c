#include "http/framing/websocket.hpp"

#include <wslay/wslay.h>

#include <algorithm>
#include <new>
#include <utility>

namespace troupe::http {

struct websocket::state {
  wslay_event_context_ptr frames = nullptr;
  std::string_view unread;
  std::vector<message> heard;
  std::string unsent;
  bool broken = false; ///< a frame breaks the protocol

  state() = default;
  state(const state&) = delete;
  state& operator=(const state&) = delete;
  ~state() { wslay_event_context_free(frames); }

  static state& of(void* user) noexcept { return *static_cast<state*>(user); }

  void queue(std::uint8_t opcode, std::string_view payload) const {
    const auto what =
        wslay_event_msg{opcode, reinterpret_cast<const std::uint8_t*>(payload.data()), payload.size()};
    // Refused behind a close, where nothing is sent any more.
    static_cast<void>(wslay_event_queue_msg(frames, &what));
  }

  void flush() const {
    if (wslay_event_send(frames) == WSLAY_ERR_NOMEM) throw std::bad_alloc{};
  }
};

namespace {

using wslay_user = void*;

template <class State>
ssize_t read_from(wslay_event_context_ptr frames, std::uint8_t* into, std::size_t size, int,
                  wslay_user user) {
  auto& unread = State::of(user).unread;
  if (unread.empty()) {
    wslay_event_set_error(frames, WSLAY_ERR_WOULDBLOCK);
    return -1;
  }
  const auto some = std::min(size, unread.size());
  std::copy_n(unread.begin(), some, into);
  unread.remove_prefix(some);
  return static_cast<ssize_t>(some);
}

template <class State>
ssize_t write_to(wslay_event_context_ptr, const std::uint8_t* from, std::size_t size, int, wslay_user user) {
  State::of(user).unsent.append(reinterpret_cast<const char*>(from), size);
  return static_cast<ssize_t>(size);
}

template <class State>
void take_message(wslay_event_context_ptr, const wslay_event_on_msg_recv_arg* what, wslay_user user) {
  // A close has no reason or one of two bytes at least.
  if (what->opcode == WSLAY_CONNECTION_CLOSE && what->msg_length == 1) State::of(user).broken = true;
  if (wslay_is_ctrl_frame(what->opcode)) return;
  State::of(user).heard.push_back({std::string(reinterpret_cast<const char*>(what->msg), what->msg_length),
                                   what->opcode == WSLAY_BINARY_FRAME});
}

} // namespace

websocket::websocket(std::size_t max_message_bytes) : state_{std::make_unique<state>()} {
  auto calls = wslay_event_callbacks{};
  calls.recv_callback = read_from<state>;
  calls.send_callback = write_to<state>;
  calls.on_msg_recv_callback = take_message<state>;
  if (wslay_event_context_server_init(&state_->frames, &calls, state_.get()) != 0) throw std::bad_alloc{};
  wslay_event_config_set_max_recv_msg_length(state_->frames, max_message_bytes);
}

websocket::~websocket() = default;

std::vector<websocket::message> websocket::feed(std::string_view bytes) {
  state_->unread = bytes;
  const auto outcome = wslay_event_recv(state_->frames);
  if (outcome == WSLAY_ERR_NOMEM) throw std::bad_alloc{};
  state_->broken = state_->broken || outcome != 0;
  state_->unread = {};
  return std::exchange(state_->heard, {});
}

void websocket::send(const message& what) {
  state_->queue(what.binary ? WSLAY_BINARY_FRAME : WSLAY_TEXT_FRAME, what.payload);
}

void websocket::ping() { state_->queue(WSLAY_PING, {}); }

void websocket::close(close_code why) {
  state_->flush(); // or the close would overtake what was sent
  static_cast<void>(wslay_event_queue_close(state_->frames, static_cast<std::uint16_t>(why), nullptr, 0));
}

std::string websocket::output() {
  state_->flush();
  // wslay gives no reason for such a frame.
  if (constexpr std::string_view no_reason{"\x88\0", 2};
      state_->broken && state_->unsent.ends_with(no_reason))
    state_->unsent.replace(state_->unsent.size() - no_reason.size(), no_reason.size(),
                           "\x88\x02\x03\xea"); // 1002
  return std::exchange(state_->unsent, {});
}

bool websocket::closed() const noexcept { return wslay_event_get_close_sent(state_->frames) != 0; }

} // namespace troupe::http
