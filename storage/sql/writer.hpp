#pragma once
#include "storage/conversations.hpp"
#include "storage/customers.hpp"
#include "storage/experience.hpp"
#include "storage/knowledge.hpp"
#include "storage/sql/database.hpp"

#include <memory>
#include <utility>

namespace troupe::storage::sql {

/// The ports that write, on one connection. In a process there is one of them.
class writer : public turn_log,
               public customer_writer,
               public knowledge_writer,
               public feedback_writer,
               public experience_writer {
public:
  /// The database has this program's schema.
  explicit writer(std::unique_ptr<database> on) : connection_{std::move(on)} {}

  std::vector<failure> commit(std::span<const turn_record>) override;
  failure write(const session_record&) override;
  void probe() override;
  customer create(const customer&) override;
  std::optional<customer> change(std::string_view customer_id,
                                 const std::function<void(customer&)>& how) override;
  erasure erase(std::string_view customer_id) override;
  erasure erase_sessions(std::span<const std::string> session_ids) override;
  void update(std::span<const document_record> changed, std::span<const std::string> removed_paths) override;
  void add_embeddings(std::span<const embedding_record> made) override;
  void keep_embeddings(std::string_view model, std::span<const std::string> text_hashes) override;
  bool add(const feedback_record&) override;
  failure settle(const learning::settlement&) override;
  failure keep(const learning::saved_fold&) override;
  void promote(const learning::promotion&) override;

private:
  /// What decides whether a write to a session is taken.
  struct session_row {
    std::int64_t id = 0; ///< 0: there is no such session yet
    session_status status = session_status::awaiting_user_reply;
    std::uint64_t epoch = 0;
  };
  struct turn_row {
    std::int64_t id = 0; ///< 0: there is no such turn yet
    std::string turn_id;
    std::uint32_t attempt = 0;
    turn_state state = turn_state::accepted;
  };

  std::vector<failure> commit_once(std::span<const turn_record>);
  failure put(const turn_record&);
  [[nodiscard]] failure refusal(const turn_record&, std::int64_t session, const turn_row&);
  [[nodiscard]] bool repeats(const turn_record&, const turn_row&);

  session_row session_standing(std::string_view session_id);
  turn_row turn_standing(std::int64_t session, std::uint64_t seq);
  std::int64_t put_session(const session_record&, const session_row&);
  void log_status(const session_record&, const session_row& standing);
  std::int64_t put_turn(const turn_record&, std::int64_t session, const turn_row&);
  void put_experience(const turn_record&, std::int64_t turn);
  std::optional<std::int64_t> answering_turn(std::string_view turn_id);
  std::optional<std::int64_t> turn_named(std::string_view turn_id);
  erasure erase_session(std::int64_t session);
  std::uint64_t count(std::string_view sql, const auto&... args);
  void insert_customer(const customer&);
  customer customer_standing(const customer&);
  void put_document(const document_record&);
  void remove_document(const std::string& path);
  void log_change(std::string_view aggregate, std::string_view key, std::string_view kind);

  /// The id of the row that was inserted; 0: none was.
  template <class... Args>
  std::int64_t inserted(std::string_view sql, const Args&...);

  std::unique_ptr<database> connection_;
  database& db_ = *connection_;
};

} // namespace troupe::storage::sql
