#pragma once
#include "messages/wire/customer.hpp"
#include "messages/wire/turn_record.hpp"
#include "storage/sqlite/database.hpp"

#include <optional>
#include <string_view>

namespace troupe::storage::sqlite {

/// The columns of one customer, in the order in which customer_in() reads them from column 0 on.
constexpr std::string_view customer_columns =
    "customer_id, external_id, email, name, language, plan, attributes, "
    "communication_style, relationship_stage, satisfaction_score, created_at, "
    "updated_at";
[[nodiscard]] customer customer_in(const rows&);

[[nodiscard]] std::optional<session_record> find_session(database&, std::string_view session_id);

/// A stored turn with its session as it stands now. What was only an order to the writer (a new customer) is
/// not kept.
[[nodiscard]] std::optional<turn_record> find_turn(database&, std::string_view session_id, std::uint64_t seq);

} // namespace troupe::storage::sqlite
