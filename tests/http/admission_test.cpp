#include "http/admission.hpp"

#include <gtest/gtest.h>

namespace troupe::http {
namespace {

constexpr auto needed = std::to_array<member>({{.name = "message", .required = true}});
constexpr auto optional = std::to_array<member>({{.name = "note"}});
constexpr auto rows = std::to_array<route>({
    {.method = "GET", .path = "/open"},
    {.method = "GET", .path = "/chat", .needed = key::chat},
    {.method = "POST",
     .path = "/chat",
     .needed = key::chat,
     .body = {.type = media::application_json, .members = needed}},
    {.method = "POST",
     .path = "/note",
     .needed = key::chat,
     .body = {.type = media::application_json, .members = optional}},
    {.method = "PUT", .path = "/doc", .needed = key::admin, .body = {.type = media::text_markdown}},
});

struct rules {
  std::vector<std::string> chat_keys, admin_keys, origins;
};

class Admission : public ::testing::Test {
protected:
  static response refusal(const request& asked, const rules& r = {}) {
    const auto door = admission{rows, key_ring{r.chat_keys, r.admin_keys}, cors{r.origins}, 100, 1000};
    auto outcome = door.admit(asked);
    const auto* away = std::get_if<turned_away>(&outcome);
    return away ? away->answer : response{0, {}, {}};
  }
  static int status(const request& asked, const rules& r = {}) { return refusal(asked, r).status; }
  static std::string header(const response& answer, std::string_view name) {
    return std::string{find_field(answer.headers, name).value_or("absent")};
  }
  static request ask(std::string method, const std::string& path, fields headers = {},
                     std::optional<std::uint64_t> length = {}) {
    auto r = request{};
    r.method = std::move(method);
    r.path = "/" + path;
    r.segments = {path};
    r.headers = std::move(headers);
    r.length = length;
    return r;
  }
  inline static const auto json_type = fields{{"Content-Type", "application/json"}};
};

TEST_F(Admission, lets_a_good_request_pass) {
  EXPECT_EQ(status(ask("GET", "open")), 0);
  EXPECT_EQ(status(ask("POST", "chat", json_type, 100)), 0);
  EXPECT_EQ(status(ask("PUT", "doc", {{"Content-Type", "text/markdown; charset=utf-8"}}, 1000)), 0);
}

TEST_F(Admission, answers_404_and_405_before_it_looks_at_keys) {
  const auto r = rules{{"k"}, {}, {}};
  EXPECT_EQ(status(ask("GET", "nowhere"), r), 404);
  const auto wrong = refusal(ask("DELETE", "chat"), r);
  EXPECT_EQ(wrong.status, 405);
  EXPECT_EQ(header(wrong, "Allow"), "GET, HEAD, POST, OPTIONS");
}

TEST_F(Admission, answers_401_with_a_challenge_and_403) {
  const auto r = rules{{"k"}, {"root"}, {}};
  const auto unknown = refusal(ask("GET", "chat"), r);
  EXPECT_EQ(unknown.status, 401);
  EXPECT_TRUE(header(unknown, "WWW-Authenticate").starts_with("Bearer"));
  EXPECT_EQ(status(ask("PUT", "doc", {{"Authorization", "Bearer k"}}), r), 403);
}

TEST_F(Admission, answers_415_to_another_media_type) {
  for (const auto* type : {"text/plain", "application/jsonp", "application/json-patch+json", "", ";"})
    EXPECT_EQ(status(ask("POST", "chat", {{"Content-Type", type}}, 10)), 415) << type;
  EXPECT_EQ(status(ask("POST", "chat", {}, 10)), 415);
  EXPECT_EQ(status(ask("PUT", "doc", json_type, 10)), 415);
  for (const auto* type : {"APPLICATION/JSON", "application/json;charset=utf-8", "application/json ; x=y"})
    EXPECT_EQ(status(ask("POST", "chat", {{"Content-Type", type}}, 10)), 0) << type;
}

TEST_F(Admission, needs_no_media_type_where_nothing_is_sent_and_nothing_needed) {
  EXPECT_EQ(status(ask("POST", "note")), 0);
  EXPECT_EQ(status(ask("POST", "note", {{"Transfer-Encoding", "chunked"}})), 415);
  EXPECT_EQ(status(ask("POST", "chat")), 415);
}

TEST_F(Admission, answers_413_by_the_length_that_is_announced_or_was_read) {
  EXPECT_EQ(status(ask("POST", "chat", json_type, 101)), 413);
  EXPECT_EQ(status(ask("PUT", "doc", {{"Content-Type", "text/markdown"}}, 1001)), 413);
  auto chunked = ask("POST", "chat", json_type);
  chunked.body = std::string(101, ' ');
  EXPECT_EQ(status(chunked), 413);
}

TEST_F(Admission, answers_options_by_the_address) {
  const auto plain = refusal(ask("OPTIONS", "chat"));
  EXPECT_EQ(plain.status, 204);
  EXPECT_EQ(header(plain, "Allow"), "GET, HEAD, POST, OPTIONS");
  EXPECT_EQ(status(ask("OPTIONS", "nowhere")), 404);
}

TEST_F(Admission, answers_a_preflight_for_allowed_pages_alone_and_without_a_key) {
  const auto r = rules{{"k"}, {}, {"https://shop.example"}};
  const auto preflight = [&](const char* origin) {
    return refusal(ask("OPTIONS", "chat", {{"Origin", origin}, {"Access-Control-Request-Method", "POST"}}),
                   r);
  };
  const auto good = preflight("https://shop.example");
  EXPECT_EQ(header(good, "Access-Control-Allow-Origin"), "https://shop.example");
  EXPECT_EQ(header(good, "Access-Control-Allow-Methods"), "GET, HEAD, POST, OPTIONS");
  EXPECT_EQ(header(good, "Vary"), "Origin");
  for (const auto* origin :
       {"https://shop.example.evil", "http://shop.example", "https://shop.example:444", "null"}) {
    EXPECT_EQ(header(preflight(origin), "Access-Control-Allow-Origin"), "absent") << origin;
    EXPECT_EQ(header(preflight(origin), "Vary"), "Origin");
  }
}

TEST_F(Admission, refusals_can_be_read_by_the_page_that_caused_them) {
  const auto asked = ask("GET", "nowhere", {{"Origin", "https://a.example"}});
  EXPECT_EQ(header(refusal(asked, {{}, {}, {"*"}}), "Access-Control-Allow-Origin"), "*");
  EXPECT_EQ(header(refusal(asked), "Access-Control-Allow-Origin"), "absent");
}

} // namespace
} // namespace troupe::http
