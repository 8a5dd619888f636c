#pragma once
#include "http/mcp/tool_call.hpp"

/// What the tools about customers do.
namespace troupe::http::mcp {

void list_customers(tool_call);
void view_customer(tool_call);
void change_customer(tool_call);
void erase_customer(tool_call);

} // namespace troupe::http::mcp
