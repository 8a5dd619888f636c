#include "actors/workflow/analyze_query/behavior.hpp"

namespace troupe::analyze_query {
namespace {

constexpr std::size_t similar_limit = 5;

insight about(const customer& who, const std::vector<customer>& like_them) {
  auto found = insight{who.relationship_stage, who.communication_style, who.satisfaction_score, {}};
  for (const auto& c : like_them) found.similar.push_back({c.customer_id, c.satisfaction_score});
  return found;
}

} // namespace

handle::behavior_type behavior(handle::pointer self, const store::reader& reader) {
  return {
      [self, reader](const analyze_request& asked) -> caf::result<insight> {
        auto promise = self->make_response_promise<insight>();
        self->request(reader, caf::infinite, read_similar{asked.who.customer_id, similar_limit})
            .then(
                [promise, asked](const similar_customers& like_them) mutable {
                  promise.deliver(about(asked.who, like_them.rows));
                },
                [promise](caf::error& e) mutable { promise.deliver(std::move(e)); });
        return promise;
      },
  };
}

} // namespace troupe::analyze_query
