#include "actors/knowledge/corpus.hpp"

#include "language/markdown.hpp"

#include <variant>
#include <vector>

namespace troupe::knowledge {
namespace {

using parsed_or_fault = std::variant<std::shared_ptr<const language::document>, std::string>;

parsed_or_fault parse(const std::string& content, const std::string& path, std::size_t max_bytes) {
  auto result = language::parse_markdown(content, path, {.max_bytes = max_bytes});
  if (auto* error = std::get_if<language::document_error>(&result)) return std::move(error->reason);
  auto& document = std::get<language::document>(result);
  if (document.sections.empty()) return "it holds no text";
  return std::make_shared<const language::document>(std::move(document));
}

void fail(document_record& record, std::string reason) {
  record.status = document_status::failed;
  record.reason = std::move(reason);
}

} // namespace

known_document recall(document_record record, std::size_t max_bytes) {
  auto known = known_document{std::move(record), nullptr};
  if (known.record.content.empty()) return known;
  auto parsed = parse(known.record.content, known.record.path, max_bytes);
  if (auto* fault = std::get_if<std::string>(&parsed))
    fail(known.record, std::move(*fault));
  else
    known.parsed = std::get<std::shared_ptr<const language::document>>(std::move(parsed));
  return known;
}

known_document succeed(const known_document* before, std::string path, file_version file,
                       std::size_t max_bytes) {
  auto next = before ? *before : known_document{};
  next.record.path = std::move(path);
  next.record.size = file.size;
  next.record.modified_at = file.modified_at;
  auto parsed = file.fault.empty() ? parse(file.content, next.record.path, max_bytes)
                                   : parsed_or_fault{std::move(file.fault)};
  if (auto* fault = std::get_if<std::string>(&parsed)) {
    fail(next.record, std::move(*fault));
    return next;
  }
  next.parsed = std::get<std::shared_ptr<const language::document>>(std::move(parsed));
  next.record.status = document_status::indexed;
  next.record.reason.clear();
  next.record.content = std::move(file.content);
  next.record.updated_at = file.modified_at / 1000;
  return next;
}

std::shared_ptr<const retrieval::index> index_of(const corpus& all, const language::chunk_options& options) {
  auto good = std::vector<language::document>{};
  for (const auto& [_, known] : all)
    if (known.parsed) good.push_back(*known.parsed);
  return std::make_shared<const retrieval::index>(good, options);
}

} // namespace troupe::knowledge
