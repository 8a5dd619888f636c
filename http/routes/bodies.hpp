#pragma once
#include "http/forms.hpp"
#include "http/schema.hpp"
#include "learning/policy.hpp"
#include "messages/wire/customer.hpp"
#include "messages/wire/session_record.hpp"

#include <array>
#include <string_view>

/// What each body may hold.
namespace troupe::http::bodies {

inline constexpr auto nothing = body_form{};

inline constexpr auto external_id =
    member{.name = "external_id", .least = 1, .most = 256, .doc = "Your own id of the customer."};
inline constexpr auto email = member{
    .name = "email", .least = 3, .most = 320, .form = forms::email, .doc = "The customer's e-mail address."};
inline constexpr auto customer_name =
    member{.name = "name", .most = 256, .doc = "How to address the customer."};
inline constexpr auto customer = std::to_array<member>({external_id, email, customer_name});

inline constexpr auto message = member{.name = "message",
                                       .required = true,
                                       .least = 1,
                                       .form = forms::visible,
                                       .doc = "What the customer says."};
inline constexpr auto session_id = member{.name = "session_id",
                                          .least = 1,
                                          .most = 64,
                                          .form = forms::word,
                                          .doc = "The session to go on with; without it a new one begins."};
inline constexpr auto customer_of =
    member{.name = "customer", .type = member_type::object, .members = customer, .doc = "Who asks."};
inline constexpr auto retry_id =
    member{.name = "client_message_id",
           .least = 16,
           .most = 64,
           .form = forms::word,
           .doc = "Makes a retry safe: the same id, message and customer give the same answer."};
inline constexpr auto stream =
    member{.name = "stream",
           .type = member_type::boolean,
           .doc = "Whether to answer with server-sent events, as does `Accept: text/event-stream`."};

inline constexpr auto chat_members =
    std::to_array<member>({message, session_id, customer_of, retry_id, stream});
inline constexpr auto chat = body_form{
    .type = media::application_json,
    .name = "chat_request",
    .members = chat_members,
    .example =
        R"({"message":"How do I get a refund?","customer":{"external_id":"c-17","name":"Ann"},"client_message_id":"6b0f9a52d41c4f0e"})"};

inline constexpr auto speakers = std::to_array<choice>({{"customer"}, {"agent"}});
inline constexpr auto speaker = member{
    .name = "role",
    .choices = speakers,
    .otherwise = "customer",
    .doc = "Who speaks. An agent needs an admin key and a session that was handed off; the words are not "
           "answered."};
inline constexpr auto session_message_members =
    std::to_array<member>({message, speaker, customer_of, retry_id, stream});
inline constexpr auto session_message = body_form{.type = media::application_json,
                                                  .name = "message_request",
                                                  .members = session_message_members,
                                                  .example = R"({"message":"And how long does it take?"})"};

inline constexpr auto new_session_members = std::to_array<member>({customer_of});
inline constexpr auto new_session = body_form{.type = media::application_json,
                                              .name = "session_request",
                                              .members = new_session_members,
                                              .example = R"({"customer":{"email":"ann@example.org"}})"};

inline constexpr auto reasons =
    std::to_array<choice>({{"customer_request"}, {"missing_knowledge"}, {"policy"}, {"repeated_failure"}});
inline constexpr auto handoff_members = std::to_array<member>({
    {.name = "reason", .choices = reasons, .otherwise = "customer_request", .doc = "Why a human is wanted."},
    {.name = "summary", .most = 4096, .doc = "What the human should know."},
});
inline constexpr auto handoff = body_form{
    .type = media::application_json,
    .name = "handoff_request",
    .members = handoff_members,
    .example = R"({"reason":"customer_request","summary":"Wants to change the name on an order."})"};

inline constexpr auto classify_members = std::to_array<member>({message});
inline constexpr auto classify = body_form{.type = media::application_json,
                                           .name = "classify_request",
                                           .members = classify_members,
                                           .example = R"({"message":"Where is my order? I need it today!"})"};

inline constexpr auto thumbs = std::to_array<choice>({{"up"}, {"down"}});
inline constexpr auto thumbs_value = std::to_array<member>(
    {{.name = "value", .required = true, .choices = thumbs, .doc = "Whether the answer was good."}});
inline constexpr auto csat_value =
    std::to_array<member>({{.name = "value",
                            .type = member_type::number,
                            .required = true,
                            .least = 1,
                            .most = 5,
                            .doc = "How content the customer is; 5 is best."}});
inline constexpr auto yes_or_no = std::to_array<member>(
    {{.name = "value", .type = member_type::boolean, .required = true, .doc = "Whether it is so."}});
inline constexpr auto metrics = std::to_array<choice>(
    {{"thumbs", thumbs_value}, {"csat", csat_value}, {"resolved", yes_or_no}, {"escalated", yes_or_no}});
inline constexpr auto feedback_members = std::to_array<member>({
    {.name = "metric", .required = true, .choices = metrics, .doc = "What is judged."},
    {.name = "comment", .most = 4096, .doc = "Why."},
});
inline constexpr auto feedback =
    body_form{.type = media::application_json,
              .name = "feedback_request",
              .members = feedback_members,
              .example = R"({"metric":"csat","value":5,"comment":"Quick and clear."})"};

inline constexpr auto turn_of_feedback =
    member{.name = "turn_id", .required = true, .form = forms::turn_id, .doc = "The turn that is judged."};
inline constexpr auto said_members = std::to_array<member>({message, retry_id});
inline constexpr auto judged_members =
    std::to_array<member>({turn_of_feedback, feedback_members[0], feedback_members[1]});
inline constexpr auto kinds_said =
    std::to_array<choice>({{"message", said_members}, {"feedback", judged_members}});
inline constexpr auto socket_members = std::to_array<member>(
    {{.name = "type", .required = true, .choices = kinds_said, .doc = "What the client has to say."}});
/// What the client of a WebSocket says.
inline constexpr auto socket_message =
    body_form{.type = media::application_json,
              .name = "socket_message",
              .members = socket_members,
              .example = R"({"type":"message","message":"And how long?"})"};

inline constexpr auto policies = std::to_array<choice>(
    {{"epsilon_greedy"}, {"fixed"}, {"lin_ts"}, {"linucb"}, {"q_learning"}, {"square_cb"}, {"uniform"}});
static_assert(policies.size() == learning::policy_names.size());
inline constexpr auto promotion_members = std::to_array<member>({
    {.name = "policy", .required = true, .choices = policies, .doc = "Which shall choose from now on."},
    {.name = "note", .most = 4096, .doc = "Why; it is kept with the promotion."},
});
inline constexpr auto promotion =
    body_form{.type = media::application_json,
              .name = "promotion_request",
              .members = promotion_members,
              .example = R"({"policy":"linucb","note":"0.06 better by SWITCH-DR"})"};

inline constexpr auto document =
    body_form{.type = media::text_markdown, .example = "# Gifts\n\nWe wrap gifts for 3 pounds.\n"};

/// The customer of a checked body; empty where none is named.
[[nodiscard]] customer_ref customer_in(const json& body);

/// The reason of a checked `handoff`; customer_request where none is named.
[[nodiscard]] escalation_reason reason_in(const json& body);

/// The value of a checked `feedback` as a number, see feedback_record::value.
[[nodiscard]] double feedback_value(const json& body);

} // namespace troupe::http::bodies
