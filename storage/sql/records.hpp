#pragma once
#include "messages/wire/customer.hpp"
#include "messages/wire/turn_record.hpp"
#include "storage/sql/database.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::storage::sql {

/// The columns of one customer, in the order in which customer_in() reads them from column 0 on.
constexpr std::string_view customer_columns =
    "customer_id, external_id, email, name, language, plan, attributes, "
    "communication_style, relationship_stage, satisfaction_score, created_at, "
    "updated_at";
[[nodiscard]] customer customer_in(const rows&);

/// The columns of one session, `sessions` being named s, in the order in which session_in() reads them.
constexpr std::string_view session_columns = "s.session_id, s.principal, s.customer_id, s.status, "
                                             "s.created_at, s.last_active_at, s.turns, s.last_event, "
                                             "s.epoch, s.escalated_for, s.summary, s.offered, s.unsupported, "
                                             "s.thread";
[[nodiscard]] session_record session_in(const rows&);

/// The features of a decision from their JSON; `whose` names the turn where they are damaged.
[[nodiscard]] std::vector<double> features_in(const std::string& json, std::string_view whose);

[[nodiscard]] std::optional<session_record> find_session(database&, std::string_view session_id);

/// A stored turn with its session as it stands now. What was only an order to the writer (a new customer) is
/// not kept.
[[nodiscard]] std::optional<turn_record> find_turn(database&, std::string_view session_id, std::uint64_t seq);

} // namespace troupe::storage::sql
