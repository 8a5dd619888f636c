#pragma once
#include "http/forms.hpp"
#include "http/routes/bodies.hpp"
#include "http/schema.hpp"

#include <array>

/// What each path, query and header may hold.
namespace troupe::http::parameters {

inline constexpr auto session =
    std::to_array<member>({{.name = "id", .form = forms::session_id, .doc = "The session's id."}});
inline constexpr auto turn =
    std::to_array<member>({{.name = "id", .form = forms::turn_id, .doc = "The turn's id."}});
inline constexpr auto customer =
    std::to_array<member>({{.name = "id", .form = forms::customer_id, .doc = "The customer's id."}});
inline constexpr auto document = std::to_array<member>(
    {{.name = "name",
      .least = 4,
      .most = 1024,
      .form = forms::document_path,
      .doc = "The document's path below DOCUMENTS_PATH, percent-encoded as one segment. It ends in .md or "
             ".markdown, no part of it begins with a dot, and it has at most 1024 bytes, each part at most "
             "255."}});

inline constexpr auto web_files = std::to_array<choice>({{"chat.css"},
                                                         {"chat.js"},
                                                         {"view.js"},
                                                         {"conversation.js"},
                                                         {"transport.js"},
                                                         {"sse.js"},
                                                         {"markdown.js"}});
inline constexpr auto web_file =
    std::to_array<member>({{.name = "file", .choices = web_files, .doc = "The file's name."}});

inline constexpr auto console_files = std::to_array<choice>(
    {{"page.css"},   {"page.js"},   {"route.js"},    {"visit.js"},     {"api.js"},        {"dom.js"},
     {"dialogs.js"}, {"paging.js"}, {"poll.js"},     {"format.js"},    {"prometheus.js"}, {"figures.js"},
     {"chart.js"},   {"live.js"},   {"sessions.js"}, {"session.js"},   {"transcript.js"}, {"knowledge.js"},
     {"search.js"},  {"gaps.js"},   {"learning.js"}, {"customers.js"}, {"customer.js"},   {"jobs.js"}});
inline constexpr auto console_file =
    std::to_array<member>({{.name = "file", .choices = console_files, .doc = "The file's name."}});

inline constexpr auto page_size = member{.name = "limit",
                                         .type = member_type::number,
                                         .least = 1,
                                         .most = 100,
                                         .otherwise = "50",
                                         .doc = "Messages that a page has at most."};
inline constexpr auto before = member{
    .name = "before",
    .least = 1,
    .form = forms::message_id,
    .doc = "The message_id before which the page ends; without it the page holds the newest messages."};
inline constexpr auto page = std::to_array<member>({page_size, before});

inline constexpr auto statuses =
    std::to_array<choice>({{"awaiting_user_reply"}, {"escalated"}, {"resolved"}, {"closed"}});
inline constexpr auto session_status =
    member{.name = "status",
           .choices = statuses,
           .doc = "Only sessions with that status; `escalated` are the humans' queue."};
inline constexpr auto sessions_limit = member{.name = "limit",
                                              .type = member_type::number,
                                              .least = 1,
                                              .most = 100,
                                              .otherwise = "50",
                                              .doc = "Sessions that a page has at most."};
inline constexpr auto before_session = member{
    .name = "before",
    .least = 1,
    .form = forms::session_id,
    .doc =
        "The session_id behind which the page begins; without it the page begins with the session that was "
        "opened last."};
inline constexpr auto sessions = std::to_array<member>({session_status, sessions_limit, before_session});

inline constexpr auto customer_part =
    member{.name = "q",
           .least = 1,
           .most = 320,
           .doc = "Only customers whose external_id, email or name holds it, in any case."};
inline constexpr auto customers_limit = member{.name = "limit",
                                               .type = member_type::number,
                                               .least = 1,
                                               .most = 100,
                                               .otherwise = "50",
                                               .doc = "Customers that a page has at most."};
inline constexpr auto before_customer = member{
    .name = "before",
    .least = 1,
    .form = forms::customer_id,
    .doc = "The customer_id behind which the page begins; without it the page begins with the one met last."};
inline constexpr auto customers = std::to_array<member>({customer_part, customers_limit, before_customer});

/// Of an event: every reader of JSON takes numbers up to here exactly.
inline constexpr std::uint64_t largest_id = (std::uint64_t{1} << 53) - 1;
inline constexpr auto after = member{.name = "after",
                                     .type = member_type::number,
                                     .most = largest_id,
                                     .otherwise = "0",
                                     .doc = "The id of the event behind which to begin."};
inline constexpr auto position = std::to_array<member>({after});
inline constexpr auto last_event_id =
    member{.name = "Last-Event-ID",
           .type = member_type::number,
           .most = largest_id,
           .doc = "As `after`, before which it goes: an EventSource that reconnects sends it by itself."};
inline constexpr auto resumption = std::to_array<member>({last_event_id});

inline constexpr auto evaluated_policy = member{.name = "policy",
                                                .required = true,
                                                .choices = bodies::policies,
                                                .doc = "The policy whose value is asked for."};
inline constexpr auto since =
    member{.name = "since",
           .form = forms::utc_time,
           .doc = "Only decisions that were learned from then on, as 2026-01-31T09:30:00Z."};
inline constexpr auto evaluation = std::to_array<member>({evaluated_policy, since});

inline constexpr auto gaps_since =
    member{.name = "since",
           .form = forms::utc_time,
           .doc = "Only questions asked from then on, as 2026-01-31T09:30:00Z."};
inline constexpr auto gaps_limit = member{.name = "limit",
                                          .type = member_type::number,
                                          .least = 1,
                                          .most = 100,
                                          .otherwise = "20",
                                          .doc = "Gaps that the answer has at most."};
inline constexpr auto gaps = std::to_array<member>({gaps_since, gaps_limit});

inline constexpr auto job = std::to_array<member>(
    {{.name = "name", .least = 1, .most = 64, .form = forms::word, .doc = "The job's name."}});

inline constexpr auto query =
    member{.name = "q", .required = true, .form = forms::visible_line, .doc = "What to search for."};
inline constexpr auto result_count = member{.name = "limit",
                                            .type = member_type::number,
                                            .least = 1,
                                            .most = 50,
                                            .otherwise = "10",
                                            .doc = "Passages that the answer has at most."};
inline constexpr auto category =
    member{.name = "category",
           .form = forms::line,
           .doc = "Only documents of this category: a file's name without its extension, in title case."};
inline constexpr auto modes = std::to_array<choice>({{"hybrid"}, {"lexical"}});
inline constexpr auto mode =
    member{.name = "mode",
           .choices = modes,
           .otherwise = "hybrid",
           .doc = "hybrid: by words and by what is meant, as customers are served; lexical: by words alone."};
inline constexpr auto search = std::to_array<member>({query, result_count, category, mode});

} // namespace troupe::http::parameters
