#include "actors/workflow/analyze_query/behavior.hpp"

namespace troupe::analyze_query {
namespace {

constexpr std::size_t similar_limit = 5;

insight about(const customer& who, std::vector<similar_customer> like_them) {
  return {who.relationship_stage, who.communication_style, who.satisfaction_score, std::move(like_them)};
}

} // namespace

handle::behavior_type behavior(handle::pointer self, const store::reader& reader) {
  return {
      [self, reader](const analyze_request& asked) -> caf::result<insight> {
        auto promise = self->make_response_promise<insight>();
        self->request(reader, caf::infinite, read_similar{asked.who.customer_id, similar_limit})
            .then(
                [promise, asked](similar_customers& like_them) mutable {
                  promise.deliver(about(asked.who, std::move(like_them.rows)));
                },
                [promise](caf::error& e) mutable { promise.deliver(std::move(e)); });
        return promise;
      },
  };
}

} // namespace troupe::analyze_query
