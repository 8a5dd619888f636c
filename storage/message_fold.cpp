#include "storage/message_fold.hpp"

#include <algorithm>

namespace troupe::storage {
namespace {

role role_of(const event& text_start) { return text_start.text == "agent" ? role::agent : role::assistant; }

void append(std::vector<message>& messages, const event& content) {
  auto spoken = std::ranges::find(messages, content.name, &message::message_id);
  if (spoken != messages.end()) spoken->text += content.text;
}

} // namespace

std::vector<message> messages_of(const turn_record& turn) {
  std::vector<message> spoken;
  const auto customers = customer_message_id(turn.seq);
  if (turn.state == turn_state::answered) {
    for (const auto& e : turn.events) {
      if (position(e.id).attempt != turn.attempt || e.name == customers) continue;
      if (e.type == event_type::text_start)
        spoken.push_back({e.name, turn.turn_id, role_of(e), {}, turn.ended_at});
      if (e.type == event_type::text_content) append(spoken, e);
    }
  }
  if (!turn.message.empty())
    spoken.insert(spoken.begin(), {customers, turn.turn_id, role::customer, turn.message, turn.created_at});
  return spoken;
}

} // namespace troupe::storage
