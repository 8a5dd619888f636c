#include "storage/event_codec.hpp"

#include "storage/error.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace troupe::storage {
namespace {

using json = nlohmann::json;

/// Takes the blob's values as they are read: no tree is built, and nesting beyond two arrays ends the
/// reading, so that a damaged blob can exhaust neither memory nor the stack.
class event_reader {
public:
  explicit event_reader(std::string_view turn_id) : turn_id_{turn_id} {}

  std::vector<event> take() { return std::move(events_); }

  bool start_array(std::size_t) {
    if (depth_ == 2) return false;
    if (++depth_ == 2) {
      events_.emplace_back().turn_id = turn_id_;
      field_ = 0;
    }
    return true;
  }
  bool end_array() { return depth_-- == 1 || field_ == 4; }

  bool number_unsigned(std::uint64_t value) {
    if (depth_ != 2) return false;
    if (field_ == 0)
      events_.back().id = value;
    else if (field_ == 1 && known(value))
      events_.back().type = static_cast<event_type>(value);
    else
      return false;
    ++field_;
    return true;
  }
  bool string(std::string& value) {
    if (depth_ != 2) return false;
    if (field_ == 2)
      events_.back().name = std::move(value);
    else if (field_ == 3)
      events_.back().text = std::move(value);
    else
      return false;
    ++field_;
    return true;
  }

  bool null() { return false; }
  bool boolean(bool) { return false; }
  bool number_integer(std::int64_t) { return false; }
  bool number_float(double, const std::string&) { return false; }
  bool binary(json::binary_t&) { return false; }
  bool start_object(std::size_t) { return false; }
  bool key(std::string&) { return false; }
  bool end_object() { return false; }
  bool parse_error(std::size_t, const std::string&, const json::exception&) { return false; }

private:
  static bool known(std::uint64_t type) {
    constexpr auto first = static_cast<std::uint64_t>(event_type::run_started);
    constexpr auto last = static_cast<std::uint64_t>(event_type::custom);
    return type >= first && type <= last;
  }

  std::string_view turn_id_;
  std::vector<event> events_;
  int depth_ = 0;
  int field_ = 0; ///< of the event that is being read
};

} // namespace

std::vector<std::uint8_t> encode_events(std::span<const event> events) {
  auto all = json::array();
  for (const auto& e : events) all.push_back({e.id, e.type, e.name, e.text});
  return json::to_cbor(all);
}

std::vector<event> decode_events(std::span<const std::uint8_t> blob, std::string_view turn_id) {
  event_reader reader{turn_id};
  if (!json::sax_parse(blob.begin(), blob.end(), &reader, json::input_format_t::cbor))
    throw error{"turn " + std::string{turn_id} + ": its events (" + std::to_string(blob.size())
                + " bytes) are damaged; restore the database from a backup"};
  return reader.take();
}

} // namespace troupe::storage
