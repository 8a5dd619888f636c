#pragma once
#include "http/call.hpp"

/// The web chat, which the program carries: web/.
namespace troupe::http::routes {

/// GET /: the chat for a browser, hint() for others.
void home(call);
/// GET /web/{file}: what the chat's page loads.
void web_file(call);
/// GET /widget.js: puts the chat on another site's page.
void widget(call);

} // namespace troupe::http::routes
