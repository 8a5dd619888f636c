#include "storage/sqlite/schema.hpp"

#include "storage/sql/transaction.hpp"

#include <array>

namespace troupe::storage::sqlite {
namespace {

// Migration n is element n-1. What was released is never edited: a change of the schema is a new element.
// The comments within the tables are kept in the file and shown by `.schema`.
constexpr auto migrations = std::to_array<std::string_view>({
    R"sql(
CREATE TABLE meta(
  key TEXT PRIMARY KEY, -- epoch: counts the starts; identity_secret: ids are derived with it
  value ANY NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions(
  id INTEGER PRIMARY KEY, -- short name within this file
  session_id TEXT NOT NULL UNIQUE,
  principal TEXT NOT NULL, -- who may reach it; '' without keys
  customer_id TEXT NOT NULL, -- '' before the first turn of an anonymous session
  status INTEGER NOT NULL, -- 1 awaiting_user_reply, 2 escalated, 3 resolved, 4 closed
  created_at INTEGER NOT NULL, -- microseconds since 1970, as every *_at
  last_active_at INTEGER NOT NULL,
  turns INTEGER NOT NULL, -- seq of the last turn
  last_event INTEGER NOT NULL,
  owner TEXT NOT NULL DEFAULT '', -- the peer that runs it; '' where one process writes
  epoch INTEGER NOT NULL -- of its owner; a write with an older one is refused
) STRICT;

CREATE TABLE turns(
  id INTEGER PRIMARY KEY,
  session INTEGER NOT NULL REFERENCES sessions(id),
  seq INTEGER NOT NULL, -- in its session, from 1
  turn_id TEXT NOT NULL UNIQUE,
  attempt INTEGER NOT NULL,
  state INTEGER NOT NULL, -- 1 accepted, 2 answered, 3 failed, 4 superseded
  client_message_id TEXT,
  fingerprint TEXT NOT NULL, -- of message and customer; a retry must agree
  message TEXT NOT NULL, -- the customer's words; '' where a turn did not begin with any
  ref_external_id TEXT NOT NULL, -- the customer as the request named it
  ref_email TEXT NOT NULL,
  ref_name TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  ended_at INTEGER NOT NULL, -- 0 while accepted
  events BLOB NOT NULL, -- CBOR: [[id, type, name, text], ...], all attempts
  UNIQUE(session, seq)
) STRICT;
CREATE UNIQUE INDEX turns_by_message ON turns(session, client_message_id) WHERE client_message_id IS NOT NULL;
CREATE INDEX turns_open ON turns(session) WHERE state = 1;

CREATE TABLE experience( -- what was decided in a turn, and what was seen in its message
  turn INTEGER PRIMARY KEY REFERENCES turns(id),
  strategy TEXT, -- NULL, as the next four: nothing was decided
  policy TEXT,
  policy_version INTEGER,
  propensity REAL,
  features TEXT, -- JSON array of numbers
  sentiment REAL NOT NULL,
  thanked INTEGER NOT NULL,
  frustrated INTEGER NOT NULL,
  resolved INTEGER NOT NULL,
  asked_for_human INTEGER NOT NULL,
  questions INTEGER NOT NULL,
  response_seconds REAL NOT NULL
) STRICT;

CREATE TABLE feedback(
  id INTEGER PRIMARY KEY, -- in the order of arrival
  turn INTEGER NOT NULL REFERENCES turns(id),
  metric TEXT NOT NULL, -- thumbs, csat, resolved, escalated
  value REAL NOT NULL,
  comment TEXT NOT NULL,
  principal TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  UNIQUE(turn, metric, created_at, principal, value) -- the same feedback delivered twice is one
) STRICT;
CREATE VIEW feedback_in_force AS -- the last per turn and metric
  SELECT max(id) AS id, turn, metric, value, comment, principal, created_at FROM feedback GROUP BY turn, metric;

CREATE TABLE customers(
  customer_id TEXT PRIMARY KEY,
  external_id TEXT UNIQUE,
  email TEXT NOT NULL,
  name TEXT NOT NULL,
  language TEXT NOT NULL, -- BCP 47; '' if unknown
  plan TEXT NOT NULL,
  attributes TEXT NOT NULL, -- a JSON object
  communication_style TEXT NOT NULL,
  relationship_stage TEXT NOT NULL,
  satisfaction_score REAL NOT NULL, -- 0..1
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX customers_alike
  ON customers(communication_style, relationship_stage, satisfaction_score DESC, customer_id);

CREATE TABLE documents(
  path TEXT PRIMARY KEY, -- relative to DOCUMENTS_PATH
  status INTEGER NOT NULL, -- 1 indexed, 2 pending, 3 failed
  reason TEXT NOT NULL, -- why it failed
  content BLOB NOT NULL, -- the last good version
  size INTEGER NOT NULL, -- of the file
  modified_at INTEGER NOT NULL, -- nanoseconds, as the file system says
  updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE changes( -- written by the transaction that made the change; the order of ids is the order of commits
  id INTEGER PRIMARY KEY,
  aggregate TEXT NOT NULL, -- turn, session, customer, document, feedback
  key TEXT NOT NULL,
  kind TEXT NOT NULL
) STRICT;
)sql",
    R"sql(
CREATE TABLE consumers( -- how far each reader of `changes` has come
  name TEXT PRIMARY KEY,
  epoch INTEGER NOT NULL, -- of its owner; one with an older epoch is refused
  consumed INTEGER NOT NULL, -- changes.id
  resume INTEGER NOT NULL -- the change with which the oldest open episode began; 0: none is open
) STRICT, WITHOUT ROWID;

CREATE TABLE lessons( -- what the policies are a fold of, in the order in which they learn it
  position INTEGER PRIMARY KEY,
  kind INTEGER NOT NULL, -- 1 learned, 2 corrected, 3 rebuilt
  turn INTEGER REFERENCES turns(id), -- NULL: rebuilt
  number INTEGER NOT NULL, -- of the learned decisions; a correction has that of its decision
  last INTEGER NOT NULL, -- 1: of its episode
  stated INTEGER NOT NULL, -- bit k: a person said the k-th of the columns that follow
  satisfaction REAL, -- NULL, as in the next: nothing is known of it
  response_time REAL,
  escalation_avoided REAL,
  resolution_success REAL,
  follow_up_reduced REAL,
  thumbs REAL,
  csat REAL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX lessons_learned ON lessons(turn) WHERE kind = 1; -- each decision once
CREATE INDEX lessons_corrected ON lessons(turn, position) WHERE kind = 2;
CREATE INDEX lessons_rebuilt ON lessons(position) WHERE kind = 3;

CREATE VIEW rewards AS -- those in force: the last lesson of each decision
  WITH in_force AS (
    SELECT coalesce((SELECT max(c.position) FROM lessons c WHERE c.kind = 2 AND c.turn = l.turn), l.position)
      AS position FROM lessons l WHERE l.kind = 1),
  kinds(bit, type) AS (VALUES (0, 'satisfaction'), (1, 'response_time'), (2, 'escalation_avoided'),
    (3, 'resolution_success'), (4, 'follow_up_reduced'), (5, 'thumbs'), (6, 'csat')),
  valued AS (
    SELECT l.*, k.bit, k.type, CASE k.bit WHEN 0 THEN satisfaction WHEN 1 THEN response_time
      WHEN 2 THEN escalation_avoided WHEN 3 THEN resolution_success WHEN 4 THEN follow_up_reduced
      WHEN 5 THEN thumbs ELSE csat END AS value
    FROM in_force JOIN lessons l USING (position) CROSS JOIN kinds k)
  SELECT v.type, v.value, v.created_at, s.session_id, t.turn_id,
    CASE WHEN v.stated >> v.bit & 1 THEN 'feedback' ELSE 'automatic' END AS source
  FROM valued v JOIN turns t ON t.id = v.turn JOIN sessions s ON s.id = t.session WHERE v.value IS NOT NULL;

CREATE TABLE checkpoints( -- a policy as it was after a lesson
  policy TEXT PRIMARY KEY,
  rules TEXT NOT NULL, -- what the fold depends on besides the lessons
  position INTEGER NOT NULL, -- of the last lesson in it
  state BLOB NOT NULL,
  epoch INTEGER NOT NULL, -- of its writer; one with an older epoch is refused
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE promotions( -- which policy chooses, since when, and who said so; only appended
  id INTEGER PRIMARY KEY,
  policy TEXT NOT NULL,
  replaced TEXT NOT NULL,
  configured TEXT NOT NULL, -- RL_POLICY at that time
  note TEXT NOT NULL,
  principal TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
)sql",
    R"sql(
CREATE TABLE embeddings( -- what the sections of the documents mean; all of it can be made again
  model TEXT NOT NULL, -- the encoder: a hash of its files
  text_hash TEXT NOT NULL, -- of what was encoded
  vectors BLOB NOT NULL, -- 32-bit floats, little-endian: one vector after the other
  PRIMARY KEY(model, text_hash)
) STRICT;
)sql",
    R"sql(
ALTER TABLE promotions ADD COLUMN reason INTEGER NOT NULL DEFAULT 2; -- 1 configured, 2 asked, 3 better, 4 guarded
ALTER TABLE promotions ADD COLUMN position INTEGER NOT NULL DEFAULT 0; -- lessons.position; 0: of none
)sql",
    R"sql(
ALTER TABLE sessions ADD COLUMN escalated_for INTEGER NOT NULL DEFAULT 0;
  -- 1 customer_request, 2 missing_knowledge, 3 policy, 4 repeated_failure; 0: the bot has it
ALTER TABLE sessions ADD COLUMN summary TEXT NOT NULL DEFAULT ''; -- for the human who has it
ALTER TABLE sessions ADD COLUMN offered INTEGER NOT NULL DEFAULT 0; -- why the last answer offered a human
ALTER TABLE sessions ADD COLUMN unsupported INTEGER NOT NULL DEFAULT 0; -- answers in a row without a document
CREATE INDEX sessions_by_status ON sessions(status);
ALTER TABLE sessions ADD COLUMN thread TEXT NOT NULL DEFAULT ''; -- of what was said; '' where nobody looks for it
CREATE INDEX sessions_by_thread ON sessions(thread, principal) WHERE thread <> '';
)sql",
    R"sql(
ALTER TABLE embeddings ADD COLUMN tokens BLOB NOT NULL DEFAULT x'';
  -- of each token its piece, 32 bits, little-endian; behind them of each 64 signed bytes
)sql",
    R"sql(
ALTER TABLE turns ADD COLUMN burst TEXT NOT NULL DEFAULT '[]';
  -- JSON: what the customer said in the turns right before it that it supersedes, and answers
)sql",
    R"sql(
CREATE INDEX sessions_by_customer ON sessions(customer_id);
CREATE INDEX customers_by_age ON customers(created_at, customer_id);
)sql",
    R"sql(
ALTER TABLE sessions ADD COLUMN erased INTEGER NOT NULL DEFAULT 0; -- 1: what was said in it is gone
)sql",
    R"sql(
CREATE TABLE graph_customers( -- the customer graph; all of it can be made again from the other tables
  customer_id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  communication_style TEXT NOT NULL,
  relationship_stage TEXT NOT NULL,
  satisfaction_score REAL NOT NULL, -- 0..1
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX graph_customers_alike
  ON graph_customers(communication_style, relationship_stage, satisfaction_score DESC, customer_id);

CREATE TABLE graph_sessions( -- HAD
  session_id TEXT PRIMARY KEY,
  customer_id TEXT NOT NULL REFERENCES graph_customers(customer_id),
  started_at INTEGER NOT NULL,
  resolved INTEGER NOT NULL -- 1: the customer got what they wanted
) STRICT, WITHOUT ROWID;
CREATE INDEX graph_sessions_had ON graph_sessions(customer_id);

CREATE TABLE graph_links(
  session_id TEXT NOT NULL REFERENCES graph_sessions(session_id),
  relation INTEGER NOT NULL, -- 1 ASKED_ABOUT, 2 CITED, 3 ANSWERED_WITH
  target TEXT NOT NULL, -- the intent, the document's path, or the strategy
  times INTEGER NOT NULL,
  PRIMARY KEY(session_id, relation, target)
) STRICT, WITHOUT ROWID;
CREATE INDEX graph_links_to ON graph_links(relation, target, session_id);
)sql",
});

std::size_t version_of(database& db) {
  auto row = db.query("PRAGMA user_version");
  return row.next() ? row.as<std::size_t>(0) : 0;
}

std::string found(const database& db, std::size_t version) {
  return db.name() + ": the database has schema version " + std::to_string(version)
         + ", this program has version " + std::to_string(migrations.size());
}

void refuse_newer(const database& db, std::size_t version) {
  if (version > migrations.size())
    throw error{found(db, version)
                + "; run the newer Troupe that made it, or set TROUPE_DATA_DIR to another directory"};
}

} // namespace

void migrate(database& db) {
  auto version = version_of(db);
  refuse_newer(db, version);
  for (; version < migrations.size(); ++version) {
    sql::transaction unit{db};
    db.script(std::string{migrations[version]});
    db.script("PRAGMA user_version = " + std::to_string(version + 1));
    unit.commit();
  }
}

std::unique_ptr<database> connect(const std::filesystem::path& file, access mode, const options& o) {
  auto db = std::make_unique<database>(file, mode, o);
  const auto version = version_of(*db);
  refuse_newer(*db, version);
  if (version < migrations.size())
    throw error{found(*db, version) + "; start `troupe serve` once to bring it up to date"};
  return db;
}

void require_known_schema(database& db) {
  const auto version = version_of(db);
  refuse_newer(db, version);
  if (version == 0) throw error{db.name() + ": is no database of Troupe"};
}

} // namespace troupe::storage::sqlite
