#include "http/routes/description.hpp"

#include "http/openapi/embedded.hpp"
#include "http/openapi/openapi.hpp"
#include "http/routes/table.hpp"

namespace troupe::http::routes {
namespace {

/// The page runs its own script and style, and asks this server only.
constexpr std::string_view docs_policy = "default-src 'none'; style-src 'unsafe-inline'; script-src "
                                         "'unsafe-inline'; connect-src 'self'; img-src data:; "
                                         "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

} // namespace

void describe(call c) {
  static const auto document = json_response(openapi(table(), TROUPE_VERSION));
  c.back.reply(document);
}

void docs(call c) {
  c.back.reply(response{200,
                        {{"Content-Type", "text/html; charset=utf-8"},
                         {"Content-Security-Policy", std::string{docs_policy}},
                         {"X-Content-Type-Options", "nosniff"}},
                        std::string{embedded::docs}});
}

} // namespace troupe::http::routes
