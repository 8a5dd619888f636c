#include "http/framing/framing.hpp"

#include "http/framing/target.hpp"

#include <boost/beast/http/basic_parser.hpp>

#include <algorithm>
#include <cctype>
#include <limits>

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
  explicit parser(const limits& limits)
      : most_fields_(limits.header_count), most_extra_bytes_(limits.header_bytes) {
    header_limit(std::numeric_limits<std::uint32_t>::max()); // held before Beast sees the head
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
    // A trailer: nothing here asks for one.
    if (is_header_done()) return count_extra(name.size() + value.size(), error);
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

  /// What a chunked body carries besides its bytes.
  void count_extra(std::size_t bytes, error_code& error) noexcept {
    extra_bytes_ += bytes;
    if (extra_bytes_ > most_extra_bytes_) error = beast::http::error::header_limit;
  }

  void on_header_impl(error_code&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>& length, error_code&) override {
    if (length && !discards) message.body.reserve(std::min<std::size_t>(*length, body_reserve));
  }
  std::size_t on_body_impl(view bytes, error_code&) override {
    if (!discards) message.body.append(bytes.data(), bytes.size());
    return bytes.size();
  }
  void on_chunk_header_impl(std::uint64_t, view extensions, error_code& error) override {
    count_extra(extensions.size(), error);
  }
  std::size_t on_chunk_body_impl(std::uint64_t, view bytes, error_code& error) override {
    return on_body_impl(bytes, error);
  }
  void on_finish_impl(error_code&) override {}

  std::size_t most_fields_, most_extra_bytes_;
  std::size_t extra_bytes_ = 0;
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
  case stage::head: return find_head();
  case stage::body: return parse_body();
  case stage::complete: return event::request;
  case stage::refused: break;
  }
  return event::refused;
}

framing::event framing::start() {
  while (rest().starts_with("\r\n")) parsed_ += 2; // RFC 9112 §2.2: empty lines before a request do not count
  if (rest().empty() || rest() == "\r") return event::need_more;
  parser_ = std::make_unique<parser>(limits_);
  line_ = scanned_ = 0;
  stage_ = stage::head;
  return find_head();
}

/// Looks for the empty line that ends the head, so that Beast sees the head once and whole, however it was
/// split.
framing::event framing::find_head() {
  while (true) {
    const auto newline = rest().find('\n', scanned_);
    const auto end = newline == std::string_view::npos ? rest().size() : newline + 1;
    if (end > limits_.header_bytes)
      return line_ == 0 ? refuse(414, "The request line is too long")
                        : refuse(431, "The headers are too long");
    if (newline == std::string_view::npos) {
      scanned_ = end;
      return event::need_more;
    }
    const auto line = rest().substr(line_, end - line_);
    if (!line.ends_with("\r\n")) return refuse(400, "A line of the head ends without a carriage return");
    if (line.front() == ' ' || line.front() == '\t') // obs-fold, RFC 9112 §5.2
      return refuse(400, "A header continues on the next line; send it on one");
    line_ = scanned_ = end;
    if (line.size() == 2) return parse_head();
  }
}

framing::event framing::parse_head() {
  error_code error;
  parser_->put({rest().data(), line_}, error);
  if (error) return refuse_parsing(error.value());
  parsed_ += line_;
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
  if (waiting() > limits_.header_bytes)
    return refuse_parsing(static_cast<int>(beast::http::error::header_limit));
  return event::need_more;
}

request& framing::head() noexcept { return parser_->message; }

request framing::take() {
  auto taken = std::move(parser_->message);
  parser_.reset();
  stage_ = stage::between;
  return taken;
}

std::string framing::take_rest() {
  auto behind = std::string{rest()};
  parsed_ = input_.size();
  return behind;
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
    return refuse(431, "The headers, or what a chunked body has of them, are too long or too many");
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
