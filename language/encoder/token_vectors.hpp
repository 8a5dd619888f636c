#pragma once
#include "language/encoder/encoder.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace troupe::language {

/// What each token of a text means where it stands, made small enough to be kept for every token of a
/// knowledge base.
struct token_vectors {
  static constexpr std::size_t dimensions = 64;

  std::vector<piece_id> pieces;
  std::vector<std::int8_t> rows; ///< of each piece `dimensions` bytes, of length 127 together

  bool operator==(const token_vectors&) const = default;
};

/// Takes a token's state into the 64 dimensions in which those of English text differ most (principal
/// components of states of length 1). Learned once, by `troupe train tokens`, for an encoder and not for a
/// knowledge base: what one projection made is compared with nothing that another made.
class token_projection {
public:
  /// By the components that it is made of: `token_vectors::dimensions` rows.
  explicit token_projection(std::vector<float> components)
      : components_{std::move(components)}, states_{components_.size() / token_vectors::dimensions} {}

  /// Of safetensors with "components", F32, a row for each dimension.
  [[nodiscard]] static std::variant<token_projection, model_error> parse(std::span<const std::byte> file);
  [[nodiscard]] std::string to_safetensors() const;

  /// The dimensions of a state.
  [[nodiscard]] std::size_t states() const noexcept { return states_; }

  [[nodiscard]] token_vectors operator()(const token_states&) const;

private:
  std::vector<float> components_;
  std::size_t states_;
};

/// Of the states of some texts, of `dimensions` each.
[[nodiscard]] token_projection fit_projection(std::span<const token_states>, std::size_t dimensions);

} // namespace troupe::language
