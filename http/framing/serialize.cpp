#include "http/framing/serialize.hpp"

#include <boost/beast/http/status.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace troupe::http {
namespace {

bool is_value(std::string_view text) noexcept {
  return std::ranges::none_of(text, [](unsigned char c) { return (c < 0x20 && c != '\t') || c == 0x7f; });
}

bool is_name(std::string_view text) noexcept {
  constexpr std::string_view separators = "()<>@,;:\\\"/[]?={} \t";
  return !text.empty() && is_value(text) && text.find_first_of(separators) == text.npos;
}

} // namespace

bool has_body(int status) noexcept { return status >= 200 && status != 204 && status != 304; }

bool are_sendable(const fields& headers) noexcept {
  return std::ranges::all_of(headers, [](const auto& h) { return is_name(h.first) && is_value(h.second); });
}

bool is_sendable(const response& answer) noexcept {
  return answer.status >= 200 && answer.status <= 599 && are_sendable(answer.headers);
}

std::string serialize_upgrade(const fields& headers, std::string_view date) {
  auto text = std::string{"HTTP/1.1 101 Switching Protocols\r\nDate: "};
  text.append(date).append("\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n");
  for (const auto& [name, value] : headers) text.append(name).append(": ").append(value).append("\r\n");
  return text.append("\r\n");
}

std::string serialize_head(const response& answer, const answer_form& form) {
  const auto reason =
      boost::beast::http::obsolete_reason(static_cast<boost::beast::http::status>(answer.status));
  std::string text;
  text.reserve(256);
  text.append(form.minor_version == 0 ? "HTTP/1.0 " : "HTTP/1.1 ").append(std::to_string(answer.status));
  text.append(" ").append(reason.data(), reason.size()).append("\r\nDate: ").append(form.date).append("\r\n");
  for (const auto& [name, value] : answer.headers)
    text.append(name).append(": ").append(value).append("\r\n");
  if (form.stream && form.minor_version > 0)
    text.append("Transfer-Encoding: chunked\r\n");
  else if (!form.stream && has_body(answer.status))
    text.append("Content-Length: ").append(std::to_string(answer.body.size())).append("\r\n");
  if (form.close)
    text.append("Connection: close\r\n");
  else if (form.minor_version == 0)
    text.append("Connection: keep-alive\r\n");
  return text.append("\r\n");
}

std::string chunk_header(std::size_t bytes) {
  std::array<char, 20> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), bytes, 16).ptr;
  return std::string(digits.data(), end).append("\r\n");
}

std::string http_date(std::time_t at) {
  constexpr std::array<std::string_view, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::tm utc{};
  ::gmtime_r(&at, &utc);
  std::array<char, 32> rest{}; // strftime's names follow the locale, a Date header's do not
  std::strftime(rest.data(), rest.size(), " %Y %H:%M:%S GMT", &utc);
  const auto day = std::to_string(100 + utc.tm_mday).substr(1);
  return std::string(days[utc.tm_wday])
      .append(", ")
      .append(day)
      .append(" ")
      .append(months[utc.tm_mon])
      .append(rest.data());
}

} // namespace troupe::http
