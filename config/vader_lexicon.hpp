#pragma once
#include "language/sentiment.hpp"

#include <string>
#include <string_view>

namespace troupe::config {

/// Adds the words of VADER's lexicon (Hutto, Gilbert 2014; MIT) that are not known yet: lines of
/// `word TAB valence TAB …`. Throws std::runtime_error with the file's name, the line and the reason.
void add_vader_lexicon(std::string_view text, const std::string& file, language::sentiment_lexicon&);

} // namespace troupe::config
