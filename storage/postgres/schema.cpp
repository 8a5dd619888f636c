#include "storage/postgres/schema.hpp"

#include "storage/sql/transaction.hpp"

#include <array>

namespace troupe::storage::postgres {
namespace {

// Migration n is element n-1. What was released is never edited: a change of the schema is a new element. The
// tables are those of storage/sqlite/schema.cpp, which says what the columns mean. Texts compare by their
// bytes.
constexpr auto migrations = std::to_array<std::string_view>({
    R"sql(
CREATE TABLE meta(key TEXT COLLATE "C" PRIMARY KEY, value BYTEA NOT NULL);
CREATE SEQUENCE epochs AS BIGINT;

CREATE TABLE sessions(
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  session_id TEXT COLLATE "C" NOT NULL UNIQUE,
  principal TEXT COLLATE "C" NOT NULL,
  customer_id TEXT COLLATE "C" NOT NULL,
  status BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  last_active_at BIGINT NOT NULL,
  turns BIGINT NOT NULL,
  last_event BIGINT NOT NULL,
  owner TEXT COLLATE "C" NOT NULL DEFAULT '',
  epoch BIGINT NOT NULL,
  escalated_for BIGINT NOT NULL DEFAULT 0,
  summary TEXT NOT NULL DEFAULT '',
  offered BIGINT NOT NULL DEFAULT 0,
  unsupported BIGINT NOT NULL DEFAULT 0,
  thread TEXT COLLATE "C" NOT NULL DEFAULT '');
CREATE INDEX sessions_by_status ON sessions(status);
CREATE INDEX sessions_by_customer ON sessions(customer_id);
CREATE INDEX sessions_by_thread ON sessions(thread, principal) WHERE thread <> '';

CREATE TABLE turns(
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  session BIGINT NOT NULL REFERENCES sessions(id),
  seq BIGINT NOT NULL,
  turn_id TEXT COLLATE "C" NOT NULL UNIQUE,
  attempt BIGINT NOT NULL,
  state BIGINT NOT NULL,
  client_message_id TEXT COLLATE "C",
  fingerprint TEXT COLLATE "C" NOT NULL,
  message TEXT NOT NULL,
  burst TEXT NOT NULL DEFAULT '[]',
  ref_external_id TEXT NOT NULL,
  ref_email TEXT NOT NULL,
  ref_name TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  ended_at BIGINT NOT NULL,
  events BYTEA NOT NULL,
  UNIQUE(session, seq));
CREATE UNIQUE INDEX turns_by_message ON turns(session, client_message_id) WHERE client_message_id IS NOT NULL;
CREATE INDEX turns_open ON turns(session) WHERE state = 1;

CREATE TABLE experience(
  turn BIGINT PRIMARY KEY REFERENCES turns(id),
  strategy TEXT,
  policy TEXT,
  policy_version BIGINT,
  propensity DOUBLE PRECISION,
  features TEXT,
  sentiment DOUBLE PRECISION NOT NULL,
  thanked BIGINT NOT NULL,
  frustrated BIGINT NOT NULL,
  resolved BIGINT NOT NULL,
  asked_for_human BIGINT NOT NULL,
  questions BIGINT NOT NULL,
  response_seconds DOUBLE PRECISION NOT NULL);

CREATE TABLE feedback(
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  turn BIGINT NOT NULL REFERENCES turns(id),
  metric TEXT COLLATE "C" NOT NULL,
  value DOUBLE PRECISION NOT NULL,
  comment TEXT NOT NULL,
  principal TEXT COLLATE "C" NOT NULL,
  created_at BIGINT NOT NULL,
  UNIQUE(turn, metric, created_at, principal, value));
CREATE VIEW feedback_in_force AS
  SELECT DISTINCT ON (turn, metric) id, turn, metric, value, comment, principal, created_at FROM feedback
  ORDER BY turn, metric, id DESC;

CREATE TABLE customers(
  customer_id TEXT COLLATE "C" PRIMARY KEY,
  external_id TEXT COLLATE "C" UNIQUE,
  email TEXT NOT NULL,
  name TEXT NOT NULL,
  language TEXT NOT NULL,
  plan TEXT NOT NULL,
  attributes TEXT NOT NULL,
  communication_style TEXT COLLATE "C" NOT NULL,
  relationship_stage TEXT COLLATE "C" NOT NULL,
  satisfaction_score DOUBLE PRECISION NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL);
CREATE INDEX customers_alike
  ON customers(communication_style, relationship_stage, satisfaction_score DESC, customer_id);

CREATE INDEX customers_by_age ON customers(created_at, customer_id);

CREATE TABLE documents(
  path TEXT COLLATE "C" PRIMARY KEY,
  status BIGINT NOT NULL,
  reason TEXT NOT NULL,
  content BYTEA NOT NULL,
  size BIGINT NOT NULL,
  modified_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL);

CREATE TABLE embeddings(
  model TEXT COLLATE "C" NOT NULL,
  text_hash TEXT COLLATE "C" NOT NULL,
  vectors BYTEA NOT NULL,
  tokens BYTEA NOT NULL,
  PRIMARY KEY(model, text_hash));

CREATE TABLE changes(
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  aggregate TEXT COLLATE "C" NOT NULL,
  key TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL);

CREATE TABLE consumers(
  name TEXT COLLATE "C" PRIMARY KEY,
  epoch BIGINT NOT NULL,
  consumed BIGINT NOT NULL,
  resume BIGINT NOT NULL);

CREATE TABLE lessons(
  position BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind BIGINT NOT NULL,
  turn BIGINT REFERENCES turns(id),
  number BIGINT NOT NULL,
  last BIGINT NOT NULL,
  stated BIGINT NOT NULL,
  satisfaction DOUBLE PRECISION,
  response_time DOUBLE PRECISION,
  escalation_avoided DOUBLE PRECISION,
  resolution_success DOUBLE PRECISION,
  follow_up_reduced DOUBLE PRECISION,
  thumbs DOUBLE PRECISION,
  csat DOUBLE PRECISION,
  created_at BIGINT NOT NULL);
CREATE UNIQUE INDEX lessons_learned ON lessons(turn) WHERE kind = 1;
CREATE INDEX lessons_corrected ON lessons(turn, position) WHERE kind = 2;
CREATE INDEX lessons_rebuilt ON lessons(position) WHERE kind = 3;
CREATE INDEX lessons_last ON lessons(position) WHERE last = 1;

CREATE VIEW rewards AS
  WITH in_force AS (
    SELECT coalesce((SELECT max(c.position) FROM lessons c WHERE c.kind = 2 AND c.turn = l.turn), l.position)
      AS position FROM lessons l WHERE l.kind = 1)
  SELECT k.type, k.value, l.created_at, s.session_id, t.turn_id,
    CASE WHEN (l.stated >> k.bit) & 1 = 1 THEN 'feedback' ELSE 'automatic' END AS source
  FROM in_force JOIN lessons l USING (position) JOIN turns t ON t.id = l.turn JOIN sessions s ON s.id = t.session
  CROSS JOIN LATERAL (VALUES (0, 'satisfaction', l.satisfaction), (1, 'response_time', l.response_time),
    (2, 'escalation_avoided', l.escalation_avoided), (3, 'resolution_success', l.resolution_success),
    (4, 'follow_up_reduced', l.follow_up_reduced), (5, 'thumbs', l.thumbs), (6, 'csat', l.csat))
    AS k(bit, type, value)
  WHERE k.value IS NOT NULL;

CREATE TABLE checkpoints(
  policy TEXT COLLATE "C" PRIMARY KEY,
  rules TEXT NOT NULL,
  position BIGINT NOT NULL,
  state BYTEA NOT NULL,
  epoch BIGINT NOT NULL,
  created_at BIGINT NOT NULL);

CREATE TABLE promotions(
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  policy TEXT NOT NULL,
  replaced TEXT NOT NULL,
  configured TEXT NOT NULL,
  note TEXT NOT NULL,
  principal TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  reason BIGINT NOT NULL,
  position BIGINT NOT NULL);
)sql",
    R"sql(
ALTER TABLE sessions ADD COLUMN erased BIGINT NOT NULL DEFAULT 0;
)sql",
    R"sql(
CREATE TABLE graph_customers(
  customer_id TEXT COLLATE "C" PRIMARY KEY,
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  communication_style TEXT COLLATE "C" NOT NULL,
  relationship_stage TEXT COLLATE "C" NOT NULL,
  satisfaction_score DOUBLE PRECISION NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL);
CREATE INDEX graph_customers_alike
  ON graph_customers(communication_style, relationship_stage, satisfaction_score DESC, customer_id);

CREATE TABLE graph_sessions(
  session_id TEXT COLLATE "C" PRIMARY KEY,
  customer_id TEXT COLLATE "C" NOT NULL REFERENCES graph_customers(customer_id),
  started_at BIGINT NOT NULL,
  resolved BIGINT NOT NULL);
CREATE INDEX graph_sessions_had ON graph_sessions(customer_id);

CREATE TABLE graph_links(
  session_id TEXT COLLATE "C" NOT NULL REFERENCES graph_sessions(session_id),
  relation BIGINT NOT NULL,
  target TEXT COLLATE "C" NOT NULL,
  times BIGINT NOT NULL,
  PRIMARY KEY(session_id, relation, target));
CREATE INDEX graph_links_to ON graph_links(relation, target, session_id);
)sql",
});

constexpr auto version_table = "CREATE TABLE IF NOT EXISTS schema_version(version BIGINT NOT NULL)";

std::size_t version_of(database& db) {
  auto there = db.query("SELECT to_regclass('schema_version') IS NOT NULL");
  if (!there.next() || there.integer(0) == 0) return 0;
  auto row = db.query("SELECT coalesce(max(version), 0) FROM schema_version");
  return row.next() ? row.as<std::size_t>(0) : 0;
}

void refuse_newer(const database& db, std::size_t version) {
  if (version > migrations.size())
    throw error{db.name() + ": the database has schema version " + std::to_string(version)
                + ", this program has version " + std::to_string(migrations.size())
                + "; run the newer Troupe that made it, or name another database in DATABASE_URL"};
}

} // namespace

void migrate(database& db) {
  sql::transaction unit{db};
  auto version = version_of(db);
  refuse_newer(db, version);
  if (version == migrations.size()) return;
  db.script(version_table);
  for (; version < migrations.size(); ++version) {
    db.script(std::string{migrations[version]});
    db.run("INSERT INTO schema_version(version) VALUES (?)", version + 1);
  }
  unit.commit();
}

std::unique_ptr<database> connect(const options& o) {
  auto db = std::make_unique<database>(o);
  const auto version = version_of(*db);
  refuse_newer(*db, version);
  if (version < migrations.size())
    throw error{db->name() + ": the database has schema version " + std::to_string(version)
                + "; start `troupe serve` once to bring it up to date"};
  return db;
}

} // namespace troupe::storage::postgres
