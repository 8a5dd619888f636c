#pragma once
#include "storage/graph.hpp"
#include "storage/sql/database.hpp"

#include <memory>
#include <utility>

namespace troupe::storage::sql {

/// The customer graph in tables, on one connection.
class graph final : public graph_reader, public graph_writer {
public:
  /// The database has this program's schema.
  explicit graph(std::unique_ptr<database> on) : connection_{std::move(on)} {}

  std::optional<graph_customer> customer_at(std::string_view customer_id) override;
  std::vector<std::string> ids(std::string_view after, std::size_t limit) override;
  std::vector<similar_customer> similar(std::string_view customer_id, std::size_t limit) override;
  std::vector<kindred_customer> kindred(std::string_view customer_id, std::size_t limit) override;
  std::vector<graph_remedy> remedies(std::string_view customer_id, std::string_view intent,
                                     std::size_t limit) override;

  void put(std::span<const graph_customer>) override;
  void remove(std::span<const std::string> customer_ids) override;

private:
  void take_sessions_of(std::string_view customer_id);
  void put_session(std::string_view customer_id, const graph_session&);

  std::unique_ptr<database> connection_;
  database& db_ = *connection_;
};

} // namespace troupe::storage::sql
