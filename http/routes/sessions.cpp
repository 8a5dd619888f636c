#include "http/routes/sessions.hpp"

#include "http/query.hpp"
#include "http/routes/bodies.hpp"
#include "http/routes/parameters.hpp"
#include "http/streaming.hpp"

#include <algorithm>

namespace troupe::http::routes {
namespace {

session_status status_named(std::string_view named) {
  const auto at = std::ranges::find(session_status_names, named);
  return static_cast<session_status>(at - session_status_names.begin());
}

} // namespace

std::uint64_t position_in(const request& asked) {
  const auto last = number_in_header(asked, parameters::last_event_id);
  return last ? *last : number_in(asked, parameters::after);
}

void open_session(call c) {
  answer_with<session_record>(c, c.with->directory, troupe::open_session{c.who, bodies::customer_in(c.body)});
}

void view_session(call c) {
  answer_with<session_record>(c, c.with->directory, troupe::view_session{c.arguments.front(), c.who});
}

void list_sessions(call c) {
  auto asked = troupe::list_sessions{};
  if (const auto status = text_in(c.asked, parameters::session_status); !status.empty())
    asked.status = status_named(status);
  asked.limit = number_in(c.asked, parameters::sessions_limit);
  asked.before = text_in(c.asked, parameters::before_session);
  answer_with<session_page>(c, c.any(c.with->readers), std::move(asked));
}

void close_session(call c) {
  answer_with<session_record>(c, c.with->directory, change_session{c.arguments.front(), c.who});
}

void hand_off(call c) {
  auto change = change_session{c.arguments.front(), c.who, session_change::hand_off};
  change.reason = bodies::reason_in(c.body);
  change.text = text_in(c.body, "summary");
  answer_with<session_record>(c, c.with->directory, std::move(change));
}

void give_back(call c) {
  answer_with<session_record>(c, c.with->directory,
                              change_session{c.arguments.front(), c.who, session_change::give_back});
}

void view_messages(call c) {
  const auto limit = static_cast<std::uint32_t>(number_in(c.asked, parameters::page_size));
  answer_with<history_page>(
      c, c.with->directory,
      view_history{c.arguments.front(), c.who, text_in(c.asked, parameters::before), limit});
}

void stream_events(call c) {
  auto stream = event_stream{c.back, c.arguments.front(), c.who, {}, position_in(c.asked)};
  // Without a wait, so that the headers are there at once; the stream waits for what follows.
  auto first = next_events{stream.session_id, stream.who, stream.after, stream_batch_bytes, 0};
  ask<event_batch>(c, c.with->directory, std::move(first),
                   [self = c.self, stream](const event_batch& batch) { open_stream(self, stream, batch); });
}

} // namespace troupe::http::routes
