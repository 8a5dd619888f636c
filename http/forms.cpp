#include "http/forms.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

namespace troupe::http::forms {
namespace {

/// Unicode's White_Space, in UTF-8.
constexpr auto white_space = std::to_array<std::string_view>(
    {" ",      "\t",     "\n",     "\v",     "\f",     "\r",     "\u0085", "\u00a0", "\u1680",
     "\u2000", "\u2001", "\u2002", "\u2003", "\u2004", "\u2005", "\u2006", "\u2007", "\u2008",
     "\u2009", "\u200a", "\u2028", "\u2029", "\u202f", "\u205f", "\u3000"});

constexpr std::string_view time_form = "0000-00-00T00:00:00Z"; // a digit stands for any

int number_at(std::string_view text, std::size_t first, std::size_t digits) {
  int value = 0;
  std::from_chars(text.data() + first, text.data() + first + digits, value);
  return value;
}

std::chrono::year_month_day day_of(std::string_view text) {
  return {std::chrono::year{number_at(text, 0, 4)},
          std::chrono::month{static_cast<unsigned>(number_at(text, 5, 2))},
          std::chrono::day{static_cast<unsigned>(number_at(text, 8, 2))}};
}

} // namespace

bool is_visible(std::string_view text) {
  while (!text.empty()) {
    const auto blank =
        std::ranges::find_if(white_space, [&](std::string_view w) { return text.starts_with(w); });
    if (blank == white_space.end()) return true;
    text.remove_prefix(blank->size());
  }
  return false;
}

bool is_word(std::string_view text) {
  return std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

bool is_email(std::string_view text) {
  const auto at = text.find('@');
  return at != std::string_view::npos && at > 0 && at + 1 < text.size()
         && text.find('@', at + 1) == std::string_view::npos
         && text.find_first_of(" \t\r\n") == std::string_view::npos;
}

bool is_utc_time(std::string_view text) {
  const auto fits = [](char form, char c) { return form == '0' ? c >= '0' && c <= '9' : form == c; };
  return std::ranges::equal(time_form, text, fits) && day_of(text).ok() && number_at(text, 11, 2) < 24
         && number_at(text, 14, 2) < 60 && number_at(text, 17, 2) < 60;
}

std::int64_t time_in(std::string_view text) {
  using namespace std::chrono;
  const auto time = sys_days{day_of(text)} + hours{number_at(text, 11, 2)} + minutes{number_at(text, 14, 2)}
                    + seconds{number_at(text, 17, 2)};
  return duration_cast<microseconds>(time.time_since_epoch()).count();
}

} // namespace troupe::http::forms
