#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>

namespace troupe::language {

/// The anchors of one document's headings, as GitHub makes them: lower case, punctuation dropped, spaces to
/// hyphens, repeats numbered ("refunds", "refunds-1").
class anchors {
public:
  [[nodiscard]] std::string next(std::string_view heading);

private:
  std::unordered_map<std::string, std::size_t> uses_;
};

/// Cuts an explicit `{#anchor}` off the end of a heading and returns it; empty without one.
[[nodiscard]] std::string take_explicit_anchor(std::string& heading);

} // namespace troupe::language
