#include "language/encoder/kernels.hpp"
#include "language/encoder/linear_map.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

namespace troupe::language {
namespace {

class every_kind : public testing::TestWithParam<const kernels*> {
protected:
  [[nodiscard]] std::vector<float> draw(std::size_t size, float deviation = 1) {
    auto normal = std::normal_distribution<float>{0, deviation};
    std::vector<float> made(size);
    for (auto& value : made) value = normal(engine_);
    return made;
  }
  const kernels& with = *GetParam();

private:
  std::mt19937 engine_{1};
};

INSTANTIATE_TEST_SUITE_P(kernels, every_kind, testing::ValuesIn(usable_kernels()),
                         [](const auto& of) { return std::string{of.param->name}; });

double linear(std::span<const float> weights, float bias, std::span<const float> x, std::size_t column) {
  return std::inner_product(x.begin(), x.end(),
                            weights.begin() + static_cast<std::ptrdiff_t>(column * x.size()),
                            static_cast<double>(bias));
}

// Every number of rows up to one beyond two tiles of any kind.
TEST_P(every_kind, multiply_any_number_of_rows) {
  constexpr std::size_t depth = 96;
  constexpr std::size_t columns = 64;
  const auto weights = draw(depth * columns);
  const auto bias = draw(columns);
  for (const bool in_bytes : {false, true}) {
    if (in_bytes && !with.multiply_bytes) continue;
    const auto map = linear_map{weights, bias, in_bytes};
    const auto tolerance = in_bytes ? 0.5 : 1e-4; // sums of 96 products, which have a deviation of 10
    for (std::size_t rows = 1; rows <= 25; ++rows) {
      const auto x = draw(rows * depth);
      std::vector<std::uint8_t> bytes(rows * depth);
      std::vector<float> steps(rows);
      std::vector<float> lows(rows);
      std::vector<float> y(rows * columns + 1, 77);
      map.apply(with, x.data(), rows, {bytes.data(), steps.data(), lows.data()}, y.data());
      for (std::size_t i = 0; i < rows * columns; ++i)
        ASSERT_NEAR(
            y[i],
            linear(weights, bias[i % columns], std::span{x}.subspan(i / columns * depth, depth), i % columns),
            tolerance)
            << rows << " rows, value " << i;
      EXPECT_EQ(y.back(), 77) << "written beyond the end";
    }
  }
}

TEST_P(every_kind, quantize_keeps_each_rows_range) {
  auto x = draw(3 * 64);
  std::fill_n(x.begin() + 64, 64, 2.5F);
  x[128] = 1000;
  std::vector<std::uint8_t> bytes(x.size());
  std::vector<float> steps(3);
  std::vector<float> lows(3);
  with.quantize(x.data(), 3, 64, {bytes.data(), steps.data(), lows.data()});
  for (std::size_t i = 0; i < x.size(); ++i)
    ASSERT_NEAR(lows[i / 64] + steps[i / 64] * bytes[i], x[i], 0.51 * steps[i / 64] + 1e-6) << i;
}

TEST_P(every_kind, gelu_is_of_the_normal_distribution) {
  std::vector<float> x(4096);
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = (static_cast<float>(i) - 2048) / 128;
  auto y = x;
  with.gelu(y.data(), y.size());
  for (std::size_t i = 0; i < x.size(); ++i)
    ASSERT_NEAR(y[i], x[i] * std::erfc(-x[i] / std::sqrt(2.0)) / 2, 1e-6 * (1 + std::abs(x[i]))) << x[i];
}

TEST_P(every_kind, softmax_sums_to_one_over_what_is_valid) {
  constexpr std::size_t columns = 64;
  for (const std::size_t valid : {1, 31, 32, 33, 64}) {
    auto x = draw(2 * columns, 20);
    x[columns] = -1e6;
    auto y = x;
    with.softmax(y.data(), 2, columns, valid);
    for (std::size_t row = 0; row < 2; ++row) {
      const auto values = std::span{x}.subspan(row * columns, valid);
      const double highest = std::ranges::max(values);
      double total = 0;
      for (const auto value : values) total += std::exp(value - highest);
      for (std::size_t i = 0; i < columns; ++i)
        ASSERT_NEAR(y[row * columns + i], i < valid ? std::exp(values[i] - highest) / total : 0, 1e-6);
    }
  }
}

TEST_P(every_kind, normalize_to_mean_and_variance) {
  constexpr std::size_t columns = 96;
  const auto x = draw(2 * columns, 3);
  const auto y = draw(2 * columns);
  const auto gain = draw(columns);
  const auto bias = draw(columns);
  auto z = x;
  with.add_and_normalize(z.data(), y.data(), 2, columns, gain.data(), bias.data());
  for (std::size_t row = 0; row < 2; ++row) {
    double mean = 0;
    double square = 0;
    for (std::size_t i = row * columns; i < (row + 1) * columns; ++i) {
      mean += (x[i] + y[i]) / columns;
      square += std::pow(x[i] + y[i], 2) / columns;
    }
    for (std::size_t i = 0; i < columns; ++i)
      ASSERT_NEAR(z[row * columns + i],
                  (x[row * columns + i] + y[row * columns + i] - mean) / std::sqrt(square - mean * mean)
                          * gain[i]
                      + bias[i],
                  1e-4);
  }
}

} // namespace
} // namespace troupe::language
