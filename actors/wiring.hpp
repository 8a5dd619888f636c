#pragma once
#include "actors/directory/interface.hpp"
#include "actors/embeddings/interface.hpp"
#include "actors/etl/interface.hpp"
#include "actors/evaluator/interface.hpp"
#include "actors/feedback/interface.hpp"
#include "actors/gaps/interface.hpp"
#include "actors/knowledge/interface.hpp"
#include "actors/learner/interface.hpp"
#include "actors/store/interface.hpp"
#include "actors/supervisor/interface.hpp"
#include "actors/timer/interface.hpp"
#include "actors/workflow/analyze_query/interface.hpp"
#include "actors/workflow/classify/interface.hpp"
#include "actors/workflow/generate_response/interface.hpp"
#include "actors/workflow/get_context/interface.hpp"
#include "actors/workflow/load_customer/interface.hpp"
#include "actors/workflow/log_response/interface.hpp"
#include "learning/policy.hpp"
#include "retrieval/index.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace troupe {

/// Several actors that do the same; a key chooses one, so that load spreads without a round trip.
template <class Handle>
struct pool {
  std::vector<Handle> workers;

  [[nodiscard]] const Handle& operator[](std::size_t key) const { return workers[key % workers.size()]; }
};

/// The handles and snapshots of the moment, immutable: a turn keeps the one that it began with.
struct wiring {
  std::uint64_t epoch = 0; ///< of this owner of the database

  supervisor::handle supervisor;
  timer::handle timer;
  store::writer writer;
  pool<store::reader> readers;
  knowledge::handle knowledge;
  learner::handle learner;
  feedback::handle feedback;
  evaluator::handle evaluator;
  embeddings::handle embeddings; ///< null without an encoder
  gaps::handle gaps;
  etl::handle etl;
  directory::handle directory;

  pool<load_customer::handle> load_customer;
  pool<classify::handle> classify;
  pool<get_context::handle> get_context;
  pool<generate_response::handle> generate_response;
  pool<analyze_query::handle> analyze_query;
  pool<log_response::handle> log_response;

  std::shared_ptr<const retrieval::index> index;
  std::shared_ptr<const learning::snapshot> policy;
};

} // namespace troupe
