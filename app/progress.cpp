#include "app/progress.hpp"

#include <ostream>
#include <string>

namespace troupe::app {
namespace {

constexpr std::size_t width = 40;
constexpr auto between_lines = std::chrono::seconds{1};

} // namespace

void progress::show(std::size_t done, std::size_t all, std::string_view what) {
  const auto now = std::chrono::steady_clock::now();
  if (is_terminal_) {
    const auto full = all == 0 ? width : width * done / all;
    out_ << "\r\x1b[K[" << std::string(full, '#') << std::string(width - full, '.') << "] " << done << " of "
         << all << ' ' << what << std::flush;
  } else if (now - said_ >= between_lines) {
    said_ = now;
    out_ << done << " of " << all << ' ' << what << '\n' << std::flush;
  }
}

void progress::clear() {
  if (is_terminal_) out_ << "\r\x1b[K" << std::flush;
}

} // namespace troupe::app
