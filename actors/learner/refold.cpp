#include "actors/learner/refold.hpp"

#include <algorithm>
#include <limits>

namespace troupe::learner {
namespace {

constexpr std::size_t lessons_a_read = 4096;

} // namespace

learning::fold refold(storage::experience_reader& from, learning::fold_rules rules, std::uint64_t through) {
  auto made = learning::fold{std::move(rules)};
  const auto rebuilt = from.head().rebuilt;
  if (through == 0) through = std::numeric_limits<std::uint64_t>::max();
  if (rebuilt > 0 && rebuilt <= through) {
    for (auto more = true; more;) {
      const auto page = from.lessons_in_force(made.position(), rebuilt, lessons_a_read);
      made.learn(page.lessons);
      more = page.more;
    }
    made.rebuilt(rebuilt);
  }
  for (auto more = true; more && made.position() < through;) {
    auto page = from.lessons(made.position(), lessons_a_read);
    const auto end = std::ranges::upper_bound(page.lessons, through, {}, &learning::lesson::position);
    page.lessons.erase(end, page.lessons.end());
    made.learn(page.lessons);
    more = page.more;
  }
  return made;
}

} // namespace troupe::learner
