#include "actors/workflow/get_context/behavior.hpp"

#include "actors/workflow/get_context/query.hpp"

namespace troupe::get_context {

handle::behavior_type behavior(handle::pointer, std::size_t budget) {
  return {
      [budget](const get_context_request& asked) {
        const auto found = asked.index->search(query_of(asked.text, *asked.history));
        return found_context{
            std::make_shared<const retrieval::context>(retrieval::cut_to_budget(found, {.tokens = budget}))};
      },
      [](const search_request& asked) {
        return search_reply{asked.index, asked.index->search(asked.query, {.limit = asked.limit,
                                                                           .category = asked.category})};
      },
  };
}

} // namespace troupe::get_context
