#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace troupe::storage {

/// Makes ids. The secret belongs to the database: what is derived from it is the same after every restart,
/// and nobody outside can guess it. Ids are a prefix and lower-case base32 (RFC 4648 without padding).
class identity {
public:
  using secret = std::array<unsigned char, 32>;

  explicit identity(const secret&) noexcept;

  /// "ses_" and 128 random bits.
  [[nodiscard]] std::string new_session() const;
  /// "ses_" and the first 128 bits of HMAC-SHA256(secret, principal, client_message_id): a retried first
  /// message finds its session.
  [[nodiscard]] std::string session_for(std::string_view principal, std::string_view client_message_id) const;
  /// "trn_", 48 bits of milliseconds and 80 random bits: unguessable, and new ids stand together in an index.
  [[nodiscard]] std::string new_turn(std::int64_t unix_ms) const;
  /// "cus_" derived from what names the customer; two sessions that meet the same new customer at once agree
  /// on its id.
  [[nodiscard]] std::string customer_by_external_id(std::string_view external_id) const;
  [[nodiscard]] std::string
  customer_by_email(std::string_view email) const; ///< compared case-insensitively (ASCII)
  [[nodiscard]] std::string customer_of_session(std::string_view session_id) const;

private:
  secret secret_;
};

} // namespace troupe::storage
