#include "load/schema.hpp"

#include <array>

namespace troupe::load {
namespace {

using enum shape::kind;

constexpr auto urgencies = std::to_array<std::string_view>({"low", "medium", "high", "critical"});
constexpr auto statuses = std::to_array<std::string_view>({"awaiting_user_reply", "escalated", "resolved"});
constexpr auto reasons =
    std::to_array<std::string_view>({"customer_request", "missing_knowledge", "policy", "repeated_failure"});
constexpr auto generators = std::to_array<std::string_view>({"llm", "extractive"});
constexpr auto roles = std::to_array<std::string_view>({"customer", "assistant", "agent"});
constexpr auto event_types = std::to_array<std::string_view>(
    {"RUN_STARTED", "STEP_STARTED", "STEP_FINISHED", "TEXT_MESSAGE_START", "TEXT_MESSAGE_CONTENT",
     "TEXT_MESSAGE_END", "RUN_FINISHED", "RUN_ERROR", "RUN_RESTARTED", "CUSTOM"});

constexpr shape any_text{.is = text};
constexpr shape maybe_text{.is = text, .nullable = true};
constexpr shape any_number{.is = number};
constexpr shape share{.is = number, .least = 0, .most = 1};
constexpr shape count{.is = integer, .least = 0};
constexpr shape milliseconds{.is = number, .least = 0};
constexpr shape texts{.is = list, .items = &any_text};
constexpr shape session_id{.is = text, .prefix = "ses_"};
constexpr shape turn_id{.is = text, .prefix = "trn_"};
constexpr shape customer_id{.is = text, .prefix = "cus_"};

constexpr auto citation_members = std::to_array<member>({
    {"marker", {.is = integer, .least = 1}},
    {"document", any_text},
    {"heading", any_text},
    {"anchor", any_text},
    {"chunk_id", {.is = text, .prefix = "chk_"}},
    {"quote", any_text},
    {"range", {.is = list, .items = &count}},
    {"score", any_number},
});
constexpr shape citation{.is = object, .members = citation_members};

constexpr auto classification_members = std::to_array<member>({
    {"intent", any_text},
    {"in_scope", share},
    {"urgency", {.is = text, .one_of = urgencies}},
    {"urgency_reasons", texts},
    {"sentiment", {.is = number, .least = -1, .most = 1}},
    {"confidence", share},
});

constexpr auto strategy_members = std::to_array<member>({
    {"name", any_text},
    {"policy", any_text},
    {"propensity", share},
});

constexpr shape similar_customer{.is = object};
constexpr auto insight_members = std::to_array<member>({
    {"relationship_stage", any_text},
    {"communication_style", any_text},
    {"similar_customers", {.is = list, .items = &similar_customer}},
});

constexpr auto escalation_members = std::to_array<member>({
    {"reason", {.is = text, .one_of = reasons}},
    {"summary", any_text},
});

constexpr auto usage_members = std::to_array<member>({
    {"prompt_tokens", count},
    {"completion_tokens", count},
    {"upstream", maybe_text},
});

constexpr auto timing_members = std::to_array<member>({
    {"total", milliseconds},
    {"load_customer", milliseconds},
    {"classify", milliseconds},
    {"get_context", milliseconds},
    {"generate_response", milliseconds},
    {"analyze_query", milliseconds},
    {"log_response", milliseconds},
});

constexpr auto answer_members = std::to_array<member>({
    {"session_id", session_id},
    {"turn_id", turn_id},
    {"customer_id", customer_id},
    {"answer", maybe_text},
    {"citations", {.is = list, .items = &citation}},
    {"classification", {.is = object, .members = classification_members}},
    {"strategy", {.is = object, .nullable = true, .members = strategy_members}},
    {"insight", {.is = object, .nullable = true, .members = insight_members}},
    {"status", {.is = text, .one_of = statuses}},
    {"escalation", {.is = object, .nullable = true, .members = escalation_members}},
    {"generator", {.is = text, .nullable = true, .one_of = generators}},
    {"usage", {.is = object, .nullable = true, .members = usage_members}},
    {"supported", {.is = boolean}},
    {"degraded", texts},
    {"superseded_by", {.is = text, .nullable = true, .prefix = "trn_"}},
    {"timings_ms", {.is = object, .members = timing_members}},
});
constexpr shape answer{.is = object, .members = answer_members};

constexpr auto event_members = std::to_array<member>({
    {"type", {.is = text, .one_of = event_types}},
    {"id", count},
    {"session_id", session_id},
    {"turn_id", turn_id},
});
constexpr shape event{.is = object, .members = event_members};

constexpr auto message_members = std::to_array<member>({
    {"message_id", any_text},
    {"turn_id", turn_id},
    {"role", {.is = text, .one_of = roles}},
    {"text", any_text},
    {"created_at", any_text},
});
constexpr shape message{.is = object, .members = message_members};

constexpr auto history_members = std::to_array<member>({
    {"messages", {.is = list, .items = &message}},
    {"has_more", {.is = boolean}},
});
constexpr shape history{.is = object, .members = history_members};

} // namespace

const shape& answer_shape() noexcept { return answer; }
const shape& event_shape() noexcept { return event; }
const shape& history_shape() noexcept { return history; }

} // namespace troupe::load
