#pragma once
#include "language/embedder.hpp"

#include <cstddef>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace troupe::language {

/// An encoder that remembers the texts it was asked for last: people ask the same, and an earlier message of
/// a conversation comes again with each that follows. Used by one thread.
class remembering_encoder {
public:
  /// Remembers `most` texts; the one that was used longest ago goes first. An empty embedder encodes nothing.
  explicit remembering_encoder(text_embedder encode, std::size_t most)
      : encode_{std::move(encode)}, most_{most} {}
  remembering_encoder(remembering_encoder&&) = default;
  remembering_encoder& operator=(remembering_encoder&&) = default;

  /// Whether there is an encoder.
  explicit operator bool() const noexcept { return static_cast<bool>(encode_); }

  /// Null without an encoder.
  [[nodiscard]] shared_embedding operator()(std::string_view text);
  /// What is known of the text; null: nothing.
  [[nodiscard]] shared_embedding recall(std::string_view text);
  void remember(std::string_view text, shared_embedding);

private:
  struct entry {
    std::string text;
    shared_embedding embedding;
  };

  text_embedder encode_;
  std::size_t most_;
  std::list<entry> entries_;                                                 ///< the one used last in front
  std::unordered_map<std::string_view, std::list<entry>::iterator> by_text_; ///< views into the entries
};

} // namespace troupe::language
