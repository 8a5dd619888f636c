#include "http/json.hpp"

#include <optional>
#include <utility>
#include <vector>

namespace troupe::http {
namespace {

/// Builds a document from the parser's events, which the parser sends without recursion: depth costs a check,
/// no stack.
class builder final : public nlohmann::json_sax<json> {
public:
  bool null() override { return place(nullptr); }
  bool boolean(bool value) override { return place(value); }
  bool number_integer(number_integer_t value) override { return place(value); }
  bool number_unsigned(number_unsigned_t value) override { return place(value); }
  bool number_float(number_float_t value, const string_t&) override { return place(value); }
  bool string(string_t& value) override { return place(std::move(value)); }
  bool binary(binary_t&) override { return fail("binary values are no JSON"); }

  bool start_object(std::size_t) override { return open(json::object()); }
  bool start_array(std::size_t) override { return open(json::array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(string_t& name) override {
    key_ = std::move(name);
    if (open_.back()->contains(key_)) return fail("is named twice");
    return true;
  }

  bool parse_error(std::size_t, const std::string&, const json::exception& e) override {
    return fail("is no valid JSON: " + reason(e.what()));
  }

  [[nodiscard]] std::variant<json, field_error> take() {
    if (error_) return std::move(*error_);
    return std::move(root_);
  }

private:
  /// The parser's message without its prefix "[json.exception…] " and without the quoted input.
  static std::string reason(std::string_view what) {
    if (const auto prefix = what.find("] "); prefix != what.npos) what.remove_prefix(prefix + 2);
    return std::string{what.substr(0, what.find("; last read"))};
  }

  bool fail(std::string detail) {
    error_ = field_error{here(), std::move(detail)};
    return false;
  }

  /// The pointer of the value that comes next.
  [[nodiscard]] std::string here() const {
    auto pointer = std::string{};
    for (std::size_t i = 0; i < open_.size(); ++i) {
      if (open_[i]->is_array())
        pointer += "/" + std::to_string(open_[i]->size() - (i + 1 < open_.size() ? 1 : 0));
      else if (i + 1 == open_.size())
        return key_.empty() ? pointer : pointer_to(pointer, key_);
      else
        pointer = pointer_to(pointer, names_[i]);
    }
    return pointer;
  }

  json* place(json value) {
    if (open_.empty()) return &(root_ = std::move(value));
    auto& parent = *open_.back();
    if (parent.is_array()) return &parent.emplace_back(std::move(value));
    names_.back() = std::exchange(key_, {});
    return &(parent[names_.back()] = std::move(value));
  }

  bool open(json container) {
    if (open_.size() == max_json_depth)
      return fail("is nested deeper than " + std::to_string(max_json_depth) + " levels");
    auto* placed = place(std::move(container));
    open_.push_back(placed);
    names_.emplace_back();
    return true;
  }

  bool close() {
    open_.pop_back();
    names_.pop_back();
    return true;
  }

  json root_;
  std::vector<json*>
      open_; ///< from the root to the innermost container; a parent does not move while it is open
  std::vector<std::string> names_; ///< of the last member of each object above
  std::string key_;                ///< of the member whose value comes next
  std::optional<field_error> error_;
};

} // namespace

std::variant<json, field_error> parse_json(std::string_view text) {
  auto document = builder{};
  json::sax_parse(text, &document);
  return document.take();
}

std::string text_of(const ordered_json& value) {
  return value.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

response json_response(const ordered_json& body, int status) {
  return {status, {{"Content-Type", "application/json"}}, text_of(body)};
}

std::string pointer_to(std::string_view parent, std::string_view member) {
  auto pointer = std::string{parent} + "/";
  for (const char c : member) {
    if (c == '~')
      pointer += "~0";
    else if (c == '/')
      pointer += "~1";
    else
      pointer += c;
  }
  return pointer;
}

} // namespace troupe::http
