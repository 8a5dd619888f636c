#include "http/transport/outbox.hpp"

#include <algorithm>

namespace troupe::http {
namespace {

iovec part_of(const std::string& piece, std::size_t from) {
  // sendmsg only reads, though iovec does not say so.
  auto* bytes = const_cast<char*>(piece.data()); // NOLINT(cppcoreguidelines-pro-type-const-cast)
  return {bytes + from, piece.size() - from};
}

} // namespace
namespace {

constexpr std::size_t small = 4096;       // cheaper to copy than to send as a part of its own
constexpr std::size_t joined = 32 * 1024; // a piece that small ones have filled

} // namespace

void outbox::append(std::string_view bytes) {
  if (bytes.empty()) return;
  if (pieces_.empty() || pieces_.back().size() + bytes.size() > joined) pieces_.emplace_back();
  pieces_.back().append(bytes);
  size_ += bytes.size();
}

void outbox::append(std::string&& bytes) {
  if (bytes.size() <= small) return append(std::string_view(bytes));
  size_ += bytes.size();
  pieces_.push_back(std::move(bytes));
}

void outbox::drop_front(std::size_t bytes) noexcept {
  size_ -= bytes;
  sent_ += bytes;
  auto first = pieces_.begin();
  for (; first != pieces_.end() && sent_ >= first->size(); ++first) sent_ -= first->size();
  pieces_.erase(pieces_.begin(), first);
}

void outbox::release() noexcept {
  if (empty()) std::vector<std::string>().swap(pieces_);
}

std::size_t outbox::front(std::span<iovec> parts) const noexcept {
  const auto count = std::min(parts.size(), pieces_.size());
  for (std::size_t i = 0; i < count; ++i) parts[i] = part_of(pieces_[i], 0);
  if (count > 0) parts[0] = part_of(pieces_[0], sent_);
  return count;
}

} // namespace troupe::http
