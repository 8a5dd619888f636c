#pragma once
#include "http/schema.hpp"
#include "messages/wire/customer.hpp"
#include "messages/wire/errc.hpp"

#include <array>
#include <string_view>
#include <variant>

/// What each body may hold.
namespace troupe::http::bodies {

inline constexpr auto external_id =
    member{.name = "external_id", .least = 1, .most = 256, .doc = "your id of the customer"};
inline constexpr auto email =
    member{.name = "email", .least = 3, .most = 320, .form = forms::email, .doc = "e-mail address"};
inline constexpr auto customer_name =
    member{.name = "name", .most = 256, .doc = "how to address the customer"};
inline constexpr auto customer = std::to_array<member>({external_id, email, customer_name});

inline constexpr auto message = member{
    .name = "message", .required = true, .least = 1, .form = forms::visible, .doc = "what the customer says"};
inline constexpr auto session_id = member{.name = "session_id",
                                          .least = 1,
                                          .most = 64,
                                          .form = forms::word,
                                          .doc = "an open session; absent: a new one"};
inline constexpr auto customer_of =
    member{.name = "customer", .type = member_type::object, .members = customer, .doc = "who asks"};
inline constexpr auto retry_id =
    member{.name = "client_message_id",
           .least = 16,
           .most = 64,
           .form = forms::word,
           .doc = "makes a retry safe: the same id and message give the same answer"};
inline constexpr auto stream =
    member{.name = "stream", .type = member_type::boolean, .doc = "answer with server-sent events"};

inline constexpr auto chat = std::to_array<member>({message, session_id, customer_of, retry_id, stream});
inline constexpr auto chat_in_session = std::to_array<member>({message, customer_of, retry_id, stream});
inline constexpr auto new_session = std::to_array<member>({customer_of});
inline constexpr auto classify = std::to_array<member>({message});
inline constexpr auto feedback = std::to_array<member>({
    {.name = "metric", .required = true, .doc = "thumbs, csat, resolved or escalated"},
    {.name = "value",
     .type = member_type::any,
     .required = true,
     .doc = "\"up\" or \"down\"; 1 to 5; true or false"},
    {.name = "comment", .most = 4096, .doc = "why"},
});
inline constexpr auto new_customer = std::to_array<member>({
    external_id,
    email,
    customer_name,
    {.name = "language", .most = 35, .form = forms::word, .doc = "BCP 47"},
    {.name = "plan", .most = 256, .doc = "what the customer has bought"},
    {.name = "attributes", .type = member_type::object, .doc = "anything else"},
});

/// The customer of a checked body; empty where none is named.
[[nodiscard]] customer_ref customer_in(const json& body);

/// Feedback as a number, see feedback_record::value, or what is wrong with metric or value.
[[nodiscard]] std::variant<double, field_error> feedback_value(std::string_view metric, const json& value);

} // namespace troupe::http::bodies
