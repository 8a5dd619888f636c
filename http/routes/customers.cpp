#include "http/routes/customers.hpp"

#include <chrono>

namespace troupe::http::routes {
namespace {

timestamp microseconds_since_1970() {
  using namespace std::chrono;
  return duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
}

customer row_of(const call& c, const customer_ref& ref) {
  auto row = first_contact(c.env().customer_id(ref), ref, microseconds_since_1970());
  row.language = text_in(c.body, "language");
  row.plan = text_in(c.body, "plan");
  if (const auto at = c.body.find("attributes"); at != c.body.end()) row.attributes = at->dump();
  return row;
}

} // namespace

void create_customer(call c) {
  const auto ref =
      customer_ref{text_in(c.body, "external_id"), text_in(c.body, "email"), text_in(c.body, "name")};
  answer_with<customer>(c, c.with->writer, troupe::create_customer{row_of(c, ref)});
}

void view_customer(call c) {
  const auto id = c.arguments.front();
  ask<found_customer>(c, c.any(c.with->readers), read_customer{id, {}, 0},
                      [back = c.back, id](const found_customer& found) {
                        if (!found.who)
                          return back.fail({errc::unknown_customer, "there is no customer " + id});
                        back.reply(to_json(*found.who));
                      });
}

} // namespace troupe::http::routes
