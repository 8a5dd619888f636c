#pragma once
#include "actors/workflow/generate_response/markers.hpp"
#include "messages/local/completion.hpp"
#include "messages/local/nodes.hpp"

#include <memory>
#include <string>
#include <vector>

namespace troupe::generate_response {

/// An answer that a language model is writing.
class written {
public:
  explicit written(std::shared_ptr<const retrieval::context> sources);

  /// What may be shown of the model's next piece; empty: nothing yet.
  [[nodiscard]] std::string add(const std::string& piece, bool last);
  /// The whole, with its citations. It is supported if a source that it names has words of what it says
  /// there.
  [[nodiscard]] generated finish(decision, std::optional<completion_usage>) const;
  [[nodiscard]] bool has_text() const noexcept { return !pieces_.empty(); }

private:
  std::shared_ptr<const retrieval::context> sources_;
  marker_filter markers_;
  std::vector<std::string> pieces_;
};

} // namespace troupe::generate_response
