#pragma once
#include <nlohmann/json_fwd.hpp>

#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>

/// What a JSON value must look like, as tables. Members that a table does not name are allowed: a server may
/// be newer than its clients.
namespace troupe::load {

struct member;

struct shape {
  enum class kind { boolean, integer, number, text, list, object };
  kind is = kind::text;
  bool nullable = false;
  double least = -std::numeric_limits<double>::infinity(); ///< of a number
  double most = std::numeric_limits<double>::infinity();
  std::string_view prefix;                  ///< of a text
  std::span<const std::string_view> one_of; ///< of a text; empty: any
  const shape* items = nullptr;             ///< of a list
  std::span<const member> members;          ///< of an object
};

struct member {
  std::string_view name;
  shape value;
  bool optional = false; ///< may be left out
};

/// The first thing that is wrong, as "/pointer: what"; none if the value has the shape.
[[nodiscard]] std::optional<std::string> mismatch(const nlohmann::json& value, const shape& expected);

} // namespace troupe::load
