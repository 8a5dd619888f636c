#include "config/definitions.hpp"

#include "learning/policy.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <type_traits>

namespace troupe::config {
namespace {

constexpr auto log_levels =
    std::to_array<std::string_view>({"trace", "debug", "info", "warning", "error", "off"});
constexpr auto query_tiers = std::to_array<std::string_view>({"full", "distilled", "lexical"});
constexpr auto mcp_accesses = std::to_array<std::string_view>({"full", "read_only", "off"});
constexpr auto log_formats = std::to_array<std::string_view>({"text", "json"});

constexpr auto challengers = [] {
  std::array<std::string_view, learning::policy_names.size() + 1> names{"none"};
  std::ranges::copy(learning::policy_names, names.begin() + 1);
  return names;
}();

constexpr double kibi = 1024.0;
constexpr double gibi = 1024.0 * 1024.0 * 1024.0;
constexpr double largest_exact = 9007199254740992.0; // 2^53
constexpr range count{1, 1e6};
constexpr range milliseconds_of_work{1, 600e3};
constexpr range milliseconds_of_waiting{10, 3600e3};

constexpr definition plain(std::string_view name, std::string_view key, setting_member member,
                           std::string_view doc) {
  return {.name = name, .key = key, .member = member, .range = {}, .choices = {}, .doc = doc};
}
constexpr definition number(std::string_view name, std::string_view key, setting_member member,
                            config::range range, std::string_view doc) {
  return {.name = name, .key = key, .member = member, .range = range, .choices = {}, .doc = doc};
}
constexpr definition choice(std::string_view name, std::string_view key, setting_member member,
                            std::span<const std::string_view> choices, std::string_view doc) {
  return {.name = name, .key = key, .member = member, .range = {}, .choices = choices, .doc = doc};
}
constexpr definition secret(definition d) {
  d.secret = true;
  return d;
}
constexpr definition reserved(definition d) {
  d.support = support::reserved;
  return d;
}

using s = settings;

constexpr auto table = std::to_array<definition>({
    plain("TROUPE_HOST", "server.host", &s::host,
          "Address to listen on; others than loopback need TROUPE_API_KEYS"),
    number("TROUPE_PORT", "server.port", &s::port, {0, 65535}, "Port to listen on; 0 takes any free one"),
    number("API_WORKERS", "server.workers", &s::api_workers, {1, 256}, "Threads that serve HTTP"),
    plain("TROUPE_TLS_CERT", "server.tls_cert", &s::tls_cert,
          "PEM file of the certificate chain; empty serves plain HTTP"),
    plain("TROUPE_TLS_KEY", "server.tls_key", &s::tls_key, "PEM file of the certificate's private key"),
    secret(plain("TROUPE_API_KEYS", "server.api_keys", &s::api_keys, "Keys that may chat")),
    secret(plain("TROUPE_ADMIN_KEYS", "server.admin_keys", &s::admin_keys, "Keys that may administer")),
    plain("TROUPE_CORS_ORIGINS", "server.cors_origins", &s::cors_origins,
          "Origins whose pages may call and may show the chat, such as https://shop.example, or *; empty "
          "turns CORS off"),
    plain("TROUPE_WS_ECHO", "server.ws_echo", &s::ws_echo,
          "Whether /ws/echo returns each message of a WebSocket, for tests of the protocol"),
    plain("TROUPE_TRUSTED_PROXIES", "server.trusted_proxies", &s::trusted_proxies,
          "Addresses or networks whose X-Forwarded headers count"),

    choice("TROUPE_MCP_ACCESS", "mcp.access", &s::mcp_access, mcp_accesses,
           "What clients of MCP may do at /mcp: full, all that an admin key may; read_only, look; off, "
           "nothing"),
    plain("TROUPE_MCP_HOSTS", "mcp.hosts", &s::mcp_hosts,
          "Names besides localhost by which clients of MCP reach this server, such as support.shop.example"),
    number("TROUPE_MCP_SESSIONS", "mcp.sessions", &s::mcp_sessions, {1, 1e6},
           "Sessions of MCP at a time; beyond them the one that was silent longest ends"),
    plain("TROUPE_MCP_CONFORMANCE", "mcp.conformance", &s::mcp_conformance,
          "Whether /mcp offers the tools, resources and prompts that the conformance suite of MCP expects"),

    plain("TROUPE_DATA_DIR", "files.data_dir", &s::data_dir, "Folder of the database"),
    plain("TROUPE_CONFIG_DIR", "files.config_dir", &s::config_dir,
          "Folder of the tables: strategies, intents, urgency, sentiment, signals and rewards, each .toml"),
    plain("DOCUMENTS_PATH", "files.documents", &s::documents_path,
          "Folder of the knowledge base, read recursively"),
    plain("TROUPE_MODEL_DIR", "files.model_dir", &s::model_dir,
          "Folder of the sentence encoder's model and of VADER's lexicon; empty: neither"),

    number("TROUPE_SCHEDULER_THREADS", "engine.scheduler_threads", &s::scheduler_threads, {0, 256},
           "Threads that run actors; 0 takes one per core"),
    number("TROUPE_STORE_READERS", "engine.store_readers", &s::store_readers, {1, 64},
           "Reading connections to the database"),
    number("TROUPE_STORE_QUEUE", "engine.store_queue", &s::store_queue, count,
           "Records that may wait for a commit"),
    number("TROUPE_SEED", "engine.seed", &s::seed, {0, largest_exact}, "Seed of every random draw"),
    number("TROUPE_DRAIN_MS", "engine.drain_ms", &s::drain, {0, 600e3},
           "Milliseconds that running turns get at a stop"),

    number("TROUPE_SESSION_IDLE_SECONDS", "turns.session_idle_seconds", &s::session_idle, {1, 86400},
           "Idle seconds after which a session leaves the memory"),
    number("TROUPE_SESSION_END_SECONDS", "turns.session_end_seconds", &s::session_end, {1, 86400 * 30},
           "Seconds after its last message at which a session's episode ends"),
    number("TROUPE_RETENTION_DAYS", "turns.retention_days", &s::retention_days, {0, 36500},
           "Days after its last message at which a session is erased; 0: none"),
    number("TROUPE_TURN_DEADLINE_MS", "turns.deadline_ms", &s::turn_deadline, {100, 600e3},
           "Milliseconds within which a customer has an answer"),
    number("TROUPE_DEBOUNCE_MS", "turns.debounce_ms", &s::debounce, {0, 10e3},
           "Milliseconds that a turn waits for more of the customer's words; 0: none"),
    number("TROUPE_NODE_DEADLINE_MS_LOAD_CUSTOMER", "turns.load_customer_ms", &s::load_customer_deadline,
           milliseconds_of_work, "Milliseconds for the customer and the history"),
    number("TROUPE_NODE_DEADLINE_MS_CLASSIFY", "turns.classify_ms", &s::classify_deadline,
           milliseconds_of_work, "Milliseconds for intent, urgency and sentiment"),
    number("TROUPE_NODE_DEADLINE_MS_GET_CONTEXT", "turns.get_context_ms", &s::get_context_deadline,
           milliseconds_of_work, "Milliseconds for the search"),
    number("TROUPE_NODE_DEADLINE_MS_GENERATE_RESPONSE", "turns.generate_response_ms",
           &s::generate_response_deadline, milliseconds_of_work, "Milliseconds for the answer"),
    number("TROUPE_NODE_DEADLINE_MS_ANALYZE_QUERY", "turns.analyze_query_ms", &s::analyze_query_deadline,
           milliseconds_of_work, "Milliseconds for what is known of similar customers"),
    number("TROUPE_NODE_DEADLINE_MS_LOG_RESPONSE", "turns.log_response_ms", &s::log_response_deadline,
           milliseconds_of_work, "Milliseconds for metrics and decision"),
    number("TROUPE_CONTEXT_TOKENS", "turns.context_tokens", &s::context_tokens, {50, 1e6},
           "Tokens of the documents that an answer is made from"),
    number("TROUPE_HISTORY_MESSAGES", "turns.history_messages", &s::history_messages, {0, 1000},
           "Earlier messages that a turn sees"),
    number("TROUPE_ANSWERABLE_THRESHOLD", "turns.answerable_threshold", &s::answerable_threshold, {0, 1},
           "Answerability below which an answer is refused"),

    number("AUTO_SYNC_INTERVAL", "knowledge.sync_minutes", &s::auto_sync_interval, {1, 525600},
           "Minutes between syncs of the documents"),
    number("TROUPE_WATCH_MS", "knowledge.watch_ms", &s::watch, {0, 3600e3},
           "Milliseconds that the documents have to be quiet after a change before they are synced; 0: no "
           "watch"),
    number("CHUNK_SIZE", "knowledge.chunk_words", &s::chunk_size, {20, 100e3},
           "Words of a section above which it is cut"),
    number("OVERLAP_SIZE", "knowledge.overlap_words", &s::overlap_size, {0, 100e3},
           "Words that neighbouring cuts share"),
    number("TROUPE_MAX_DOCUMENT_BYTES", "knowledge.max_document_bytes", &s::max_document_bytes, {kibi, gibi},
           "Bytes above which a document is not read"),
    number("ETL_BATCH_SIZE", "knowledge.batch_size", &s::etl_batch_size, count,
           "Documents in a batch of a sync"),
    choice(
        "TROUPE_QUERY_TIER", "knowledge.query_tier", &s::query_tier, query_tiers,
        "How messages are understood: full, by words and by their embedding; distilled, by words and a quick "
        "guess at it; lexical, by words alone"),
    number("TROUPE_EMBEDDING_CACHE", "knowledge.embedding_cache", &s::embedding_cache, {0, 1e6},
           "Texts whose embeddings each worker keeps"),

    choice("RL_POLICY", "learning.policy", &s::rl_policy, learning::policy_names,
           "Policy that chooses the way of answering"),
    choice("TROUPE_RL_CHALLENGER", "learning.challenger", &s::rl_challenger, challengers,
           "Policy that learns in the shadow and takes over once it proves better"),
    plain("TROUPE_RL_APPRENTICE", "learning.apprentice", &s::rl_apprentice,
          "Whether the challenger only watches and never takes over by itself"),
    number("RL_EXPLORATION_RATE", "learning.exploration_rate", &s::rl_exploration_rate, {0, 1},
           "Share of choices at random (epsilon) of epsilon_greedy and q_learning"),
    number("RL_LEARNING_RATE", "learning.learning_rate", &s::rl_learning_rate, {0, 1},
           "Step size (alpha) of q_learning"),
    number("RL_DISCOUNT_FACTOR", "learning.discount_factor", &s::rl_discount_factor, {0, 1},
           "Worth of the next turn's reward (gamma) in q_learning"),
    number(
        "TROUPE_RL_FLOOR", "learning.floor", &s::rl_floor, {0, 1},
        "Least probability of each way of answering in lin_ts, linucb, square_cb; an even share is the most"),
    number("TROUPE_RL_HALF_LIFE", "learning.half_life", &s::rl_half_life, {0, 1e9},
           "Decisions after which one counts half in lin_ts, linucb and square_cb; 0 forgets nothing"),
    plain("REWARD_NORMALIZATION", "learning.reward_normalization", &s::reward_normalization,
          "Whether the policy gets rewards on the scale of those so far"),
    number("TROUPE_LEARNING_INTERVAL_MS", "learning.interval_ms", &s::learning_interval,
           milliseconds_of_waiting, "Milliseconds between looks for what can be learned"),
    number("TROUPE_CHECKPOINT_SECONDS", "learning.checkpoint_seconds", &s::checkpoint_interval, {0, 86400},
           "Seconds between the checkpoints of the policy"),

    number("TROUPE_LLM_CONNECT_MS", "llm.connect_ms", &s::llm_connect, milliseconds_of_work,
           "Milliseconds to reach a language model's server"),
    number("TROUPE_LLM_FIRST_TOKEN_MS", "llm.first_token_ms", &s::llm_first_token, milliseconds_of_work,
           "Milliseconds to the first text, the connection included"),
    number("TROUPE_LLM_NEXT_TOKEN_MS", "llm.next_token_ms", &s::llm_next_token, milliseconds_of_work,
           "Milliseconds between two pieces of text"),
    number("TROUPE_LLM_TOTAL_MS", "llm.total_ms", &s::llm_total, milliseconds_of_work,
           "Milliseconds for all of it: waiting, retries and the answer"),
    number("TROUPE_LLM_ROUNDS", "llm.rounds", &s::llm_rounds, {1, 20},
           "Times that every upstream is tried, as long as no text has come"),
    number("TROUPE_LLM_CONCURRENCY", "llm.concurrency", &s::llm_concurrency, {1, 10e3},
           "Completions that run at the same time"),
    number("TROUPE_LLM_QUEUE", "llm.queue", &s::llm_queue, {0, 100e3},
           "Completions that may wait; beyond it the answer is extractive at once"),
    number("TROUPE_LLM_MAX_TOKENS", "llm.max_tokens", &s::llm_max_tokens, {1, 1e6},
           "Tokens that an answer may have"),
    number("TROUPE_LLM_TEMPERATURE", "llm.temperature", &s::llm_temperature, {0, 2},
           "Temperature of the model"),
    number("TROUPE_LLM_HISTORY_TOKENS", "llm.history_tokens", &s::llm_history_tokens, {0, 1e6},
           "Tokens of the conversation so far that a prompt holds"),
    number("TROUPE_LLM_ANSWER_BYTES", "llm.answer_bytes", &s::llm_answer_bytes, {kibi, 16 * kibi* kibi},
           "Bytes of text above which a model's answer is given up"),
    number("TROUPE_LLM_BUFFER_BYTES", "llm.buffer_bytes", &s::llm_buffer_bytes, {kibi, gibi},
           "Bytes of an answer that may wait unread before its socket is left alone"),
    number("TROUPE_LLM_BREAKER_FAILURES", "llm.breaker_failures", &s::llm_breaker_failures, {1, 1000},
           "Failures in a row after which an upstream is left alone"),
    number("TROUPE_LLM_BREAKER_PAUSE_MS", "llm.breaker_pause_ms", &s::llm_breaker_pause,
           milliseconds_of_waiting, "Milliseconds for which it is, before it is tried again"),

    number("TROUPE_MAX_HEADER_BYTES", "limits.header_bytes", &s::max_header_bytes, {kibi, kibi* kibi},
           "Bytes of a request's line and headers"),
    number("TROUPE_MAX_BODY_BYTES", "limits.body_bytes", &s::max_body_bytes, {kibi, gibi},
           "Bytes of a request's body"),
    number("TROUPE_MAX_MESSAGE_BYTES", "limits.message_bytes", &s::max_message_bytes, {1, gibi},
           "Bytes of a customer's message"),
    number("TROUPE_MAX_CONNECTIONS", "limits.connections", &s::max_http_connections, count,
           "Open HTTP connections"),
    number("TROUPE_MAX_CONNECTIONS_PER_ADDRESS", "limits.connections_per_address",
           &s::max_connections_per_address, count, "Open HTTP connections of one address"),
    number("TROUPE_MAX_PIPELINED", "limits.pipelined", &s::max_pipelined, {1, 1000},
           "Requests that may wait on one connection"),
    number("TROUPE_MAX_WAITING_PER_SESSION", "limits.waiting_per_session", &s::max_waiting_per_session,
           {0, 1000}, "Turns that may wait in one session"),
    number("TROUPE_MAX_WAITING_TURNS", "limits.waiting_turns", &s::max_waiting_turns, count,
           "Turns that may run or wait in the process, besides those with a language model"),
    number("TROUPE_WRITE_BUFFER_BYTES", "limits.write_buffer_bytes", &s::write_buffer_bytes, {4 * kibi, gibi},
           "Bytes that may wait for a slow reader"),
    number("TROUPE_HEADER_TIMEOUT_MS", "limits.header_timeout_ms", &s::header_timeout,
           milliseconds_of_waiting, "Milliseconds for a request's headers"),
    number("TROUPE_BODY_TIMEOUT_MS", "limits.body_timeout_ms", &s::body_timeout, milliseconds_of_waiting,
           "Milliseconds for a request's body"),
    number("TROUPE_IDLE_TIMEOUT_MS", "limits.idle_timeout_ms", &s::idle_timeout, milliseconds_of_waiting,
           "Milliseconds that a connection may idle"),
    number("TROUPE_WRITE_TIMEOUT_MS", "limits.write_timeout_ms", &s::write_timeout, milliseconds_of_waiting,
           "Milliseconds after which a reader that takes nothing is dropped"),
    number("TROUPE_HEARTBEAT_MS", "limits.heartbeat_ms", &s::heartbeat, milliseconds_of_waiting,
           "Milliseconds of silence after which a stream shows that it lives"),

    choice("TROUPE_LOG_LEVEL", "log.level", &s::log_level, log_levels, "Least level that is logged"),
    choice("TROUPE_LOG_FORMAT", "log.format", &s::log_format, log_formats, "Format of the log"),

    secret(plain(
        "OPENAI_API_KEY", "openai.api_key", &s::openai_api_key,
        "Key of the language model's server; it, the address or the model sets the upstream openai up")),
    plain("OPENAI_BASE_URL", "openai.base_url", &s::openai_base_url,
          "Address of the language model's server"),
    plain("OPENAI_MODEL", "openai.model", &s::openai_model, "Name of the language model; empty: gpt-4o-mini"),
    reserved(plain("EMBEDDING_MODEL", "openai.embedding_model", &s::embedding_model,
                   "Name of the embedding model")),
    secret(plain("DATABASE_URL", "stores.database_url", &s::database_url, "PostgreSQL in place of SQLite")),
    reserved(secret(
        plain("REDIS_URL", "stores.redis_url", &s::redis_url, "Redis in place of the cache in memory"))),
    reserved(plain("NEO4J_URI", "stores.neo4j_uri", &s::neo4j_uri, "Neo4j in place of the graph's tables")),
    reserved(plain("NEO4J_USER", "stores.neo4j_user", &s::neo4j_user, "User in Neo4j")),
    reserved(
        secret(plain("NEO4J_PASSWORD", "stores.neo4j_password", &s::neo4j_password, "Password in Neo4j"))),
    number("MAX_CONNECTIONS", "stores.max_connections", &s::max_store_connections, {1, 10e3},
           "Connections to PostgreSQL, at most"),
    reserved(number("CACHE_TTL", "stores.cache_ttl_seconds", &s::cache_ttl, {1, 86400 * 365},
                    "Seconds that the cache keeps an entry")),
    reserved(number("GRAPH_SYNC_INTERVAL", "stores.graph_sync_minutes", &s::graph_sync_interval, {1, 525600},
                    "Minutes between syncs of the customer graph")),
});

std::string text_of(const std::string& value) { return value; }
std::string text_of(bool value) { return value ? "true" : "false"; }
std::string text_of(std::size_t value) { return std::to_string(value); }
std::string text_of(double value) {
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  return {digits.data(), end};
}
template <class Period>
std::string text_of(std::chrono::duration<std::int64_t, Period> value) {
  return std::to_string(value.count());
}
std::string joined(std::span<const std::string_view> parts, std::string_view between) {
  std::string all;
  for (const auto part : parts) all.append(all.empty() ? "" : between).append(part);
  return all;
}
std::string text_of(const std::vector<std::string>& list) {
  return joined(std::vector<std::string_view>{list.begin(), list.end()}, ",");
}

std::string bounds(const range& r) {
  return "from " + std::to_string(static_cast<std::int64_t>(r.least)) + " to "
         + std::to_string(static_cast<std::int64_t>(r.most));
}

} // namespace

std::span<const definition> definitions() noexcept { return table; }

std::string allowed(const definition& d) {
  if (!d.choices.empty()) return "one of " + joined(d.choices, ", ");
  return std::visit(
      [&]<class T>(T settings::*) -> std::string {
        if constexpr (std::is_same_v<T, std::string>) return "a text";
        if constexpr (std::is_same_v<T, std::vector<std::string>>) return "a list of texts";
        if constexpr (std::is_same_v<T, bool>) return "true or false";
        if constexpr (std::is_same_v<T, double>) return "a number " + bounds(d.range);
        return "a whole number " + bounds(d.range);
      },
      d.member);
}

std::string text_of(const definition& d, const settings& from) {
  return std::visit([&](auto of) { return text_of(from.*of); }, d.member);
}

} // namespace troupe::config
