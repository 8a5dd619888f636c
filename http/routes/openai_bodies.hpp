#pragma once
#include "http/routes/bodies.hpp"

/// What the bodies of clients of OpenAI may hold, as far as a form can tell.
namespace troupe::http::bodies {

inline constexpr auto completion_members = std::to_array<member>({
    {.name = "messages",
     .type = member_type::list,
     .required = true,
     .doc = R"(The conversation so far, `{"role", "content"}` each. It ends with what the user says now.)"},
});
inline constexpr auto completion = body_form{
    .type = media::application_json,
    .name = "completion_request",
    .members = completion_members,
    .example =
        R"({"model":"troupe","messages":[{"role":"user","content":"How do I get a refund?"}],"stream":false})",
    .open = true};

inline constexpr auto embeddings_members = std::to_array<member>({
    {.name = "input",
     .type = member_type::text_or_list,
     .required = true,
     .doc = "What to embed: a text, or up to 2,048 of them. `encoding_format` and `dimensions` are read as "
            "well."},
});
inline constexpr auto embeddings =
    body_form{.type = media::application_json,
              .name = "embeddings_request",
              .members = embeddings_members,
              .example = R"({"model":"troupe","input":["How do I get a refund?"],"encoding_format":"float"})",
              .open = true};

} // namespace troupe::http::bodies
