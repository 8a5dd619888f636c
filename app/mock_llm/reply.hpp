#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::app::mock_llm {

/// An answer to a prompt as Troupe writes it (docs/llm.md): of the two sources whose sentences have most
/// words of the question, that sentence, with the source's marker. Without sources an apology.
[[nodiscard]] std::string reply_to(std::string_view prompt);

/// The text in tokens of about a word; joined they are it. With `words` it is repeated or cut to that many.
[[nodiscard]] std::vector<std::string> tokens_of(const std::string& text, std::size_t words);

} // namespace troupe::app::mock_llm
