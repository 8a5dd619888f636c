#include "messages/error.hpp"

#include <caf/atom.hpp>
#include <caf/message.hpp>
#include <caf/message_handler.hpp>
#include <caf/sec.hpp>

namespace troupe {
namespace {

const auto category = caf::atom("troupe");

} // namespace

caf::error make_error(failure f) {
  return {static_cast<std::uint8_t>(f.code), category, caf::make_message(std::move(f.detail))};
}

caf::error make_error(errc code, std::string detail) { return make_error(failure{code, std::move(detail)}); }

failure to_failure(const caf::error& e) {
  if (!e) return {};
  if (e == caf::sec::request_receiver_down)
    return {errc::turn_failed, "a part of the engine went down and is being restarted; try again"};
  if (e.category() != category) return {errc::internal, "an actor failed: " + caf::to_string(e)};
  const auto& context = e.context();
  auto detail = context.match_elements<std::string>() ? context.get_as<std::string>(0) : std::string{};
  return {static_cast<errc>(e.code()), std::move(detail)};
}

caf::error make_error(const std::exception_ptr& thrown) {
  try {
    std::rethrow_exception(thrown);
  } catch (const std::exception& e) {
    return make_error(errc::internal, e.what());
  } catch (...) {
    return make_error(errc::internal, "something was thrown that is no std::exception");
  }
}

} // namespace troupe
