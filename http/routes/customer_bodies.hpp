#pragma once
#include "http/routes/bodies.hpp"

/// What the bodies about customers may hold.
namespace troupe::http::bodies {

inline constexpr auto customer_names = std::to_array<std::string_view>({"external_id", "email"});
inline constexpr auto new_customer_members = std::to_array<member>({
    external_id,
    email,
    customer_name,
    {.name = "language",
     .most = 35,
     .form = forms::word,
     .doc = "The customer's language, as BCP 47 names it."},
    {.name = "plan", .most = 256, .doc = "What the customer has bought."},
    {.name = "attributes", .type = member_type::object, .doc = "Anything else: it is kept as it comes."},
});
inline constexpr auto new_customer = body_form{
    .type = media::application_json,
    .name = "customer_request",
    .members = new_customer_members,
    .any_of = customer_names,
    .example =
        R"({"external_id":"c-17","email":"ann@example.org","name":"Ann","language":"en-GB","plan":"Pro","attributes":{"vip":true}})"};

inline constexpr auto changeable_names =
    std::to_array<std::string_view>({"email", "name", "language", "plan", "attributes"});
inline constexpr auto customer_change_members = std::to_array<member>(
    {email, customer_name, new_customer_members[3], new_customer_members[4], new_customer_members[5]});
inline constexpr auto customer_change = body_form{.type = media::application_json,
                                                  .name = "customer_change",
                                                  .members = customer_change_members,
                                                  .any_of = changeable_names,
                                                  .example = R"({"plan":"Team","attributes":{"seats":12}})"};

} // namespace troupe::http::bodies
