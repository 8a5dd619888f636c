#pragma once
#include "load/fault.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::load {

/// A text, kept small: enough to know it again.
struct fingerprint {
  std::uint64_t hash = 0;
  std::uint64_t length = 0; ///< bytes
  bool operator==(const fingerprint&) const = default;
};
[[nodiscard]] fingerprint fingerprint_of(std::string_view text) noexcept;

/// A turn whose answer has arrived: it must be in the history for good.
struct acknowledged_turn {
  std::string turn_id;
  std::uint32_t question = 0;        ///< its place in the list of questions
  std::optional<fingerprint> answer; ///< none while a human has the session
};

/// One customer's conversation: what it says next, and what it holds the server to.
class conversation {
public:
  /// `external_id` names the customer in the first message; empty: it names none.
  explicit conversation(std::string external_id = {}) : external_id_(std::move(external_id)) {}

  /// The body of the next message. `question` is a JSON text with its quotes.
  [[nodiscard]] std::string body(std::string_view question, std::string_view client_message_id,
                                 bool stream) const;
  /// The same as it is said on the session's WebSocket.
  [[nodiscard]] static std::string spoken(std::string_view question, std::string_view client_message_id);

  /// Takes the answer to `question`, whose shape has been checked. Wrong if it is of another session or
  /// customer.
  [[nodiscard]] std::optional<fault> acknowledge(std::uint32_t question, const nlohmann::json& answer);

  /// Nobody knows what became of `question`: it may be in the history or not. Nothing is sent after it.
  void abandon(std::uint32_t question) noexcept { unknown_ = question; }

  [[nodiscard]] const std::string& external_id() const noexcept { return external_id_; }
  [[nodiscard]] const std::string& session_id() const noexcept {
    return session_id_;
  } ///< empty before the first answer
  [[nodiscard]] const std::string& customer_id() const noexcept { return customer_id_; }
  [[nodiscard]] const std::vector<acknowledged_turn>& turns() const noexcept { return turns_; }
  [[nodiscard]] std::optional<std::uint32_t> unknown() const noexcept { return unknown_; }

private:
  std::string external_id_;
  std::string session_id_, customer_id_;
  std::vector<acknowledged_turn> turns_;
  std::optional<std::uint32_t> unknown_;
};

} // namespace troupe::load
