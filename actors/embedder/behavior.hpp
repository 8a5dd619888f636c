#pragma once
#include "actors/embedder/interface.hpp"
#include "actors/embedder/recall.hpp"
#include "actors/store/interface.hpp"
#include "language/encoder/distillation.hpp"
#include "language/encoder/encoder.hpp"
#include "storage/knowledge.hpp"
#include "telemetry/metrics.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace troupe::embedder {

/// Called in the actor's thread. Throws storage::error.
using open_embeddings = std::function<std::shared_ptr<storage::knowledge_reader>()>;

struct options {
  const language::encoder* encoder;             ///< outlives the actor
  const language::token_projection* projection; ///< null: no section has tokens
  std::string model;                            ///< the name of both in the store
  bool distils = false;                         ///< an encoder of questions follows the embeddings
  telemetry::metrics* metrics;
  open_embeddings open;
  store::writer writer;
};

/// A batch is stored before the next one begins, and is short, because a stop waits for it: what a stop loses
/// is one batch at most. Only the store holds embeddings for longer than an index is being embedded.
class state {
public:
  static constexpr const char* name = "embedder";

  void start(handle::stateful_pointer<state>, const options&);
  void begin(embed_index);
  void go_on(std::uint64_t run);

private:
  void embed_batch();
  [[nodiscard]] std::vector<embedding_record> next_batch();
  void advance(const failure&);
  void finish();
  void begin_distilling(std::shared_ptr<const retrieval::index>);
  void distil();
  void fail(std::string reason);
  void tell(std::shared_ptr<const retrieval::index> made, std::string error) const;

  handle::stateful_pointer<state> self_ = nullptr;
  std::optional<options> with_;
  std::shared_ptr<storage::knowledge_reader> stored_;

  std::uint64_t run_ = 0;
  embed_index job_;                                  ///< without an index: nothing is to be done
  recalled sections_;                                ///< of the index
  std::size_t to_make_ = 0;                          ///< in this run
  std::shared_ptr<const retrieval::index> embedded_; ///< while its encoder of questions is made
  std::optional<language::distillation> distillation_;
  language::piece_states growing_;                       ///< serves all indexes, so it is made once
  std::shared_ptr<const language::piece_states> pieces_; ///< null: it has not grown up
  std::chrono::steady_clock::time_point begun_, said_;
};

handle::behavior_type behavior(handle::stateful_pointer<state>, const options&);

} // namespace troupe::embedder
