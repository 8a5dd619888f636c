#pragma once
#include "messages/wire/customer.hpp"
#include "messages/wire/graph_record.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The customer graph: Customer -HAD-> Session, and Session -ASKED_ABOUT-> Intent, -CITED-> Document,
/// -ANSWERED_WITH-> Strategy. All of it can be made again from the other aggregates. Throws storage::error.
namespace troupe::storage {

/// Of a topic that more sessions share, so many of them, in the order of their ids, are looked at: session
/// ids are random, so they are a fair sample.
inline constexpr std::size_t sessions_of_a_topic = 1000;
/// So many of the most satisfied similar customers say what helped.
inline constexpr std::size_t advisers = 50;

class graph_reader {
public:
  virtual ~graph_reader() = default;
  /// A customer with the sessions by their start and then by id, the links of each by relation and target.
  virtual std::optional<graph_customer> customer_at(std::string_view customer_id) = 0;
  /// The ids of the customers behind `after` (empty: from the first on), in order.
  virtual std::vector<std::string> ids(std::string_view after, std::size_t limit) = 0;
  /// Other customers with the same communication style and relationship stage, by satisfaction descending,
  /// ties by id.
  virtual std::vector<similar_customer> similar(std::string_view customer_id, std::size_t limit) = 0;
  /// Other customers by the number of intents and documents that they share with this one, ties by id.
  virtual std::vector<kindred_customer> kindred(std::string_view customer_id, std::size_t limit) = 0;
  /// What resolved sessions about the intent for the `advisers`: the best first by (resolved + 1) /
  /// (sessions + 2), so that one lucky session does not come before many; ties by strategy, then document.
  virtual std::vector<graph_remedy> remedies(std::string_view customer_id, std::string_view intent,
                                             std::size_t limit) = 0;
};

class graph_writer {
public:
  virtual ~graph_writer() = default;
  /// In one transaction, each in the place of all that was known of that customer; a session that was
  /// another's goes over. Putting the same again changes nothing. Of a session no two links have the same
  /// relation and target, else nothing of the call is kept.
  virtual void put(std::span<const graph_customer>) = 0;
  /// In one transaction, with their sessions; whoever is not there is gone already.
  virtual void remove(std::span<const std::string> customer_ids) = 0;
};

} // namespace troupe::storage
