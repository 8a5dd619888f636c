#include "http/routes/sessions.hpp"

#include "http/query.hpp"
#include "http/routes/bodies.hpp"
#include "http/streaming.hpp"

#include <limits>

namespace troupe::http::routes {
namespace {

constexpr auto page_size = number_range{1, 100};
constexpr auto any_event = number_range{0, std::numeric_limits<std::uint64_t>::max()};

/// Where a stream begins. Last-Event-ID wins: a browser that reconnects sends it along with the old address.
std::variant<std::uint64_t, failure> read_position(const request& asked) {
  if (const auto last = asked.header("Last-Event-ID"); last && !last->empty())
    return read_number("Last-Event-ID", *last, any_event);
  return number_in(asked, "after", any_event, 0);
}

} // namespace

void open_session(call c) {
  answer_with<session_record>(c, c.with->directory, troupe::open_session{c.who, bodies::customer_in(c.body)},
                              201);
}

void view_session(call c) {
  answer_with<session_record>(c, c.with->directory, troupe::view_session{c.arguments.front(), c.who});
}

void close_session(call c) {
  answer_with<session_record>(c, c.with->directory, troupe::close_session{c.arguments.front(), c.who});
}

void view_messages(call c) {
  const auto limit = number_in(c.asked, "limit", page_size, 50);
  if (const auto* wrong = std::get_if<failure>(&limit)) return c.back.fail(*wrong);
  const auto before = std::string{c.asked.parameter("before").value_or("")};
  answer_with<history_page>(c, c.with->directory,
                            view_history{c.arguments.front(), c.who, before,
                                         static_cast<std::uint32_t>(std::get<std::uint64_t>(limit))});
}

void stream_events(call c) {
  const auto after = read_position(c.asked);
  if (const auto* wrong = std::get_if<failure>(&after)) return c.back.fail(*wrong);
  auto stream = event_stream{c.back, c.arguments.front(), c.who, {}, std::get<std::uint64_t>(after)};
  // Without a wait, so that the headers are there at once; the stream waits for what follows.
  auto first = next_events{stream.session_id, stream.who, stream.after, stream_batch_bytes, 0};
  ask<event_batch>(c, c.with->directory, std::move(first),
                   [self = c.self, stream](const event_batch& batch) { open_stream(self, stream, batch); });
}

} // namespace troupe::http::routes
