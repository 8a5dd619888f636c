#pragma once
#include "config/settings.hpp"
#include "language/encoder/encoder.hpp"
#include "language/encoder/token_vectors.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace troupe::app {

/// A file's bytes, mapped into memory for reading.
class mapped_file {
public:
  /// Throws std::system_error.
  explicit mapped_file(const std::string& path);
  ~mapped_file();
  mapped_file(mapped_file&& other) noexcept : bytes_{std::exchange(other.bytes_, {})} {}
  mapped_file& operator=(mapped_file&&) = delete;

  [[nodiscard]] std::span<const std::byte> bytes() const noexcept { return bytes_; }

private:
  std::span<const std::byte> bytes_;
};

/// The sentence encoder over the weights that it reads.
struct model {
  mapped_file weights;
  std::string vocabulary;
  language::encoder encoder;
  std::optional<language::token_projection> projection; ///< none: texts are compared as wholes alone

  [[nodiscard]] const language::token_projection* tokens() const noexcept {
    return projection ? &*projection : nullptr;
  }
  /// Two models of one name, their projections included, are the same.
  [[nodiscard]] std::string name() const;
};

/// What `scripts/model` has installed in a folder; or why there is no encoder.
[[nodiscard]] std::variant<model, language::model_error>
load_model(const std::string& folder, const language::transformer_options& = {});

/// The same of the settings, which may ask for none, with the projection; without one, the log says why.
[[nodiscard]] std::variant<model, language::model_error> load_model(const config::settings&);

constexpr std::string_view token_projection_file = "token_projection.safetensors";

/// What `troupe train tokens` has made, of the folder of the configuration; or why there is none.
[[nodiscard]] std::variant<language::token_projection, language::model_error>
load_token_projection(const std::string& config_dir, const language::encoder&);

} // namespace troupe::app
