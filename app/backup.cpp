#include "storage/sqlite/backup.hpp"

#include "app/commands.hpp"
#include "app/store.hpp"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <iostream>
#include <memory>
#include <stdexcept>

namespace troupe::app {
namespace {

void require_file(const config::settings& s) {
  if (is_served(s))
    throw std::runtime_error{
        "DATABASE_URL names a server: back it up with pg_dump, and restore it with pg_restore"};
}

int back_up(const std::string& file, const config::settings& s) {
  require_file(s);
  storage::sqlite::back_up(s.data_dir, file);
  std::cout << s.data_dir << " is in " << file << ", " << std::filesystem::file_size(file) << " bytes\n";
  return 0;
}

int restore(const std::string& file, const config::settings& s) {
  require_file(s);
  storage::sqlite::restore(file, s.data_dir);
  std::cout << file << " is in " << s.data_dir << '\n';
  return 0;
}

} // namespace

void add_backup(CLI::App& cli, eval::job& chosen) {
  const auto file = std::make_shared<std::string>(); // the parser writes into it, the job reads it
  auto* saving = cli.add_subcommand("backup", "Copy the database into a new file; safe beside a server");
  saving->add_option("file", *file, "Where to")->required();
  saving->callback(
      [file, &chosen] { chosen = [file](const config::settings& s) { return back_up(*file, s); }; });
  auto* restoring = cli.add_subcommand("restore", "Put a backup into a data directory without a database");
  restoring->add_option("file", *file, "What `troupe backup` has made")->required();
  restoring->callback(
      [file, &chosen] { chosen = [file](const config::settings& s) { return restore(*file, s); }; });
}

} // namespace troupe::app
