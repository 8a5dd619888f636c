#include "http/transport/responder.hpp"

#include "http/transport/exchange.hpp"

namespace troupe::http {

responder::responder(std::shared_ptr<exchange> of) noexcept : exchange_(std::move(of)) {}

void responder::reply(response answer) const { exchange_->reply(std::move(answer)); }

void responder::begin_stream(response answer, stream_options options) const {
  exchange_->begin(std::move(answer), std::move(options));
}

bool responder::write(std::string piece) const { return exchange_->write(std::move(piece)); }
std::optional<std::string> responder::read() const { return exchange_->read(); }
void responder::end() const { exchange_->end(); }
bool responder::gone() const noexcept { return exchange_->gone(); }
bool responder::draining() const noexcept { return exchange_->draining(); }
std::size_t responder::buffered() const noexcept { return exchange_->buffered(); }

} // namespace troupe::http
