#include "storage/sql/reader.hpp"

#include "storage/event_codec.hpp"
#include "storage/message_fold.hpp"
#include "storage/sql/experience.hpp"
#include "storage/sql/records.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>

namespace troupe::storage::sql {
namespace {

/// A database that sends all that was asked for is not asked for a whole conversation.
constexpr std::size_t turns_at_once = 16;

turn_ref ref_in(const rows& row) {
  return {.session_id = row.text(0),
          .principal = row.text(1),
          .turn_id = row.text(2),
          .seq = row.as<std::uint64_t>(3),
          .attempt = row.as<std::uint32_t>(4),
          .state = row.as<turn_state>(5),
          .fingerprint = row.text(6)};
}

std::optional<turn_ref> first_ref(rows row) {
  if (!row.next()) return std::nullopt;
  return ref_in(row);
}

bool is_text(event_type type) noexcept {
  return type == event_type::text_start || type == event_type::text_content;
}

/// Of LIKE with the escape character !.
std::string pattern_for(std::string_view part) {
  std::string pattern = "%";
  for (const auto c : part) {
    if (c == '!' || c == '%' || c == '_') pattern += '!';
    pattern += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return pattern + "%";
}

/// As much of a turn as its messages are made of.
turn_record spoken_in(const rows& row) {
  turn_record turn;
  turn.turn_id = row.text(0);
  turn.seq = row.as<std::uint64_t>(1);
  turn.attempt = row.as<std::uint32_t>(2);
  turn.state = row.as<turn_state>(3);
  turn.message = row.text(4);
  turn.created_at = row.integer(5);
  turn.ended_at = row.integer(6);
  if (turn.state == turn_state::answered) turn.events = decode_events(row.blob(7), turn.turn_id, is_text);
  return turn;
}

document_record document_in(const rows& row) {
  return {.path = row.text(0),
          .status = row.as<document_status>(1),
          .reason = row.text(2),
          .content = row.text(3),
          .size = row.integer(4),
          .modified_at = row.integer(5),
          .updated_at = row.integer(6)};
}

static_assert(std::endian::native == std::endian::little, "the file has little-endian numbers");

std::vector<float> floats_in(bytes blob) {
  std::vector<float> values(blob.size() / sizeof(float));
  if (!values.empty()) std::memcpy(values.data(), blob.data(), values.size() * sizeof(float));
  return values;
}

language::token_vectors tokens_in(bytes blob) {
  constexpr auto of_token = sizeof(language::piece_id) + language::token_vectors::dimensions;
  const auto count = blob.size() / of_token;
  auto made = language::token_vectors{};
  made.pieces.resize(count);
  made.rows.resize(count * language::token_vectors::dimensions);
  if (count == 0) return made;
  std::memcpy(made.pieces.data(), blob.data(), count * sizeof(language::piece_id));
  std::memcpy(made.rows.data(), blob.data() + count * sizeof(language::piece_id), made.rows.size());
  return made;
}

} // namespace

std::optional<session_record> reader::session(std::string_view session_id) {
  return find_session(db_, session_id);
}

std::optional<turn_ref> reader::turn(std::string_view turn_id) {
  return first_ref(
      db_.query("SELECT s.session_id, s.principal, t.turn_id, t.seq, t.attempt, t.state, t.fingerprint "
                "FROM turns t JOIN sessions s ON s.id = t.session WHERE t.turn_id = ?",
                turn_id));
}

std::optional<turn_ref> reader::turn_by_message(std::string_view session_id,
                                                std::string_view client_message_id) {
  return first_ref(
      db_.query("SELECT s.session_id, s.principal, t.turn_id, t.seq, t.attempt, t.state, t.fingerprint "
                "FROM sessions s JOIN turns t ON t.session = s.id "
                "WHERE s.session_id = ? AND t.client_message_id = ?",
                session_id, client_message_id));
}

std::optional<turn_record> reader::record(std::string_view session_id, std::uint64_t seq) {
  return find_turn(db_, session_id, seq);
}

std::vector<event> reader::events(std::string_view session_id, std::uint64_t after, std::size_t max_bytes) {
  std::vector<event> batch;
  std::size_t size = 0;
  auto from = position(after).seq;
  for (auto more = true; more;) {
    auto row = db_.query("SELECT t.turn_id, t.events, t.seq FROM sessions s JOIN turns t ON t.session = s.id "
                         "WHERE s.session_id = ? AND t.seq >= ? ORDER BY t.seq LIMIT ?",
                         session_id, from, turns_at_once);
    std::size_t turns = 0;
    for (; row.next(); ++turns) {
      from = row.as<std::uint64_t>(2) + 1;
      for (auto& e : decode_events(row.blob(1), row.text(0))) {
        if (e.id <= after) continue;
        size += e.name.size() + e.text.size();
        batch.push_back(std::move(e));
        if (size >= max_bytes) return batch;
      }
    }
    more = turns == turns_at_once;
  }
  return batch;
}

std::vector<message> reader::history(std::string_view session_id, std::uint64_t before_seq,
                                     std::size_t limit) {
  std::vector<message> newest_first;
  auto before =
      before_seq == 0 ? std::numeric_limits<std::int64_t>::max() : static_cast<std::int64_t>(before_seq);
  for (auto more = limit > 0; more;) {
    auto row = db_.query(
        "SELECT t.turn_id, t.seq, t.attempt, t.state, t.message, t.created_at, t.ended_at, t.events "
        "FROM sessions s JOIN turns t ON t.session = s.id "
        "WHERE s.session_id = ? AND t.seq < ? ORDER BY t.seq DESC LIMIT ?",
        session_id, before, turns_at_once);
    std::size_t turns = 0;
    for (; newest_first.size() < limit && row.next(); ++turns) {
      before = row.integer(1);
      auto spoken = messages_of(spoken_in(row));
      newest_first.insert(newest_first.end(), std::make_move_iterator(spoken.rbegin()),
                          std::make_move_iterator(spoken.rend()));
    }
    more = turns == turns_at_once && newest_first.size() < limit;
  }
  newest_first.resize(std::min(newest_first.size(), limit));
  std::ranges::reverse(newest_first);
  return newest_first;
}

std::uint64_t reader::open_turn(std::string_view session_id) {
  auto row = db_.query("SELECT t.seq FROM sessions s JOIN turns t ON t.session = s.id "
                       "WHERE s.session_id = ? AND t.state = 1 ORDER BY t.seq LIMIT 1",
                       session_id);
  return row.next() ? row.as<std::uint64_t>(0) : 0;
}

std::vector<std::string> reader::open_sessions() {
  auto row = db_.query(
      "SELECT DISTINCT s.session_id FROM turns t JOIN sessions s ON s.id = t.session WHERE t.state = 1");
  std::vector<std::string> sessions;
  while (row.next()) sessions.push_back(row.text(0));
  return sessions;
}

std::vector<std::string> reader::threads(std::string_view principal, std::string_view thread) {
  auto row = db_.query("SELECT session_id FROM sessions WHERE thread = ? AND principal = ? AND thread <> '' "
                       "AND status <> 4 LIMIT 2",
                       thread, principal);
  std::vector<std::string> ids;
  while (row.next()) ids.push_back(row.text(0));
  return ids;
}

std::vector<session_record> reader::sessions(std::optional<session_status> status, std::string_view before,
                                             std::size_t limit) {
  static const auto select = "SELECT " + std::string{session_columns} + " FROM sessions s WHERE s.id < ? ";
  static const auto with_status = select + "AND s.status = ? ORDER BY s.id DESC LIMIT ?";
  static const auto of_all = select + "ORDER BY s.id DESC LIMIT ?";
  auto end = std::numeric_limits<std::int64_t>::max();
  if (!before.empty()) {
    auto row = db_.query("SELECT id FROM sessions WHERE session_id = ?", before);
    end = row.next() ? row.integer(0) : 0;
  }
  auto row = status ? db_.query(with_status, end, *status, limit) : db_.query(of_all, end, limit);
  std::vector<session_record> page;
  while (row.next()) page.push_back(session_in(row));
  return page;
}

std::vector<std::string> reader::expired(timestamp before, std::size_t limit) {
  auto row = db_.query("SELECT session_id FROM sessions WHERE last_active_at < ? AND erased = 0 LIMIT ?",
                       before, limit);
  std::vector<std::string> ids;
  while (row.next()) ids.push_back(row.text(0));
  return ids;
}

std::vector<given_answer> reader::answers(timestamp since, std::size_t limit) {
  auto row = db_.query("SELECT t.turn_id, s.session_id, t.message, t.created_at, t.events FROM turns t JOIN "
                       "sessions s ON s.id = t.session WHERE t.state = 2 AND t.created_at >= ? AND t.message "
                       "<> '' ORDER BY t.id DESC LIMIT ?",
                       since, limit);
  std::vector<given_answer> given;
  while (row.next()) {
    auto ends = decode_events(row.blob(4), row.text(0),
                              [](event_type t) noexcept { return t == event_type::run_finished; });
    if (ends.empty()) continue;
    given.push_back({row.text(0), row.text(1), row.text(2), row.integer(3), std::move(ends.back().text)});
  }
  return given;
}

std::vector<session_record> reader::sessions_of(std::string_view customer_id) {
  static const auto sql =
      "SELECT " + std::string{session_columns} + " FROM sessions s WHERE s.customer_id = ? ORDER BY s.id";
  auto row = db_.query(sql, customer_id);
  std::vector<session_record> all;
  while (row.next()) all.push_back(session_in(row));
  return all;
}

std::optional<customer> reader::find(std::string_view customer_id) {
  static const auto sql = "SELECT " + std::string{customer_columns} + " FROM customers WHERE customer_id = ?";
  auto row = db_.query(sql, customer_id);
  if (!row.next()) return std::nullopt;
  return customer_in(row);
}

std::vector<customer> reader::list(std::string_view matching, std::string_view before, std::size_t limit) {
  static const auto sql =
      "SELECT " + std::string{customer_columns}
      + " FROM customers WHERE (created_at, customer_id) < (?, ?) AND (? = 1 OR lower(external_id) LIKE ? "
        "ESCAPE '!' OR lower(email) LIKE ? ESCAPE '!' OR lower(name) LIKE ? ESCAPE '!') "
        "ORDER BY created_at DESC, customer_id DESC LIMIT ?";
  auto end = std::numeric_limits<timestamp>::max();
  if (!before.empty()) {
    const auto standing = find(before);
    if (!standing) return {};
    end = standing->created_at;
  }
  const auto pattern = pattern_for(matching);
  auto row = db_.query(sql, end, before, matching.empty(), pattern, pattern, pattern, limit);
  std::vector<customer> page;
  while (row.next()) page.push_back(customer_in(row));
  return page;
}

std::vector<feedback_record> reader::feedback_of(std::string_view customer_id) {
  auto row =
      db_.query("SELECT t.turn_id, f.metric, f.value, f.comment, f.principal, f.created_at FROM sessions s "
                "JOIN turns t ON t.session = s.id JOIN feedback f ON f.turn = t.id "
                "WHERE s.customer_id = ? ORDER BY f.id",
                customer_id);
  std::vector<feedback_record> all;
  while (row.next())
    all.push_back({row.text(0), row.text(1), row.real(2), row.text(3), row.text(4), row.integer(5)});
  return all;
}

std::vector<similar_customer> reader::similar(std::string_view customer_id, std::size_t limit) {
  // The index customers_alike holds all that is asked: no row of another customer is read.
  auto row =
      db_.query("SELECT customer_id, satisfaction_score FROM customers "
                "WHERE (communication_style, relationship_stage) = "
                "(SELECT communication_style, relationship_stage FROM customers WHERE customer_id = ?1) "
                "AND customer_id <> ?1 ORDER BY satisfaction_score DESC, customer_id LIMIT ?2",
                customer_id, limit);
  std::vector<similar_customer> alike;
  while (row.next()) alike.push_back({row.text(0), row.real(1)});
  return alike;
}

std::vector<document_record> reader::documents() {
  auto row = db_.query(
      "SELECT path, status, reason, content, size, modified_at, updated_at FROM documents ORDER BY path");
  std::vector<document_record> all;
  while (row.next()) all.push_back(document_in(row));
  return all;
}

std::vector<embedding_record> reader::embeddings(std::string_view model) {
  auto row = db_.query("SELECT text_hash, vectors, tokens FROM embeddings WHERE model = ? ORDER BY text_hash",
                       model);
  std::vector<embedding_record> all;
  while (row.next())
    all.push_back({std::string{model}, row.text(0), floats_in(row.blob(1)), tokens_in(row.blob(2))});
  return all;
}

void reader::open() { db_.begin_reading(); }
void reader::close() noexcept { db_.rollback(); }
learning::consumer reader::consumer(std::string_view name) { return experience::find_consumer(db_, name); }

learning::log_page reader::changes(std::uint64_t after, std::size_t limit) {
  return experience::changes(db_, after, limit);
}

std::vector<learning::episode_turn> reader::turns_of(const learning::episode& of) {
  return experience::turns_of(db_, of);
}

std::vector<learning::learned_turn> reader::learned_with(std::int64_t turn) {
  return experience::learned_with(db_, turn);
}

learning::lesson_head reader::head() { return experience::head(db_); }

learning::lesson_page reader::lessons(std::uint64_t after, std::size_t limit) {
  return experience::lessons(db_, after, limit);
}

learning::lesson_page reader::lessons_in_force(std::uint64_t after, std::uint64_t through,
                                               std::size_t limit) {
  return experience::lessons_in_force(db_, after, through, limit);
}

std::optional<learning::saved_fold> reader::checkpoint(std::string_view policy) {
  return experience::find_checkpoint(db_, policy);
}

std::vector<learning::promotion> reader::promotions() { return experience::promotions(db_); }

} // namespace troupe::storage::sql
