#include "language/encoder/safetensors.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <optional>

namespace troupe::language {
namespace {

using nlohmann::json;

static_assert(std::endian::native == std::endian::little, "the data are read as they stand in the file");

constexpr std::size_t length_bytes = 8;
constexpr std::uint64_t longest_header = 100'000'000; // as the format's own reader has it

std::size_t bytes_of(std::string_view type) noexcept {
  if (type == "F64" || type == "I64" || type == "U64") return 8;
  if (type == "F32" || type == "I32" || type == "U32") return 4;
  if (type == "F16" || type == "BF16" || type == "I16" || type == "U16") return 2;
  if (type == "I8" || type == "U8" || type == "BOOL") return 1;
  return 0;
}

/// The numbers of a JSON array; nothing if it is none, or holds something else.
std::optional<std::vector<std::size_t>> numbers(const json& array) {
  if (!array.is_array()) return std::nullopt;
  std::vector<std::size_t> found;
  for (const auto& number : array) {
    if (!number.is_number_unsigned()) return std::nullopt;
    found.push_back(number.get<std::size_t>());
  }
  return found;
}

/// Whether a shape's values take up `bytes`.
bool fills(const std::vector<std::size_t>& shape, std::size_t value_bytes, std::size_t bytes) noexcept {
  std::size_t size = value_bytes;
  for (const auto length : shape)
    if (__builtin_mul_overflow(size, length, &size)) return false;
  return size == bytes;
}

std::variant<tensor, model_error> read_tensor(const std::string& name, const json& entry,
                                              std::span<const std::byte> data) {
  const auto wrong = [&](const std::string& what) {
    return model_error{"have a tensor " + name + " that " + what};
  };
  if (!entry.is_object()) return wrong("is described by no object");
  const auto type = entry.find("dtype");
  const auto shape = entry.find("shape");
  const auto offsets = entry.find("data_offsets");
  if (type == entry.end() || shape == entry.end() || offsets == entry.end() || !type->is_string())
    return wrong("lacks dtype, shape or data_offsets");
  auto made = tensor{type->get<std::string>(), {}, {}};
  const auto lengths = numbers(*shape);
  const auto range = numbers(*offsets);
  if (!lengths || !range || range->size() != 2) return wrong("has a shape or data_offsets of no numbers");
  const auto begin = range->front();
  const auto end = range->back();
  if (begin > end || end > data.size()) return wrong("stands outside of the file, which may be cut short");
  const auto value_bytes = bytes_of(made.type);
  if (value_bytes == 0) return wrong("is of the unknown type " + made.type);
  if (!fills(*lengths, value_bytes, end - begin)) return wrong("has not the size of its shape");
  made.shape = *lengths;
  made.bytes = data.subspan(begin, end - begin);
  return made;
}

std::string text_of(std::span<const std::size_t> shape) {
  std::string text;
  for (const auto length : shape) text += (text.empty() ? "" : " x ") + std::to_string(length);
  return text;
}

} // namespace

std::variant<safetensors, model_error> safetensors::parse(std::span<const std::byte> file) {
  std::uint64_t length = 0;
  if (file.size() < length_bytes) return model_error{"are too short for a safetensors file"};
  std::memcpy(&length, file.data(), length_bytes);
  const auto rest = file.subspan(length_bytes);
  if (length > rest.size() || length > longest_header)
    return model_error{"are no safetensors file: its header would have " + std::to_string(length) + " bytes"};
  const auto* text = reinterpret_cast<const char*>(rest.data());
  const auto header = json::parse(text, text + length, nullptr, false);
  if (!header.is_object()) return model_error{"are no safetensors file: its header is no JSON object"};

  safetensors made;
  for (const auto& [name, entry] : header.items()) {
    if (name == "__metadata__") continue;
    auto read = read_tensor(name, entry, rest.subspan(length));
    if (auto* error = std::get_if<model_error>(&read)) return std::move(*error);
    made.tensors_.emplace(name, std::move(std::get<tensor>(read)));
  }
  return made;
}

const tensor* safetensors::find(std::string_view name) const noexcept {
  const auto known = tensors_.find(name);
  return known == tensors_.end() ? nullptr : &known->second;
}

std::variant<std::vector<float>, model_error> safetensors::floats(std::string_view name,
                                                                  std::span<const std::size_t> shape) const {
  const auto* found = find(name);
  const auto expected = std::string{name} + " of F32 " + text_of(shape);
  if (!found) return model_error{"have no tensor " + expected};
  if (found->type != "F32" || !std::ranges::equal(found->shape, shape))
    return model_error{"have in place of " + expected + " one of " + found->type + " "
                       + text_of(found->shape)};
  std::vector<float> values(found->bytes.size() / sizeof(float));
  if (!values.empty()) std::memcpy(values.data(), found->bytes.data(), found->bytes.size());
  return values;
}

} // namespace troupe::language
