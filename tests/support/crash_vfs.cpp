#include "tests/support/crash_vfs.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <map>
#include <new>
#include <sqlite3.h>
#include <string_view>
#include <utility>
#include <vector>

namespace troupe::testing {

class crash_vfs::disk {
public:
  explicit disk(std::string name) : name_{std::move(name)} {
    vfs_.iVersion = 1;
    vfs_.szOsFile = sizeof(handle);
    vfs_.mxPathname = 512;
    vfs_.zName = name_.c_str();
    vfs_.pAppData = this;
    vfs_.xOpen = open;
    vfs_.xDelete = remove;
    vfs_.xAccess = exists;
    vfs_.xFullPathname = full_path;
    vfs_.xRandomness = [](sqlite3_vfs*, int size, char* out) {
      return host()->xRandomness(host(), size, out);
    };
    vfs_.xSleep = [](sqlite3_vfs*, int microseconds) { return microseconds; };
    vfs_.xCurrentTime = [](sqlite3_vfs*, double* now) { return host()->xCurrentTime(host(), now); };
    vfs_.xGetLastError = [](sqlite3_vfs*, int, char*) { return 0; };
    sqlite3_vfs_register(&vfs_, 0);
  }
  disk(const disk&) = delete;
  disk& operator=(const disk&) = delete;
  ~disk() { sqlite3_vfs_unregister(&vfs_); }

  [[nodiscard]] const char* name() const noexcept { return name_.c_str(); }
  [[nodiscard]] std::size_t steps() const noexcept { return steps_; }
  [[nodiscard]] bool crashed() const noexcept { return crashed_; }

  void crash_at(std::size_t step) noexcept { crash_step_ = step; }
  void limit(std::size_t bytes) noexcept { capacity_ = bytes; }

  void restart(survival kept, std::mt19937& random) {
    auto names = kept == survival::nothing ? durable_ : any_of(durable_, names_, random);
    for (auto& [path, f] : names) {
      f->content = kept == survival::nothing ? f->synced : torn(*f, random);
      f->synced = f->content;
      f->unsynced.clear();
      f->shared_memory.clear();
    }
    names_ = durable_ = std::move(names);
    crashed_ = false;
    crash_step_ = never;
  }

private:
  static constexpr std::size_t never = std::numeric_limits<std::size_t>::max();
  static constexpr std::size_t sector = 512;
  using region = std::array<char, 32'768>;

  struct handle;
  struct change {
    std::size_t offset = 0;
    std::string bytes;
    bool truncates = false; ///< to `offset` bytes
  };
  struct file {
    std::string content;
    std::string synced;
    std::vector<change> unsynced;
    std::vector<std::unique_ptr<region>> shared_memory;
    std::vector<handle*> handles;
  };
  using directory = std::map<std::string, std::shared_ptr<file>, std::less<>>;

  /// What SQLite holds of an open file; it gives the memory and knows only the first member.
  struct handle : sqlite3_file {
    disk* within = nullptr;
    std::shared_ptr<file> on;
    std::string path; ///< empty: a temporary file
    int lock = SQLITE_LOCK_NONE;
    unsigned shared = 0; ///< locks on shared memory, a bit each
    unsigned exclusive = 0;
  };

  static sqlite3_vfs* host() { return sqlite3_vfs_find("unix"); }
  static disk& disk_of(sqlite3_vfs* vfs) { return *static_cast<disk*>(vfs->pAppData); }
  static handle& handle_of(sqlite3_file* opened) { return *static_cast<handle*>(opened); }

  // What survives

  static void apply(std::string& content, const change& c) {
    if (c.truncates) return content.resize(c.offset);
    if (content.size() < c.offset + c.bytes.size()) content.resize(c.offset + c.bytes.size());
    std::ranges::copy(c.bytes, content.begin() + static_cast<std::ptrdiff_t>(c.offset));
  }

  static std::string torn(const file& f, std::mt19937& random) {
    auto content = f.synced;
    std::bernoulli_distribution keep{std::uniform_real_distribution{}(random)};
    for (const auto& c : f.unsynced) {
      if (c.truncates && keep(random)) apply(content, c);
      for (std::size_t from = 0; from < c.bytes.size();) {
        const auto size = std::min(sector - (c.offset + from) % sector, c.bytes.size() - from);
        if (keep(random)) apply(content, {c.offset + from, c.bytes.substr(from, size)});
        from += size;
      }
    }
    return content;
  }

  static directory any_of(const directory& before, const directory& after, std::mt19937& random) {
    directory result;
    std::bernoulli_distribution take_before;
    auto all = before;
    all.insert(after.begin(), after.end());
    for (const auto& [path, unused] : all) {
      const auto& from = take_before(random) ? before : after;
      if (auto found = from.find(path); found != from.end()) result.insert(*found);
    }
    return result;
  }

  /// Counts a step; true if the power goes off in it.
  bool cut() {
    crashed_ = ++steps_ >= crash_step_ || crashed_;
    return crashed_;
  }

  [[nodiscard]] std::size_t used() const {
    std::size_t sum = 0;
    for (const auto& [path, f] : names_) sum += f->content.size();
    return sum;
  }

  /// SQLite's unix layer syncs the directory with the first sync of a log or journal that it has made.
  void make_name_durable(const handle& h) {
    if (h.path.empty()) return;
    const auto found = durable_.find(h.path);
    if (found == durable_.end() || found->second != h.on) durable_ = names_;
  }

  int change_file(handle& h, change c) {
    if (crashed_) return SQLITE_IOERR;
    const auto end = c.offset + c.bytes.size();
    const auto size = h.on->content.size();
    if (end > size && !h.path.empty() && used() + end - size > capacity_) return SQLITE_FULL;
    apply(h.on->content, c);
    if (h.path.empty()) return SQLITE_OK;
    h.on->unsynced.push_back(std::move(c));
    return cut() ? SQLITE_IOERR_WRITE : SQLITE_OK;
  }

  // The file system

  static int open(sqlite3_vfs* vfs, const char* path, sqlite3_file* memory, int flags, int* out_flags) {
    memory->pMethods = nullptr;
    auto& in = disk_of(vfs);
    if (in.crashed_) return SQLITE_IOERR;
    const auto found = in.names_.find(std::string_view{path ? path : ""});
    if (found == in.names_.end() && !(flags & SQLITE_OPEN_CREATE)) return SQLITE_CANTOPEN;
    auto* h = new (memory) handle{};
    h->pMethods = &methods;
    h->within = &in;
    h->path = path ? path : "";
    h->on = found != in.names_.end() ? found->second : std::make_shared<file>();
    h->on->handles.push_back(h);
    if (path) in.names_.emplace(h->path, h->on);
    if (out_flags) *out_flags = flags;
    return SQLITE_OK;
  }

  static int close(sqlite3_file* opened) {
    auto& h = handle_of(opened);
    std::erase(h.on->handles, &h);
    h.~handle();
    return SQLITE_OK;
  }

  static int remove(sqlite3_vfs* vfs, const char* path, int sync_directory) {
    auto& in = disk_of(vfs);
    if (in.crashed_) return SQLITE_IOERR;
    if (in.names_.erase(path) == 0) return SQLITE_IOERR_DELETE_NOENT;
    if (in.cut()) return SQLITE_IOERR;
    if (sync_directory) in.durable_.erase(path);
    return SQLITE_OK;
  }

  static int exists(sqlite3_vfs* vfs, const char* path, int, int* result) {
    const auto& in = disk_of(vfs);
    if (in.crashed_) return SQLITE_IOERR;
    *result = in.names_.contains(std::string_view{path});
    return SQLITE_OK;
  }

  static int full_path(sqlite3_vfs*, const char* path, int size, char* out) {
    sqlite3_snprintf(size, out, "%s", path);
    return SQLITE_OK;
  }

  static int read(sqlite3_file* opened, void* out, int size, sqlite3_int64 offset) {
    const auto& h = handle_of(opened);
    if (h.within->crashed_) return SQLITE_IOERR_READ;
    const auto& content = h.on->content;
    const auto from = std::min(static_cast<std::size_t>(offset), content.size());
    const auto got = std::min(static_cast<std::size_t>(size), content.size() - from);
    std::memcpy(out, content.data() + from, got);
    std::memset(static_cast<char*>(out) + got, 0, static_cast<std::size_t>(size) - got);
    return got == static_cast<std::size_t>(size) ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
  }

  static int write(sqlite3_file* opened, const void* data, int size, sqlite3_int64 offset) {
    std::string bytes{static_cast<const char*>(data), static_cast<std::size_t>(size)};
    auto& h = handle_of(opened);
    return h.within->change_file(h, {static_cast<std::size_t>(offset), std::move(bytes)});
  }

  static int truncate(sqlite3_file* opened, sqlite3_int64 size) {
    auto& h = handle_of(opened);
    return h.within->change_file(h, {static_cast<std::size_t>(size), {}, true});
  }

  static int sync(sqlite3_file* opened, int) {
    auto& h = handle_of(opened);
    if (h.within->crashed_ || h.within->cut()) return SQLITE_IOERR_FSYNC;
    h.on->synced = h.on->content;
    h.on->unsynced.clear();
    h.within->make_name_durable(h);
    return SQLITE_OK;
  }

  static int size(sqlite3_file* opened, sqlite3_int64* result) {
    const auto& h = handle_of(opened);
    *result = static_cast<sqlite3_int64>(h.on->content.size());
    return h.within->crashed_ ? SQLITE_IOERR_FSTAT : SQLITE_OK;
  }

  // Locks between connections

  static bool others_hold(const handle& h, int level) {
    return std::ranges::any_of(h.on->handles, [&](const handle* o) { return o != &h && o->lock >= level; });
  }

  static int lock(sqlite3_file* opened, int level) {
    auto& h = handle_of(opened);
    if (level <= h.lock) return SQLITE_OK;
    const int obstacle = level == SQLITE_LOCK_SHARED     ? SQLITE_LOCK_PENDING
                         : level == SQLITE_LOCK_RESERVED ? SQLITE_LOCK_RESERVED
                                                         : SQLITE_LOCK_SHARED;
    if (others_hold(h, obstacle)) return SQLITE_BUSY;
    h.lock = level;
    return SQLITE_OK;
  }

  static int unlock(sqlite3_file* opened, int level) {
    handle_of(opened).lock = level;
    return SQLITE_OK;
  }

  static int reserved(sqlite3_file* opened, int* result) {
    const auto& h = handle_of(opened);
    *result = h.lock >= SQLITE_LOCK_RESERVED || others_hold(h, SQLITE_LOCK_RESERVED);
    return SQLITE_OK;
  }

  static int map_shared(sqlite3_file* opened, int index, int, int extend, void volatile** result) {
    auto& regions = handle_of(opened).on->shared_memory;
    const auto wanted = static_cast<std::size_t>(index);
    while (extend && regions.size() <= wanted) regions.push_back(std::make_unique<region>());
    *result = wanted < regions.size() ? regions[wanted]->data() : nullptr;
    return SQLITE_OK;
  }

  static int lock_shared(sqlite3_file* opened, int first, int count, int flags) {
    auto& h = handle_of(opened);
    const unsigned mask = ((1U << count) - 1U) << first;
    auto& held = flags & SQLITE_SHM_SHARED ? h.shared : h.exclusive;
    if (flags & SQLITE_SHM_UNLOCK) {
      held &= ~mask;
      return SQLITE_OK;
    }
    for (const handle* o : h.on->handles) {
      const unsigned obstacle = flags & SQLITE_SHM_SHARED ? o->exclusive : o->exclusive | o->shared;
      if (o != &h && (obstacle & mask)) return SQLITE_BUSY;
    }
    held |= mask;
    return SQLITE_OK;
  }

  static int unmap_shared(sqlite3_file* opened, int remove_it) {
    if (remove_it) handle_of(opened).on->shared_memory.clear();
    return SQLITE_OK;
  }

  static constexpr sqlite3_io_methods methods{
      .iVersion = 2,
      .xClose = close,
      .xRead = read,
      .xWrite = write,
      .xTruncate = truncate,
      .xSync = sync,
      .xFileSize = size,
      .xLock = lock,
      .xUnlock = unlock,
      .xCheckReservedLock = reserved,
      .xFileControl = [](sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; },
      .xSectorSize = [](sqlite3_file*) { return static_cast<int>(sector); },
      .xDeviceCharacteristics =
          [](sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }, // as SQLite assumes
      .xShmMap = map_shared,
      .xShmLock = lock_shared,
      .xShmBarrier = [](sqlite3_file*) {},
      .xShmUnmap = unmap_shared,
      .xFetch = nullptr,
      .xUnfetch = nullptr,
  };

  std::string name_;
  sqlite3_vfs vfs_{};
  directory names_;
  directory durable_; ///< the names that would be found after a crash
  std::size_t steps_ = 0;
  std::size_t crash_step_ = never;
  std::size_t capacity_ = never;
  bool crashed_ = false;
};

crash_vfs::crash_vfs(std::string name) : disk_{std::make_unique<disk>(std::move(name))} {}
crash_vfs::~crash_vfs() = default;

const char* crash_vfs::name() const noexcept { return disk_->name(); }
std::size_t crash_vfs::steps() const noexcept { return disk_->steps(); }
bool crash_vfs::crashed() const noexcept { return disk_->crashed(); }
void crash_vfs::crash_at(std::size_t step) noexcept { disk_->crash_at(step); }
void crash_vfs::limit(std::size_t bytes) noexcept { disk_->limit(bytes); }
void crash_vfs::restart(survival kept, std::mt19937& random) { disk_->restart(kept, random); }

} // namespace troupe::testing
