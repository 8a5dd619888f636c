#pragma once
#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace troupe::load::test {

/// An answer as the interface describes it, with everything in it that may be null elsewhere.
inline nlohmann::json right_answer() {
  return nlohmann::json::parse(R"({
    "session_id": "ses_1", "turn_id": "trn_1", "customer_id": "cus_1", "answer": "Send it back. [1] Wait. [2]",
    "citations": [
      {"marker": 1, "document": "returns.md", "heading": "Returns", "anchor": "returns", "chunk_id": "chk_1",
       "quote": "Send it back.", "range": [0, 13], "score": 1.5},
      {"marker": 2, "document": "a/refunds.md", "heading": "", "anchor": "", "chunk_id": "chk_2", "quote": "Wait.",
       "range": [4, 9], "score": 0.5}],
    "classification": {"intent": "returns_refunds", "in_scope": 0.5, "urgency": "medium", "urgency_reasons": ["late"],
                       "sentiment": -1, "confidence": 1},
    "strategy": {"name": "direct_answer", "policy": "epsilon_greedy", "propensity": 0.92},
    "insight": {"relationship_stage": "new", "communication_style": "detailed", "similar_customers": [{"customer_id": "cus_2"}]},
    "status": "awaiting_user_reply", "escalation": {"reason": "policy", "summary": "asks for more"},
    "generator": "llm", "usage": {"prompt_tokens": 1, "completion_tokens": 2, "upstream": "m"}, "supported": true,
    "degraded": ["embedding"], "superseded_by": "trn_0",
    "timings_ms": {"total": 1.5, "load_customer": 0, "classify": 0.1, "get_context": 0.1, "generate_response": 0.1,
                   "analyze_query": 0.1, "log_response": 0.1}})");
}

/// One event of a stream, without its frame.
inline nlohmann::json event(int id, std::string_view type,
                            const nlohmann::json& more = nlohmann::json::object()) {
  auto data = nlohmann::json{{"type", type}, {"id", id}, {"session_id", "ses_1"}, {"turn_id", "trn_1"}};
  data.update(more);
  return data;
}

} // namespace troupe::load::test
