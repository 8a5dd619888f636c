#include "language/tokens.hpp"

#include <gmock/gmock.h>

#include <thread>

namespace troupe::language {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using strings = std::vector<std::string>;

TEST(words, are_lower_cased_and_come_apart_at_punctuation) {
  EXPECT_THAT(words("Stats.Example_site, 2FA!"), ElementsAre("stats", "example", "site", "2fa"));
}

TEST(words, keep_the_apostrophe_within_them_however_it_is_written) {
  EXPECT_EQ(words("I don't"), (strings{"i", "don't"}));
  EXPECT_EQ(words("I don’t"), (strings{"i", "don't"}));
  EXPECT_EQ(words("'quoted' rock 'n' roll"), (strings{"quoted", "rock", "n", "roll"}));
}

TEST(words, follow_unicode) {
  EXPECT_THAT(words("ÉTÉ naïve ΣΊΣΥΦΟΣ"), ElementsAre("été", "naïve", testing::StartsWith("σίσυφ")));
  EXPECT_THAT(words("我要退款"), testing::SizeIs(testing::Gt(1))); // no spaces between Chinese words
  EXPECT_THAT(words("👍🏽 ok"), ElementsAre("ok"));
  EXPECT_THAT(words("a\u00A0b"), ElementsAre("a", "b")); // no-break space
}

TEST(words, of_nothing_are_none) {
  EXPECT_THAT(words(""), IsEmpty());
  EXPECT_THAT(words(" \t\n ''' ?!"), IsEmpty());
}

TEST(words, survive_bytes_that_are_no_utf8) {
  EXPECT_THAT(words("good \xC3\x28 \xFF\xFE word\xE2\x82"), ElementsAre("good", "word"));
  EXPECT_THAT(words(std::string_view{"nul\0byte", 8}), ElementsAre("nul", "byte"));
  EXPECT_THAT(words("lone \xED\xA0\x80 surrogate"), ElementsAre("lone", "surrogate"));
}

TEST(terms, drop_stop_words_and_possessives_and_stem) {
  EXPECT_THAT(terms("How do I get my customer's refunds?"), ElementsAre("custom", "refund"));
  EXPECT_EQ(terms("What's the customer’s invoice"), (strings{"custom", "invoic"}));
}

TEST(terms, of_the_same_word_agree_across_inflections) {
  EXPECT_EQ(terms("cancel cancels cancelled cancelling"), strings(4, "cancel"));
}

TEST(terms, of_function_words_alone_are_none) {
  EXPECT_THAT(terms("What is it, and how do you do?"), IsEmpty());
}

TEST(terms, can_be_asked_for_by_many_threads) {
  std::vector<strings> found(4);
  {
    std::vector<std::jthread> threads;
    for (auto& mine : found)
      threads.emplace_back([&mine] { mine = terms("Größere Pakete über 30 kg shipping"); });
  }
  EXPECT_EQ(found, std::vector<strings>(4, found.front()));
}

TEST(token_count, counts_words_and_single_punctuation) {
  EXPECT_EQ(count_tokens("Hello, world!"), 4u);
  EXPECT_EQ(count_tokens("..."), 3u);
  EXPECT_EQ(count_tokens(" \n\t"), 0u);
  EXPECT_EQ(count_tokens("Größe"), 1u);
}

TEST(word_count, counts_what_white_space_separates) {
  EXPECT_EQ(count_words("  one two\r\nthree. "), 3u);
  EXPECT_EQ(count_words(""), 0u);
}

} // namespace
} // namespace troupe::language
