#include "storage/sql/writer.hpp"

#include "storage/event_codec.hpp"
#include "storage/sql/experience.hpp"
#include "storage/sql/records.hpp"
#include "storage/sql/transaction.hpp"
#include "storage/succession.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <unordered_set>
#include <utility>

namespace troupe::storage::sql {
namespace {

std::string_view name(turn_state state) {
  switch (state) {
  case turn_state::accepted: return "accepted";
  case turn_state::answered: return "answered";
  case turn_state::failed: return "failed";
  case turn_state::superseded: return "superseded";
  }
  return "unknown";
}

std::optional<std::string_view> unless_empty(std::string_view text) {
  return text.empty() ? std::nullopt : std::optional{text};
}

failure fenced(const session_record& session, std::uint64_t epoch) {
  return {errc::fenced, "session " + session.session_id + " is owned by epoch " + std::to_string(epoch)
                            + "; this write carries epoch " + std::to_string(session.epoch)};
}

/// Without an object of JSON for the many turns that stand alone.
std::string json_of(const std::vector<std::string>& texts) {
  return texts.empty() ? "[]"
                       : nlohmann::json(texts).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

template <class T>
bytes bytes_of(const std::vector<T>& values) {
  return {reinterpret_cast<const std::uint8_t*>(values.data()), values.size() * sizeof(T)};
}

std::vector<std::uint8_t> blob_of(const language::token_vectors& tokens) {
  std::vector<std::uint8_t> blob;
  for (const auto part : {bytes_of(tokens.pieces), bytes_of(tokens.rows)})
    blob.insert(blob.end(), part.begin(), part.end());
  return blob;
}

/// SQLite keeps NaN as NULL, which the schema refuses: one such record would undo its whole group.
bool finite(const turn_record& turn) {
  const auto is_finite = [](double x) { return std::isfinite(x); };
  return is_finite(turn.choice.propensity) && std::ranges::all_of(turn.choice.features, is_finite)
         && is_finite(turn.metrics.sentiment) && is_finite(turn.metrics.response_seconds)
         && is_finite(turn.who.satisfaction_score);
}

} // namespace

template <class... Args>
std::int64_t writer::inserted(std::string_view sql, const Args&... args) {
  auto row = db_.query(sql, args...);
  const auto id = row.next() ? row.integer(0) : 0;
  while (row.next()) {
  }
  return id;
}

std::vector<failure> writer::commit(std::span<const turn_record> turns) {
  try {
    return commit_once(turns);
  } catch (const in_doubt& lost) {
    try {
      return commit_once(turns);
    } catch (const error& again) {
      throw in_doubt{std::string{lost.what()} + "; and then: " + again.what()};
    }
  }
}

std::vector<failure> writer::commit_once(std::span<const turn_record> turns) {
  std::vector<failure> outcomes;
  outcomes.reserve(turns.size());
  transaction unit{db_};
  for (const auto& turn : turns) outcomes.push_back(put(turn));
  unit.commit();
  return outcomes;
}

failure writer::write(const session_record& session) {
  transaction unit{db_};
  const auto standing = session_standing(session.session_id);
  if (session.epoch < standing.epoch) return fenced(session, standing.epoch);
  put_session(session, standing);
  log_status(session, standing);
  unit.commit();
  return {};
}

void writer::probe() {
  // As much as a group of turns: the last pages of a full volume would take less.
  transaction unit{db_};
  static const std::vector<std::uint8_t> as_many(262'144);
  db_.run("INSERT INTO meta(key, value) VALUES ('probe', ?) ON CONFLICT(key) DO UPDATE SET value = "
          "excluded.value",
          bytes{as_many});
  unit.commit();
}

// Everything that can refuse a turn is asked before the first write, so that a refusal has nothing to undo.
failure writer::put(const turn_record& turn) {
  const auto session = session_standing(turn.session.session_id);
  if (turn.session.epoch < session.epoch) return fenced(turn.session, session.epoch);
  const auto standing = turn_standing(session.id, turn.seq);
  if (repeats(turn, standing)) return {};
  if (auto refused = refusal(turn, session.id, standing); refused.code != errc::none) return refused;

  if (turn.new_customer) insert_customer(turn.who);
  const auto session_id = put_session(turn.session, session);
  put_experience(turn, put_turn(turn, session_id, standing));
  log_change("turn", turn.turn_id, name(turn.state));
  log_status(turn.session, session);
  return {};
}

failure writer::refusal(const turn_record& turn, std::int64_t session, const turn_row& standing) {
  const auto place = "turn " + std::to_string(turn.seq) + " of session " + turn.session.session_id;
  if (!finite(turn))
    return {errc::internal, place + ": a figure of its decision, metrics or customer is not finite"};
  if (standing.id != 0) {
    if (standing.turn_id == turn.turn_id && may_follow(standing.state, standing.attempt, turn.attempt))
      return {};
    return {errc::conflict, place + " is " + standing.turn_id + ", " + std::string{name(standing.state)}
                                + " in attempt " + std::to_string(standing.attempt)
                                + "; it cannot become attempt " + std::to_string(turn.attempt) + " of "
                                + turn.turn_id};
  }
  if (turn_named(turn.turn_id))
    return {errc::conflict, place + ": " + turn.turn_id + " is another turn already"};
  if (!turn.client_message_id.empty()
      && db_.query("SELECT 1 FROM turns WHERE session = ? AND client_message_id = ?", session,
                   turn.client_message_id)
             .next())
    return {errc::conflict,
            place + ": client_message_id " + turn.client_message_id + " belongs to another turn"};
  return {};
}

bool writer::repeats(const turn_record& turn, const turn_row& standing) {
  if (standing.id == 0 || standing.state != turn.state || standing.attempt != turn.attempt) return false;
  auto stored = find_turn(db_, turn.session.session_id, turn.seq).value();
  stored.session = turn.session;
  stored.new_customer = turn.new_customer;
  stored.who = turn.who;
  return stored == turn;
}

writer::session_row writer::session_standing(std::string_view session_id) {
  auto row = db_.query("SELECT id, status, epoch FROM sessions WHERE session_id = ?", session_id);
  if (!row.next()) return {};
  return {row.integer(0), row.as<session_status>(1), row.as<std::uint64_t>(2)};
}

writer::turn_row writer::turn_standing(std::int64_t session, std::uint64_t seq) {
  auto row =
      db_.query("SELECT id, turn_id, attempt, state FROM turns WHERE session = ? AND seq = ?", session, seq);
  if (!row.next()) return {};
  return {row.integer(0), row.text(1), row.as<std::uint32_t>(2), row.as<turn_state>(3)};
}

std::int64_t writer::put_session(const session_record& session, const session_row& standing) {
  if (standing.id == 0) {
    const auto id = inserted(
        "INSERT INTO sessions(session_id, principal, customer_id, status, created_at, last_active_at, turns, "
        "last_event, epoch, escalated_for, summary, offered, unsupported, thread) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
        session.session_id, session.principal, session.customer_id, session.status, session.created_at,
        session.last_active_at, session.turns, session.last_event, session.epoch, session.escalation.reason,
        session.escalation.summary, session.escalation.offered, session.escalation.unsupported,
        session.thread);
    log_change("session", session.session_id, "created");
    return id;
  }
  db_.run("UPDATE sessions SET customer_id = ?, status = ?, last_active_at = ?, turns = ?, last_event = ?, "
          "epoch = ?, escalated_for = ?, summary = ?, offered = ?, unsupported = ?, thread = ? WHERE id = ?",
          session.customer_id, session.status, session.last_active_at, session.turns, session.last_event,
          session.epoch, session.escalation.reason, session.escalation.summary, session.escalation.offered,
          session.escalation.unsupported, session.thread, standing.id);
  return standing.id;
}

// Behind the turn that brought it about: a session's end is the end of what was said before.
void writer::log_status(const session_record& session, const session_row& standing) {
  const auto before = standing.id == 0 ? session_status::awaiting_user_reply : standing.status;
  if (session.status != before) log_change("session", session.session_id, name(session.status));
}

std::int64_t writer::put_turn(const turn_record& turn, std::int64_t session, const turn_row& standing) {
  const auto events = encode_events(turn.events);
  if (standing.id != 0) {
    db_.run("UPDATE turns SET attempt = ?, state = ?, ended_at = ?, events = ? WHERE id = ?", turn.attempt,
            turn.state, turn.ended_at, events, standing.id);
    return standing.id;
  }
  return inserted(
      "INSERT INTO turns(session, seq, turn_id, attempt, state, client_message_id, fingerprint, message, "
      "burst, ref_external_id, ref_email, ref_name, created_at, ended_at, events) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
      session, turn.seq, turn.turn_id, turn.attempt, turn.state, unless_empty(turn.client_message_id),
      turn.fingerprint, turn.message, json_of(turn.burst), turn.ref.external_id, turn.ref.email,
      turn.ref.name, turn.created_at, turn.ended_at, events);
}

void writer::put_experience(const turn_record& turn, std::int64_t id) {
  const auto& seen = turn.metrics;
  if (!turn.has_decision && seen == turn_metrics{})
    return db_.run("DELETE FROM experience WHERE turn = ?", id);
  const auto decided = [&](const auto& value) {
    return turn.has_decision ? std::optional{value} : std::nullopt;
  };
  const auto& choice = turn.choice;
  db_.run("INSERT INTO experience(turn, strategy, policy, policy_version, propensity, features, sentiment, "
          "thanked, frustrated, resolved, asked_for_human, questions, response_seconds) "
          "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(turn) DO UPDATE SET strategy = "
          "excluded.strategy, policy = excluded.policy, policy_version = excluded.policy_version, propensity "
          "= excluded.propensity, features = excluded.features, sentiment = excluded.sentiment, thanked = "
          "excluded.thanked, frustrated = excluded.frustrated, resolved = excluded.resolved, asked_for_human "
          "= excluded.asked_for_human, questions = excluded.questions, response_seconds = "
          "excluded.response_seconds",
          id, decided(choice.strategy), decided(choice.policy), decided(choice.policy_version),
          decided(choice.propensity), decided(nlohmann::json(choice.features).dump()), seen.sentiment,
          seen.thanked, seen.frustrated, seen.resolved, seen.asked_for_human, seen.questions,
          seen.response_seconds);
}

void writer::insert_customer(const customer& c) {
  db_.run("INSERT INTO customers(customer_id, external_id, email, name, language, plan, attributes, "
          "communication_style, "
          "relationship_stage, satisfaction_score, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, "
          "?, ?, ?, ?) "
          "ON CONFLICT DO NOTHING",
          c.customer_id, unless_empty(c.external_id), c.email, c.name, c.language, c.plan, c.attributes,
          c.communication_style, c.relationship_stage, c.satisfaction_score, c.created_at, c.updated_at);
  if (db_.changed() == 0) return;
  log_change("customer", c.customer_id, "created");
}

customer writer::customer_standing(const customer& c) {
  static const auto sql =
      "SELECT " + std::string{customer_columns}
      + " FROM customers WHERE customer_id = ?1 OR external_id = ?2 ORDER BY customer_id <> ?1";
  auto row = db_.query(sql, c.customer_id, unless_empty(c.external_id));
  return row.next() ? customer_in(row)
                    : throw error{db_.name() + ": customer " + c.customer_id + " vanished"};
}

customer writer::create(const customer& c) {
  transaction unit{db_};
  insert_customer(c);
  auto standing = customer_standing(c);
  unit.commit();
  return standing;
}

std::optional<customer> writer::change(std::string_view customer_id,
                                       const std::function<void(customer&)>& how) {
  static const auto sql = "SELECT " + std::string{customer_columns} + " FROM customers WHERE customer_id = ?";
  transaction unit{db_};
  auto changed = std::optional<customer>{};
  {
    auto row = db_.query(sql, customer_id);
    if (row.next()) changed = customer_in(row);
  }
  if (!changed) return std::nullopt;
  how(*changed);
  const auto& c = *changed;
  db_.run("UPDATE customers SET email = ?, name = ?, language = ?, plan = ?, attributes = ?, "
          "communication_style = ?, "
          "relationship_stage = ?, satisfaction_score = ?, updated_at = ? WHERE customer_id = ?",
          c.email, c.name, c.language, c.plan, c.attributes, c.communication_style, c.relationship_stage,
          c.satisfaction_score, c.updated_at, customer_id);
  log_change("customer", customer_id, "updated");
  unit.commit();
  return changed;
}

/// How many rows a statement changed.
std::uint64_t writer::count(std::string_view sql, const auto&... args) {
  db_.run(sql, args...);
  return static_cast<std::uint64_t>(db_.changed());
}

erasure writer::erase(std::string_view customer_id) {
  auto sessions = std::vector<std::int64_t>{};
  transaction unit{db_};
  {
    auto row = db_.query("SELECT id FROM sessions WHERE customer_id = ?", customer_id);
    while (row.next()) sessions.push_back(row.integer(0));
  }
  auto erased = erasure{};
  for (const auto id : sessions) erased += erase_session(id);
  erased.customers = count("DELETE FROM customers WHERE customer_id = ?", customer_id);
  if (erased != erasure{}) log_change("customer", customer_id, "erased");
  unit.commit();
  return erased;
}

erasure writer::erase_sessions(std::span<const std::string> session_ids) {
  auto erased = erasure{};
  transaction unit{db_};
  for (const auto& session_id : session_ids) {
    auto id = std::int64_t{0};
    auto customer_id = std::string{};
    {
      auto row = db_.query("SELECT id, customer_id FROM sessions WHERE session_id = ?", session_id);
      if (!row.next()) continue;
      id = row.integer(0);
      customer_id = row.text(1);
    }
    erased += erase_session(id);
    log_change("session", session_id, "closed");
    const auto gone =
        count("DELETE FROM customers WHERE customer_id = ? AND NOT EXISTS (SELECT 1 FROM sessions s "
              "WHERE s.customer_id = customers.customer_id)",
              customer_id);
    erased.customers += gone;
    if (gone != 0) log_change("customer", customer_id, "erased");
  }
  unit.commit();
  return erased;
}

erasure writer::erase_session(std::int64_t session) {
  auto erased = erasure{};
  erased.feedback = count(
      "UPDATE feedback SET comment = '' WHERE turn IN (SELECT id FROM turns WHERE session = ?)", session);
  erased.turns =
      count("UPDATE turns SET message = '', burst = '[]', fingerprint = '', client_message_id = NULL, "
            "ref_external_id = '', ref_email = '', ref_name = '', events = ? WHERE session = ?",
            encode_events({}), session);
  erased.sessions =
      count("UPDATE sessions SET customer_id = '', summary = '', thread = '', status = ?, erased = 1 "
            "WHERE id = ?",
            session_status::closed, session);
  return erased;
}

void writer::update(std::span<const document_record> changed, std::span<const std::string> removed_paths) {
  transaction unit{db_};
  for (const auto& document : changed) put_document(document);
  for (const auto& path : removed_paths) remove_document(path);
  unit.commit();
}

void writer::add_embeddings(std::span<const embedding_record> made) {
  transaction unit{db_};
  for (const auto& one : made)
    db_.run(
        "INSERT INTO embeddings(model, text_hash, vectors, tokens) VALUES (?, ?, ?, ?) ON CONFLICT(model, "
        "text_hash) DO UPDATE SET vectors = excluded.vectors, tokens = excluded.tokens",
        one.model, one.text_hash, bytes_of(one.rows), blob_of(one.tokens));
  unit.commit();
}

void writer::keep_embeddings(std::string_view model, std::span<const std::string> text_hashes) {
  const std::unordered_set<std::string_view> in_use{text_hashes.begin(), text_hashes.end()};
  std::vector<std::pair<std::string, std::string>> unused;
  transaction unit{db_};
  {
    auto row = db_.query("SELECT model, text_hash FROM embeddings");
    while (row.next())
      if (row.text(0) != model || !in_use.contains(row.text(1)))
        unused.emplace_back(row.text(0), row.text(1));
  }
  for (const auto& [of, hash] : unused)
    db_.run("DELETE FROM embeddings WHERE model = ? AND text_hash = ?", of, hash);
  unit.commit();
}

void writer::put_document(const document_record& d) {
  const bytes content{reinterpret_cast<const std::uint8_t*>(d.content.data()), d.content.size()};
  db_.run("INSERT INTO documents(path, status, reason, content, size, modified_at, updated_at) "
          "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT(path) DO UPDATE SET status = excluded.status, reason = "
          "excluded.reason, content = excluded.content, size = excluded.size, modified_at = "
          "excluded.modified_at, updated_at = excluded.updated_at",
          d.path, d.status, d.reason, content, d.size, d.modified_at, d.updated_at);
  log_change("document", d.path, "updated");
}

void writer::remove_document(const std::string& path) {
  db_.run("DELETE FROM documents WHERE path = ?", path);
  if (db_.changed() > 0) log_change("document", path, "removed");
}

bool writer::add(const feedback_record& given) {
  transaction unit{db_};
  const auto turn = answering_turn(given.turn_id);
  if (!turn) return false;
  const auto id = inserted(
      "INSERT INTO feedback(turn, metric, value, comment, principal, created_at) VALUES (?, ?, ?, ?, ?, ?) "
      "ON CONFLICT DO NOTHING RETURNING id",
      *turn, given.metric, given.value, given.comment, given.principal, given.created_at);
  if (id != 0) log_change("feedback", std::to_string(id), given.metric);
  unit.commit();
  return true;
}

failure writer::settle(const learning::settlement& s) {
  transaction unit{db_};
  auto outcome = experience::settle(db_, s);
  if (outcome.code == errc::none) unit.commit();
  return outcome;
}

failure writer::keep(const learning::saved_fold& c) {
  transaction unit{db_};
  auto outcome = experience::keep(db_, c);
  if (outcome.code == errc::none) unit.commit();
  return outcome;
}

void writer::promote(const learning::promotion& p) {
  transaction unit{db_};
  experience::promote(db_, p);
  unit.commit();
}

std::optional<std::int64_t> writer::turn_named(std::string_view turn_id) {
  auto row = db_.query("SELECT id FROM turns WHERE turn_id = ?", turn_id);
  if (!row.next()) return std::nullopt;
  return row.integer(0);
}

std::optional<std::int64_t> writer::answering_turn(std::string_view turn_id) {
  auto row = db_.query("SELECT a.id FROM turns t JOIN turns a ON a.session = t.session AND a.seq >= t.seq "
                       "WHERE t.turn_id = ? AND (a.id = t.id OR t.state = 4) AND a.state <> 4 "
                       "ORDER BY a.seq LIMIT 1",
                       turn_id);
  if (!row.next()) return std::nullopt;
  return row.integer(0);
}

void writer::log_change(std::string_view aggregate, std::string_view key, std::string_view kind) {
  db_.run("INSERT INTO changes(aggregate, key, kind) VALUES (?, ?, ?)", aggregate, key, kind);
}

} // namespace troupe::storage::sql
