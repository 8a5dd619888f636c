#include "actors/knowledge/plan.hpp"

#include <algorithm>

namespace troupe::knowledge {
namespace {

bool unchanged(const document_record& known, const file_stamp& seen) noexcept {
  return known.status == document_status::indexed && known.size == seen.size
         && known.modified_at == seen.modified_at;
}

bool out_of_sight(const std::string& path, const listing& seen) {
  return std::ranges::any_of(seen.failed, [&](const failed_document& f) {
    return f.path.ends_with('/') && path.starts_with(f.path);
  });
}

} // namespace

plan compare(const corpus& known, const listing& seen) {
  auto todo = plan{};
  if (!seen.error.empty()) return todo;
  for (const auto& file : seen.files) {
    const auto standing = known.find(file.path);
    if (standing == known.end() || !unchanged(standing->second.record, file))
      todo.to_read.push_back(file.path);
  }
  for (const auto& [path, _] : known)
    if (!std::ranges::binary_search(seen.files, path, {}, &file_stamp::path) && !out_of_sight(path, seen))
      todo.to_remove.push_back(path);
  return todo;
}

} // namespace troupe::knowledge
