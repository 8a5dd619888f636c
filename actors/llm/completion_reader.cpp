#include "actors/llm/completion_reader.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>
#include <vector>

namespace troupe::llm {
namespace {

using nlohmann::json;

/// The member, or null where it is missing or the value is no object.
const json& member(const json& of, std::string_view name) {
  static const auto none = json{};
  if (!of.is_object()) return none;
  const auto found = of.find(name);
  return found == of.end() ? none : *found;
}

std::optional<std::uint64_t> count(const json& value) {
  if (value.is_number_unsigned()) return value.get<std::uint64_t>();
  return std::nullopt;
}

bool is_media_type(std::string_view header, std::string_view type) {
  const auto given = header.substr(0, header.find_first_of("; "));
  return std::ranges::equal(given, type, [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == b;
  });
}

} // namespace

completion_reader::completion_reader(std::string_view content_type, const limits& l)
    : limits_{l}, streamed_{is_media_type(content_type, "text/event-stream")}, events_{l.line_bytes} {
  if (!streamed_ && !is_media_type(content_type, "application/json")) fail(fault_kind::unreadable);
}

void completion_reader::push(std::string_view bytes) {
  if (finished_ || fault_) return;
  if (!streamed_) {
    if (body_.size() + bytes.size() > limits_.line_bytes + limits_.text_bytes)
      return fail(fault_kind::too_long);
    body_ += bytes;
    return;
  }
  auto events = std::vector<std::string>{};
  const auto fits = events_.push(bytes, events);
  for (const auto& data : events) read(data, "delta");
  if (!fits) fail(fault_kind::too_long);
}

void completion_reader::end() {
  if (finished_ || fault_) return;
  if (!streamed_) {
    read(body_, "message");
    return finish();
  }
  auto events = std::vector<std::string>{};
  events_.finish(events);
  for (const auto& data : events) read(data, "delta");
  finish();
}

void completion_reader::read(std::string_view text, std::string_view part_of_choice) {
  if (finished_ || fault_) return;
  if (text == "[DONE]") return complete_ = true, finish();
  const auto chunk = json::parse(text, nullptr, false);
  if (!chunk.is_object()) return fail(fault_kind::unreadable);
  if (!member(chunk, "error").is_null()) return fail(fault_kind::reported);
  if (const auto& model = member(chunk, "model"); model.is_string() && model_.empty()) {
    constexpr std::size_t longest = 100;
    model_ = model.get<std::string>().substr(0, longest);
  }
  const auto& usage = member(chunk, "usage");
  if (const auto prompt = count(member(usage, "prompt_tokens"))) {
    usage_ = token_counts{*prompt, count(member(usage, "completion_tokens")).value_or(0)};
  }
  // A chunk with usage alone has no choices.
  const auto& choices = member(chunk, "choices");
  if (!choices.is_array() || choices.empty()) return;
  const auto& choice = choices.front();
  if (const auto& content = member(member(choice, part_of_choice), "content"); content.is_string()) {
    const auto& piece = content.get_ref<const std::string&>();
    text_bytes_ += piece.size();
    if (text_bytes_ > limits_.text_bytes) return fail(fault_kind::too_long);
    text_ += piece;
  }
  if (const auto& reason = member(choice, "finish_reason"); reason.is_string()) {
    complete_ = true;
    filtered_ = filtered_ || reason == "content_filter";
  }
  if (!streamed_) complete_ = true; // the whole of it could be read
}

/// A stream with neither a finish_reason nor [DONE] was cut: the end of a connection alone says nothing.
void completion_reader::finish() {
  if (fault_ || finished_) return;
  if (filtered_) return fail(fault_kind::reported);
  if (!complete_) return fail(streamed_ ? fault_kind::cut : fault_kind::unreadable);
  if (text_bytes_ == 0) return fail(fault_kind::empty);
  finished_ = true;
}

} // namespace troupe::llm
