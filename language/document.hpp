#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace troupe::language {

/// Bytes [begin, end) of a document's source.
struct byte_range {
  std::size_t begin = 0;
  std::size_t end = 0;

  bool operator==(const byte_range&) const = default;
};

/// What a sentence stands in; of a list, the outermost one decides.
enum class block_kind : std::uint8_t { prose, item, step, row, code };

/// A sentence, a table row ("Header: cell; Header: cell") or a whole code block.
struct sentence {
  std::string text; ///< without inline markup, white space collapsed (code keeps its lines)
  byte_range range; ///< where it stands: the source's bytes there are a verbatim quote
  block_kind kind = block_kind::prose;
  std::uint32_t block = 0; ///< which paragraph, list or table of the document; ascending
  std::uint32_t item = 0;  ///< which item of an outermost list, from 1; 0 outside of lists
  std::size_t table = 0;   ///< of a row: where the header begins that its text names

  bool operator==(const sentence&) const = default;
};

struct section {
  std::string heading;                   ///< the title for what stands before the first heading
  std::vector<std::string> heading_path; ///< from the title down to `heading`
  std::string anchor;     ///< as GitHub makes it, or as `{#anchor}` names it; empty before the first heading
  std::uint8_t level = 0; ///< 1..6; 0 before the first heading
  byte_range range;       ///< its heading and body
  std::uint32_t section_index = 0;    ///< counts levels 0..2
  std::uint32_t subsection_index = 0; ///< counts deeper levels within a section; 0 is the section itself
  std::size_t word_count = 0;         ///< of the body
  std::size_t char_count = 0;         ///< bytes of the body's text
  std::vector<sentence> sentences;
};

struct document {
  std::string path; ///< relative to the knowledge base
  std::string title;
  std::string category;
  std::string source;            ///< what was parsed
  std::vector<section> sections; ///< in the source's order; none without text
};

/// Why a source is no document, for people.
struct document_error {
  std::string reason;
};

} // namespace troupe::language
