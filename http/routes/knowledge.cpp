#include "http/routes/knowledge.hpp"

#include "http/query.hpp"

namespace troupe::http::routes {
namespace {

constexpr auto result_count = number_range{1, 50};

} // namespace

void search(call c) {
  const auto query = std::string{c.asked.parameter("q").value_or("")};
  if (!forms::is_visible(query))
    return c.back.fail({errc::bad_request, "q: say what to search for, as in ?q=refund"});
  const auto mode = c.asked.parameter("mode").value_or("hybrid");
  if (mode != "hybrid" && mode != "lexical")
    return c.back.fail(
        {errc::bad_request, "mode: must be hybrid or lexical, not \"" + std::string{mode} + "\""});
  const auto limit = number_in(c.asked, "limit", result_count, 10);
  if (const auto* wrong = std::get_if<failure>(&limit)) return c.back.fail(*wrong);
  if (!c.with->index)
    return c.back.reply(
        refuse(problems::not_ready, "the documents are being indexed; try again in a moment"));
  answer_with<search_reply>(c, c.any(c.with->get_context),
                            search_request{query, std::get<std::uint64_t>(limit),
                                           std::string{c.asked.parameter("category").value_or("")},
                                           c.with->index});
}

void list_documents(call c) { answer_with<document_list>(c, c.with->knowledge, troupe::list_documents{}); }

void read_document(call c) {
  answer_with<document_view>(c, c.with->knowledge, troupe::read_document{c.arguments.front()});
}

void put_document(call c) {
  answer_with<document_summary>(c, c.with->knowledge,
                                troupe::put_document{c.arguments.front(), std::move(c.asked.body)});
}

void delete_document(call c) {
  ask<sync_status>(c, c.with->knowledge, troupe::delete_document{c.arguments.front()},
                   [back = c.back](const sync_status&) {
                     back.reply(response{204, {}, {}});
                   });
}

void start_sync(call c) {
  // Its result is not waited for: what comes of it is read by GET.
  ask<sync_status>(
      c.self, c.back, c.with->knowledge, sync_knowledge{}, [](const sync_status&) {},
      [](const failure& f) {
        log::warning("a sync that was asked for failed", {{"reason", f.detail}});
      });
  answer_with<sync_status>(c, c.with->knowledge, read_sync_status{}, 202);
}

void view_sync(call c) { answer_with<sync_status>(c, c.with->knowledge, read_sync_status{}); }

} // namespace troupe::http::routes
