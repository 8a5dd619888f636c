#pragma once
#include "language/classification.hpp"
#include "language/embedder.hpp"
#include "learning/policy.hpp"
#include "messages/local/completion.hpp"
#include "messages/local/timer.hpp"
#include "messages/wire/customer.hpp"
#include "messages/wire/gateway.hpp"
#include "messages/wire/message.hpp"
#include "messages/wire/turn_record.hpp"
#include "retrieval/answer.hpp"
#include "retrieval/context.hpp"
#include "retrieval/index.hpp"

#include <caf/allowed_unsafe_message_type.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

/// What the six nodes read and write. A node computes from its request alone: the snapshots it needs ride
/// along, so that one turn sees one version of the knowledge and of the policy.
namespace troupe {

/// The messages of a session before this turn, oldest first; shared because three nodes read them.
using history = std::shared_ptr<const std::vector<message>>;

struct load_customer_request {
  std::string session_id;
  std::string customer_id;
  customer_ref ref;        ///< for the row of a customer that is not known yet
  std::uint64_t turns = 0; ///< before this one; 0: there is no history to read
};
struct loaded_customer {
  customer who;
  bool is_new = false; ///< the turn's record creates the row
  troupe::history history;
};

struct classify_request {
  std::string text;
  steady_time encode_by = steady_time::max(); ///< later than that, it is judged by its words alone
};
struct classified {
  language::classification found;
  language::shared_embedding embedding; ///< of the text; null: by words alone
  bool one_tier_down = false;           ///< there is an encoder, and there was no time for it
  bool demands_human = false;           ///< in so many words
  bool agrees = false;                  ///< the message says yes, and nothing else
};

struct get_context_request {
  std::string text;
  troupe::history history;
  std::shared_ptr<const retrieval::index> index;
  language::shared_embedding embedding;       ///< of the text; null: by words alone
  steady_time encode_by = steady_time::max(); ///< later than that, nothing more is encoded
};
/// Null where nothing was searched.
struct found_context {
  std::shared_ptr<const retrieval::context> sources;
  bool one_tier_down = false; ///< the text was encoded, and the documents have no embeddings yet
};

struct analyze_request {
  customer who;
};
struct insight {
  std::string relationship_stage;
  std::string communication_style;
  double satisfaction_score = 0.0;
  std::vector<similar_customer> similar;
};

struct generate_request {
  std::string turn_id;
  std::string text;
  std::uint64_t turn_number = 1;
  language::classification classification;
  found_context context;
  troupe::history history;
  std::shared_ptr<const learning::snapshot> policy;
  std::uint32_t attempt = 0;
  bool streamed = false;                  ///< the asker takes generated_text
  std::string principal;                  ///< among principals the language model is shared fairly
  std::optional<troupe::insight> known;   ///< of the customer; if it was in time
  steady_time until = steady_time::max(); ///< an answer that is later comes too late
};
/// node -> asker: a piece of an answer that is still being written.
struct generated_text {
  std::string turn_id;
  std::uint32_t attempt = 0;
  std::string text;
};
/// asker -> node: nobody waits for the turn's answer any more.
struct drop_answer {
  std::string turn_id;
};
struct generated {
  std::vector<std::string> pieces; ///< the answer, as it is streamed: joined they are its text
  std::vector<retrieval::citation> citations;
  bool supported = false; ///< the documents hold what the answer says
  decision choice;
  std::size_t streamed = 0;              ///< the first of the pieces, which went ahead as generated_text
  bool by_llm = false;                   ///< a language model's; else it is made of the documents' sentences
  bool llm_failed = false;               ///< the language model was asked, in vain
  std::optional<completion_usage> usage; ///< where the model's server counts
  double llm_ms = 0;                     ///< that were spent on it
  escalation_reason offered = escalation_reason::none; ///< the answer offers a human
};

struct log_request {
  std::string text;
  language::classification classification;
  double elapsed_seconds = 0.0; ///< of the turn so far
};
struct logged {
  turn_metrics metrics;
};

/// GET /v1/knowledge/search: a search without a turn, in the node that searches.
struct search_request {
  std::string query;
  std::size_t limit = 10;
  std::string category;  ///< empty: all
  bool by_words = false; ///< leave what is meant out
  std::shared_ptr<const retrieval::index> index;
};
struct search_reply {
  std::shared_ptr<const retrieval::index> index; ///< keeps alive what the hits refer to
  retrieval::search_result found;
  bool by_words = true; ///< alone
};

} // namespace troupe

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::load_customer_request)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::loaded_customer)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::classify_request)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::classified)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::get_context_request)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::found_context)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::generate_request)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::drop_answer)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::generated_text)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::generated)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::analyze_request)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::insight)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::log_request)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::logged)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::search_request)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::search_reply)
