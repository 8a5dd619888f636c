#pragma once
#include "config/settings.hpp"

#include <string>
#include <vector>

namespace troupe::config {

/// The servers of language models in their order of preference: first the one that OPENAI_API_KEY,
/// OPENAI_BASE_URL or OPENAI_MODEL sets up, if any of them is set, then those of [[llm.upstream]]. Empty:
/// answers are extractive.
[[nodiscard]] std::vector<upstream> upstreams(const settings&);

/// How many turns may be under way in the process: those that a language model may hold up have places of
/// their own, so that a slow model does not take them from turns that need none.
[[nodiscard]] std::size_t most_turns(const settings&);

/// What is wrong with them, one line each; a key is never named.
[[nodiscard]] std::vector<std::string> check_upstreams(const settings&);

} // namespace troupe::config
