#pragma once
#include "http/framing/message.hpp"
#include "messages/wire/errc.hpp"

#include <cstdint>
#include <string_view>
#include <variant>

namespace troupe::http {

struct number_range {
  std::uint64_t least = 0;
  std::uint64_t most = 0;
};

/// A whole number out of the range, or errc::bad_request that names it.
[[nodiscard]] std::variant<std::uint64_t, failure> read_number(std::string_view name, std::string_view text,
                                                               number_range);

/// The parameter of the query, or `otherwise` where it is absent.
[[nodiscard]] std::variant<std::uint64_t, failure> number_in(const request&, std::string_view name,
                                                             number_range, std::uint64_t otherwise);

} // namespace troupe::http
