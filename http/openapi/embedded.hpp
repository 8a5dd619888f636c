#pragma once
#include <string_view>

/// Files of the source tree that the program carries with it; CMakeLists.txt names them.
namespace troupe::http::embedded {

extern const std::string_view schemas; ///< http/openapi/schemas.json
extern const std::string_view docs;    ///< web/docs.html

/// The web chat: web/chat.html and what it loads, and what puts it on other sites.
extern const std::string_view chat_html, chat_css, chat_js, view_js, conversation_js, transport_js, sse_js,
    markdown_js, widget_js;

/// The operators' console: web/console/page.html and what it loads besides.
extern const std::string_view console_page_html, console_page_css, console_page_js, console_route_js,
    console_visit_js, console_api_js, console_dom_js, console_dialogs_js, console_paging_js, console_poll_js,
    console_format_js, console_prometheus_js, console_figures_js, console_chart_js, console_live_js,
    console_sessions_js, console_session_js, console_transcript_js, console_knowledge_js, console_search_js,
    console_gaps_js, console_learning_js, console_customers_js, console_customer_js, console_jobs_js;

} // namespace troupe::http::embedded
