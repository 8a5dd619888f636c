#pragma once
#include <string_view>

/// Files of the source tree that the program carries with it; CMakeLists.txt names them.
namespace troupe::http::embedded {

extern const std::string_view schemas; ///< http/openapi/schemas.json
extern const std::string_view docs;    ///< web/docs.html

/// The web chat: web/chat.html and what it loads, and what puts it on other sites.
extern const std::string_view chat_html, chat_css, chat_js, view_js, conversation_js, transport_js, sse_js,
    markdown_js, widget_js;

} // namespace troupe::http::embedded
