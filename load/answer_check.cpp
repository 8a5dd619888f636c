#include "load/answer_check.hpp"

#include "load/schema.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace troupe::load {
namespace {

using nlohmann::json;

std::optional<fault> in_citation(std::int64_t marker, const char* what) {
  return fault{wrong::citation, "citation " + std::to_string(marker) + ' ' + what};
}

std::optional<fault> check_citations(const json& citations, const std::string& text) {
  auto seen = std::vector<std::int64_t>{};
  for (const auto& c : citations) {
    const auto marker = c["marker"].get<std::int64_t>();
    if (std::ranges::find(seen, marker) != seen.end()) return in_citation(marker, "is there twice");
    seen.push_back(marker);
    if (text.find('[' + std::to_string(marker) + ']') == std::string::npos)
      return in_citation(marker, "is not marked in the answer");
    const auto& range = c["range"];
    if (range.size() != 2 || range[0] >= range[1]) return in_citation(marker, "has no range [from, to]");
    if (c["quote"].get_ref<const std::string&>().empty()) return in_citation(marker, "quotes nothing");
  }
  return std::nullopt;
}

} // namespace

std::optional<fault> check_answer(const json& answer) {
  if (const auto found = mismatch(answer, answer_shape())) return fault{wrong::schema, *found};
  const auto& text = answer["answer"];
  // While a human has the session the bot says nothing, and chooses nothing.
  if (text.is_null())
    return answer["status"] == "escalated"
               ? std::nullopt
               : std::optional{fault{wrong::schema, "/answer: is null, and nobody has the session"}};
  return check_citations(answer["citations"], text.get_ref<const std::string&>());
}

} // namespace troupe::load
