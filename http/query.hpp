#pragma once
#include "http/framing/message.hpp"
#include "http/route.hpp"
#include "messages/wire/errc.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// What a request says besides its body, by the rows of its route.
namespace troupe::http {

/// The first parameter or header that does not fit its row, as errc::bad_request that names it.
[[nodiscard]] std::optional<failure> check_parameters(const route&, const request&);

/// Of a request that was checked: the parameter, or what its absence means.
[[nodiscard]] std::string text_in(const request&, const member& parameter);
[[nodiscard]] std::uint64_t number_in(const request&, const member& parameter);
/// The same of a header; none where it is absent.
[[nodiscard]] std::optional<std::uint64_t> number_in_header(const request&, const member& header);

} // namespace troupe::http
