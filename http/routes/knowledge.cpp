#include "http/routes/knowledge.hpp"

#include "http/query.hpp"
#include "http/routes/parameters.hpp"

namespace troupe::http::routes {

void search(call c) {
  if (!c.with->index)
    return c.back.reply(
        refuse(problems::not_ready, "the documents are being indexed; try again in a moment"));
  answer_with<search_reply>(c, c.any(c.with->get_context),
                            search_request{text_in(c.asked, parameters::query),
                                           number_in(c.asked, parameters::result_count),
                                           text_in(c.asked, parameters::category),
                                           text_in(c.asked, parameters::mode) == "lexical", c.with->index});
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
                   [back = c.back](const sync_status&) { back.reply_empty(); });
}

void start_sync(call c) {
  // Its result is not waited for: what comes of it is read by GET.
  ask<sync_status>(
      c.self, c.back, c.with->knowledge, sync_knowledge{}, [](const sync_status&) {},
      [](const failure& f) {
        log::warning("a sync that was asked for failed", {{"reason", f.detail}});
      });
  answer_with<sync_status>(c, c.with->knowledge, read_sync_status{});
}

void view_gaps(call c) {
  const auto since = text_in(c.asked, parameters::gaps_since);
  answer_with<gap_list>(
      c, c.with->gaps,
      find_gaps{since.empty() ? 0 : forms::time_in(since), number_in(c.asked, parameters::gaps_limit)});
}

void view_sync(call c) { answer_with<sync_status>(c, c.with->knowledge, read_sync_status{}); }

} // namespace troupe::http::routes
