#include "load/fault.hpp"

namespace troupe::load {

std::string_view name(wrong kind) noexcept {
  switch (kind) {
  case wrong::status: return "status";
  case wrong::schema: return "schema";
  case wrong::citation: return "citation";
  case wrong::stream: return "stream";
  case wrong::crossed: return "crossed";
  case wrong::lost: return "lost";
  case wrong::doubled: return "doubled";
  case wrong::reordered: return "reordered";
  case wrong::changed: return "changed";
  case wrong::foreign: return "foreign";
  case wrong::unreadable: return "unreadable";
  }
  return "schema";
}

std::string excerpt(std::string_view text) {
  constexpr std::size_t most = 120;
  return text.size() <= most ? std::string{text} : std::string{text.substr(0, most)} + "…";
}

} // namespace troupe::load
