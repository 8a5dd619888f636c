#include "app/model.hpp"

#include "actors/embedder/fingerprint.hpp"
#include "telemetry/log.hpp"

#include <sys/mman.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <system_error>
#include <unistd.h>

namespace troupe::app {
namespace {

[[noreturn]] void fail(const std::string& path) {
  throw std::system_error{errno, std::generic_category(), path + " cannot be read"};
}

class descriptor {
public:
  explicit descriptor(const std::string& path) : number_{::open(path.c_str(), O_RDONLY | O_CLOEXEC)} {
    if (number_ < 0) fail(path);
  }
  ~descriptor() { ::close(number_); }
  descriptor(const descriptor&) = delete;
  descriptor& operator=(const descriptor&) = delete;

  [[nodiscard]] int number() const noexcept { return number_; }

private:
  int number_;
};

std::string read_text(const std::string& path) {
  auto in = std::ifstream{path, std::ios::binary};
  if (!in) fail(path);
  return {std::istreambuf_iterator<char>{in}, {}};
}

} // namespace

mapped_file::mapped_file(const std::string& path) {
  const auto file = descriptor{path};
  struct stat status {};
  if (::fstat(file.number(), &status) != 0) fail(path);
  const auto size = static_cast<std::size_t>(status.st_size);
  if (size == 0) return;
  auto* mapped = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, file.number(), 0);
  if (mapped == MAP_FAILED) fail(path); // NOLINT(cppcoreguidelines-pro-type-cstyle-cast): POSIX's own
  bytes_ = {static_cast<const std::byte*>(mapped), size};
}

mapped_file::~mapped_file() {
  if (!bytes_.empty())
    ::munmap(const_cast<std::byte*>(bytes_.data()), bytes_.size()); // NOLINT: takes no const
}

std::string model::name() const {
  const auto bytes = weights.bytes();
  const auto projected = projection ? projection->to_safetensors() : std::string{};
  const auto files = std::array<std::string_view, 3>{
      std::string_view{reinterpret_cast<const char*>(bytes.data()), bytes.size()}, vocabulary, projected};
  return embedder::fingerprint(files);
}

std::variant<model, language::model_error> load_model(const std::string& folder,
                                                      const language::transformer_options& options) try {
  if (folder.empty()) return language::model_error{"TROUPE_MODEL_DIR is empty"};
  auto weights = mapped_file{folder + "/model.safetensors"};
  auto vocabulary = read_text(folder + "/vocab.txt");
  auto loaded = language::encoder::load(weights.bytes(), vocabulary, options);
  if (const auto* error = std::get_if<language::model_error>(&loaded))
    return language::model_error{"TROUPE_MODEL_DIR " + folder + ": " + error->reason
                                 + "; remove the files and run scripts/model"};
  return model{std::move(weights), std::move(vocabulary), std::move(std::get<language::encoder>(loaded)), {}};
} catch (const std::system_error& error) {
  return language::model_error{"TROUPE_MODEL_DIR: " + std::string{error.what()}
                               + "; scripts/model fetches the model"};
}

std::variant<model, language::model_error> load_model(const config::settings& s) {
  if (s.query_tier == "lexical") return language::model_error{"TROUPE_QUERY_TIER is lexical"};
  auto loaded = load_model(s.model_dir);
  if (auto* found = std::get_if<model>(&loaded)) {
    auto projection = load_token_projection(s.config_dir, found->encoder);
    if (const auto* error = std::get_if<language::model_error>(&projection))
      log::warning("without late interaction", {{"reason", error->reason}});
    else
      found->projection = std::move(std::get<language::token_projection>(projection));
  }
  return loaded;
}

std::variant<language::token_projection, language::model_error>
load_token_projection(const std::string& config_dir, const language::encoder& of) try {
  const auto path = config_dir + '/' + std::string{token_projection_file};
  const auto file = mapped_file{path};
  auto parsed = language::token_projection::parse(file.bytes());
  if (const auto* error = std::get_if<language::model_error>(&parsed))
    return language::model_error{path + ' ' + error->reason};
  if (const auto states = std::get<language::token_projection>(parsed).states(); states != of.dimensions())
    return language::model_error{path + " is for states of " + std::to_string(states)
                                 + " dimensions, and the encoder has " + std::to_string(of.dimensions())};
  return parsed;
} catch (const std::system_error& error) {
  return language::model_error{error.what()};
}

} // namespace troupe::app
