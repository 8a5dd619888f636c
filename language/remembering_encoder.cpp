#include "language/remembering_encoder.hpp"

namespace troupe::language {

shared_embedding remembering_encoder::operator()(std::string_view text) {
  if (!encode_) return nullptr;
  if (auto known = recall(text)) return known;
  auto made = std::make_shared<const text_embedding>(encode_(text));
  remember(text, made);
  return made;
}

shared_embedding remembering_encoder::recall(std::string_view text) {
  const auto known = by_text_.find(text);
  if (known == by_text_.end()) return nullptr;
  entries_.splice(entries_.begin(), entries_, known->second);
  return known->second->embedding;
}

void remembering_encoder::remember(std::string_view text, shared_embedding embedding) {
  if (most_ == 0 || recall(text)) return;
  if (entries_.size() == most_) {
    by_text_.erase(entries_.back().text);
    entries_.pop_back();
  }
  entries_.push_front({std::string{text}, std::move(embedding)});
  by_text_.emplace(entries_.front().text, entries_.begin());
}

} // namespace troupe::language
