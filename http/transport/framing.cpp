#include "http/transport/framing.hpp"

#include "http/transport/target.hpp"

#include <boost/beast/http/basic_parser.hpp>

#include <algorithm>
#include <cctype>

namespace troupe::http {

namespace beast = boost::beast;
using beast::error_code;

namespace {

/// The shortest end of a chunked body, "0 CRLF CRLF". Beast's chunk parser relies on seeing as much at once.
constexpr std::size_t last_chunk_bytes = 5;
/// What is set aside for a body before its bytes have come: a declared length is only a claim.
constexpr std::size_t body_reserve = 64 * 1024;

bool same_word(std::string_view a, std::string_view b) noexcept {
  return beast::iequals({a.data(), a.size()}, {b.data(), b.size()});
}

/// A line of `head` that starts with white space continues the one before it (obs-fold, RFC 9112 §5.2).
bool has_folded_line(std::string_view head) noexcept {
  return head.find("\n ") != head.npos || head.find("\n\t") != head.npos;
}

bool is_decimal(std::string_view text) noexcept {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// uri-host [":" port] by its alphabet (RFC 3986 §3.2.2); user information has no place in it.
bool is_host(std::string_view text) noexcept {
  return std::ranges::all_of(text, [](unsigned char c) {
    return std::isalnum(c) != 0
           || std::string_view("-._~:[]%!$&'()*+;=").find(static_cast<char>(c)) != std::string_view::npos;
  });
}

/// A request line that is sound but for a version that is not spoken here.
bool names_other_version(std::string_view input) noexcept {
  const auto line = input.substr(0, input.find("\r\n"));
  const auto version = line.substr(std::min(line.rfind(' '), line.size() - 1) + 1);
  return version.size() == 8 && version.starts_with("HTTP/") && is_decimal(version.substr(5, 1))
         && version[6] == '.' && is_decimal(version.substr(7));
}

} // namespace

/// Beast's parser writing straight into our request.
class framing::parser final : public beast::http::basic_parser<true> {
public:
  explicit parser(const limits& limits) : most_fields_(limits.header_count) {
    header_limit(static_cast<std::uint32_t>(limits.header_bytes));
    body_limit(limits.body_bytes);
  }

  request message;
  std::string target, host, coding, lengths;
  unsigned hosts = 0, codings = 0, length_fields = 0;
  bool expects_continue = false, expects_other = false, discards = false;

private:
  using view = beast::string_view;
  using field = beast::http::field;

  void on_request_impl(beast::http::verb, view method, view whole_target, int version, error_code&) override {
    message.method = std::string(method);
    target = std::string(whole_target);
    message.minor_version = version % 10;
  }
  void on_response_impl(int, view, int, error_code&) override {}

  void on_field_impl(field known, view name, view value, error_code& error) override {
    if (is_header_done()) return; // a trailer: nothing here asks for one
    if (message.headers.size() == most_fields_) {
      error = beast::http::error::header_limit;
      return;
    }
    message.headers.emplace_back(name, value);
    note(known, message.headers.back().second);
  }

  void note(field known, const std::string& value) {
    if (known == field::host) ++hosts, host = value;
    if (known == field::transfer_encoding) ++codings, coding = value;
    if (known == field::content_length) ++length_fields, lengths = value;
    if (known == field::expect) (same_word(value, "100-continue") ? expects_continue : expects_other) = true;
  }

  void on_header_impl(error_code&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>& length, error_code&) override {
    if (length && !discards) message.body.reserve(std::min<std::size_t>(*length, body_reserve));
  }
  std::size_t on_body_impl(view bytes, error_code&) override {
    if (!discards) message.body.append(bytes.data(), bytes.size());
    return bytes.size();
  }
  void on_chunk_header_impl(std::uint64_t, view, error_code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, view bytes, error_code& error) override {
    return on_body_impl(bytes, error);
  }
  void on_finish_impl(error_code&) override {}

  std::size_t most_fields_;
};

framing::framing(const limits& limits) noexcept : limits_(limits) {}
framing::~framing() = default;

void framing::feed(std::string_view bytes) {
  input_.erase(0, parsed_);
  parsed_ = 0;
  input_.append(bytes);
}

framing::event framing::next() {
  switch (stage_) {
  case stage::between: return start();
  case stage::head: return parse_head();
  case stage::body: return parse_body();
  case stage::complete: return event::request;
  case stage::refused: break;
  }
  return event::refused;
}

framing::event framing::start() {
  while (rest().starts_with("\r\n"))
    parsed_ += 2; // RFC 9112 §2.2: robust against empty lines between requests
  if (rest().empty() || rest() == "\r") return event::need_more;
  parser_ = std::make_unique<parser>(limits_);
  head_bytes_ = 0;
  stage_ = stage::head;
  return parse_head();
}

framing::event framing::parse_head() {
  if (rest().empty()) return event::need_more;
  error_code error;
  const auto used = parser_->put({rest().data(), rest().size()}, error);
  const auto seen = rest().substr(0, used);
  parsed_ += used;
  head_bytes_ += used;
  if (has_folded_line(seen)) return refuse(400, "A header continues on the next line; send it on one");
  if (head_bytes_ > limits_.header_bytes) return refuse(431, "The headers are too long");
  if (error == beast::http::error::need_more) return event::need_more;
  if (error) return refuse_parsing(error.value());
  return finish_head();
}

framing::event framing::finish_head() {
  auto& p = *parser_;
  const bool old = p.message.minor_version == 0;
  if (p.hosts > 1 || (p.hosts == 0 && !old)) return refuse(400, "A request has exactly one Host header");
  if (!is_host(p.host)) return refuse(400, "The Host header is no host");
  if (p.length_fields > 1 || (p.length_fields == 1 && !is_decimal(p.lengths)))
    return refuse(400, "A request has at most one Content-Length, and it is one number");
  if (p.codings > 1 || (p.codings == 1 && (p.length_fields > 0 || old)))
    return refuse(400, "Transfer-Encoding stands alone, without Content-Length, in HTTP/1.1");
  if (p.codings == 1 && !same_word(p.coding, "chunked"))
    return refuse(501, "The only transfer coding here is chunked");
  if (!read_target(p.target, p.message))
    return refuse(400, "The request target is no path of percent-encoded UTF-8");
  if (p.expects_other && !old) return refuse(417, "The only expectation here is 100-continue");
  p.message.length = p.content_length() ? std::optional<std::uint64_t>(*p.content_length()) : std::nullopt;
  stage_ = p.is_done() ? stage::complete : stage::body;
  p.eager(true);
  return event::head;
}

framing::event framing::parse_body() {
  if (rest().size() < (parser_->chunked() ? last_chunk_bytes : 1)) return event::need_more;
  error_code error;
  parsed_ += parser_->put({rest().data(), rest().size()}, error);
  if (error && error != beast::http::error::need_more) return refuse_parsing(error.value());
  if (parser_->is_done()) {
    stage_ = stage::complete;
    return event::request;
  }
  if (waiting() > limits_.header_bytes) return refuse(431, "A chunk's header, or the trailers, are too long");
  return event::need_more;
}

request& framing::head() noexcept { return parser_->message; }

request framing::take() {
  auto taken = std::move(parser_->message);
  parser_.reset();
  stage_ = stage::between;
  return taken;
}

bool framing::keep_alive() const noexcept {
  return parser_ && parser_->is_header_done() && parser_->keep_alive();
}

bool framing::expects_continue() const noexcept {
  return in_body() && parser_->expects_continue && parser_->message.minor_version > 0 && waiting() == 0;
}

bool framing::discard_body(std::size_t at_most) {
  if (!in_body()) return true;
  if (parser_->message.length.value_or(0) > at_most) return false;
  parser_->discards = true;
  parser_->body_limit(at_most);
  return true;
}

framing::event framing::refuse(int status, std::string_view detail) noexcept {
  refusal_ = {status, detail};
  stage_ = stage::refused;
  return event::refused;
}

framing::event framing::refuse_parsing(int error) noexcept {
  using failure = beast::http::error;
  switch (static_cast<failure>(error)) {
  case failure::header_limit:
    if (parser_->message.method.empty()) return refuse(414, "The request line is too long");
    return refuse(431, "The headers are too long or too many");
  case failure::body_limit: return refuse(413, "The body is too long");
  case failure::bad_version:
    if (names_other_version(rest())) return refuse(505, "The versions spoken here are HTTP/1.1 and HTTP/1.0");
    return refuse(400, "The request line is malformed");
  case failure::bad_method:
  case failure::bad_target: return refuse(400, "The request line is malformed");
  case failure::bad_content_length:
    return refuse(400, "The Content-Length is no length, or contradicts another header");
  case failure::bad_transfer_encoding: return refuse(400, "The Transfer-Encoding contradicts another header");
  case failure::bad_chunk:
  case failure::bad_chunk_extension: return refuse(400, "The chunked body is malformed");
  default: return refuse(400, "A header is malformed");
  }
}

} // namespace troupe::http
