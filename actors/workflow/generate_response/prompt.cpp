#include "actors/workflow/generate_response/prompt.hpp"

#include "language/tokens.hpp"
#include "language/utf8.hpp"

#include <algorithm>
#include <cstdio>

namespace troupe::generate_response {
namespace {

/// How many bytes at the front of a text break a line, where a model may see one break: CR, VT, FF and
/// Unicode's NEL, LS and PS as well as LF.
std::size_t line_break_at(std::string_view text) noexcept {
  constexpr std::string_view single = "\n\r\v\f";
  if (text.empty()) return 0;
  if (text.starts_with("\r\n")) return 2;
  if (single.find(text.front()) != std::string_view::npos) return 1;
  if (text.starts_with("\xc2\x85")) return 2;
  if (text.starts_with("\xe2\x80\xa8") || text.starts_with("\xe2\x80\xa9")) return 3;
  return 0;
}

/// Every line of it behind "> ", without other control characters.
std::string quote(std::string_view raw) {
  const auto text = language::valid_utf8(raw);
  auto quoted = std::string{"> "};
  for (std::size_t at = 0; at < text.size();) {
    if (const auto breaks = line_break_at(std::string_view{text}.substr(at)); breaks != 0) {
      quoted += "\n> ";
      at += breaks;
      continue;
    }
    const auto c = text[at++];
    if (static_cast<unsigned char>(c) >= ' ' || c == '\t') quoted += c;
  }
  return quoted;
}

std::string sources_of(const retrieval::context& from) {
  auto text = std::string{};
  for (const auto& s : from.sources) {
    const auto& chunk = *s.chunk;
    if (!text.empty()) text += "\n\n";
    text += '[' + std::to_string(s.number) + "]\n" + quote(chunk.path + ": " + chunk.heading) + '\n'
            + quote(chunk.source);
  }
  return text.empty() ? "There are none: nothing was found." : text;
}

std::string customer_of(const insight* known) {
  if (!known) return "nothing.";
  return '\n'
         + quote("communication style: " + known->communication_style
                 + "\nrelationship stage: " + known->relationship_stage);
}

/// In one pass: what is put in is not looked through for placeholders.
std::string fill(std::string_view text, const prompt_parts& with) {
  auto filled = std::string{};
  for (;;) {
    const auto opening = text.find("{{");
    filled += text.substr(0, opening);
    if (opening == std::string_view::npos) return filled;
    const auto end = text.find("}}", opening);
    const auto name = text.substr(opening + 2, end - opening - 2);
    if (name == "question") filled += quote(with.question);
    if (name == "sources") filled += sources_of(with.sources);
    if (name == "customer") filled += customer_of(with.known);
    text.remove_prefix(end + 2);
  }
}

/// The newest messages that fit, oldest first. It begins with the customer, as models expect.
std::span<const message> cut(std::span<const message> history, std::size_t tokens) {
  auto begin = history.size();
  for (std::size_t used = 0; begin > 0; --begin) {
    used += language::count_tokens(history[begin - 1].text);
    if (used > tokens) break;
  }
  while (begin < history.size() && history[begin].from != role::customer) ++begin;
  return history.subspan(begin);
}

} // namespace

std::vector<prompt_message> prompt_of(const config::prompt_templates& templates, std::size_t strategy,
                                      const prompt_parts& parts, std::size_t history_tokens) {
  auto prompt = std::vector<prompt_message>{{"system", templates.system.at(strategy)}};
  for (const auto& m : cut(parts.history, history_tokens)) {
    const auto customers = m.from == role::customer;
    prompt.push_back({customers ? "user" : "assistant", customers ? quote(m.text) : m.text});
  }
  prompt.push_back({"user", fill(templates.message, parts)});
  return prompt;
}

} // namespace troupe::generate_response
