#include "language/encoder/wordpiece.hpp"
#include "tests/language/encoder/golden.hpp"

#include <gmock/gmock.h>

namespace troupe::language {
namespace {

using testing::ElementsAre;

wordpiece parse(std::string_view vocabulary) {
  auto parsed = wordpiece::parse(vocabulary);
  if (const auto* error = std::get_if<model_error>(&parsed)) throw std::runtime_error{error->reason};
  return std::move(std::get<wordpiece>(parsed));
}

constexpr std::string_view small = "[UNK]\n[CLS]\n[SEP]\nun\n##aff\n##able\n##a\n?\ncafe\n##";
enum : piece_id { unk, cls, sep, un, aff, able, a, question, cafe };

TEST(wordpiece, agrees_with_the_reference) {
  const auto tokenizer = parse(golden::file("vocab.txt"));
  for (const auto& line : golden::texts())
    EXPECT_EQ(tokenizer.pieces(line["text"].get<std::string>(), 48), line["ids"].get<std::vector<piece_id>>())
        << line["text"];
}

TEST(wordpiece, takes_the_longest_pieces_from_the_left) {
  EXPECT_THAT(parse(small).pieces("Unaffable?", 9), ElementsAre(cls, un, aff, able, question, sep));
}

TEST(wordpiece, knows_no_word_of_which_any_part_is_unknown) {
  EXPECT_THAT(parse(small).pieces("unaffx un", 9), ElementsAre(cls, unk, un, sep));
}

TEST(wordpiece, strips_accents_composed_or_not) {
  EXPECT_THAT(parse(small).pieces("CAFÉ cafe\u0301", 9), ElementsAre(cls, cafe, cafe, sep));
}

TEST(wordpiece, drops_bytes_that_are_no_utf8) {
  EXPECT_THAT(parse(small).pieces("ca\xff"
                                  "fe \xc3",
                                  9),
              ElementsAre(cls, cafe, sep));
}

TEST(wordpiece, cuts_at_the_limit_and_still_ends) {
  EXPECT_THAT(parse(small).pieces("unaffable un", 4), ElementsAre(cls, un, aff, sep));
  EXPECT_THAT(parse(small).pieces("un [SEP] un", 3), ElementsAre(cls, un, sep));
  EXPECT_THAT(parse(small).pieces("un", 2), ElementsAre(cls, sep));
}

TEST(wordpiece, reads_lines_of_either_kind) {
  EXPECT_THAT(parse("[UNK]\r\n[CLS]\r\n[SEP]\r\nun\r\n").pieces("un", 9), ElementsAre(1U, 3U, 2U));
}

TEST(wordpiece, needs_its_special_tokens) {
  EXPECT_TRUE(std::holds_alternative<model_error>(wordpiece::parse("")));
  EXPECT_TRUE(std::holds_alternative<model_error>(wordpiece::parse("[UNK]\n[CLS]\n")));
}

} // namespace
} // namespace troupe::language
