#include "app/commands.hpp"

#include <iostream>

namespace troupe::app {

bool complain(const config::loaded& settings) {
  for (const auto& p : settings.problems) std::cerr << "troupe: " << p << '\n';
  return !settings.problems.empty();
}

int print_config(const config::loaded& settings) {
  for (const auto& r : config::describe(settings)) {
    std::cout << r.name << '=' << r.value << "  # " << config::name(r.origin) << "; " << r.doc;
    if (!r.served) std::cout << " (not served by this version)";
    std::cout << '\n';
  }
  return complain(settings) ? 2 : 0;
}

int print_version() {
  std::cout << "troupe " TROUPE_VERSION << '\n';
  return 0;
}

} // namespace troupe::app
