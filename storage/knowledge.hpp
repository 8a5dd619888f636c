#pragma once
#include "messages/wire/document_record.hpp"

#include <span>
#include <string>
#include <vector>

namespace troupe::storage {

class knowledge_reader {
public:
  virtual ~knowledge_reader() = default;
  /// Every document with its last good content, ordered by path.
  virtual std::vector<document_record> documents() = 0;
};

class knowledge_writer {
public:
  virtual ~knowledge_writer() = default;
  /// Upserts and removes in one transaction.
  virtual void update(std::span<const document_record> changed,
                      std::span<const std::string> removed_paths) = 0;
};

} // namespace troupe::storage
