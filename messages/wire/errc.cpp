#include "messages/wire/errc.hpp"

#include <array>

namespace troupe {
namespace {

struct entry {
  std::string_view name;
  std::string_view title;
  int status;
  bool retryable;
};

constexpr auto entries = std::to_array<entry>({
    {"none", "no error", 200, false},
    {"bad_request", "the request is not valid", 400, false},
    {"unauthorized", "a valid key is required", 401, false},
    {"forbidden", "this key may not do that", 403, false},
    {"unknown_session", "no such session", 404, false},
    {"unknown_turn", "no such turn", 404, false},
    {"unknown_customer", "no such customer", 404, false},
    {"unknown_document", "no such document", 404, false},
    {"unknown_job", "no such job", 404, false},
    {"conflict", "this contradicts what is there already", 409, false},
    {"session_closed", "the session is closed", 409, false},
    {"not_escalated", "the session was not handed off to a human", 409, false},
    {"too_large", "the message is too long", 413, false},
    {"session_busy", "too many messages wait in this session", 429, true},
    {"overloaded", "too many turns wait", 429, true},
    {"not_committed", "the turn could not be stored", 503, true},
    {"fenced", "the session is owned by another process", 503, true},
    {"store_unavailable", "the store does not answer", 503, true},
    {"no_encoder", "there is no sentence encoder", 503, false},
    {"turn_failed", "the turn ended without an answer", 503, true},
    {"shutting_down", "the server is shutting down", 503, true},
    {"internal", "internal error", 500, true},
});

static_assert(entries.size() == static_cast<std::size_t>(errc::internal) + 1);

const entry& of(errc code) noexcept {
  auto index = static_cast<std::size_t>(code);
  return index < entries.size() ? entries[index] : entries.back();
}

} // namespace

std::string_view name(errc code) noexcept { return of(code).name; }
std::string_view title(errc code) noexcept { return of(code).title; }
int http_status(errc code) noexcept { return of(code).status; }
bool retryable(errc code) noexcept { return of(code).retryable; }

} // namespace troupe
