#pragma once
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace troupe::config {

/// A server of language models that speaks OpenAI's protocol.
struct upstream {
  std::string name;     ///< for people: in the log, /health and /metrics
  std::string base_url; ///< "/chat/completions" is appended
  std::string model;
  std::string api_key; ///< empty: none is sent

  bool operator==(const upstream&) const = default;
};

/// Everything an operator can set. The values below are the defaults; names, allowed ranges and one line on
/// each stand in config/definitions.cpp. An empty text or list means that nothing was set.
struct settings {
  // server
  std::string host = "127.0.0.1";
  std::size_t port = 8000; ///< 0: any free one
  std::size_t api_workers = 1;
  std::string tls_cert;
  std::string tls_key;
  std::vector<std::string> api_keys;
  std::vector<std::string> admin_keys;
  std::vector<std::string> cors_origins;
  bool ws_echo = false;
  std::vector<std::string> trusted_proxies;

  // mcp
  std::string mcp_access = "full";
  std::vector<std::string> mcp_hosts; ///< besides the host that is listened on, and loopback
  std::size_t mcp_sessions = 1000;
  bool mcp_conformance = false;

  // files
  std::string data_dir = "var/troupe";
  std::string config_dir = "config";
  std::string documents_path = "data/documents";
  std::string model_dir = "var/model";

  // engine
  std::size_t scheduler_threads = 0; ///< 0: one per core
  std::size_t store_readers = 2;
  std::size_t store_queue = 4096;
  std::size_t seed = 1;
  std::chrono::milliseconds drain{10'000};

  // sessions and turns
  std::chrono::seconds session_idle{900};
  std::chrono::seconds session_end{1800};
  std::size_t retention_days = 0; ///< 0: conversations are kept for good
  std::chrono::milliseconds turn_deadline{30'000};
  std::chrono::milliseconds debounce{0}; ///< that a turn waits for more of the customer's words
  std::chrono::milliseconds load_customer_deadline{500};
  std::chrono::milliseconds classify_deadline{500};
  std::chrono::milliseconds get_context_deadline{1500};
  std::chrono::milliseconds generate_response_deadline{20'000};
  std::chrono::milliseconds analyze_query_deadline{300};
  std::chrono::milliseconds log_response_deadline{500};
  std::size_t context_tokens = 2000;
  std::size_t history_messages = 10;
  double answerable_threshold = 0.3;

  // knowledge
  std::chrono::minutes auto_sync_interval{30};
  std::chrono::milliseconds watch{500}; ///< 0: the documents are not watched
  std::size_t chunk_size = 500;         ///< words
  std::size_t overlap_size = 50;        ///< words
  std::size_t max_document_bytes = 8U << 20U;
  std::size_t etl_batch_size = 100;
  std::string query_tier = "full";
  std::size_t embedding_cache = 1000; ///< texts

  // learning
  std::string rl_policy = "linucb";
  std::string rl_challenger = "none";
  bool rl_apprentice = false;
  double rl_exploration_rate = 0.1;
  double rl_learning_rate = 0.1;
  double rl_discount_factor = 0.9;
  double rl_floor = 0.003;
  std::size_t rl_half_life = 2000; ///< decisions; 0: nothing is forgotten
  bool reward_normalization = true;
  std::chrono::milliseconds learning_interval{1000};
  std::chrono::seconds checkpoint_interval{60};

  // language models
  std::vector<upstream> llm_upstreams; ///< of [[llm.upstream]], the preferred first; see config/upstreams.hpp
  std::chrono::milliseconds llm_connect{2000};
  std::chrono::milliseconds llm_first_token{8000};
  std::chrono::milliseconds llm_next_token{5000};
  std::chrono::milliseconds llm_total{18'000};
  std::size_t llm_rounds = 3;
  std::size_t llm_concurrency = 64;
  std::size_t llm_queue = 256;
  std::size_t llm_max_tokens = 800;
  double llm_temperature = 0.2;
  std::size_t llm_history_tokens = 1000;
  std::size_t llm_answer_bytes = 64U << 10U;
  std::size_t llm_buffer_bytes = 64U << 10U;
  std::size_t llm_breaker_failures = 5;
  std::chrono::milliseconds llm_breaker_pause{10'000};

  // limits
  std::size_t max_header_bytes = 16U << 10U;
  std::size_t max_body_bytes = 1U << 20U;
  std::size_t max_message_bytes = 16U << 10U;
  std::size_t max_http_connections = 20'000;
  std::size_t max_connections_per_address = 6000;
  std::size_t max_pipelined = 16;
  std::size_t max_waiting_per_session = 8;
  std::size_t max_waiting_turns = 512;
  std::size_t write_buffer_bytes = 1U << 20U;
  std::chrono::milliseconds header_timeout{10'000};
  std::chrono::milliseconds body_timeout{30'000};
  std::chrono::milliseconds idle_timeout{75'000};
  std::chrono::milliseconds write_timeout{20'000};
  std::chrono::milliseconds heartbeat{15'000};

  // log
  std::string log_level = "info";
  std::string log_format = "text";

  // other servers
  std::string openai_api_key;
  std::string openai_base_url = "https://api.openai.com/v1";
  std::string openai_model;
  std::string embedding_model;
  std::string redis_url;
  std::string database_url;
  std::string neo4j_uri;
  std::string neo4j_user;
  std::string neo4j_password;
  std::size_t max_store_connections = 20;
  std::chrono::seconds cache_ttl{3600};
  std::chrono::minutes graph_sync_interval{10};

  bool operator==(const settings&) const = default;
};

} // namespace troupe::config
