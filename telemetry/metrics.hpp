#pragma once
#include "telemetry/series.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <string>

namespace troupe::telemetry {

/// Everything the program counts, made once and passed by reference; each member is safe to use from any
/// thread. A name in Prometheus is the member's with `troupe_` before it; counters end in `_total` and their
/// labels stand in brackets.
struct metrics {
  using counter = prometheus::Counter;
  using gauge = prometheus::Gauge;
  using histogram = prometheus::Histogram;

  metrics();

  /// What GET /metrics answers: the Prometheus text exposition format, version 0.0.4. Besides the members it
  /// holds `troupe_thread_cpu_seconds_total{thread}`, see telemetry/threads.hpp.
  [[nodiscard]] std::string text() const;

private:
  prometheus::Registry registry_; // first: the members below refer into it

public:
  series<counter> turns;            ///< {outcome} turns that ended
  histogram& turn_seconds;          ///< from a request's arrival to its answer
  histogram& turn_overhead_seconds; ///< the part of it that the engine took, the language model's left out
  series<histogram> node_seconds;   ///< {node} from a node's start to its result
  series<counter> degraded;         ///< {node} turns that went on without the node's result
  series<counter> strategy;         ///< {strategy} answers by the strategy that was chosen
  series<counter> feedback;         ///< {metric} feedback that was recorded

  series<counter> llm_tokens;                ///< {kind} prompt, completion: of language models, as they count
  series<histogram> llm_first_token_seconds; ///< {upstream} from asking it to its first text
  series<counter, 2> llm_errors;             ///< {upstream, kind} calls of an upstream that gave no answer
  series<gauge> llm_breaker;                 ///< {upstream} 0 closed, 1 half open, 2 open
  gauge& llm_running;                        ///< completions that run
  gauge& llm_waiting;                        ///< completions that wait for their turn

  gauge& policy_version;     ///< of the policy that chooses
  series<gauge> mean_reward; ///< {strategy} of its decisions that were learned, 0 to 1
  series<counter> lessons;   ///< {kind} learned, corrected: lessons that the collector appended

  gauge& sessions_awake;          ///< session actors in memory
  series<counter> actor_restarts; ///< {actor} actors that the supervisor started again

  gauge& store_queue;           ///< records that wait for a commit
  histogram& commit_seconds;    ///< one transaction, its fsync included
  histogram& commit_group_size; ///< records in one transaction

  gauge& knowledge_documents; ///< documents in the index
  gauge& knowledge_chunks;    ///< sections and windows of them in the index
  gauge& knowledge_embedded;  ///< of these: with embeddings
  histogram& sync_seconds;    ///< one synchronisation of the knowledge base

  series<counter, 2>
      http_requests;       ///< {route, status} requests that were answered; status is a class: 2xx, 4xx, 5xx
  gauge& http_connections; ///< open connections
  gauge& http_in_flight;   ///< requests that wait for their answer
};

} // namespace troupe::telemetry
