#pragma once
#include "messages/wire/document_record.hpp"
#include "messages/wire/embedding_record.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::storage {

class knowledge_reader {
public:
  virtual ~knowledge_reader() = default;
  /// Every document with its last good content, ordered by path.
  virtual std::vector<document_record> documents() = 0;
  /// Those that a model made, ordered by the hash of their text.
  virtual std::vector<embedding_record> embeddings(std::string_view model) = 0;
};

class knowledge_writer {
public:
  virtual ~knowledge_writer() = default;
  /// Upserts and removes in one transaction.
  virtual void update(std::span<const document_record> changed,
                      std::span<const std::string> removed_paths) = 0;
  /// In one transaction; one that is there already is replaced.
  virtual void add_embeddings(std::span<const embedding_record> made) = 0;
  /// Removes all embeddings but those of these texts by this model.
  virtual void keep_embeddings(std::string_view model, std::span<const std::string> text_hashes) = 0;
};

} // namespace troupe::storage
