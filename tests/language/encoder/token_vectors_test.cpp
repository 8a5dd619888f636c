#include "language/encoder/token_vectors.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <numeric>
#include <random>

namespace troupe::language {
namespace {

using ::testing::HasSubstr;

constexpr std::size_t states = 96;

/// States that fill as many dimensions as a row keeps, and are zero in the others.
token_states narrow_states(std::size_t count) {
  std::mt19937_64 random{1};
  token_states made;
  for (piece_id piece = 0; piece < count; ++piece) {
    made.pieces.push_back(piece);
    for (std::size_t i = 0; i < states; ++i)
      made.states.push_back(i < token_vectors::dimensions ? static_cast<float>(random() % 2001) / 1000 - 1
                                                          : 0);
  }
  return made;
}

template <class T>
double cosine(const T* a, const T* b, std::size_t size) {
  const auto product = [size](const T* x, const T* y) { return std::inner_product(x, x + size, y, 0.0); };
  return product(a, b) / std::sqrt(product(a, a) * product(b, b));
}

TEST(token_projection, keeps_the_angles_in_the_dimensions_that_matter) {
  const auto texts = std::vector{narrow_states(200)};
  const auto made = fit_projection(texts, states)(texts.front());
  ASSERT_EQ(made.pieces, texts.front().pieces);
  ASSERT_EQ(made.rows.size(), 200 * token_vectors::dimensions);
  for (std::size_t i = 1; i < 20; ++i)
    EXPECT_NEAR(cosine(&made.rows[0], &made.rows[i * token_vectors::dimensions], token_vectors::dimensions),
                cosine(&texts[0].states[0], &texts[0].states[i * states], states), 0.03);
}

TEST(token_projection, is_read_as_it_was_written) {
  const auto texts = std::vector{narrow_states(100)};
  const auto written = fit_projection(texts, states);
  const auto file = written.to_safetensors();
  const auto read = token_projection::parse(std::as_bytes(std::span{file}));
  ASSERT_TRUE(std::holds_alternative<token_projection>(read));
  EXPECT_EQ(std::get<token_projection>(read).states(), states);
  EXPECT_EQ(std::get<token_projection>(read)(texts.front()).rows, written(texts.front()).rows);
}

TEST(token_projection, refuses_a_file_without_components) {
  const auto header = std::string{R"({"weights":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})"};
  auto file = std::string(8, '\0');
  file[0] = static_cast<char>(header.size());
  file += header + std::string(4, '\0');
  const auto read = token_projection::parse(std::as_bytes(std::span{file}));
  ASSERT_TRUE(std::holds_alternative<model_error>(read));
  EXPECT_THAT(std::get<model_error>(read).reason, HasSubstr("components"));
}

TEST(token_projection, has_no_vector_for_a_state_of_zeros) {
  const auto texts = std::vector{narrow_states(100)};
  const auto made = fit_projection(texts, states)({{1}, std::vector<float>(states, 0)});
  EXPECT_EQ(made.rows, std::vector<std::int8_t>(token_vectors::dimensions, 0));
}

} // namespace
} // namespace troupe::language
