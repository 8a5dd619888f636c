#include "language/clusters.hpp"

#include <algorithm>

namespace troupe::language {
namespace {

using cluster = std::vector<std::size_t>;

double likeness(std::size_t one, const cluster& others, const similarity& alike) {
  auto sum = 0.0;
  for (const auto other : others) sum += other == one ? 0.0 : alike(one, other);
  return sum;
}

void put_medoid_first(cluster& members, const similarity& alike) {
  auto best = members.begin();
  auto most = -1.0;
  for (auto m = members.begin(); m != members.end(); ++m)
    if (const auto now = likeness(*m, members, alike); now > most) {
      most = now;
      best = m;
    }
  std::rotate(members.begin(), best, best + 1);
}

} // namespace

std::vector<std::vector<std::size_t>> clusters(std::size_t count, const similarity& alike, double least) {
  auto found = std::vector<cluster>{};
  for (std::size_t one = 0; one < count; ++one) {
    auto* nearest = static_cast<cluster*>(nullptr);
    auto most = least;
    for (auto& c : found)
      if (const auto mean = likeness(one, c, alike) / static_cast<double>(c.size());
          mean >= most && (!nearest || mean > most)) {
        most = mean;
        nearest = &c;
      }
    if (nearest)
      nearest->push_back(one);
    else
      found.push_back({one});
  }
  std::ranges::stable_sort(found, std::ranges::greater{}, &cluster::size);
  for (auto& c : found) put_medoid_first(c, alike);
  return found;
}

} // namespace troupe::language
