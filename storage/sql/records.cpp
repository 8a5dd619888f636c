#include "storage/sql/records.hpp"

#include "storage/event_codec.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace troupe::storage::sql {
namespace {

decision decision_in(const rows& row, int column, std::string_view turn_id) {
  return {.strategy = row.text(column),
          .policy = row.text(column + 1),
          .policy_version = row.as<std::uint64_t>(column + 2),
          .propensity = row.real(column + 3),
          .features = features_in(row.text(column + 4), turn_id)};
}

std::vector<std::string> texts_in(const std::string& text, std::string_view turn_id) {
  const auto array = nlohmann::json::parse(text, nullptr, false);
  if (!array.is_array() || !std::ranges::all_of(array, [](const auto& one) { return one.is_string(); }))
    throw error{"turn " + std::string{turn_id} + ": its burst is no JSON array of texts: " + text};
  return array.get<std::vector<std::string>>();
}

turn_metrics metrics_in(const rows& row, int column) {
  return {.sentiment = row.real(column),
          .thanked = row.integer(column + 1) != 0,
          .frustrated = row.integer(column + 2) != 0,
          .resolved = row.integer(column + 3) != 0,
          .asked_for_human = row.integer(column + 4) != 0,
          .questions = row.as<std::uint32_t>(column + 5),
          .response_seconds = row.real(column + 6)};
}

} // namespace

session_record session_in(const rows& row) {
  return {.session_id = row.text(0),
          .principal = row.text(1),
          .customer_id = row.text(2),
          .status = row.as<session_status>(3),
          .created_at = row.integer(4),
          .last_active_at = row.integer(5),
          .turns = row.as<std::uint64_t>(6),
          .last_event = row.as<std::uint64_t>(7),
          .epoch = row.as<std::uint64_t>(8),
          .escalation = {row.as<escalation_reason>(9), row.text(10), row.as<escalation_reason>(11),
                         row.as<std::uint32_t>(12)},
          .thread = row.text(13)};
}

std::vector<double> features_in(const std::string& text, std::string_view turn_id) {
  auto array = nlohmann::json::parse(text, nullptr, false);
  const auto number = [](const auto& value) { return value.is_number(); };
  if (!array.is_array() || !std::ranges::all_of(array, number))
    throw error{"turn " + std::string{turn_id} + ": its features are no JSON array of numbers: " + text};
  return array.get<std::vector<double>>();
}

customer customer_in(const rows& row) {
  return {.customer_id = row.text(0),
          .external_id = row.text(1),
          .email = row.text(2),
          .name = row.text(3),
          .language = row.text(4),
          .plan = row.text(5),
          .attributes = row.text(6),
          .communication_style = row.text(7),
          .relationship_stage = row.text(8),
          .satisfaction_score = row.real(9),
          .created_at = row.integer(10),
          .updated_at = row.integer(11)};
}

std::optional<session_record> find_session(database& db, std::string_view session_id) {
  static const auto sql =
      "SELECT " + std::string{session_columns} + " FROM sessions s WHERE s.session_id = ?";
  auto row = db.query(sql, session_id);
  if (!row.next()) return std::nullopt;
  return session_in(row);
}

std::optional<turn_record> find_turn(database& db, std::string_view session_id, std::uint64_t seq) {
  static const auto sql =
      "SELECT " + std::string{session_columns}
      + ", t.turn_id, t.seq, t.attempt, t.state, t.client_message_id, t.fingerprint, "
        "t.message, t.ref_external_id, t.ref_email, t.ref_name, t.created_at, t.ended_at, t.events, "
        "e.strategy, e.policy, e.policy_version, e.propensity, e.features, e.sentiment, e.thanked, "
        "e.frustrated, e.resolved, e.asked_for_human, e.questions, e.response_seconds, t.burst "
        "FROM sessions s JOIN turns t ON t.session = s.id LEFT JOIN experience e ON e.turn = t.id "
        "WHERE s.session_id = ? AND t.seq = ?";
  auto row = db.query(sql, session_id, seq);
  if (!row.next()) return std::nullopt;
  const bool decided = !row.null(27);
  return turn_record{.session = session_in(row),
                     .turn_id = row.text(14),
                     .seq = row.as<std::uint64_t>(15),
                     .attempt = row.as<std::uint32_t>(16),
                     .state = row.as<turn_state>(17),
                     .client_message_id = row.text(18),
                     .fingerprint = row.text(19),
                     .message = row.text(20),
                     .burst = texts_in(row.text(39), row.text(14)),
                     .ref = {row.text(21), row.text(22), row.text(23)},
                     .created_at = row.integer(24),
                     .ended_at = row.integer(25),
                     .events = decode_events(row.blob(26), row.text(14)),
                     .who = {},
                     .has_decision = decided,
                     .choice = decided ? decision_in(row, 27, row.text(14)) : decision{},
                     .metrics = metrics_in(row, 32)};
}

} // namespace troupe::storage::sql
