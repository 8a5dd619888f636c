#include "actors/embeddings/behavior.hpp"
#include "messages/error.hpp"
#include "tests/support/deterministic_system.hpp"

#include <gmock/gmock.h>

namespace troupe::embeddings {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// The length of a text stands for what it means.
struct Embeddings : troupe::testing::DeterministicSystem {
  handle actor =
      sys.spawn(behavior, options{[] {
                                    return [](std::string_view text) {
                                      return encoded{{static_cast<float>(text.size()), 0}, text.size()};
                                    };
                                  },
                                  "an encoder", 2, 4});

  ~Embeddings() override { stop(actor); }
};

TEST_F(Embeddings, AnswersInTheOrderOfTheTexts) {
  const auto made = ask<embedded_texts>(actor, embed_texts{{"a", "ccc", "bb"}});
  EXPECT_THAT(made.vectors, ElementsAre(ElementsAre(1, 0), ElementsAre(3, 0), ElementsAre(2, 0)));
  EXPECT_EQ(made.tokens, 6U);
  EXPECT_EQ(made.encoder, "an encoder");
}

TEST_F(Embeddings, AnswersARequestWithoutTexts) {
  EXPECT_THAT(ask<embedded_texts>(actor, embed_texts{}).vectors, IsEmpty());
}

TEST_F(Embeddings, RefusesWhatItHasNoRoomForAndTakesItLater) {
  auto first = self->request(actor, caf::infinite, embed_texts{{"a", "bb", "ccc"}});
  auto second = self->request(actor, caf::infinite, embed_texts{{"dddd", "e"}});
  auto third = self->request(actor, caf::infinite, embed_texts{{"f"}});
  run();
  first.receive([](const embedded_texts& t) { EXPECT_EQ(t.vectors.size(), 3U); },
                [&](caf::error& e) { ADD_FAILURE() << sys.render(e); });
  second.receive([](const embedded_texts&) { ADD_FAILURE() << "five texts"; },
                 [](const caf::error& e) { EXPECT_EQ(to_failure(e).code, errc::overloaded); });
  third.receive([](const embedded_texts& t) { EXPECT_EQ(t.vectors.size(), 1U); },
                [&](caf::error& e) { ADD_FAILURE() << sys.render(e); });
  EXPECT_EQ(ask<embedded_texts>(actor, embed_texts{{"a", "b", "c", "d"}}).vectors.size(), 4U);
}

TEST_F(Embeddings, RefusesOtherDimensions) {
  EXPECT_EQ(ask<embedded_texts>(actor, embed_texts{{"a"}, 2}).vectors.size(), 1U);
  const auto got = try_ask<embedded_texts>(actor, embed_texts{{"a"}, 3});
  ASSERT_TRUE(got.error);
  EXPECT_EQ(to_failure(*got.error).code, errc::bad_request);
}

TEST_F(Embeddings, FailsItsPromisesWhenItIsStopped) {
  auto waiting = self->request(actor, caf::infinite, embed_texts{{"a", "bb"}});
  sched.run_once();
  self->send_exit(actor, caf::exit_reason::user_shutdown);
  run();
  waiting.receive([](const embedded_texts&) { ADD_FAILURE() << "it ended before"; },
                  [](const caf::error& e) { EXPECT_EQ(to_failure(e).code, errc::shutting_down); });
}

} // namespace
} // namespace troupe::embeddings
