#include "storage/postgres/dialect.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace troupe::storage::postgres {

std::string with_numbered_parameters(std::string_view sql) {
  auto numbered = std::string{};
  auto quoted = false;
  auto last = 0;
  for (std::size_t i = 0; i < sql.size(); ++i) {
    if (sql[i] == '\'') quoted = !quoted;
    if (sql[i] != '?' || quoted) {
      numbered += sql[i];
      continue;
    }
    numbered += '$';
    const auto named = i + 1 < sql.size() && std::isdigit(static_cast<unsigned char>(sql[i + 1])) != 0;
    if (!named) numbered += std::to_string(++last); // else the digits follow by themselves
  }
  return numbered;
}

std::string place_of(std::string_view url) {
  if (const auto scheme = url.find("://"); scheme != url.npos) url.remove_prefix(scheme + 3);
  if (const auto at = url.find('@'); at != url.npos) url.remove_prefix(at + 1);
  return std::string{url.substr(0, url.find('?'))};
}

std::string_view advice_on(std::string_view sqlstate) noexcept {
  constexpr auto known = std::to_array<std::pair<std::string_view, std::string_view>>({
      {"42501", "; grant the user of DATABASE_URL what it may not do"},
      {"53100", "; free space on the server's volume"},
      {"53300", "; raise the server's max_connections, or lower MAX_CONNECTIONS"},
      {"57014", "; it took longer than the statement timeout"},
      {"57P03", "; the server is starting or stopping"},
  });
  const auto found =
      std::ranges::find_if(known, [&](const auto& k) { return sqlstate.starts_with(k.first); });
  return found == known.end() ? std::string_view{} : found->second;
}

bool ends_connection(std::string_view sqlstate) noexcept {
  return sqlstate.starts_with("08") || sqlstate.starts_with("57P");
}

} // namespace troupe::storage::postgres
