#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace troupe::app::mock_llm {

enum class misbehaviour : std::uint8_t {
  none,
  stall,     ///< takes the request and says nothing
  stall_mid, ///< says nothing after some text
  garbage,   ///< bytes that are no JSON
  binary,    ///< bytes that are no HTTP
  html,      ///< a page, as a proxy would send it
  reset_mid, ///< resets the connection after some text
  close_mid, ///< ends the answer after some text, as if it were whole
  error_mid, ///< an error object after some text
  endless,   ///< text without an end
  long_line, ///< one event without an end
};

/// How a model of the mock answers, told by its name: "mock", and words joined by "-".
struct knobs {
  std::chrono::milliseconds first_token{0}; ///< ttft200
  std::chrono::milliseconds next_token{0};  ///< itl20
  std::size_t words = 0;                    ///< len400; 0: as many as the answer has
  unsigned status = 200;                    ///< 500, 429, 302 …
  std::size_t after = 0; ///< after3: so many requests of the model are answered well before
  misbehaviour fault = misbehaviour::none;
  bool usage = true; ///< nousage
  bool done = true;  ///< nodone: without [DONE]
  bool crlf = false; ///< crlf: with comments, and lines that end in CR LF
};

/// None for a name that is no model of the mock.
[[nodiscard]] std::optional<knobs> knobs_of(std::string_view model);

} // namespace troupe::app::mock_llm
