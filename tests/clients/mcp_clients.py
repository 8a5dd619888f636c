"""The client of MCP for Python against a running Troupe, by HTTP and by pipes:  mcp_clients.py URL PROGRAM

It holds each answer of a tool to the schema that the tool has told."""

import asyncio
import os
import sys

from mcp import StdioServerParameters
from mcp.client import Client

CALLS = {
    "search_knowledge": {"query": "How do I get a refund?", "limit": 1},
    "read_document": {"document": "refunds.md"},
    "get_sync_status": {},
    "list_sessions": {"status": "escalated"},
    "get_learning_metrics": {},
    "evaluate_policy": {"policy": "uniform"},
    "get_system_health": {},
}


async def converse(server, mode):
    async with Client(server, mode=mode) as client:
        names = {tool.name for tool in (await client.list_tools()).tools}
        assert names >= CALLS.keys(), names
        for name, arguments in CALLS.items():
            result = await client.call_tool(name, arguments)
            assert not result.is_error and result.structured_content, (name, result)
        wrong = await client.call_tool("search_knowledge", {"query": "refund", "limit": 0})
        assert wrong.is_error and "limit" in wrong.content[0].text, wrong
        resources = [str(resource.uri) for resource in (await client.list_resources()).resources]
        assert "troupe://documents/refunds.md" in resources, resources
        for uri in ("troupe://documents/refunds.md", "troupe://configuration"):
            assert (await client.read_resource(uri)).contents[0].text
        prompt = await client.get_prompt("triage_escalated_queue", {"limit": "3"})
        assert "limit 3" in prompt.messages[0].content.text, prompt


async def main(url, program):
    pipes = StdioServerParameters(command=program, args=["mcp"], env=dict(os.environ))
    for server, name in ((url, "http"), (pipes, "pipes")):
        for mode in ("legacy", "auto", "2026-07-28"):
            await converse(server, mode)
            print(f"python, {name}, {mode}: well")


asyncio.run(main(*sys.argv[1:]))
