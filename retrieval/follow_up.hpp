#pragma once
#include <string_view>

namespace troupe::retrieval {

/// Whether a message of a conversation is understood only by what was said before it: it points back ("it",
/// "that one", "there"), goes on ("and …", "what about …"), or has no word of its own to look for. Everything
/// else stands by itself, and what was said before must neither find nor support its answer.
[[nodiscard]] bool leans_on_what_was_said(std::string_view message);

} // namespace troupe::retrieval
