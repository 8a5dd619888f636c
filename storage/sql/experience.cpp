#include "storage/sql/experience.hpp"

#include "storage/sql/records.hpp"

#include <limits>

namespace troupe::storage::sql::experience {
namespace {

using learning::lesson;
using learning::log_entry;

constexpr auto everything = std::numeric_limits<std::int64_t>::max();

learning::episode_end end_named(const std::string& status) {
  if (status == "resolved") return learning::episode_end::resolved;
  return status == "escalated" ? learning::episode_end::escalated : learning::episode_end::closed;
}

/// None if the change says nothing of episodes.
std::optional<log_entry> entry_in(const rows& row) {
  auto e = log_entry{.id = row.as<std::uint64_t>(0)};
  if (!row.null(2)) {
    e.what = log_entry::kind::turn_answered;
    e.turn = row.integer(2);
    e.session = row.integer(3);
    e.seq = row.as<std::uint64_t>(4);
    e.asked_at = row.integer(5);
    e.ended_at = row.integer(6);
    return e;
  }
  if (!row.null(7)) {
    e.what = log_entry::kind::session_ended;
    e.session = row.integer(7);
    e.how = end_named(row.text(1));
    return e;
  }
  if (row.null(8)) return std::nullopt;
  e.what = log_entry::kind::feedback_given;
  e.turn = row.integer(8);
  return e;
}

constexpr int reward_columns = static_cast<int>(learning::reward_kinds);

/// The rewards whose bits stand in a column, and their values in those that follow.
learning::rewards rewards_in(const rows& row, int column) {
  learning::rewards earned;
  earned.stated = static_cast<std::uint8_t>(row.integer(column));
  for (int k = 0; k < reward_columns; ++k)
    if (!row.null(column + 1 + k)) earned.values[static_cast<std::size_t>(k)] = row.real(column + 1 + k);
  return earned;
}

/// position, kind, turn, number, last, stated, the rewards, strategy, features, propensity, created_at,
/// policy.
lesson lesson_in(const rows& row) {
  auto l = lesson{.position = row.as<std::uint64_t>(0),
                  .number = row.as<std::uint64_t>(3),
                  .what = row.as<lesson::kind>(1),
                  .turn = row.integer(2),
                  .strategy = {},
                  .features = {},
                  .earned = rewards_in(row, 5),
                  .last = row.integer(4) != 0,
                  .before = {},
                  .first_learned = row.as<std::uint64_t>(0)};
  constexpr int decided = 6 + reward_columns;
  if (row.null(decided)) return l;
  l.learned_at = row.integer(decided + 3);
  l.strategy = row.text(decided);
  l.features = features_in(row.text(decided + 1), "of lesson " + std::to_string(l.position));
  l.propensity = row.real(decided + 2);
  l.policy = row.text(decided + 4);
  return l;
}

/// What is known of a turn's rewards before a correction, and where it was learned first.
void add_history(database& db, lesson& correction) {
  auto row = db.query("SELECT stated, satisfaction, response_time, escalation_avoided, resolution_success, "
                      "follow_up_reduced, thumbs, csat FROM lessons WHERE turn = ?1 AND position < ?2 "
                      "AND kind = 2 ORDER BY position DESC LIMIT 1",
                      correction.turn, correction.position);
  if (row.next()) correction.before = rewards_in(row, 0);
  auto first =
      db.query("SELECT stated, satisfaction, response_time, escalation_avoided, resolution_success, "
               "follow_up_reduced, thumbs, csat, position, last FROM lessons WHERE turn = ? AND kind = 1",
               correction.turn);
  if (!first.next())
    throw error{db.name() + ": lesson " + std::to_string(correction.position)
                + " corrects a turn that was not learned"};
  if (!correction.before) correction.before = rewards_in(first, 0);
  correction.first_learned = first.as<std::uint64_t>(8);
}

void append(database& db, const lesson& l, std::uint64_t number, timestamp at) {
  const auto& v = l.earned.values;
  db.run("INSERT INTO lessons(kind, turn, number, last, stated, satisfaction, response_time, "
         "escalation_avoided, resolution_success, follow_up_reduced, thumbs, csat, created_at) "
         "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
         l.what, l.what == lesson::kind::rebuilt ? std::nullopt : std::optional{l.turn}, number, l.last,
         l.earned.stated, v[0], v[1], v[2], v[3], v[4], v[5], v[6], at);
}

std::uint64_t last_number(database& db) {
  auto row = db.query("SELECT number FROM lessons WHERE kind = 1 ORDER BY position DESC LIMIT 1");
  return row.next() ? row.as<std::uint64_t>(0) : 0;
}

learning::feedback feedback_on(database& db, std::int64_t turn) {
  auto row = db.query("SELECT metric, value FROM feedback WHERE turn = ? ORDER BY id", turn);
  learning::feedback said;
  while (row.next()) {
    const auto metric = row.text(0);
    const auto value = row.real(1);
    if (metric == "thumbs") said.thumbs = value;
    if (metric == "csat") said.csat = value;
    if (metric == "resolved") said.resolved = value != 0.0;
    if (metric == "escalated") said.escalated = value != 0.0;
  }
  return said;
}

std::string consumed_by(const learning::consumer& c) {
  return "change " + std::to_string(c.consumed) + " under epoch " + std::to_string(c.epoch);
}

} // namespace

failure settle(database& db, const learning::settlement& s) {
  const auto standing = find_consumer(db, s.consumer);
  if (s.now.epoch < standing.epoch)
    return {errc::fenced, "consumer " + s.consumer + " has come to " + consumed_by(standing)
                              + "; this one carries epoch " + std::to_string(s.now.epoch)};
  if (standing.consumed != s.expected)
    return {errc::conflict, "consumer " + s.consumer + " has come to " + consumed_by(standing)
                                + "; it was expected at change " + std::to_string(s.expected)};
  db.run("INSERT INTO consumers(name, epoch, consumed, resume) VALUES (?, ?, ?, ?) ON CONFLICT(name) DO "
         "UPDATE SET epoch = excluded.epoch, consumed = excluded.consumed, resume = excluded.resume",
         s.consumer, s.now.epoch, s.now.consumed, s.now.resume);
  if (s.lessons.empty()) return {};
  auto number = last_number(db);
  for (const auto& l : s.lessons) append(db, l, l.what == lesson::kind::learned ? ++number : l.number, s.at);
  return {};
}

failure keep(database& db, const learning::saved_fold& c) {
  const bytes state{reinterpret_cast<const std::uint8_t*>(c.state.data()), c.state.size()};
  db.run(
      "INSERT INTO checkpoints(policy, rules, position, state, epoch, created_at) VALUES (?, ?, ?, ?, ?, ?) "
      "ON CONFLICT(policy) DO UPDATE SET rules = excluded.rules, position = excluded.position, state = "
      "excluded.state, epoch = excluded.epoch, created_at = excluded.created_at "
      "WHERE excluded.epoch >= checkpoints.epoch",
      c.policy, c.rules, c.position, state, c.epoch, c.created_at);
  if (db.changed() > 0) return {};
  return {errc::fenced,
          "the checkpoint of " + c.policy + " belongs to a newer epoch than " + std::to_string(c.epoch)};
}

void promote(database& db, const learning::promotion& p) {
  db.run(
      "INSERT INTO promotions(policy, replaced, configured, note, principal, created_at, reason, position) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      p.policy, p.replaced, p.configured, p.note, p.principal, p.created_at, p.reason, p.position);
}

learning::consumer find_consumer(database& db, std::string_view name) {
  auto row = db.query("SELECT epoch, consumed, resume FROM consumers WHERE name = ?", name);
  if (!row.next()) return {};
  return {row.as<std::uint64_t>(0), row.as<std::uint64_t>(1), row.as<std::uint64_t>(2)};
}

learning::log_page changes(database& db, std::uint64_t after, std::size_t limit) {
  auto row = db.query(
      "SELECT c.id, c.kind, t.id, t.session, t.seq, t.created_at, t.ended_at, s.id, f.turn FROM changes c "
      "LEFT JOIN turns t ON c.aggregate = 'turn' AND c.kind = 'answered' AND t.turn_id = c.key "
      "LEFT JOIN sessions s ON c.aggregate = 'session' AND c.kind IN ('closed', 'resolved', 'escalated') "
      "AND s.session_id = c.key "
      "LEFT JOIN feedback f ON f.id = CASE WHEN c.aggregate = 'feedback' THEN CAST(c.key AS BIGINT) END "
      "WHERE c.id > ? ORDER BY c.id LIMIT ?",
      after, limit);
  learning::log_page page{.entries = {}, .through = after};
  std::size_t looked_at = 0;
  for (; row.next(); ++looked_at) {
    page.through = row.as<std::uint64_t>(0);
    if (auto e = entry_in(row)) page.entries.push_back(*e);
  }
  page.more = looked_at == limit;
  return page;
}

std::vector<learning::episode_turn> turns_of(database& db, const learning::episode& of) {
  auto row = db.query(
      "SELECT t.id, e.strategy IS NOT NULL, l.turn IS NOT NULL, e.response_seconds, e.turn IS NOT NULL, "
      "e.sentiment, e.thanked, e.frustrated, e.resolved, e.asked_for_human, e.questions "
      "FROM turns t LEFT JOIN experience e ON e.turn = t.id "
      "LEFT JOIN lessons l ON l.turn = t.id AND l.kind = 1 "
      "WHERE t.session = ? AND t.seq BETWEEN ? AND ? AND t.state = 2 AND t.message <> '' ORDER BY t.seq",
      of.session, of.first, of.last);
  std::vector<learning::episode_turn> turns;
  while (row.next()) {
    turns.push_back({.turn = row.integer(0),
                     .decided = row.integer(1) != 0,
                     .learned = row.integer(2) != 0,
                     .response_seconds = row.real(3),
                     .seen = {},
                     .said = {}});
    if (row.integer(4) != 0)
      turns.back().seen = {.sentiment = row.real(5),
                           .thanked = row.integer(6) != 0,
                           .frustrated = row.integer(7) != 0,
                           .resolved = row.integer(8) != 0,
                           .asked_for_human = row.integer(9) != 0,
                           .questions = row.as<std::uint32_t>(10)};
  }
  for (auto& t : turns) t.said = feedback_on(db, t.turn);
  return turns;
}

std::vector<learning::learned_turn> learned_with(database& db, std::int64_t turn) {
  auto own = db.query("SELECT position FROM lessons WHERE turn = ? AND kind = 1", turn);
  if (!own.next()) return {};
  // The lessons of an episode stand side by side, and the last of them says so, as does whatever is no part
  // of one.
  auto row = db.query(
      "SELECT position, kind, turn, number, last, stated, satisfaction, response_time, escalation_avoided, "
      "resolution_success, follow_up_reduced, thumbs, csat, NULL FROM lessons "
      "WHERE position > coalesce((SELECT position FROM lessons WHERE position < ?1 AND last = 1 "
      "ORDER BY position DESC LIMIT 1), 0) "
      "ORDER BY position",
      own.integer(0));
  std::vector<learning::learned_turn> episode;
  while (row.next()) {
    episode.push_back({lesson_in(row), {}});
    if (episode.back().in_force.last) break;
  }
  for (auto& t : episode) {
    auto corrected =
        db.query("SELECT stated, satisfaction, response_time, escalation_avoided, resolution_success, "
                 "follow_up_reduced, "
                 "thumbs, csat FROM lessons WHERE turn = ? AND kind = 2 ORDER BY position DESC LIMIT 1",
                 t.in_force.turn);
    if (corrected.next()) t.in_force.earned = rewards_in(corrected, 0);
    t.said = feedback_on(db, t.in_force.turn);
  }
  return episode;
}

learning::lesson_head head(database& db) {
  auto row = db.query("SELECT coalesce((SELECT max(position) FROM lessons), 0), "
                      "coalesce((SELECT max(position) FROM lessons WHERE kind = 3), 0)");
  return row.next() ? learning::lesson_head{row.as<std::uint64_t>(0), row.as<std::uint64_t>(1)}
                    : learning::lesson_head{};
}

learning::lesson_page lessons(database& db, std::uint64_t after, std::size_t limit) {
  learning::lesson_page page;
  for (auto read = limit; read == limit && !page.more;) {
    auto row = db.query(
        "SELECT l.position, l.kind, l.turn, l.number, l.last, l.stated, l.satisfaction, l.response_time, "
        "l.escalation_avoided, l.resolution_success, l.follow_up_reduced, l.thumbs, l.csat, e.strategy, "
        "e.features, e.propensity, l.created_at, e.policy FROM lessons l LEFT JOIN experience e ON e.turn = "
        "l.turn "
        "WHERE l.position > ? ORDER BY l.position LIMIT ?",
        after, limit);
    for (read = 0; !page.more && row.next(); ++read) {
      auto l = lesson_in(row);
      after = l.position;
      if (l.what == lesson::kind::corrected) add_history(db, l);
      page.lessons.push_back(std::move(l));
      page.more = page.lessons.size() >= limit && page.lessons.back().last;
    }
  }
  return page;
}

learning::lesson_page lessons_in_force(database& db, std::uint64_t after, std::uint64_t through,
                                       std::size_t limit) {
  constexpr int correction = 11 + reward_columns;
  learning::lesson_page page;
  for (auto read = limit; read == limit && !page.more;) {
    auto row = db.query(
        "SELECT l.position, l.kind, l.turn, l.number, l.last, l.stated, l.satisfaction, l.response_time, "
        "l.escalation_avoided, l.resolution_success, l.follow_up_reduced, l.thumbs, l.csat, e.strategy, "
        "e.features, e.propensity, l.created_at, e.policy, c.stated, c.satisfaction, c.response_time, "
        "c.escalation_avoided, "
        "c.resolution_success, c.follow_up_reduced, c.thumbs, c.csat FROM lessons l "
        "LEFT JOIN experience e ON e.turn = l.turn LEFT JOIN lessons c ON c.position = "
        "(SELECT max(position) FROM lessons WHERE turn = l.turn AND kind = 2 AND position <= ?2) "
        "WHERE l.position > ?1 AND l.position <= ?2 AND l.kind = 1 ORDER BY l.position LIMIT ?3",
        after, through == 0 ? everything : static_cast<std::int64_t>(through), limit);
    for (read = 0; !page.more && row.next(); ++read) {
      auto l = lesson_in(row);
      after = l.position;
      if (!row.null(correction)) {
        l.before = l.earned;
        l.earned = rewards_in(row, correction);
      }
      page.lessons.push_back(std::move(l));
      page.more = page.lessons.size() >= limit && page.lessons.back().last;
    }
  }
  return page;
}

std::optional<learning::saved_fold> find_checkpoint(database& db, std::string_view policy) {
  auto row = db.query(
      "SELECT policy, rules, position, state, epoch, created_at FROM checkpoints WHERE policy = ?", policy);
  if (!row.next()) return std::nullopt;
  return learning::saved_fold{.policy = row.text(0),
                              .rules = row.text(1),
                              .position = row.as<std::uint64_t>(2),
                              .state = row.text(3),
                              .epoch = row.as<std::uint64_t>(4),
                              .created_at = row.integer(5)};
}

std::vector<learning::promotion> promotions(database& db) {
  auto row = db.query(
      "SELECT policy, replaced, configured, note, principal, created_at, reason, position FROM promotions "
      "ORDER BY id");
  std::vector<learning::promotion> all;
  while (row.next())
    all.push_back({row.text(0), row.text(1), row.text(2), row.text(3), row.text(4), row.integer(5),
                   row.as<learning::promotion_reason>(6), row.as<std::uint64_t>(7)});
  return all;
}

} // namespace troupe::storage::sql::experience
