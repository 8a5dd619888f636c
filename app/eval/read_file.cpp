#include "app/eval/read_file.hpp"

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <system_error>

namespace troupe::app::eval {

std::string read_file(const std::string& path) {
  auto in = std::ifstream{path, std::ios::binary};
  const auto reason = std::generic_category().message(errno);
  if (!in) throw std::runtime_error{path + " cannot be read: " + reason};
  if (std::filesystem::is_directory(path)) throw std::runtime_error{path + " is a folder, not a file"};
  return {std::istreambuf_iterator<char>{in}, {}};
}

} // namespace troupe::app::eval
