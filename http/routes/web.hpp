#pragma once
#include "http/call.hpp"

/// The web chat and the operators' console, which the program carries: web/.
namespace troupe::http::routes {

/// GET /: the chat for a browser, hint() for others.
void home(call);
/// GET /web/{file}: what the chat's page loads.
void web_file(call);
/// GET /console: the operators' page. It holds nothing; what it shows, it asks for with a key.
void console(call);
/// GET /web/console/{file}: what the console's page loads.
void console_file(call);
/// GET /widget.js: puts the chat on another site's page.
void widget(call);

} // namespace troupe::http::routes
