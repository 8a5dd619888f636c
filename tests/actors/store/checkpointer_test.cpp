#include "actors/store/behavior.hpp"
#include "storage/error.hpp"
#include "tests/support/deterministic_system.hpp"

namespace troupe::store {
namespace {

using namespace std::chrono_literals;

class CheckpointerActor : public testing::DeterministicSystem {
protected:
  CheckpointerActor() { run(); }
  ~CheckpointerActor() override { stop(aut); }

  int runs = 0;
  bool broken = false;
  checkpointer aut = sys.spawn(
      checkpointer_behavior,
      [this] {
        ++runs;
        if (broken) throw storage::error{"the disk is full"};
      },
      std::chrono::milliseconds{1000});
};

TEST_F(CheckpointerActor, RunsOnceAPeriod) {
  pass(999ms);
  EXPECT_EQ(runs, 0);
  pass(1ms);
  EXPECT_EQ(runs, 1);
  pass(1000ms);
  EXPECT_EQ(runs, 2);
}

TEST_F(CheckpointerActor, TriesAgainAfterAFailure) {
  broken = true;
  pass(1000ms);
  broken = false;
  pass(1000ms);
  EXPECT_EQ(runs, 2);
}

} // namespace
} // namespace troupe::store
