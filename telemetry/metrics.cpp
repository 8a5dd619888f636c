#include "telemetry/metrics.hpp"

#include "telemetry/threads.hpp"

#include <prometheus/text_serializer.h>

namespace troupe::telemetry {
namespace {

using boundaries = prometheus::Histogram::BucketBoundaries;

/// From a cached lookup to a turn's default deadline, three to a decade.
boundaries seconds() {
  return {50e-6, 100e-6, 250e-6, 500e-6, 1e-3, 2.5e-3, 5e-3, 10e-3, 25e-3,
          50e-3, 100e-3, 250e-3, 500e-3, 1,    2.5,    5,    10,    30};
}

boundaries powers_of_two() { return {1, 2, 4, 8, 16, 32, 64, 128, 256, 512}; }

auto& add_counters(prometheus::Registry& registry, const char* name, const char* help) {
  return prometheus::BuildCounter().Name(name).Help(help).Register(registry);
}

auto& add_histograms(prometheus::Registry& registry, const char* name, const char* help) {
  return prometheus::BuildHistogram().Name(name).Help(help).Register(registry);
}

prometheus::Histogram& add_histogram(prometheus::Registry& registry, const char* name, const char* help,
                                     const boundaries& bounds) {
  return add_histograms(registry, name, help).Add({}, bounds);
}

auto& add_gauges(prometheus::Registry& registry, const char* name, const char* help) {
  return prometheus::BuildGauge().Name(name).Help(help).Register(registry);
}

prometheus::Gauge& add_gauge(prometheus::Registry& registry, const char* name, const char* help) {
  return add_gauges(registry, name, help).Add({});
}

prometheus::MetricFamily thread_cpu() {
  auto family = prometheus::MetricFamily{"troupe_thread_cpu_seconds_total",
                                         "CPU that threads of a name have used.",
                                         prometheus::MetricType::Counter,
                                         {}};
  for (const auto& [name, seconds] : cpu_seconds_by_thread()) {
    auto& one = family.metric.emplace_back();
    one.label = {{"thread", name}};
    one.counter.value = seconds;
  }
  return family;
}

} // namespace

metrics::metrics()
    : turns{add_counters(registry_, "troupe_turns_total", "Turns that ended."), {"outcome"}},
      turn_seconds{add_histogram(registry_, "troupe_turn_seconds", "From a request's arrival to its answer.",
                                 seconds())},
      turn_overhead_seconds{add_histogram(registry_, "troupe_turn_overhead_seconds",
                                          "A turn's time without that of the language model.", seconds())},
      node_seconds{add_histograms(registry_, "troupe_node_seconds", "From a node's start to its result."),
                   {"node"},
                   seconds()},
      degraded{
          add_counters(registry_, "troupe_degraded_total", "Turns that went on without a node's result."),
          {"node"}},
      strategy{add_counters(registry_, "troupe_strategy_total", "Answers by response strategy."),
               {"strategy"}},
      feedback{add_counters(registry_, "troupe_feedback_total", "Feedback that was recorded."), {"metric"}},
      llm_tokens{add_counters(registry_, "troupe_llm_tokens_total", "Tokens of language models."), {"kind"}},
      llm_first_token_seconds{add_histograms(registry_, "troupe_llm_first_token_seconds",
                                             "From asking a language model to its first text."),
                              {"upstream"},
                              seconds()},
      llm_errors{add_counters(registry_, "troupe_llm_errors_total",
                              "Calls of a language model that gave no answer."),
                 {"upstream", "kind"}},
      llm_breaker{add_gauges(registry_, "troupe_llm_breaker",
                             "An upstream's circuit breaker: 0 closed, 1 half open, 2 open."),
                  {"upstream"}},
      llm_running{add_gauge(registry_, "troupe_llm_running", "Completions that run.")},
      llm_waiting{add_gauge(registry_, "troupe_llm_waiting", "Completions that wait for their turn.")},
      policy_version{add_gauge(registry_, "troupe_policy_version", "Version of the policy that chooses.")},
      mean_reward{
          add_gauges(registry_, "troupe_mean_reward", "Mean reward of a strategy's decisions, 0 to 1."),
          {"strategy"}},
      lessons{add_counters(registry_, "troupe_lessons_total", "Lessons that were appended."), {"kind"}},
      sessions_awake{add_gauge(registry_, "troupe_sessions_awake", "Session actors in memory.")},
      actor_restarts{
          add_counters(registry_, "troupe_actor_restarts_total", "Actors that were started again."),
          {"actor"}},
      store_queue{add_gauge(registry_, "troupe_store_queue", "Records that wait for a commit.")},
      commit_seconds{
          add_histogram(registry_, "troupe_commit_seconds", "One transaction of the store.", seconds())},
      commit_group_size{add_histogram(registry_, "troupe_commit_group_size", "Records in one transaction.",
                                      powers_of_two())},
      knowledge_documents{add_gauge(registry_, "troupe_knowledge_documents", "Documents in the index.")},
      knowledge_chunks{add_gauge(registry_, "troupe_knowledge_chunks", "Chunks of documents in the index.")},
      knowledge_embedded{add_gauge(registry_, "troupe_knowledge_embedded_chunks",
                                   "Chunks in the index that have embeddings.")},
      sync_seconds{add_histogram(registry_, "troupe_sync_seconds",
                                 "One synchronisation of the knowledge base.", seconds())},
      http_requests{add_counters(registry_, "troupe_http_requests_total", "Requests that were answered."),
                    {"route", "status"}},
      http_connections{add_gauge(registry_, "troupe_http_connections", "Open connections.")},
      http_in_flight{add_gauge(registry_, "troupe_http_in_flight", "Requests that wait for their answer.")} {}

std::string metrics::text() const {
  auto families = registry_.Collect();
  families.push_back(thread_cpu());
  return prometheus::TextSerializer{}.Serialize(families);
}

} // namespace troupe::telemetry
