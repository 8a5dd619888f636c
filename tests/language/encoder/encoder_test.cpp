#include "language/encoder/encoder.hpp"
#include "language/encoder/safetensors.hpp"
#include "tests/language/encoder/golden.hpp"

#include <gmock/gmock.h>

#include <cstring>
#include <numeric>
#include <thread>

namespace troupe::language {
namespace {

using testing::HasSubstr;

const std::string weights = golden::file("model.safetensors");
const std::string vocabulary = golden::file("vocab.txt");

encoder load(const transformer_options& options = {}) {
  auto loaded = encoder::load(golden::bytes(weights), vocabulary, options);
  if (const auto* error = std::get_if<model_error>(&loaded)) throw std::runtime_error{error->reason};
  return std::move(std::get<encoder>(loaded));
}

std::string reason(const std::variant<encoder, model_error>& loaded) {
  const auto* error = std::get_if<model_error>(&loaded);
  return error ? error->reason : "no error";
}

double cosine(std::span<const float> a, std::span<const float> b) {
  const auto product = [](auto x, auto y) { return std::inner_product(x.begin(), x.end(), y.begin(), 0.0); };
  return product(a, b) / std::sqrt(product(a, a) * product(b, b));
}

TEST(encoder, agrees_with_the_reference_on_every_kind_of_cpu) {
  for (const auto* kind : usable_kernels()) {
    const auto encoder = load({precision::full, kind});
    for (const auto& line : golden::texts()) {
      SCOPED_TRACE(std::string{kind->name} + ": " + line["text"].get<std::string>());
      const auto vector = encoder.encode(line["text"].get<std::string>());
      EXPECT_GT(cosine(vector, line["embedding"].get<std::vector<float>>()), 0.99999);
      EXPECT_NEAR(cosine(vector, vector)
                      * std::inner_product(vector.begin(), vector.end(), vector.begin(), 0.0),
                  1, 1e-5);
    }
  }
}

TEST(encoder, stays_close_to_the_reference_in_bytes) {
  const auto encoder = load();
  for (const auto& line : golden::texts())
    EXPECT_GT(
        cosine(encoder.encode(line["text"].get<std::string>()), line["embedding"].get<std::vector<float>>()),
        0.99)
        << line["text"];
}

TEST(encoder, gives_the_states_of_the_tokens_alone) {
  const auto encoder = load({precision::full});
  for (const auto& line : golden::texts()) {
    if (!line.contains("states")) continue;
    const auto ids = line["ids"].get<std::vector<piece_id>>();
    const auto rows = line["states"].get<std::vector<std::vector<float>>>();
    const auto found = encoder.read(line["text"].get<std::string>()).tokens;
    EXPECT_EQ(found.pieces, (std::vector<piece_id>{ids.begin() + 1, ids.end() - 1}));
    ASSERT_EQ(found.states.size(), (rows.size() - 2) * encoder.dimensions());
    for (std::size_t i = 0; i < found.states.size(); ++i)
      ASSERT_NEAR(found.states[i], rows[1 + i / encoder.dimensions()][i % encoder.dimensions()], 1e-4);
  }
}

TEST(encoder, reads_a_text_once_for_its_tokens_and_its_mean) {
  const auto encoder = load();
  const auto read = encoder.read("a b c d");
  EXPECT_EQ(read.mean, encoder.encode("a b c d"));
  EXPECT_EQ(read.tokens.pieces.size(), 4U);
  EXPECT_EQ(read.tokens.states.size(), 4 * encoder.dimensions());
  EXPECT_TRUE(encoder.read("").tokens.pieces.empty());
}

TEST(encoder, serves_threads_at_once) {
  const auto encoder = load();
  const auto lines = golden::texts();
  std::vector<std::vector<float>> alone;
  for (const auto& line : lines) alone.push_back(encoder.encode(line["text"].get<std::string>()));
  const auto work = [&] {
    for (int round = 0; round < 20; ++round)
      for (std::size_t i = 0; i < lines.size(); ++i)
        if (encoder.encode(lines[i]["text"].get<std::string>()) != alone[i])
          ADD_FAILURE() << lines[i]["text"];
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) threads.emplace_back(work);
  for (auto& thread : threads) thread.join();
}

TEST(encoder, reads_weights_that_are_not_aligned) {
  const auto shifted = " " + weights;
  const auto loaded = encoder::load(golden::bytes(shifted).subspan(1), vocabulary);
  ASSERT_TRUE(std::holds_alternative<encoder>(loaded));
  EXPECT_EQ(std::get<encoder>(loaded).encode("the order"), load().encode("the order"));
}

TEST(encoder, says_what_is_wrong_with_its_files) {
  const auto cut = weights.substr(0, weights.size() - 1);
  EXPECT_THAT(reason(encoder::load(golden::bytes(cut), vocabulary)), HasSubstr("cut short"));
  EXPECT_THAT(reason(encoder::load(golden::bytes(weights), "[UNK]\n[CLS]\n")), HasSubstr("no line [SEP]"));
  EXPECT_THAT(reason(encoder::load(golden::bytes(weights), vocabulary + "more\n")),
              HasSubstr("different models"));
  auto renamed = weights;
  renamed.replace(renamed.find("encoder.layer.1.output.dense.bias"), 3, "xxx");
  EXPECT_THAT(reason(encoder::load(golden::bytes(renamed), vocabulary)),
              HasSubstr("encoder.layer.1.output.dense.bias of F32 64"));
}

} // namespace
} // namespace troupe::language
