#include "language/encoder/token_vectors.hpp"

#include "language/encoder/safetensors.hpp"

#include <Eigen/Core>
#include <Eigen/Eigenvalues>

#include <array>
#include <bit>
#include <cmath>
#include <utility>

namespace troupe::language {
namespace {

using matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using rows = Eigen::Map<const matrix>;

constexpr auto components_name = "components";
constexpr float longest_row = 127; // of a row of bytes

rows states_of(const token_states& of, std::size_t dimensions) {
  return {of.states.data(), static_cast<Eigen::Index>(of.pieces.size()),
          static_cast<Eigen::Index>(dimensions)};
}

} // namespace

std::variant<token_projection, model_error> token_projection::parse(std::span<const std::byte> file) {
  const auto parsed = safetensors::parse(file);
  if (const auto* error = std::get_if<model_error>(&parsed)) return *error;
  const auto& tensors = std::get<safetensors>(parsed);
  const auto* found = tensors.find(components_name);
  const auto columns = found && found->shape.size() == 2 ? found->shape[1] : 0;
  auto values = tensors.floats(components_name, std::array{token_vectors::dimensions, columns});
  if (const auto* error = std::get_if<model_error>(&values)) return *error;
  return token_projection{std::move(std::get<std::vector<float>>(values))};
}

std::string token_projection::to_safetensors() const {
  const auto bytes = components_.size() * sizeof(float);
  const auto header = R"({")" + std::string{components_name} + R"(":{"dtype":"F32","shape":[)"
                      + std::to_string(token_vectors::dimensions) + ',' + std::to_string(states_)
                      + R"(],"data_offsets":[0,)" + std::to_string(bytes) + "]}}";
  static_assert(std::endian::native == std::endian::little);
  const auto length = std::bit_cast<std::array<char, sizeof(std::uint64_t)>>(std::uint64_t{header.size()});
  auto file = std::string{length.begin(), length.end()} + header;
  file.append(reinterpret_cast<const char*>(components_.data()), bytes); // NOLINT(*-reinterpret-cast)
  return file;
}

token_vectors token_projection::operator()(const token_states& of) const {
  const auto components =
      rows{components_.data(), token_vectors::dimensions, static_cast<Eigen::Index>(states_)};
  const matrix projected = states_of(of, states_) * components.transpose();
  auto made = token_vectors{of.pieces, {}};
  made.rows.reserve(static_cast<std::size_t>(projected.size()));
  for (const auto& row : projected.rowwise()) {
    const auto length = row.norm();
    for (const auto value : row)
      made.rows.push_back(
          static_cast<std::int8_t>(length > 0 ? std::lround(longest_row * value / length) : 0));
  }
  return made;
}

token_projection fit_projection(std::span<const token_states> texts, std::size_t dimensions) {
  const auto size = static_cast<Eigen::Index>(dimensions);
  Eigen::MatrixXd moments = Eigen::MatrixXd::Zero(size, size);
  for (const auto& text : texts) {
    const matrix unit = states_of(text, dimensions).rowwise().normalized();
    moments += (unit.transpose() * unit).cast<double>();
  }
  const auto solved = Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>{moments}; // ascending
  const matrix components =
      solved.eigenvectors().rightCols(token_vectors::dimensions).transpose().cast<float>();
  return token_projection{{components.data(), components.data() + components.size()}};
}

} // namespace troupe::language
