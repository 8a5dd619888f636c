#pragma once
#include "actors/session/workflow.hpp"
#include "language/classification.hpp"
#include "messages/local/nodes.hpp"
#include "messages/wire/session_record.hpp"
#include "messages/wire/turn_record.hpp"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace troupe::session {

/// Everything that an answer says of itself.
struct answer {
  std::string session_id;
  std::string turn_id;
  std::string customer_id;
  std::string text;
  bool silent = false;       ///< a human has the session: there is no answer
  std::string superseded_by; ///< the turn that holds the answer; empty: this one
  std::vector<retrieval::citation> citations;
  language::classification classification;
  std::optional<decision> strategy; ///< none where nothing was chosen
  std::optional<troupe::insight> insight;
  session_status status = session_status::awaiting_user_reply;
  troupe::escalation escalation; ///< told while a human has the session
  bool supported = false;
  bool by_llm = false;                   ///< else extractive
  std::optional<completion_usage> usage; ///< of the language model
  std::vector<std::string> degraded;
  double total_ms = 0.0;
  double llm_ms = 0.0; ///< of it, spent on the language model
  std::array<double, node_count> node_ms{};
};

/// The public JSON object of an answer, compact. It is rendered once, when the turn goes to the store; what
/// is streamed, replayed and returned to a retry are these bytes.
[[nodiscard]] std::string render(const answer&);

} // namespace troupe::session
