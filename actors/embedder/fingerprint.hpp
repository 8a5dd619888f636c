#pragma once
#include <span>
#include <string>
#include <string_view>

namespace troupe::embedder {

/// Tells whether texts, or the files of a model, are the same as before: the first 128 bits of the SHA-256 of
/// all parts, each behind its length, in hexadecimal. Throws std::runtime_error where OpenSSL has no SHA-256.
[[nodiscard]] std::string fingerprint(std::span<const std::string_view> parts);

} // namespace troupe::embedder
