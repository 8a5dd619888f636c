#include "language/remembering_encoder.hpp"

#include <gmock/gmock.h>

namespace troupe::language {
namespace {

using ::testing::ElementsAre;

/// Notes what was encoded.
struct RememberingEncoder : ::testing::Test {
  std::vector<std::string> encoded;
  text_embedder encode = [this](std::string_view text) {
    encoded.emplace_back(text);
    return text_embedding{{static_cast<float>(text.size())}, {}};
  };
};

TEST_F(RememberingEncoder, EncodesATextOnce) {
  auto encoder = remembering_encoder{encode, 2};
  EXPECT_THAT(encoder("one")->vector, ElementsAre(3));
  EXPECT_THAT(encoder("one")->vector, ElementsAre(3));
  EXPECT_THAT(encoded, ElementsAre("one"));
}

TEST_F(RememberingEncoder, ForgetsWhatWasUsedLongestAgo) {
  auto encoder = remembering_encoder{encode, 2};
  for (const auto* text : {"a", "b", "a", "c", "a", "b"}) (void)encoder(text);
  EXPECT_THAT(encoded, ElementsAre("a", "b", "c", "b"));
}

TEST_F(RememberingEncoder, TakesWhatOthersEncoded) {
  auto encoder = remembering_encoder{encode, 2};
  encoder.remember("a", std::make_shared<const text_embedding>(std::vector{7.0F}, token_vectors{}));
  EXPECT_THAT(encoder("a")->vector, ElementsAre(7));
  EXPECT_EQ(encoder.recall("b"), nullptr);
}

TEST_F(RememberingEncoder, MayRememberNothing) {
  auto encoder = remembering_encoder{encode, 0};
  EXPECT_THAT(encoder("a")->vector, ElementsAre(1));
  EXPECT_EQ(encoder.recall("a"), nullptr);
}

TEST_F(RememberingEncoder, IsNoneWithoutAnEncoder) {
  auto none = remembering_encoder{{}, 2};
  EXPECT_FALSE(none);
  EXPECT_EQ(none("a"), nullptr);
}

} // namespace
} // namespace troupe::language
