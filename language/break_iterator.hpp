#pragma once
#include <unicode/ubrk.h>
#include <unicode/utext.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

namespace troupe::language {

/// ICU's boundaries in a UTF-8 text. Costs milliseconds to make and serves one thread: keep one per thread.
/// Throws std::runtime_error if ICU's data are missing.
class break_iterator {
public:
  explicit break_iterator(UBreakIteratorType type) {
    UErrorCode status = U_ZERO_ERROR;
    iterator_.reset(ubrk_open(type, "en", nullptr, 0, &status));
    if (U_FAILURE(status))
      throw std::runtime_error{std::string{"ICU has no text boundaries ("} + u_errorName(status)
                               + "): install its data"};
  }

  /// Calls `sink(std::string_view)` with each segment of `text`, in order; together they are the text.
  template <class Sink>
  void each_segment(std::string_view text, Sink&& sink) {
    UErrorCode status = U_ZERO_ERROR;
    UText view = UTEXT_INITIALIZER;
    utext_openUTF8(&view, text.data(), static_cast<std::int64_t>(text.size()), &status);
    const std::unique_ptr<UText, close> guard{&view};
    ubrk_setUText(iterator_.get(), &view, &status);
    if (U_FAILURE(status))
      throw std::runtime_error{std::string{"ICU cannot segment a text: "} + u_errorName(status)};
    for (auto begin = ubrk_first(iterator_.get()), end = ubrk_next(iterator_.get()); end != UBRK_DONE;
         begin = end, end = ubrk_next(iterator_.get()))
      sink(text.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin)));
  }

private:
  struct close {
    void operator()(UBreakIterator* iterator) const noexcept { ubrk_close(iterator); }
    void operator()(UText* text) const noexcept { utext_close(text); }
  };
  std::unique_ptr<UBreakIterator, close> iterator_;
};

} // namespace troupe::language
