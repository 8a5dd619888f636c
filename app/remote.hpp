#pragma once
#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Calls to a Troupe that serves. No proxy is asked. What cannot be reached, or says nothing for a minute, is
/// a std::runtime_error that names the address and why.
namespace troupe::app {

struct remote_call {
  std::string url;
  std::string key; ///< sent as a bearer token; empty: none
  std::string
      certificate; ///< the server's own, in PEM: it alone is trusted, under any name; empty: the system's
  std::optional<std::string> body;                               ///< JSON, to POST; none: GET
  std::vector<std::pair<std::string, std::string>> headers = {}; ///< besides those of key and body
};

struct remote_answer {
  long status = 0;
  std::string body;
  std::string session_id; ///< Mcp-Session-Id, where the server sent it

  /// What the server said against it: "http://… answered 401: no key …".
  [[nodiscard]] std::string refusal(std::string_view url) const;
};

[[nodiscard]] remote_answer send(const remote_call&);

/// The same, but the pieces of a 200's body go to `hear` as they come, and not into the answer. None once
/// `abandoned` has become true, within a tenth of a second.
[[nodiscard]] std::optional<remote_answer> stream(const remote_call&,
                                                  const std::function<void(std::string_view)>& hear,
                                                  const std::atomic<bool>& abandoned);

} // namespace troupe::app
