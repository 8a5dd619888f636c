#include "http/routes/customers.hpp"

#include "http/clock.hpp"
#include "http/query.hpp"
#include "http/routes/customer_change.hpp"
#include "http/routes/parameters.hpp"

#include <algorithm>
#include <functional>

namespace troupe::http::routes {
namespace {

customer row_of(const call& c, const customer_ref& ref) {
  auto row = first_contact(c.env().customer_id(ref), ref, wall_clock());
  row.language = text_in(c.body, "language");
  row.plan = text_in(c.body, "plan");
  if (const auto at = c.body.find("attributes"); at != c.body.end()) row.attributes = at->dump();
  return row;
}

failure unknown(const std::string& id) { return {errc::unknown_customer, "there is no customer " + id}; }

/// Sessions that run would write of the customer again: each is closed, one after the other, and then the
/// rows go.
void close_and_erase(const call& c, const std::string& id, std::vector<session_record> open) {
  std::erase_if(open, [](const session_record& s) { return s.status == session_status::closed; });
  if (open.empty())
    return ask<erasure>(c, c.with->writer, troupe::erase_customer{id},
                        [back = c.back, id](const erasure& done) {
                          if (done == erasure{}) return back.fail(unknown(id));
                          back.reply(to_json(done));
                        });
  const auto next = open.back().session_id;
  open.pop_back();
  ask<session_record>(c, c.with->directory, change_session{next, c.who},
                      [c, id, open](const session_record&) { close_and_erase(c, id, open); });
}

void with_insight(const call& c, const std::function<void(const return_path&, const insight&)>& then) {
  const auto id = c.arguments.front();
  ask<found_customer>(c, c.any(c.with->readers), read_customer{id, {}, 0, 0},
                      [c, id, then](const found_customer& found) {
                        if (!found.who) return c.back.fail(unknown(id));
                        ask<insight>(c, c.any(c.with->analyze_query), analyze_request{*found.who},
                                     [back = c.back, then](const insight& known) { then(back, known); });
                      });
}

} // namespace

void create_customer(call c) {
  const auto ref =
      customer_ref{text_in(c.body, "external_id"), text_in(c.body, "email"), text_in(c.body, "name")};
  answer_with<customer>(c, c.with->writer, troupe::create_customer{row_of(c, ref)});
}

void view_customer(call c) {
  const auto id = c.arguments.front();
  ask<found_customer>(c, c.any(c.with->readers), read_customer{id, {}, 0, 0},
                      [back = c.back, id](const found_customer& found) {
                        if (!found.who) return back.fail(unknown(id));
                        back.reply(to_json(*found.who));
                      });
}

void list_customers(call c) {
  answer_with<customer_page>(c, c.any(c.with->readers),
                             troupe::list_customers{text_in(c.asked, parameters::customer_part),
                                                    number_in(c.asked, parameters::customers_limit),
                                                    text_in(c.asked, parameters::before_customer)});
}

void change_customer(call c) {
  const auto id = c.arguments.front();
  ask<changed_customer>(c, c.with->writer, change_in(c.body, id),
                        [back = c.back, id](const changed_customer& changed) {
                          if (!changed.row) return back.fail(unknown(id));
                          back.reply(to_json(*changed.row));
                        });
}

void erase_customer(call c) {
  const auto id = c.arguments.front();
  ask<session_page>(c, c.any(c.with->readers), read_sessions_of{id},
                    [c, id](const session_page& of) { close_and_erase(c, id, of.sessions); });
}

void export_customer(call c) {
  const auto id = c.arguments.front();
  ask<whole_customer>(c, c.any(c.with->readers), read_customer_whole{id},
                      [back = c.back, id](const whole_customer& whole) {
                        if (!whole.who && whole.sessions.empty()) return back.fail(unknown(id));
                        back.reply(to_json(whole));
                      });
}

void view_insights(call c) {
  with_insight(c, [](const return_path& back, const insight& known) { back.reply(to_json(known)); });
}

void view_similar(call c) {
  with_insight(c, [](const return_path& back, const insight& known) {
    back.reply({{"customers", to_json(known.similar)}});
  });
}

} // namespace troupe::http::routes
