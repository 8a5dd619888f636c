#include "storage/thread.hpp"

#include "language/hex.hpp"

#include <openssl/sha.h>

#include <array>

namespace troupe::storage {
namespace {

std::string digest_of(const std::string& bytes) {
  auto digest = std::array<unsigned char, SHA256_DIGEST_LENGTH>{};
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
  return language::hex(digest);
}

} // namespace

std::string thread_after(std::string_view thread, role from, std::string_view text) {
  return digest_of(std::string{thread} + static_cast<char>('0' + static_cast<int>(from)) + std::string{text});
}

std::string thread_of(std::span<const said> all) {
  auto thread = digest_of({});
  for (const auto& one : all) thread = thread_after(thread, one.from, one.text);
  return thread;
}

} // namespace troupe::storage
