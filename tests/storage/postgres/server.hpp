#pragma once
#include "storage/postgres/database.hpp"

#include <sys/wait.h>

#include <array>
#include <fcntl.h>
#include <stdexcept>
#include <string>
#include <unistd.h>

namespace troupe::testing {

/// The PostgreSQL of this process, which tests/support/postgres.py starts when it is first asked for and ends
/// with the process.
class postgres_server {
public:
  static const std::string& url() {
    static const auto server = postgres_server{};
    return server.url_;
  }

  postgres_server(const postgres_server&) = delete;
  postgres_server& operator=(const postgres_server&) = delete;
  ~postgres_server() {
    ::close(to_);
    ::waitpid(pid_, nullptr, 0);
  }

private:
  postgres_server() {
    auto in = std::array<int, 2>{};
    auto out = std::array<int, 2>{};
    if (::pipe2(in.data(), O_CLOEXEC) != 0 || ::pipe2(out.data(), O_CLOEXEC) != 0)
      throw std::runtime_error{"no pipes for PostgreSQL"};
    pid_ = ::fork();
    if (pid_ == 0) {
      ::dup2(in[0], STDIN_FILENO);
      ::dup2(out[1], STDOUT_FILENO);
      ::execlp("python3", "python3", TROUPE_SOURCE_DIR "/tests/support/postgres.py", nullptr);
      ::_exit(127);
    }
    ::close(in[0]);
    ::close(out[1]);
    to_ = in[1];
    for (auto c = '\0'; ::read(out[0], &c, 1) == 1 && c != '\n';) url_ += c;
    ::close(out[0]);
    if (url_.empty()) throw std::runtime_error{"PostgreSQL could not be started; see above"};
  }

  int to_ = -1; ///< its end is the server's
  pid_t pid_ = -1;
  std::string url_;
};

/// An empty database of its own: a schema that nobody else uses.
inline std::string empty_postgres_database() {
  static auto made = 0;
  const auto name = "test_" + std::to_string(++made);
  storage::postgres::database{{.url = postgres_server::url()}}.script("CREATE SCHEMA " + name);
  return postgres_server::url() + "&options=-csearch_path%3D" + name;
}

} // namespace troupe::testing
