#!/usr/bin/env python3
"""What the running server answers, against what its own /openapi.json says of it."""

import unittest

from troupe import Folder, Server

DOCUMENTS = {"refunds.md": "# Refunds\n\n## How long a refund takes\n\nA refund takes 3 working days to reach your card.\n"}
QUESTION = "How long does a refund take?"

TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int, "number": (int, float), "null": type(None)}


def has_type(value, name):
    return isinstance(value, TYPES[name]) and (name == "boolean" or not isinstance(value, bool))


class Description:
    """An OpenAPI document, as far as it says which members an answer has and of which types."""

    def __init__(self, document):
        self.document = document
        self.calls = {(method.upper(), path): call for path, methods in document["paths"].items() for method, call in methods.items()}

    def resolved(self, value):
        while "$ref" in value:
            steps = value["$ref"].removeprefix("#/").split("/")
            value = self.document
            for step in steps:
                value = value[step]
        return value

    def faults(self, value, schema, where=""):
        """Every member that is missing, unknown, or of another type."""
        schema = self.resolved(schema)
        if "anyOf" in schema and "properties" not in schema:
            return min((self.faults(value, one, where) for one in schema["anyOf"]), key=len)
        types = schema.get("type", list(TYPES))
        if not any(has_type(value, name) for name in ([types] if isinstance(types, str) else types)):
            return [f"{where}: {value!r} is no {types}"]
        if "enum" in schema and value not in schema["enum"] or "const" in schema and value != schema["const"]:
            return [f"{where}: {value!r} is none of the values"]
        if isinstance(value, list):
            return sum((self.faults(item, schema.get("items", {}), f"{where}/{i}") for i, item in enumerate(value)), [])
        if not isinstance(value, dict) or "properties" not in schema:
            return []
        members = schema["properties"]
        found = [f"{where}/{name} is missing" for name in schema.get("required", []) if name not in value]
        found += [f"{where}/{name} is unknown" for name in value if name not in members]
        return found + sum((self.faults(value[name], members[name], f"{where}/{name}") for name in value if name in members), [])


class OpenApiTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Folder(DOCUMENTS)
        cls.addClassCleanup(cls.folder.remove)
        cls.server = cls.enterClassContext(Server(cls.folder))
        cls.client = cls.server.client
        cls.description = Description(cls.client.get("/openapi.json").json)

    def assert_described(self, method, path, answer):
        response = self.description.resolved(self.description.calls[method, path]["responses"][str(answer.status)])
        content = response.get("content", {})
        kind = answer.headers.get("content-type", "").split(";")[0]
        self.assertIn(kind, content, f"{method} {path} answers with another media type")
        if kind.endswith("json"):
            self.assertEqual(self.description.faults(answer.json, content[kind]["schema"]), [], f"{method} {path}")
        for name in response.get("headers", {}):
            self.assertIn(name.lower(), answer.headers, f"{method} {path}")

    def test_every_get(self):
        chat = self.client.chat(QUESTION, customer={"external_id": "c-17"}).json
        self.client.request("DELETE", f"/v1/sessions/{chat['session_id']}")  # so that its stream ends
        ids = {"/v1/sessions/": chat["session_id"], "/v1/customers/": chat["customer_id"]}
        for (method, path), call in self.description.calls.items():
            if method != "GET" or "101" in call["responses"] or path == "/mcp":  # a call that a plain GET cannot make
                continue
            with self.subTest(path=path):
                target = path.replace("{name}", "refunds.md").replace("{file}", "page.js" if "console" in path else "chat.js")
                for prefix, name in ids.items():
                    target = target.replace("{id}", name) if path.startswith(prefix) else target
                needed = {"/v1/knowledge/search": "?q=refund", "/v1/learning/evaluation": "?policy=uniform"}
                answer = self.client.get(target + needed.get(path, ""))
                self.assertEqual(answer.status, 200)
                self.assert_described(method, path, answer)

    def test_what_only_a_websocket_can_ask(self):
        session = self.client.chat(QUESTION).json["session_id"]
        answer = self.client.get(f"/v1/sessions/{session}/ws")
        self.assertEqual(answer.status, 426)
        self.assert_described("GET", "/v1/sessions/{id}/ws", answer)

    def test_mcp(self):
        beginning = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}
        stateless = {"MCP-Protocol-Version": "2026-07-28", "Mcp-Method": "tools/lst"}
        for status, method, body, headers in (
            (200, "initialize", beginning, {}), (400, "ping", {}, {}), (404, "ping", {}, {"Mcp-Session-Id": "unknown"}),
            (400, "tools/lst", {}, stateless), (400, "ping", {}, {"Mcp-Session-Id": "x" * 65}),
        ):
            with self.subTest(method=method, status=status):
                answer = self.client.post("/mcp", {"jsonrpc": "2.0", "id": 1, "method": method, "params": body}, headers)
                self.assertEqual(answer.status, status)
                self.assert_described("POST", "/mcp", answer)
        for method in ("GET", "DELETE"):
            for headers, status in (({}, 400), ({"Mcp-Session-Id": "unknown"}, 404)):
                answer = self.client.request(method, "/mcp", headers=headers)
                self.assertEqual(answer.status, status)
                self.assert_described(method, "/mcp", answer)

    def test_chat(self):
        answer = self.client.chat(QUESTION)
        self.assertTrue(answer.json["citations"])
        self.assert_described("POST", "/v1/chat", answer)

    def test_events(self):
        schema = {"$ref": "#/components/schemas/event"}
        events = self.client.chat_events(QUESTION)
        self.assertGreater(len(events), 2)
        for event in events:
            self.assertEqual(self.description.faults(event.data, schema), [], event)

    def test_refusals(self):
        for path, answer in (
            ("/v1/chat", self.client.post("/v1/chat", {"message": " "})),
            ("/v1/chat", self.client.post("/v1/chat", {"message": "Hi", "session_id": "ses_none"})),
            ("/v1/chat", self.client.post("/v1/chat", b"Hi", {"Content-Type": "text/plain"})),
            ("/v1/turns/{id}/feedback", self.client.post("/v1/turns/trn_none/feedback", {"metric": "csat", "value": 5})),
        ):
            with self.subTest(answer=answer):
                self.assertGreaterEqual(answer.status, 400)
                self.assert_described("POST", path, answer)

    def test_page(self):
        page = self.client.get("/docs")
        self.assertEqual(page.headers["content-type"], "text/html; charset=utf-8")
        self.assertIn("connect-src 'self'", page.headers["content-security-policy"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
