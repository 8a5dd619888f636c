#include "language/encoder/wordpiece.hpp"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace troupe::language {
namespace {

constexpr std::string_view continuation = "##";
constexpr std::size_t longest_word = 100; // characters
constexpr auto special_tokens =
    std::to_array<std::string_view>({"[CLS]", "[SEP]", "[UNK]", "[PAD]", "[MASK]"});

const UNormalizer2* canonical_decomposition() {
  UErrorCode status = U_ZERO_ERROR;
  const auto* found = unorm2_getNFDInstance(&status);
  if (U_FAILURE(status))
    throw std::runtime_error{std::string{"ICU has no NFD ("} + u_errorName(status) + "): install its data"};
  return found;
}

bool is_dropped(UChar32 c) noexcept {
  constexpr UChar32 replacement = 0xfffd;
  if (c == '\t' || c == '\n' || c == '\r') return false;
  return c <= 0 || c == replacement || (U_GET_GC_MASK(c) & (U_GC_CC_MASK | U_GC_CF_MASK | U_GC_CO_MASK)) != 0;
}

/// The ideographs' blocks, as BERT lists them.
bool is_ideograph(UChar32 c) noexcept {
  return (c >= 0x4e00 && c <= 0x9fff) || (c >= 0x3400 && c <= 0x4dbf) || (c >= 0x20000 && c <= 0x2a6df)
         || (c >= 0x2a700 && c <= 0x2b73f) || (c >= 0x2b740 && c <= 0x2b81f) || (c >= 0x2b820 && c <= 0x2ceaf)
         || (c >= 0xf900 && c <= 0xfaff) || (c >= 0x2f800 && c <= 0x2fa1f);
}

bool is_punctuation(UChar32 c) noexcept {
  if (c < 0x80) return c > ' ' && c != 0x7f && !u_isalnum(c); // `$`, `+`, `<`… which Unicode calls symbols
  return (U_GET_GC_MASK(c) & U_GC_P_MASK) != 0;
}

/// Collects the characters of words, and passes each word on when it ends: `sink(word, characters)`.
template <class Sink>
class word_builder {
public:
  explicit word_builder(Sink& sink) : sink_{sink} {}

  void character(UChar32 c) {
    if (is_dropped(c)) return;
    if (u_isUWhiteSpace(c)) return end();
    if (is_ideograph(c)) {
      end();
      decomposed(c);
      return end();
    }
    decomposed(c);
  }

  void end() {
    if (characters_ > 0) sink_(std::string_view{word_}, characters_);
    word_.clear();
    characters_ = 0;
  }

private:
  void decomposed(UChar32 c) {
    if (c < 0x80) return plain(c);
    static const UNormalizer2* const nfd = canonical_decomposition();
    std::array<UChar, 32> parts{};
    UErrorCode status = U_ZERO_ERROR;
    const auto size =
        unorm2_getDecomposition(nfd, c, parts.data(), static_cast<std::int32_t>(parts.size()), &status);
    if (size < 0 || U_FAILURE(status)) return plain(c);
    for (std::int32_t i = 0; i < size;) {
      UChar32 part = 0;
      U16_NEXT(parts.data(), i, size, part);
      plain(part);
    }
  }

  void plain(UChar32 c) {
    if (c >= 0x80 && u_charType(c) == U_NON_SPACING_MARK) return;
    const auto lower = u_tolower(c);
    if (is_punctuation(lower)) {
      end();
      append(lower);
      return end();
    }
    append(lower);
  }

  void append(UChar32 c) {
    if (++characters_ > longest_word) return;
    std::array<char, U8_MAX_LENGTH> bytes{};
    std::size_t size = 0;
    U8_APPEND_UNSAFE(bytes.data(), size, c);
    word_.append(bytes.data(), size);
  }

  Sink& sink_;
  std::string word_; ///< its first `longest_word` characters
  std::size_t characters_ = 0;
};

/// Where the first special token stands in the text, and which; npos if nowhere.
std::pair<std::size_t, std::string_view> find_special(std::string_view text) noexcept {
  for (auto at = text.find('['); at != std::string_view::npos; at = text.find('[', at + 1))
    for (const auto token : special_tokens)
      if (text.substr(at).starts_with(token)) return {at, token};
  return {std::string_view::npos, {}};
}

bool begins_character(std::string_view text, std::size_t at) noexcept {
  return at == text.size() || (static_cast<unsigned char>(text[at]) & 0xc0U) != 0x80U;
}

} // namespace

std::variant<wordpiece, model_error> wordpiece::parse(std::string_view vocabulary) {
  wordpiece made;
  for (piece_id id = 0; !vocabulary.empty(); ++id) {
    const auto line = vocabulary.substr(0, vocabulary.find('\n'));
    vocabulary.remove_prefix(std::min(line.size() + 1, vocabulary.size()));
    const auto piece = line.ends_with('\r') ? line.substr(0, line.size() - 1) : line;
    if (piece.size() > continuation.size() && piece.starts_with(continuation))
      made.continuations_.emplace(piece.substr(continuation.size()), id);
    else
      made.beginnings_.emplace(piece, id);
    made.size_ = id + 1;
  }
  for (const auto& [token, place] : {std::pair{"[UNK]", &made.unknown_}, std::pair{"[CLS]", &made.first_},
                                     std::pair{"[SEP]", &made.last_}}) {
    const auto known = made.beginnings_.find(std::string_view{token});
    if (known == made.beginnings_.end()) return model_error{"has no line " + std::string{token}};
    *place = known->second;
  }
  return made;
}

std::vector<piece_id> wordpiece::pieces(std::string_view text, std::size_t limit) const {
  std::vector<piece_id> found{first_};
  while (found.size() < limit) {
    const auto [at, token] = find_special(text);
    append_plain(text.substr(0, at), limit, found);
    if (at == std::string_view::npos) break;
    const auto known = beginnings_.find(token);
    if (known != beginnings_.end()) found.push_back(known->second);
    text.remove_prefix(at + token.size());
  }
  found.resize(std::min(found.size(), limit - 1));
  found.push_back(last_);
  return found;
}

void wordpiece::append_plain(std::string_view text, std::size_t limit, std::vector<piece_id>& to) const {
  const auto take = [&](std::string_view word, std::size_t characters) {
    if (characters > longest_word)
      to.push_back(unknown_);
    else
      append_word(word, to);
  };
  auto word = word_builder{take};
  const auto* bytes = text.data();
  const auto size = text.size();
  for (std::size_t i = 0; i < size && to.size() < limit;) {
    UChar32 c = 0;
    U8_NEXT(bytes, i, size, c);
    word.character(c);
  }
  word.end();
}

void wordpiece::append_word(std::string_view word, std::vector<piece_id>& to) const {
  const auto before = to.size();
  const auto* known = &beginnings_;
  for (auto rest = word; !rest.empty(); known = &continuations_) {
    auto end = rest.size();
    auto found = known->find(rest);
    while (found == known->end() && end > 1) {
      do --end;
      while (!begins_character(rest, end));
      if (end == 0) break;
      found = known->find(rest.substr(0, end));
    }
    if (found == known->end()) {
      to.resize(before);
      to.push_back(unknown_);
      return;
    }
    to.push_back(found->second);
    rest.remove_prefix(end);
  }
}

} // namespace troupe::language
