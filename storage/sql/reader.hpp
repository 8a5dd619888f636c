#pragma once
#include "storage/conversations.hpp"
#include "storage/customers.hpp"
#include "storage/experience.hpp"
#include "storage/knowledge.hpp"
#include "storage/read_view.hpp"
#include "storage/sql/database.hpp"

#include <memory>
#include <utility>

namespace troupe::storage::sql {

/// The ports that read, on one connection: as many as wanted.
class reader : public conversations,
               public customer_reader,
               public knowledge_reader,
               public experience_reader,
               public read_view {
public:
  /// The database has this program's schema.
  explicit reader(std::unique_ptr<database> on) : connection_{std::move(on)} {}

  std::optional<session_record> session(std::string_view session_id) override;
  std::optional<turn_ref> turn(std::string_view turn_id) override;
  std::optional<turn_ref> turn_by_message(std::string_view session_id,
                                          std::string_view client_message_id) override;
  std::optional<turn_record> record(std::string_view session_id, std::uint64_t seq) override;
  std::vector<event> events(std::string_view session_id, std::uint64_t after, std::size_t max_bytes) override;
  std::vector<message> history(std::string_view session_id, std::uint64_t before_seq,
                               std::size_t limit) override;
  std::uint64_t open_turn(std::string_view session_id) override;
  std::vector<std::string> open_sessions() override;
  std::vector<std::string> threads(std::string_view principal, std::string_view thread) override;
  std::vector<session_record> sessions_of(std::string_view customer_id) override;
  std::vector<std::string> expired(timestamp before, std::size_t limit) override;
  std::vector<given_answer> answers(timestamp since, std::size_t limit) override;
  std::vector<session_record> sessions(std::optional<session_status>, std::string_view before,
                                       std::size_t limit) override;

  std::optional<customer> find(std::string_view customer_id) override;
  std::vector<customer> list(std::string_view matching, std::string_view before, std::size_t limit) override;
  std::vector<feedback_record> feedback_of(std::string_view customer_id) override;
  std::vector<similar_customer> similar(std::string_view customer_id, std::size_t limit) override;

  std::vector<document_record> documents() override;
  std::vector<embedding_record> embeddings(std::string_view model) override;

  void open() override;
  void close() noexcept override;

  learning::consumer consumer(std::string_view name) override;
  learning::log_page changes(std::uint64_t after, std::size_t limit) override;
  std::vector<learning::episode_turn> turns_of(const learning::episode&) override;
  std::vector<learning::learned_turn> learned_with(std::int64_t turn) override;
  learning::lesson_head head() override;
  learning::lesson_page lessons(std::uint64_t after, std::size_t limit) override;
  learning::lesson_page lessons_in_force(std::uint64_t after, std::uint64_t through,
                                         std::size_t limit) override;
  std::optional<learning::saved_fold> checkpoint(std::string_view policy) override;
  std::vector<learning::promotion> promotions() override;

private:
  std::unique_ptr<database> connection_;
  database& db_ = *connection_;
};

} // namespace troupe::storage::sql
