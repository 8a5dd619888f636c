#pragma once
#include "http/openapi/openapi.hpp"
#include "http/routes/table.hpp"

#include <gtest/gtest.h>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include <string>

namespace troupe::http::testing {

/// The interface as it describes itself.
inline const json& described() {
  static const json document = json::parse(openapi(routes::table(), "1.2.3").dump());
  return document;
}

/// Why a value is no instance of a schema whose references lead into the document; success says nothing.
inline ::testing::AssertionResult is_valid(const json& value, const json& schema) {
  auto root = schema;
  root["components"] = described().at("components");
  auto parsed = valijson::Schema{};
  valijson::SchemaParser{}.populateSchema(valijson::adapters::NlohmannJsonAdapter{root}, parsed);
  auto results = valijson::ValidationResults{};
  auto validator = valijson::Validator{valijson::Validator::kStrongTypes};
  if (validator.validate(parsed, valijson::adapters::NlohmannJsonAdapter{value}, &results))
    return ::testing::AssertionSuccess();
  auto failure = ::testing::AssertionFailure() << value << "\n";
  auto error = valijson::ValidationResults::Error{};
  while (results.popError(error)) {
    for (const auto& step : error.context) failure << step;
    failure << ": " << error.description << "\n";
  }
  return failure;
}

inline ::testing::AssertionResult is_a(const std::string& name, const json& value) {
  return is_valid(value, {{"$ref", "#/components/schemas/" + name}});
}

} // namespace troupe::http::testing
