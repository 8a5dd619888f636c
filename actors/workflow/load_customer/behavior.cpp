#include "actors/workflow/load_customer/behavior.hpp"

#include <chrono>

namespace troupe::load_customer {
namespace {

timestamp wall_clock() {
  using namespace std::chrono;
  return duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
}

loaded_customer loaded(const load_customer_request& asked, found_customer found) {
  auto history = std::make_shared<const std::vector<message>>(std::move(found.history));
  if (found.who) return {std::move(*found.who), false, std::move(history)};
  return {first_contact(asked.customer_id, asked.ref, wall_clock()), true, std::move(history)};
}

} // namespace

handle::behavior_type behavior(handle::pointer self, const store::reader& reader, std::size_t history_limit) {
  return {
      [self, reader, history_limit](const load_customer_request& asked) -> caf::result<loaded_customer> {
        auto promise = self->make_response_promise<loaded_customer>();
        self->request(reader, caf::infinite,
                      read_customer{asked.customer_id, asked.session_id, asked.turns + 1,
                                    asked.turns > 0 ? history_limit : 0})
            .then([promise, asked](
                      found_customer& found) mutable { promise.deliver(loaded(asked, std::move(found))); },
                  [promise](caf::error& e) mutable { promise.deliver(std::move(e)); });
        return promise;
      },
  };
}

} // namespace troupe::load_customer
