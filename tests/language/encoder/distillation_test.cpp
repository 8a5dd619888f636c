#include "language/encoder/distillation.hpp"
#include "tests/language/encoder/golden.hpp"

#include <gtest/gtest.h>

#include <numeric>
#include <stdexcept>

namespace troupe::language {
namespace {

class Distillation : public testing::Test {
protected:
  static encoder load(const std::string& weights) {
    auto loaded = encoder::load(golden::bytes(weights), golden::file("vocab.txt"));
    if (const auto* error = std::get_if<model_error>(&loaded)) throw std::runtime_error{error->reason};
    return std::move(std::get<encoder>(loaded));
  }
  std::shared_ptr<const distilled_encoder> distil(std::vector<std::string> texts) {
    auto states = std::make_shared<piece_states>();
    while (states->scales.size() < of.vocabulary()) add_piece_states(*states, of, 7);
    auto learning = distillation{of, states, std::move(texts)};
    for (;;)
      if (auto made = learning.advance()) return made;
  }
  double near(const distilled_encoder& by, std::string_view text) {
    const auto wanted = of.encode(text);
    const auto guessed = by.encode(text);
    return std::inner_product(wanted.begin(), wanted.end(), guessed.begin(), 0.0);
  }

  std::string weights = golden::file("model.safetensors");
  encoder of = load(weights);
};

TEST_F(Distillation, ComesNearTheEncoderOnWhatItLearnedFrom) {
  auto texts = std::vector<std::string>{};
  for (const auto& line : golden::texts()) texts.push_back(line["text"].get<std::string>());
  const auto made = distil(texts);
  auto sum = 0.0;
  for (const auto& text : texts) sum += near(*made, text);
  EXPECT_GT(sum / static_cast<double>(texts.size()), 0.8);
}

TEST_F(Distillation, GivesAnyTextAVectorOfLengthOne) {
  const auto made = distil({"refund an order", "track a parcel"});
  for (const auto* text : {"", "zebra", "refund", "\xff"}) {
    const auto vector = made->encode(text);
    EXPECT_EQ(vector.size(), of.dimensions());
    EXPECT_NEAR(std::inner_product(vector.begin(), vector.end(), vector.begin(), 0.0), 1, 1e-5) << text;
  }
}

TEST_F(Distillation, IsTheSameForTheSameTexts) {
  const auto texts = std::vector<std::string>{"refund an order", "track a parcel", "pay by card"};
  EXPECT_EQ(distil(texts)->encode("refund a parcel"), distil(texts)->encode("refund a parcel"));
}

} // namespace
} // namespace troupe::language
