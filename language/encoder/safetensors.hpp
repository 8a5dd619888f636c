#pragma once
#include "language/encoder/model_error.hpp"

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace troupe::language {

/// An array of a file, little-endian, the last dimension adjacent. The bytes need not be aligned.
struct tensor {
  std::string type; ///< "F32", "I64", …
  std::vector<std::size_t> shape;
  std::span<const std::byte> bytes; ///< of the file
};

/// The arrays of a file in the safetensors format, by name: eight bytes of length, a JSON header, the data.
/// The tensors point into the file; every range lies in it, and has the size that type and shape ask for.
class safetensors {
public:
  [[nodiscard]] static std::variant<safetensors, model_error> parse(std::span<const std::byte> file);

  /// nullptr if there is none.
  [[nodiscard]] const tensor* find(std::string_view name) const noexcept;

  /// The values of an F32 tensor of that shape; an error names the tensor and what it is instead.
  [[nodiscard]] std::variant<std::vector<float>, model_error>
  floats(std::string_view name, std::span<const std::size_t> shape) const;

private:
  std::map<std::string, tensor, std::less<>> tensors_;
};

} // namespace troupe::language
