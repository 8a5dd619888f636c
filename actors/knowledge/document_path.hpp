#pragma once
#include "messages/wire/errc.hpp"

#include <string>
#include <string_view>

namespace troupe::knowledge {

/// Whether a file of this name is read as a document: it ends in .md or .markdown, in any case.
[[nodiscard]] bool names_document(std::string_view path) noexcept;

/// Files and folders that a sync passes over.
[[nodiscard]] constexpr bool hidden(std::string_view name) noexcept { return name.starts_with('.'); }

/// The path as it can be shown: what is no UTF-8 becomes U+FFFD. Equal to the path if it is all UTF-8.
[[nodiscard]] std::string displayable(const std::string& path);

/// Why a caller may not give a document this path (bad_request); errc::none if it may. It is relative, of
/// plain names that are not hidden, UTF-8 without control characters, and names a document.
[[nodiscard]] failure refusal(const std::string& path);

} // namespace troupe::knowledge
