#include "storage/sqlite/backup.hpp"

#include "storage/sqlite/open.hpp"
#include "storage/sqlite/private_file.hpp"
#include "storage/sqlite/schema.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <functional>
#include <unistd.h>

namespace troupe::storage::sqlite {
namespace {

namespace fs = std::filesystem;

void require_file(const fs::path& file) {
  std::error_code code;
  if (!fs::is_regular_file(file, code))
    throw error{file.string() + ": is no file; name a database of Troupe"};
}

void require_absent(const fs::path& file, std::string_view advice) {
  std::error_code code;
  if (fs::exists(fs::symlink_status(file, code)))
    throw error{file.string() + ": is there already; " + std::string{advice}};
}

void sync_file(const fs::path& file) {
  const int opened = ::open(file.c_str(), O_RDWR | O_CLOEXEC);
  const bool synced = opened >= 0 && ::fsync(opened) == 0;
  const int code = errno;
  if (opened >= 0) ::close(opened);
  if (!synced) throw error{file.string() + ": sync: " + std::strerror(code)};
}

/// Removes what is half done.
void or_nothing(const fs::path& made, const std::function<void()>& make) {
  try {
    make();
  } catch (...) {
    for (const auto* part : {"", "-wal", "-shm", "-journal"}) {
      std::error_code ignored;
      fs::remove(made.string() + part, ignored);
    }
    throw;
  }
}

/// Reads all of it.
void require_sound(database& db) {
  require_known_schema(db);
  auto row = db.query("PRAGMA integrity_check(1)");
  if (row.next() && row.text(0) != "ok")
    throw error{db.file() + ": is damaged: " + row.text(0) + "; take another backup"};
}

} // namespace

void back_up(const fs::path& data_dir, const fs::path& to) {
  const auto file = database_file(data_dir);
  require_file(file);
  require_absent(to, "name a new file");
  or_nothing(to, [&] {
    make_private_file(to);
    database db{file, access::read_write, {}};
    require_known_schema(db);
    db.run("VACUUM INTO ?", std::string_view{to.native()});
    sync_file(to);
  });
}

void restore(const fs::path& from, const fs::path& data_dir) {
  require_file(from);
  make_private_directory(data_dir);
  const directory_lock lock{data_dir};
  const auto file = database_file(data_dir);
  require_absent(file, "move it away, or set TROUPE_DATA_DIR to another directory");
  const auto beside = fs::path{file.string() + ".restoring"};
  or_nothing(beside, [&] {
    make_private_file(beside);
    std::error_code code;
    fs::copy_file(from, beside, fs::copy_options::overwrite_existing, code);
    if (code) throw error{from.string() + ": " + code.message()};
    {
      database db{beside, access::read_write, {}};
      require_sound(db);
    }
    sync_file(beside);
    fs::rename(beside, file, code);
    if (code) throw error{file.string() + ": " + code.message()};
    sync_directory(data_dir);
  });
}

} // namespace troupe::storage::sqlite
