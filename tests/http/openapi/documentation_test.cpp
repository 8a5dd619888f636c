#include "http/problem.hpp"
#include "tests/http/openapi/described.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

/// docs/api.md, the route table and the description of the interface say the same.
namespace troupe::http {
namespace {

using testing::described;
using ::testing::IsEmpty;
using names = std::set<std::string>;

const std::string& documentation() {
  static const auto text = [] {
    auto in = std::stringstream{};
    in << std::ifstream{TROUPE_SOURCE_DIR "/docs/api.md"}.rdbuf();
    return in.str();
  }();
  return text;
}

/// What stands between the pattern's brackets, at each place where it fits.
std::vector<std::smatch> all(const std::string& text, const char* pattern) {
  const auto regex = std::regex{pattern};
  return {std::sregex_iterator{text.begin(), text.end(), regex}, {}};
}

/// "POST /v1/chat" -> the names behind the address's question mark, for each call that is named in
/// backquotes.
const std::map<std::string, names>& documented() {
  static const auto calls = [] {
    auto found = std::map<std::string, names>{};
    for (const auto& call :
         all(documentation(), "`((?:GET|POST|PUT|DELETE|PATCH) /[^`? ]*)(?:\\?([^`]*))?`")) {
      auto& query = found[call[1]];
      const auto listed = call[2].str();
      for (const auto& name : all(listed, "[^&]+")) query.insert(name[0]);
    }
    return found;
  }();
  return calls;
}

std::string call_of(const route& row) { return std::string{row.method} + " " + std::string{row.path}; }

/// From a call's heading to the next heading; empty where it has none.
std::string section_of(const route& row) {
  const auto& text = documentation();
  const auto heading = "### `" + call_of(row);
  for (auto begin = text.find(heading); begin != text.npos; begin = text.find(heading, begin + 1)) {
    const auto behind = text[begin + heading.size()]; // another's address may begin with this one
    if (behind == '`' || behind == '?') return text.substr(begin, text.find("\n#", begin) - begin);
  }
  return {};
}

TEST(Documentation, describes_each_row_of_the_table_and_nothing_else) {
  auto rows = names{}, calls = names{};
  for (const auto& row : routes::table()) rows.insert(call_of(row));
  for (const auto& [call, _] : documented()) calls.insert(call);
  EXPECT_EQ(calls, rows);
}

TEST(Documentation, gives_each_call_that_takes_a_key_a_section) {
  for (const auto& row : routes::table())
    EXPECT_EQ(section_of(row).empty(), row.needed == key::none) << call_of(row);
}

TEST(Documentation, names_each_parameter_of_an_address) {
  for (const auto& row : routes::table()) {
    auto query = names{};
    for (const auto& m : row.query) query.emplace(m.name);
    const auto found = documented().find(call_of(row));
    EXPECT_EQ(found == documented().end() ? names{} : found->second, query) << call_of(row);
  }
}

TEST(Documentation, names_each_header_that_a_call_reads) {
  for (const auto& row : routes::table())
    for (const auto& m : row.headers)
      EXPECT_NE(section_of(row).find("`" + std::string{m.name}), std::string::npos)
          << call_of(row) << ": " << m.name;
}

TEST(Documentation, says_which_calls_take_an_admin_key) {
  for (const auto& row : routes::table()) {
    const auto says_so = section_of(row).find("`\n\n(admin)") != std::string::npos;
    EXPECT_EQ(says_so, row.needed == key::admin) << call_of(row);
  }
}

TEST(Documentation, names_each_member_of_what_is_sent_and_answered) {
  for (const auto& [schema, described_as] : described().at("components").at("schemas").items()) {
    if (schema == "openapi") continue; // others' document
    const auto members = described_as.value("properties", json::object());
    for (const auto& [member, _] : members.items()) {
      const auto named = documentation().find('"' + member + '"') != std::string::npos
                         || documentation().find('`' + member + '`') != std::string::npos;
      EXPECT_TRUE(named) << schema << "." << member;
    }
  }
}

/// The table of errors as {type: statuses of its line}.
std::map<std::string, std::string> documented_errors() {
  auto found = std::map<std::string, std::string>{};
  for (const auto& line : all(documentation(), "\\| (\\d{3}[0-9, ]*) \\| ([^|\\n]*) \\|")) {
    const auto listed = line[2].str();
    for (const auto& type : all(listed, "`(\\w+)`")) found[type[1]] = line[1];
  }
  return found;
}

TEST(Documentation, lists_each_error_beside_its_status) {
  auto errors = std::map<std::string, int>{};
  for (auto code = errc::bad_request; code <= errc::internal;
       code = static_cast<errc>(static_cast<int>(code) + 1))
    errors.emplace(name(code), http_status(code));
  for (const auto& type : {problems::no_route, problems::wrong_method, problems::wrong_media_type,
                           problems::upgrade_required, problems::not_ready})
    errors.emplace(type.name, type.status);

  auto unknown = documented_errors();
  for (const auto& [type, status] : errors) {
    EXPECT_NE(unknown[type].find(std::to_string(status)), std::string::npos) << type << " is a " << status;
    unknown.erase(type);
  }
  EXPECT_THAT(unknown, IsEmpty());
}

} // namespace
} // namespace troupe::http
