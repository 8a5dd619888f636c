#include "storage/sql/graph.hpp"

#include "storage/sql/transaction.hpp"

#include <algorithm>
#include <map>

namespace troupe::storage::sql {

// One statement, so that all of it is of one moment.
std::optional<graph_customer> graph::customer_at(std::string_view customer_id) {
  auto row = db_.query(
      "SELECT c.name, c.email, c.communication_style, c.relationship_stage, c.satisfaction_score, "
      "c.created_at, c.updated_at, s.session_id, s.started_at, s.resolved, l.relation, l.target, l.times "
      "FROM graph_customers c LEFT JOIN graph_sessions s ON s.customer_id = c.customer_id "
      "LEFT JOIN graph_links l ON l.session_id = s.session_id WHERE c.customer_id = ? "
      "ORDER BY s.started_at, s.session_id, l.relation, l.target",
      customer_id);
  std::optional<graph_customer> found;
  while (row.next()) {
    if (!found)
      found = graph_customer{
          std::string{customer_id}, row.text(0),    row.text(1), row.text(2), row.text(3), row.real(4),
          row.integer(5),           row.integer(6), {}};
    if (row.null(7)) continue;
    if (found->had.empty() || found->had.back().session_id != row.text(7))
      found->had.push_back({row.text(7), row.integer(8), row.integer(9) != 0, {}});
    if (row.null(10)) continue;
    found->had.back().links.push_back({row.as<graph_relation>(10), row.text(11), row.as<std::uint32_t>(12)});
  }
  return found;
}

std::vector<std::string> graph::ids(std::string_view after, std::size_t limit) {
  auto row =
      db_.query("SELECT customer_id FROM graph_customers WHERE customer_id > ? ORDER BY customer_id LIMIT ?",
                after, limit);
  std::vector<std::string> page;
  while (row.next()) page.push_back(row.text(0));
  return page;
}

std::vector<similar_customer> graph::similar(std::string_view customer_id, std::size_t limit) {
  // The index graph_customers_alike holds all that is asked: no row of another customer is read.
  auto row = db_.query(
      "SELECT customer_id, satisfaction_score FROM graph_customers "
      "WHERE (communication_style, relationship_stage) = "
      "(SELECT communication_style, relationship_stage FROM graph_customers WHERE customer_id = ?1) "
      "AND customer_id <> ?1 ORDER BY satisfaction_score DESC, customer_id LIMIT ?2",
      customer_id, limit);
  std::vector<similar_customer> alike;
  while (row.next()) alike.push_back({row.text(0), row.real(1)});
  return alike;
}

std::vector<kindred_customer> graph::kindred(std::string_view customer_id, std::size_t limit) {
  std::vector<std::pair<graph_relation, std::string>> topics;
  {
    auto row = db_.query(
        "SELECT DISTINCT l.relation, l.target FROM graph_sessions s "
        "JOIN graph_links l ON l.session_id = s.session_id WHERE s.customer_id = ? AND l.relation <> ?",
        customer_id, graph_relation::answered_with);
    while (row.next()) topics.emplace_back(row.as<graph_relation>(0), row.text(1));
  }
  std::map<std::string, std::uint64_t> shared;
  for (const auto& [relation, target] : topics) {
    auto row =
        db_.query("SELECT DISTINCT s.customer_id FROM (SELECT session_id FROM graph_links WHERE relation = ? "
                  "AND target "
                  "= ? ORDER BY session_id LIMIT ?) l JOIN graph_sessions s ON s.session_id = l.session_id "
                  "WHERE s.customer_id <> ?",
                  relation, target, sessions_of_a_topic, customer_id);
    while (row.next()) ++shared[row.text(0)];
  }
  std::vector<kindred_customer> all;
  for (const auto& [id, count] : shared) all.push_back({id, count});
  std::ranges::stable_sort(all, std::ranges::greater{}, &kindred_customer::shared); // ids are in order
  all.resize(std::min(all.size(), limit));
  return all;
}

std::vector<graph_remedy> graph::remedies(std::string_view customer_id, std::string_view intent,
                                          std::size_t limit) {
  // CROSS JOIN: SQLite keeps that order, which reads the advisers' sessions alone; without it, it begins with
  // every citation there is.
  auto row = db_.query(
      "WITH alike AS (SELECT customer_id FROM graph_customers "
      "WHERE (communication_style, relationship_stage) = "
      "(SELECT communication_style, relationship_stage FROM graph_customers WHERE customer_id = ?1) "
      "AND customer_id <> ?1 ORDER BY satisfaction_score DESC, customer_id LIMIT ?2) "
      "SELECT w.target, d.target, count(*), CAST(sum(s.resolved) AS BIGINT) FROM alike a "
      "CROSS JOIN graph_sessions s CROSS JOIN graph_links i CROSS JOIN graph_links w CROSS JOIN graph_links "
      "d "
      "WHERE s.customer_id = a.customer_id "
      "AND i.session_id = s.session_id AND i.relation = 1 AND i.target = ?3 "
      "AND w.session_id = s.session_id AND w.relation = 3 "
      "AND d.session_id = s.session_id AND d.relation = 2 "
      "GROUP BY w.target, d.target HAVING sum(s.resolved) > 0 "
      "ORDER BY (sum(s.resolved) + 1.0) / (count(*) + 2) DESC, w.target, d.target LIMIT ?4",
      customer_id, advisers, intent, limit);
  std::vector<graph_remedy> best;
  while (row.next())
    best.push_back({row.text(0), row.text(1), row.as<std::uint64_t>(2), row.as<std::uint64_t>(3)});
  return best;
}

void graph::put(std::span<const graph_customer> customers) {
  transaction unit{db_};
  for (const auto& c : customers) {
    take_sessions_of(c.customer_id);
    db_.run("INSERT INTO graph_customers(customer_id, name, email, communication_style, relationship_stage, "
            "satisfaction_score, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT(customer_id) DO UPDATE SET name = excluded.name, email = excluded.email, "
            "communication_style = excluded.communication_style, relationship_stage = "
            "excluded.relationship_stage, satisfaction_score = excluded.satisfaction_score, created_at = "
            "excluded.created_at, updated_at = excluded.updated_at",
            c.customer_id, c.name, c.email, c.communication_style, c.relationship_stage, c.satisfaction_score,
            c.created_at, c.updated_at);
    for (const auto& s : c.had) put_session(c.customer_id, s);
  }
  unit.commit();
}

void graph::remove(std::span<const std::string> customer_ids) {
  transaction unit{db_};
  for (const auto& id : customer_ids) {
    take_sessions_of(id);
    db_.run("DELETE FROM graph_customers WHERE customer_id = ?", id);
  }
  unit.commit();
}

void graph::take_sessions_of(std::string_view customer_id) {
  db_.run("DELETE FROM graph_links WHERE session_id IN (SELECT session_id FROM graph_sessions "
          "WHERE customer_id = ?)",
          customer_id);
  db_.run("DELETE FROM graph_sessions WHERE customer_id = ?", customer_id);
}

void graph::put_session(std::string_view customer_id, const graph_session& s) {
  db_.run("DELETE FROM graph_links WHERE session_id = ?", s.session_id); // it may have been another's
  db_.run("INSERT INTO graph_sessions(session_id, customer_id, started_at, resolved) VALUES (?, ?, ?, ?) "
          "ON CONFLICT(session_id) DO UPDATE SET customer_id = excluded.customer_id, started_at = "
          "excluded.started_at, resolved = excluded.resolved",
          s.session_id, customer_id, s.started_at, s.resolved);
  for (const auto& l : s.links)
    db_.run("INSERT INTO graph_links(session_id, relation, target, times) VALUES (?, ?, ?, ?)", s.session_id,
            l.relation, l.to, l.times);
}

} // namespace troupe::storage::sql
