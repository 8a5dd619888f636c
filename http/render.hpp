#pragma once
#include "http/json.hpp"
#include "language/classification.hpp"
#include "messages/local/customers.hpp"
#include "messages/local/gaps.hpp"
#include "messages/local/jobs.hpp"
#include "messages/local/knowledge.hpp"
#include "messages/local/nodes.hpp"
#include "messages/local/store.hpp"
#include "messages/local/system.hpp"
#include "messages/wire/customer.hpp"
#include "messages/wire/gateway.hpp"
#include "messages/wire/session_record.hpp"

#include <string>
#include <string_view>

/// The public objects. An id or a time that is not known is null; an optional member that is empty is left
/// out.
namespace troupe::http {

[[nodiscard]] std::string_view name(role) noexcept;
[[nodiscard]] std::string_view name(document_status) noexcept;
[[nodiscard]] std::string_view name(component_state) noexcept;

/// RFC 3339 in UTC with microseconds: "2026-01-31T09:30:00.123456Z".
[[nodiscard]] std::string rfc3339(timestamp);

[[nodiscard]] ordered_json to_json(const session_record&);
[[nodiscard]] ordered_json to_json(const history_page&);
[[nodiscard]] ordered_json to_json(const customer&);
[[nodiscard]] ordered_json to_json(const customer_page&);
[[nodiscard]] ordered_json to_json(const whole_customer&);
[[nodiscard]] ordered_json to_json(const erasure&);
[[nodiscard]] ordered_json to_json(const std::vector<similar_customer>&);
[[nodiscard]] ordered_json to_json(const insight&);
[[nodiscard]] ordered_json to_json(const language::classification&);
[[nodiscard]] ordered_json to_json(const document_summary&);
[[nodiscard]] ordered_json to_json(const document_list&);
[[nodiscard]] ordered_json to_json(const document_view&);
[[nodiscard]] ordered_json to_json(const sync_status&);
[[nodiscard]] ordered_json to_json(const search_reply&);
[[nodiscard]] ordered_json to_json(const health_report&);
[[nodiscard]] ordered_json to_json(const session_page&);
[[nodiscard]] ordered_json to_json(const job_view&);
[[nodiscard]] ordered_json to_json(const job_list&);
[[nodiscard]] ordered_json to_json(const gap_list&);

} // namespace troupe::http
