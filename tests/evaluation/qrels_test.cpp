#include "evaluation/bad_line.hpp"
#include "evaluation/qrels.hpp"

#include <gmock/gmock.h>

namespace troupe::evaluation {
namespace {

using testing::ElementsAre;
using testing::Pair;
using testing::StartsWith;

std::string complaint(std::string_view text) {
  try {
    (void)read_qrels("q.tsv", text);
  } catch (const bad_line& e) {
    return e.what();
  }
  return "none";
}

TEST(qrels, are_grades_of_passages_by_query) {
  EXPECT_THAT(read_qrels("q.tsv", "1\ta b\t2\r\n\n2\tc\t0\n1\td\t-1"),
              ElementsAre(Pair("1", ElementsAre(Pair("a b", 2), Pair("d", 0))),
                          Pair("2", ElementsAre(Pair("c", 0)))));
}

TEST(qrels, name_the_line_that_is_none) {
  for (const auto bad : {"1\ta", "1\ta\tx", "1\ta\t1.5", "1\ta\t1\t", "\ta\t1", "1\t\t1", "query passage 1"})
    EXPECT_THAT(complaint(std::string{"1\ta\t1\n"} + bad), StartsWith("q.tsv:2: is no \"query TAB"));
}

} // namespace
} // namespace troupe::evaluation
