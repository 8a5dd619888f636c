#include "http/routes/table.hpp"

#include "http/routes/bodies.hpp"
#include "http/routes/chat.hpp"
#include "http/routes/classify.hpp"
#include "http/routes/customers.hpp"
#include "http/routes/feedback.hpp"
#include "http/routes/knowledge.hpp"
#include "http/routes/operations.hpp"
#include "http/routes/sessions.hpp"

#include <array>

namespace troupe::http::routes {
namespace {

using enum key;

constexpr auto no_members = schema{};
constexpr auto always = true; // before the engine has started, too

// clang-format off
constexpr auto rows = std::to_array<route>({
  {"POST",   "/v1/chat",                       chat,  media::application_json,     bodies::chat,            "answer",         routes::chat,     "asks; begins a session where none is named"},

  {"POST",   "/v1/sessions",                   chat,  media::application_json,     bodies::new_session,     "session",        open_session,     "opens a session"},
  {"GET",    "/v1/sessions/{id}",              chat,  media::none,     no_members,              "session",        view_session,     "a session"},
  {"DELETE", "/v1/sessions/{id}",              chat,  media::none,     no_members,              "session",        close_session,    "closes a session"},
  {"POST",   "/v1/sessions/{id}/messages",     chat,  media::application_json,     bodies::chat_in_session, "answer",         post_message,     "asks in a session"},
  {"GET",    "/v1/sessions/{id}/messages",     chat,  media::none,     no_members,              "messages",       view_messages,    "what was said"},
  {"GET",    "/v1/sessions/{id}/events",       chat,  media::none,     no_members,              "events",         stream_events,    "the session's events as they come"},
  {"POST",   "/v1/turns/{id}/feedback",        chat,  media::application_json,     bodies::feedback,        "accepted",       give_feedback,    "judges an answer"},

  {"POST",   "/v1/classify",                   chat,  media::application_json,     bodies::classify,        "classification", classify,         "classifies a message without a turn"},
  {"GET",    "/v1/knowledge/search",           chat,  media::none,     no_members,              "results",        search,           "searches the documents"},
  {"GET",    "/v1/knowledge/documents",        chat,  media::none,     no_members,              "documents",      list_documents,   "the documents"},
  {"GET",    "/v1/knowledge/documents/{name}", chat,  media::none,     no_members,              "document",       read_document,    "a document"},
  {"PUT",    "/v1/knowledge/documents/{name}", admin, media::text_markdown, no_members,              "document",       put_document,     "writes a document"},
  {"DELETE", "/v1/knowledge/documents/{name}", admin, media::none,     no_members,              "nothing",        delete_document,  "removes a document"},
  {"POST",   "/v1/knowledge/sync",             admin, media::none,     no_members,              "sync",           start_sync,       "reads the folder of documents again"},
  {"GET",    "/v1/knowledge/sync",             chat,  media::none,     no_members,              "sync",           view_sync,        "the state of the sync"},

  {"POST",   "/v1/customers",                  admin, media::application_json,     bodies::new_customer,    "customer",       create_customer,  "creates a customer, or finds the one that stands"},
  {"GET",    "/v1/customers/{id}",             admin, media::none,     no_members,              "customer",       view_customer,    "a customer"},

  {"GET",    "/health/live",                   none,  media::none,     no_members,              "liveness",       live,             "whether the process answers",                        always},
  {"GET",    "/health/ready",                  none,  media::none,     no_members,              "readiness",      ready,            "whether a message would be answered",                always},
  {"GET",    "/health",                        none,  media::none,     no_members,              "health",         health,           "each component",                                     always},
  {"GET",    "/metrics",                       none,  media::none,     no_members,              "text",           metrics,          "Prometheus' text format",                            always},
  {"GET",    "/",                              none,  media::none,     no_members,              "text",           hint,             "this page",                                          always},
});
// clang-format on

} // namespace

route_table table() noexcept { return rows; }

} // namespace troupe::http::routes
