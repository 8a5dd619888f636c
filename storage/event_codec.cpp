#include "storage/event_codec.hpp"

#include "storage/error.hpp"

#include <array>
#include <cbor.h>
#include <string>

namespace troupe::storage {
namespace {

constexpr std::size_t fields = 4; // of an event

/// Appends heads of CBOR items and what follows them.
class cbor_writer {
public:
  void array(std::size_t size) { head(cbor_encode_array_start(size, head_.data(), head_.size())); }
  void number(std::uint64_t value) { head(cbor_encode_uint(value, head_.data(), head_.size())); }
  void string(std::string_view text) {
    head(cbor_encode_string_start(text.size(), head_.data(), head_.size()));
    bytes_.insert(bytes_.end(), text.begin(), text.end());
  }

  std::vector<std::uint8_t> take() { return std::move(bytes_); }

private:
  void head(std::size_t size) { bytes_.insert(bytes_.end(), head_.begin(), head_.begin() + size); }

  std::array<unsigned char, 9> head_{};
  std::vector<std::uint8_t> bytes_;
};

struct damaged {};

/// Reads the items that events are made of, one after the other, and refuses every other. Text is read where
/// it lies: what a turn ended with has kilobytes, and a history wants none of them.
class cbor_reader {
public:
  explicit cbor_reader(std::span<const std::uint8_t> bytes) : rest_{bytes} {}

  std::size_t array() { return next(kind::array).number; }
  std::uint64_t number() { return next(kind::number).number; }
  std::string_view string() { return next(kind::string).text; }
  void end() const {
    if (!rest_.empty()) throw damaged{};
  }

private:
  enum class kind { other, array, number, string };
  struct item {
    kind what = kind::other;
    std::uint64_t number = 0;
    std::string_view text;
  };

  template <class Number>
  static void take_number(void* into, Number value) {
    *static_cast<item*>(into) = {kind::number, value, {}};
  }

  static cbor_callbacks callbacks() {
    auto calls = cbor_empty_callbacks;
    calls.uint8 = take_number<std::uint8_t>;
    calls.uint16 = take_number<std::uint16_t>;
    calls.uint32 = take_number<std::uint32_t>;
    calls.uint64 = take_number<std::uint64_t>;
    calls.array_start = [](void* into, std::size_t size) {
      *static_cast<item*>(into) = {kind::array, size, {}};
    };
    calls.string = [](void* into, cbor_data text, std::size_t size) {
      *static_cast<item*>(into) = {kind::string, 0, {reinterpret_cast<const char*>(text), size}};
    };
    return calls;
  }

  item next(kind expected) {
    static const auto calls = callbacks();
    item found;
    const auto result = cbor_stream_decode(rest_.data(), rest_.size(), &calls, &found);
    if (result.status != CBOR_DECODER_FINISHED || found.what != expected) throw damaged{};
    rest_ = rest_.subspan(result.read);
    return found;
  }

  std::span<const std::uint8_t> rest_;
};

event_type type_of(std::uint64_t number) {
  constexpr auto first = static_cast<std::uint64_t>(event_type::run_started);
  constexpr auto last = static_cast<std::uint64_t>(event_type::custom);
  if (number < first || number > last) throw damaged{};
  return static_cast<event_type>(number);
}

} // namespace

std::vector<std::uint8_t> encode_events(std::span<const event> events) {
  auto out = cbor_writer{};
  out.array(events.size());
  for (const auto& e : events) {
    out.array(fields);
    out.number(e.id);
    out.number(static_cast<std::uint64_t>(e.type));
    out.string(e.name);
    out.string(e.text);
  }
  return out.take();
}

std::vector<event> decode_events(std::span<const std::uint8_t> blob, std::string_view turn_id,
                                 bool (*wanted)(event_type) noexcept) {
  try {
    auto in = cbor_reader{blob};
    auto events = std::vector<event>{};
    for (auto left = in.array(); left > 0; --left) {
      if (in.array() != fields) throw damaged{};
      const auto id = in.number();
      const auto type = type_of(in.number());
      const auto name = in.string();
      const auto text = in.string();
      if (wanted(type))
        events.push_back({id, type, std::string{turn_id}, std::string{name}, std::string{text}});
    }
    in.end();
    return events;
  } catch (const damaged&) {
    throw error{"turn " + std::string{turn_id} + ": its events (" + std::to_string(blob.size())
                + " bytes) are damaged; restore the database from a backup"};
  }
}

} // namespace troupe::storage
