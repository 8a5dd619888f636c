#include "load/response.hpp"

#include <boost/beast/http/basic_parser.hpp>

#include <limits>

namespace troupe::load {

namespace beast = boost::beast;
using beast::error_code;

/// Beast's parser writing straight into our response.
class response_reader::parser final : public beast::http::basic_parser<false> {
public:
  parser() {
    header_limit(64 * 1024);
    body_limit(std::numeric_limits<std::uint64_t>::max());
  }

  response message;

private:
  using view = beast::string_view;
  using field = beast::http::field;

  void on_request_impl(beast::http::verb, view, view, int, error_code&) override {}
  void on_response_impl(int status, view, int, error_code&) override { message.status = status; }
  void on_field_impl(field known, view, view value, error_code&) override {
    if (known == field::content_type) message.content_type = std::string(value.substr(0, value.find(';')));
    if (known == field::retry_after) message.retry_after = std::string(value);
  }
  void on_header_impl(error_code&) override { message.keep_alive = keep_alive(); }
  void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
  std::size_t on_body_impl(view bytes, error_code&) override {
    message.body.append(bytes.data(), bytes.size());
    return bytes.size();
  }
  void on_chunk_header_impl(std::uint64_t, view, error_code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, view bytes, error_code& error) override {
    return on_body_impl(bytes, error);
  }
  void on_finish_impl(error_code&) override {}
};

response_reader::response_reader() { begin(); }
response_reader::~response_reader() = default;

void response_reader::begin() {
  parser_ = std::make_unique<parser>();
  parser_->eager(true);
  waiting_.clear();
  untouched_ = true;
}

response_reader::state response_reader::feed(std::string_view bytes) {
  untouched_ = untouched_ && bytes.empty();
  if (!waiting_.empty()) {
    waiting_.append(bytes);
    bytes = waiting_;
  }
  while (!bytes.empty() && !parser_->is_done()) {
    auto error = error_code{};
    const auto read = parser_->put(boost::asio::const_buffer{bytes.data(), bytes.size()}, error);
    bytes.remove_prefix(read);
    if (error == beast::http::error::need_more) break;
    if (error) return state::malformed;
  }
  waiting_ = std::string{bytes};
  if (!parser_->is_done()) return state::reading;
  return waiting_.empty() ? state::complete : state::malformed; // nobody asked for more than one response
}

response_reader::state response_reader::feed_end() {
  auto error = error_code{};
  if (parser_->got_some()) parser_->put_eof(error);
  return parser_->is_done() && !error ? state::complete : state::malformed;
}

const response& response_reader::message() const noexcept { return parser_->message; }

} // namespace troupe::load
