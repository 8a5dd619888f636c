#pragma once
#include "http/call.hpp"

namespace troupe::http::routes {

/// GET /v1/knowledge/search
void search(call);
/// GET /v1/knowledge/documents
void list_documents(call);
/// GET /v1/knowledge/documents/{name}
void read_document(call);
/// PUT /v1/knowledge/documents/{name}
void put_document(call);
/// DELETE /v1/knowledge/documents/{name}
void delete_document(call);
/// POST /v1/knowledge/sync
void start_sync(call);
/// GET /v1/knowledge/sync
void view_sync(call);
/// GET /v1/knowledge/gaps
void view_gaps(call);

} // namespace troupe::http::routes
