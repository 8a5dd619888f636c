#include "http/routes/web.hpp"

#include "http/openapi/embedded.hpp"
#include "http/problem.hpp"
#include "http/routes/operations.hpp"
#include "language/hex.hpp"

#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <span>

namespace troupe::http::routes {
namespace {

constexpr std::string_view html = "text/html; charset=utf-8";
constexpr std::string_view css = "text/css; charset=utf-8";
constexpr std::string_view javascript = "text/javascript; charset=utf-8";

/// A strong entity tag (RFC 9110, 8.8.3): the same for the same text, in every process.
std::string tag_of(std::string_view text) {
  auto sum = std::array<unsigned char, SHA256_DIGEST_LENGTH>{};
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), sum.data());
  return '"' + language::hex(sum) + '"';
}

struct file {
  std::string_view name;
  std::string_view type;
  std::string_view text;
  std::string tag = tag_of(text);
};

const auto& chat_files() {
  static const auto all = std::to_array<file>({{"chat.css", css, embedded::chat_css},
                                               {"chat.js", javascript, embedded::chat_js},
                                               {"view.js", javascript, embedded::view_js},
                                               {"conversation.js", javascript, embedded::conversation_js},
                                               {"transport.js", javascript, embedded::transport_js},
                                               {"sse.js", javascript, embedded::sse_js},
                                               {"markdown.js", javascript, embedded::markdown_js}});
  return all;
}

const auto& console_files() {
  static const auto all = std::to_array<file>({{"page.css", css, embedded::console_page_css},
                                               {"page.js", javascript, embedded::console_page_js},
                                               {"route.js", javascript, embedded::console_route_js},
                                               {"visit.js", javascript, embedded::console_visit_js},
                                               {"api.js", javascript, embedded::console_api_js},
                                               {"dom.js", javascript, embedded::console_dom_js},
                                               {"dialogs.js", javascript, embedded::console_dialogs_js},
                                               {"paging.js", javascript, embedded::console_paging_js},
                                               {"poll.js", javascript, embedded::console_poll_js},
                                               {"format.js", javascript, embedded::console_format_js},
                                               {"prometheus.js", javascript, embedded::console_prometheus_js},
                                               {"figures.js", javascript, embedded::console_figures_js},
                                               {"chart.js", javascript, embedded::console_chart_js},
                                               {"live.js", javascript, embedded::console_live_js},
                                               {"sessions.js", javascript, embedded::console_sessions_js},
                                               {"session.js", javascript, embedded::console_session_js},
                                               {"transcript.js", javascript, embedded::console_transcript_js},
                                               {"knowledge.js", javascript, embedded::console_knowledge_js},
                                               {"search.js", javascript, embedded::console_search_js},
                                               {"gaps.js", javascript, embedded::console_gaps_js},
                                               {"learning.js", javascript, embedded::console_learning_js},
                                               {"customers.js", javascript, embedded::console_customers_js},
                                               {"customer.js", javascript, embedded::console_customer_js},
                                               {"jobs.js", javascript, embedded::console_jobs_js}});
  return all;
}

/// The page runs this server's scripts only, and asks this server only. `ancestors` may show it in a frame.
std::string page_policy(std::string_view ancestors) {
  return std::string{"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
                     "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors "}
      .append(ancestors);
}

/// Whose pages may call may show the chat.
std::string those_who_may_call(const config::settings& s) {
  auto origins = std::string{"'self'"};
  for (const auto& origin : s.cors_origins) origins.append(" ").append(origin);
  return origins;
}

bool accepts_page(const request& asked) {
  const auto accept = asked.header("Accept");
  return accept && accept->find("text/html") != accept->npos;
}

/// A tag is quoted, so nothing but itself holds it: in a list, or behind W/.
bool has(const request& asked, const file& f) {
  const auto known = asked.header("If-None-Match");
  return known && (*known == "*" || known->find(f.tag) != known->npos);
}

/// A browser keeps the file, and asks each time whether it is still the same.
void send(const call& c, const file& f, fields more = {}) {
  auto answer = response{200,
                         {{"Content-Type", std::string{f.type}},
                          {"Cache-Control", "no-cache"},
                          {"ETag", f.tag},
                          {"X-Content-Type-Options", "nosniff"}},
                         {}};
  std::ranges::move(more, std::back_inserter(answer.headers));
  if (has(c.asked, f))
    answer.status = 304;
  else
    answer.body = f.text;
  c.back.reply(std::move(answer));
}

void send_one_of(const call& c, std::span<const file> files, std::string_view folder) {
  const auto& name = c.arguments.front();
  const auto found = std::ranges::find(files, name, &file::name);
  if (found == files.end())
    return c.back.fail({errc::unknown_document, "there is no file " + name + " in " + std::string{folder}});
  send(c, *found);
}

} // namespace

void home(call c) {
  static const auto page = file{"chat.html", html, embedded::chat_html};
  if (!accepts_page(c.asked)) return hint(std::move(c));
  send(c, page,
       {{"Content-Security-Policy", page_policy(those_who_may_call(c.env().settings))},
        {"Referrer-Policy", "no-referrer"},
        {"Vary", "Accept"}});
}

void web_file(call c) { send_one_of(c, chat_files(), "/web"); }

void console(call c) {
  static const auto page = file{"page.html", html, embedded::console_page_html};
  send(c, page, {{"Content-Security-Policy", page_policy("'none'")}, {"Referrer-Policy", "no-referrer"}});
}

void console_file(call c) { send_one_of(c, console_files(), "/web/console"); }

void widget(call c) {
  static const auto script = file{"widget.js", javascript, embedded::widget_js};
  send(c, script);
}

} // namespace troupe::http::routes
