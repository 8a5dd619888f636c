#include "actors/workflow/generate_response/written.hpp"

#include "retrieval/quote.hpp"

#include <map>
#include <utility>

namespace troupe::generate_response {
namespace {

std::uint32_t count(const std::shared_ptr<const retrieval::context>& sources) {
  return sources ? static_cast<std::uint32_t>(sources->sources.size()) : 0;
}

} // namespace

written::written(std::shared_ptr<const retrieval::context> sources)
    : sources_{std::move(sources)}, markers_{count(sources_)} {}

std::string written::add(const std::string& piece, bool last) {
  auto shown = markers_.push(piece);
  if (last) shown += markers_.finish();
  if (pieces_.empty())
    shown.erase(0, shown.find_first_not_of(" \n\r\t")); // models like to begin with a blank
  if (!shown.empty()) pieces_.push_back(shown);
  return shown;
}

generated written::finish(decision choice, std::optional<completion_usage> usage) const {
  auto claims = std::map<std::uint32_t, std::vector<std::string>>{};
  for (const auto& m : markers_.mentions()) claims[m.source].push_back(m.claim);
  auto made = generated{};
  made.pieces = pieces_;
  for (const auto& [number, all] : claims) {
    auto from = retrieval::quote(sources_->sources[number - 1], all);
    made.supported = made.supported || from.related;
    made.citations.push_back(std::move(from.cited));
  }
  made.choice = std::move(choice);
  made.by_llm = true;
  made.usage = std::move(usage);
  return made;
}

} // namespace troupe::generate_response
