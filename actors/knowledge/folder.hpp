#pragma once
#include "actors/knowledge/plan.hpp"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

namespace troupe::knowledge {

/// DOCUMENTS_PATH on disk. Nothing throws: what cannot be done comes back as words that name the path and the
/// reason.
class folder {
public:
  /// Files above `max_bytes` are not read.
  folder(std::filesystem::path root, std::size_t max_bytes);

  /// Every document below the root. Hidden names are passed over; links are followed, and a folder that
  /// several lead to is seen once, under its own path if that lies below the root: a loop of links ends
  /// there.
  [[nodiscard]] listing look() const;

  /// None if nothing stands under the path any more.
  [[nodiscard]] std::optional<file_version> read(const std::string& path) const;

  /// True if a folder of the path is a link: a file written there would lie outside of the root, or be found
  /// under another path.
  [[nodiscard]] bool leads_through_link(const std::string& path) const;

  /// Replaces the file as a whole and durably: a reader, or a crash, meets the old bytes or the new ones. The
  /// path must have passed refusal(). What failed, or an empty text.
  [[nodiscard]] std::string write(const std::string& path, const std::string& content) const;
  /// One that has gone already is no failure.
  [[nodiscard]] std::string remove(const std::string& path) const;

private:
  [[nodiscard]] std::string read_into(file_version&, const std::filesystem::path& full) const;

  std::filesystem::path root_;
  std::size_t max_bytes_;
};

} // namespace troupe::knowledge
