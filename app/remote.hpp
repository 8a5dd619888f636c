#pragma once
#include <string>

namespace troupe::app {

struct remote_call {
  std::string url;
  std::string key; ///< sent as a bearer token; empty: none
  std::string
      certificate;  ///< the server's own, in PEM: it alone is trusted, under any name; empty: the system's
  std::string body; ///< JSON
};

struct remote_answer {
  long status = 0;
  std::string body;
};

/// POSTs to a Troupe that serves. Throws std::runtime_error if no answer comes, naming the address and why.
[[nodiscard]] remote_answer post(const remote_call&);

} // namespace troupe::app
