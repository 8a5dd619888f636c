#pragma once
#include "http/call.hpp"
#include "messages/wire/event.hpp"
#include "messages/wire/gateway.hpp"

#include <functional>
#include <string>

namespace troupe::http::routes {

/// How the answer of a turn is written; as it is stored where a member is empty.
struct answer_form_of_turn {
  std::function<std::string(const std::string& answer)> whole;
  std::function<std::string(const event&)> piece;
};

/// Asks in a turn of its own, and answers the call with the turn's answer or its events.
void ask_in_turn(const call&, chat_request, const answer_form_of_turn& = {});

/// POST /v1/chat
void chat(call);
/// POST /v1/sessions/{id}/messages
void post_message(call);

} // namespace troupe::http::routes
