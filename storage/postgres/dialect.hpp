#pragma once
#include <string>
#include <string_view>

namespace troupe::storage::postgres {

/// A statement with PostgreSQL's $1, $2 and so on in place of ?, or of ?1 and ?2. What stands between single
/// quotes is left alone.
[[nodiscard]] std::string with_numbered_parameters(std::string_view sql);

/// Where a database is, without the name and the password that open it.
[[nodiscard]] std::string place_of(std::string_view url);

/// What to do about an error, by its SQLSTATE (PostgreSQL 15, appendix A); empty: nobody knows.
[[nodiscard]] std::string_view advice_on(std::string_view sqlstate) noexcept;

/// Whether the server is ending the connection with it.
[[nodiscard]] bool ends_connection(std::string_view sqlstate) noexcept;

} // namespace troupe::storage::postgres
