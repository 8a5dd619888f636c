#pragma once
#include "http/call.hpp"

namespace troupe::http::routes {

/// POST /v1/chat/completions
void complete_chat(call);
/// POST /v1/embeddings
void embed(call);
/// GET /v1/models
void list_models(call);

} // namespace troupe::http::routes
