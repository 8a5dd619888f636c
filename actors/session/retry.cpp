#include "actors/session/retry.hpp"

#include "language/hex.hpp"

#include <openssl/evp.h>

#include <array>
#include <memory>

namespace troupe::session {

std::string fingerprint(std::string_view text, const customer_ref& customer) {
  auto digest = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
  EVP_DigestInit_ex(digest.get(), EVP_sha256(), nullptr);
  // Each part goes in behind its length, so that no two requests run into the same bytes.
  for (auto part : {text, std::string_view{customer.external_id}, std::string_view{customer.email},
                    std::string_view{customer.name}}) {
    const auto length = std::uint64_t{part.size()};
    EVP_DigestUpdate(digest.get(), &length, sizeof length);
    EVP_DigestUpdate(digest.get(), part.data(), part.size());
  }
  auto bytes = std::array<unsigned char, 32>{};
  EVP_DigestFinal_ex(digest.get(), bytes.data(), nullptr);
  return language::hex(bytes);
}

repetition judge(const turn_ref& stored, std::string_view fingerprint) noexcept {
  if (stored.fingerprint != fingerprint) return repetition::conflict;
  if (stored.state == turn_state::answered || stored.state == turn_state::superseded)
    return repetition::replay;
  return stored.attempt < max_attempts ? repetition::again : repetition::spent;
}

turn_record exhausted(turn_record r, timestamp now) {
  const auto last = r.events.empty() ? event_position{r.seq, r.attempt, 0} : position(r.events.back().id);
  const auto id = event_id({last.seq, last.attempt, last.n + 1});
  r.events.push_back({id, event_type::run_error, r.turn_id, std::string{name(errc::turn_failed)},
                      "all attempts at this turn ended without an answer"});
  r.state = turn_state::failed;
  r.ended_at = now;
  r.session.last_event = id;
  r.session.last_active_at = now;
  return r;
}

} // namespace troupe::session
