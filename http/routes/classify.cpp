#include "http/routes/classify.hpp"

namespace troupe::http::routes {

void classify(call c) {
  ask<classified>(c, c.any(c.with->classify), classify_request{text_in(c.body, "message")},
                  [back = c.back](const classified& found) { back.reply(to_json(found.found)); });
}

} // namespace troupe::http::routes
