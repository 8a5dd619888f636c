#include "http/mcp/customer_tools.hpp"

#include "http/render.hpp"
#include "http/routes/customer_change.hpp"
#include "http/routes/parameters.hpp"

#include <vector>

namespace troupe::http::mcp {
namespace {

std::string unknown(const std::string& id) {
  return told({errc::unknown_customer, "there is no customer " + id});
}

/// Sessions that run would write of the customer again: each is closed, one after the other.
void close_and_erase(const tool_call& c, const std::string& id, std::vector<session_record> open) {
  std::erase_if(open, [](const session_record& s) { return s.status == session_status::closed; });
  const auto failed = [c](const failure& f) { c.fail(told(f)); };
  if (open.empty())
    return ask<erasure>(
        c.of, c.of.with->writer, troupe::erase_customer{id},
        [c, id](const erasure& done) {
          if (done == erasure{}) return c.fail(unknown(id));
          c.of.succeed(tool_result(to_json(done)));
        },
        failed);
  const auto next = open.back().session_id;
  open.pop_back();
  ask<session_record>(
      c.of, c.of.with->directory, change_session{next, c.of.who, session_change::close},
      [c, id, open](const session_record&) { close_and_erase(c, id, open); }, failed);
}

} // namespace

void list_customers(tool_call c) {
  answer_with<customer_page>(c, c.of.any(c.of.with->readers),
                             troupe::list_customers{text_in(c.arguments, "q"),
                                                    number_in(c.arguments, parameters::customers_limit),
                                                    text_in(c.arguments, "before")},
                             [](const customer_page& page) { return to_json(page); });
}

void view_customer(tool_call c) {
  const auto id = text_in(c.arguments, "customer_id");
  const auto failed = [c](const failure& f) { c.fail(told(f)); };
  ask<found_customer>(
      c.of, c.of.any(c.of.with->readers), read_customer{id, {}, 0, 0},
      [c, id, failed](const found_customer& found) {
        if (!found.who) return c.fail(unknown(id));
        ask<insight>(
            c.of, c.of.any(c.of.with->analyze_query), analyze_request{*found.who},
            [c, who = *found.who](const insight& known) {
              c.of.succeed(tool_result({{"customer", to_json(who)}, {"insight", to_json(known)}}));
            },
            failed);
      },
      failed);
}

void change_customer(tool_call c) {
  const auto id = text_in(c.arguments, "customer_id");
  ask<changed_customer>(
      c.of, c.of.with->writer, change_in(c.arguments, id),
      [c, id](const changed_customer& changed) {
        if (!changed.row) return c.fail(unknown(id));
        c.of.succeed(tool_result(to_json(*changed.row)));
      },
      [c](const failure& f) { c.fail(told(f)); });
}

void erase_customer(tool_call c) {
  const auto id = text_in(c.arguments, "customer_id");
  ask<session_page>(
      c.of, c.of.any(c.of.with->readers), read_sessions_of{id},
      [c, id](const session_page& of) { close_and_erase(c, id, of.sessions); },
      [c](const failure& f) { c.fail(told(f)); });
}

} // namespace troupe::http::mcp
