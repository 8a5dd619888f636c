#include "language/clusters.hpp"

#include <gmock/gmock.h>

#include <cmath>

namespace troupe::language {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using groups = std::vector<std::vector<std::size_t>>;

/// Places on a line: the nearer, the more alike.
groups clustered(const std::vector<double>& places, double least) {
  return clusters(
      places.size(), [&](std::size_t a, std::size_t b) { return 1.0 - std::abs(places[a] - places[b]); },
      least);
}

TEST(Clusters, AreNoneOfNothing) { EXPECT_THAT(clustered({}, 0.5), IsEmpty()); }

TEST(Clusters, JoinWhatIsAlikeTheLargestFirst) {
  EXPECT_THAT(clustered({5.0, 0.0, 0.1, 9.0, 0.2}, 0.5),
              ElementsAre(ElementsAre(2, 1, 4), ElementsAre(0), ElementsAre(3)))
      << "the middle one stands for its group";
}

TEST(Clusters, JoinAtTheBound) {
  EXPECT_THAT(clustered({0.0, 0.5}, 0.5), ElementsAre(ElementsAre(0, 1)));
  EXPECT_THAT(clustered({0.0, 0.501}, 0.5), ElementsAre(ElementsAre(0), ElementsAre(1)));
}

TEST(Clusters, AskForLikenessToAllMembersNotToOne) {
  // 0.8 is as near as the bound asks to 0.4, but not to 0.4 and 0 together.
  EXPECT_THAT(clustered({0.0, 0.4, 0.8}, 0.6), ElementsAre(ElementsAre(0, 1), ElementsAre(2)));
}

TEST(Clusters, PreferTheNearest) {
  EXPECT_THAT(clustered({0.0, 1.0, 0.6}, 0.3), ElementsAre(ElementsAre(1, 2), ElementsAre(0)));
}

} // namespace
} // namespace troupe::language
