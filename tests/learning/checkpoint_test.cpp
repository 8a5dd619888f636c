#include "learning/checkpoint.hpp"
#include "learning/policy.hpp"

#include <gmock/gmock.h>

#include <limits>
#include <string>

namespace troupe::learning {
namespace {

using testing::HasSubstr;

policy_options options() {
  auto all = policy_options{};
  all.initial_values = {0.4, 0.5, 0.3};
  all.space.fourier = 8;
  all.half_life = 100;
  return all;
}

/// A policy that has learned `count` experiences of a fixed log.
policy learned(policy from, int begin, int end) {
  for (int turn = begin; turn < end; ++turn) {
    auto random = random_stream{11, std::to_string(turn)};
    const auto at =
        context{static_cast<language::intent_group>(turn % 6), language::urgency::low,
                2 * random.uniform() - 1, static_cast<std::uint64_t>(1 + turn % 3), random.uniform()};
    const auto chosen = choose(from, at, random);
    auto next = turn % 3 == 2 ? std::optional<std::vector<double>>{} : features(at);
    learn(from, {{features(at), chosen}, random.uniform(), std::move(next)});
  }
  return from;
}

std::string complaint(std::string_view bytes) {
  try {
    static_cast<void>(parse(bytes));
  } catch (const std::invalid_argument& e) {
    return e.what();
  }
  return "none";
}

TEST(Checkpoint, ComesBackAsThePolicyItWasAndGoesOnAlike) {
  for (const auto wanted : policy_names) {
    const auto half = learned(make_policy(wanted, options()), 0, 150);
    const auto bytes = serialize(half);
    const auto restored = parse(bytes);
    EXPECT_EQ(restored, half) << wanted;
    EXPECT_EQ(serialize(restored), bytes) << wanted;
    EXPECT_EQ(serialize(learned(restored, 150, 300)),
              serialize(learned(make_policy(wanted, options()), 0, 300)))
        << wanted;
  }
}

TEST(Checkpoint, ThatEndsEarlyOrLateIsRefused) {
  for (const auto wanted : policy_names) {
    const auto bytes = serialize(make_policy(wanted, options()));
    for (std::size_t length = 0; length < bytes.size(); ++length)
      ASSERT_THROW(static_cast<void>(parse(std::string_view{bytes}.substr(0, length))), std::invalid_argument)
          << wanted << ' ' << length;
    EXPECT_THAT(complaint(bytes + '\0'), HasSubstr("1 bytes too many"));
  }
}

TEST(Checkpoint, OfAnotherKindFormatOrPolicyIsRefused) {
  auto to = checkpoint_writer{};
  to.put(std::string_view{"troupe policy"});
  to.put(std::uint64_t{3});
  EXPECT_THAT(complaint(std::move(to).take()), HasSubstr("format 3"));
  EXPECT_THAT(complaint("SQLite format 3 and more of the like"), HasSubstr("not a checkpoint"));
  auto unknown = checkpoint_writer{};
  unknown.put(std::string_view{"troupe policy"});
  unknown.put(std::uint64_t{2});
  unknown.put(std::string_view{"oracle"});
  EXPECT_THAT(complaint(std::move(unknown).take()), HasSubstr("no policy has its name"));
}

TEST(Checkpoint, ANumberThatIsNotFiniteIsRefused) {
  auto to = checkpoint_writer{};
  to.put(std::numeric_limits<double>::quiet_NaN());
  const auto bytes = std::move(to).take();
  auto from = checkpoint_reader{bytes};
  EXPECT_THROW(static_cast<void>(from.number()), std::invalid_argument);
}

TEST(Checkpoint, AListIsNotLongerThanItsBytes) {
  auto to = checkpoint_writer{};
  to.put(std::numeric_limits<std::uint64_t>::max());
  const auto bytes = std::move(to).take();
  EXPECT_THROW(static_cast<void>(checkpoint_reader{bytes}.numbers()), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(checkpoint_reader{bytes}.text()), std::invalid_argument);
}

TEST(Checkpoint, NumbersAreTheSameBytesOnEveryMachine) {
  auto to = checkpoint_writer{};
  to.put(std::uint64_t{0x0102});
  to.put(1.0);
  EXPECT_EQ(std::move(to).take(), (std::string{"\2\1\0\0\0\0\0\0\0\0\0\0\0\0\xf0\x3f", 16}));
}

} // namespace
} // namespace troupe::learning
