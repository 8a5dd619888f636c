#include <sys/mman.h>

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <fcntl.h>
#include <unistd.h>

/// glibc's allocator, with a count of what is asked of it. A program's own malloc() stands before the
/// library's, so that C libraries are counted as C++ is. The counts lie in the file that ALLOCATIONS names,
/// two numbers of 64 bits in the machine's order, where scripts/bench reads them while the program runs.
// NOLINTBEGIN(bugprone-reserved-identifier): glibc's own names
extern "C" {
void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
void* __libc_memalign(std::size_t, std::size_t);
}
// NOLINTEND(bugprone-reserved-identifier)

namespace {

struct counts {
  std::atomic<std::uint64_t> blocks, bytes;
};
static_assert(std::atomic<std::uint64_t>::is_always_lock_free);

counts before_main; // also where nobody reads
std::atomic<counts*> counted = &before_main;

void count(std::size_t bytes) noexcept {
  auto* to = counted.load(std::memory_order_relaxed);
  to->blocks.fetch_add(1, std::memory_order_relaxed);
  to->bytes.fetch_add(bytes, std::memory_order_relaxed);
}

[[gnu::constructor]] void open_file() noexcept {
  const auto* path = std::getenv("ALLOCATIONS");
  if (!path) return;
  const auto file = ::open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0 || ::ftruncate(file, sizeof(counts)) != 0) std::abort();
  auto* shared = ::mmap(nullptr, sizeof(counts), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (shared == MAP_FAILED) std::abort();
  ::close(file);
  counted = static_cast<counts*>(shared);
}

} // namespace

extern "C" {

void* malloc(std::size_t size) { return count(size), __libc_malloc(size); }
void* calloc(std::size_t n, std::size_t size) { return count(n * size), __libc_calloc(n, size); }
void* realloc(void* old, std::size_t size) { return count(size), __libc_realloc(old, size); }
void* memalign(std::size_t alignment, std::size_t size) {
  return count(size), __libc_memalign(alignment, size);
}
void* aligned_alloc(std::size_t alignment, std::size_t size) { return memalign(alignment, size); }
int posix_memalign(void** into, std::size_t alignment, std::size_t size) {
  *into = memalign(alignment, size);
  return *into ? 0 : ENOMEM;
}

} // extern "C"
