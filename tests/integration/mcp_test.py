#!/usr/bin/env python3
"""What an assistant does by MCP: over HTTP with sessions and without, and by standard input and output."""

import json
import subprocess
import unittest

from troupe import PATIENCE, PROGRAM, Folder, Server

DOCUMENTS = {"refunds.md": "# Refunds\n\n## How long a refund takes\n\nA refund takes 3 working days to reach your card.\n"}
CHAT_KEY = "a-key-of-a-chat-page"
ADMIN_KEY = "a-key-of-an-administrator"
OTHER_ADMIN_KEY = "a-key-of-another-administrator"
KEYS = {"TROUPE_API_KEYS": CHAT_KEY, "TROUPE_ADMIN_KEYS": f"{ADMIN_KEY},{OTHER_ADMIN_KEY}"}

BEGINNING = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}
META = {"io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": {}}


AGREES = {"action": "accept", "content": {"confirmed": True}}
REFUSES = ({"action": "decline"}, {"action": "accept"}, {"action": "accept", "content": {"confirmed": False}})


class Assistant:
    """A client of MCP with a session, by streamable HTTP."""

    def __init__(self, client, **capabilities):
        self.client, self.headers, self.last_id = client, {}, 0
        begun = self.request("initialize", BEGINNING | {"capabilities": capabilities})
        self.begun = begun.json["result"]
        self.headers = {"Mcp-Session-Id": begun.headers["mcp-session-id"], "MCP-Protocol-Version": "2025-11-25"}
        self.noted = self.send({"jsonrpc": "2.0", "method": "notifications/initialized"})

    def send(self, message, headers=None):
        return self.client.post("/mcp", message, self.headers | (headers or {}))

    def request(self, method, params=None):
        self.last_id += 1
        return self.send({"jsonrpc": "2.0", "id": self.last_id, "method": method} | ({"params": params} if params else {}))

    def result(self, method, params=None):
        answer = self.request(method, params)
        if answer.status != 200 or "result" not in answer.json:
            raise AssertionError(f"{method}: {answer}")
        return answer.json["result"]

    def error(self, method, params=None):
        return self.request(method, params).json["error"]

    def call(self, tool, **arguments):
        """The object that a tool answers with."""
        result = self.result("tools/call", {"name": tool, "arguments": arguments})
        if result["isError"]:
            raise AssertionError(f"{tool}: {result}")
        if json.loads(result["content"][0]["text"]) != result["structuredContent"]:
            raise AssertionError(f"{tool} says two things: {result}")
        return result["structuredContent"]

    def asked(self, tool, answer, **arguments):
        """The result of a tool whose question is answered while the call waits; the session's end, if answer is None."""
        body = {"jsonrpc": "2.0", "id": "asked", "method": "tools/call", "params": {"name": tool, "arguments": arguments}}
        with self.client.stream("POST", "/mcp", body, self.headers) as stream:
            heard = messages_of(stream)
            question = next(heard)
            if question["method"] != "elicitation/create":
                raise AssertionError(question)
            if answer is None:
                self.client.request("DELETE", "/mcp", headers=self.headers)
            else:
                self.send({"jsonrpc": "2.0", "id": question["id"], "result": answer})
            return next(heard)["result"]

    def confirmed(self, tool, **arguments):
        return self.asked(tool, AGREES, **arguments)["structuredContent"]

    def failure(self, tool, **arguments):
        result = self.result("tools/call", {"name": tool, "arguments": arguments})
        if not result["isError"] or "structuredContent" in result:
            raise AssertionError(f"{tool}: {result}")
        return result["content"][0]["text"]


class McpTest(unittest.TestCase):
    SETTINGS = {}

    @classmethod
    def setUpClass(cls):
        cls.folder = Folder(DOCUMENTS)
        cls.addClassCleanup(cls.folder.remove)
        cls.server = cls.enterClassContext(Server(cls.folder, **cls.SETTINGS))
        cls.client = cls.server.client

    def assert_fault(self, answer, status, code):
        self.assertEqual(answer.status, status, answer)
        self.assertEqual(answer.json["error"]["code"], code, answer)


class SessionTest(McpTest):
    def setUp(self):
        self.assistant = Assistant(self.client, elicitation={})

    def test_a_session_from_its_beginning_to_its_end(self):
        self.assertEqual(self.assistant.begun["protocolVersion"], "2025-11-25")
        self.assertEqual(self.assistant.begun["serverInfo"]["name"], "troupe")
        self.assertEqual((self.assistant.noted.status, self.assistant.noted.body), (202, b""))
        self.assertEqual(self.assistant.result("ping"), {})
        self.assertEqual(self.client.request("DELETE", "/mcp", headers=self.assistant.headers).status, 204)
        self.assert_fault(self.assistant.request("ping"), 404, -32001)
        self.assertEqual(self.client.request("DELETE", "/mcp", headers=self.assistant.headers).json["type"], "/problems/unknown_session")

    def test_an_unknown_version_is_offered_the_newest(self):
        answer = self.client.post("/mcp", {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": BEGINNING | {"protocolVersion": "1.0"}})
        self.assertEqual(answer.json["result"]["protocolVersion"], "2025-11-25")

    def test_messages_that_are_none(self):
        for body, code in ((b"{", -32700), (b"", -32700), (b"[]", -32600), (b'[{"jsonrpc":"2.0","id":1,"method":"ping"}]', -32600),
                           (b'{"jsonrpc":"2.0","id":null,"method":"ping"}', -32600), (b'{"jsonrpc":"2.0","id":1}', -32600)):
            with self.subTest(body):
                headers = self.assistant.headers | {"Content-Type": "application/json"}
                self.assert_fault(self.client.request("POST", "/mcp", body, headers), 400, code)

    def test_what_the_transport_refuses(self):
        ping = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
        self.assertEqual(self.assistant.send(ping, {"Content-Type": "text/plain"}).status, 415)
        self.assert_fault(self.client.post("/mcp", ping), 400, -32600)
        self.assert_fault(self.client.post("/mcp", ping, {"Mcp-Session-Id": "unknown"}), 404, -32001)
        self.assert_fault(self.assistant.send(ping, {"MCP-Protocol-Version": "1999-01-01"}), 400, -32600)
        self.assertEqual(self.assistant.send(ping, {"Host": "evil.example"}).status, 403)
        self.assertEqual(self.assistant.send(ping, {"Origin": "http://evil.example"}).status, 403)
        self.assertEqual(self.assistant.send(ping, {"Origin": "http://localhost:5173"}).status, 200)
        self.assertEqual(self.client.get("/mcp").json["type"], "/problems/bad_request")
        self.assertEqual(self.client.request("PUT", "/mcp").status, 405)

    def test_requests_that_the_protocol_refuses(self):
        self.assertEqual(self.assistant.error("tools/lst")["code"], -32601)
        for method in ("tools/list", "resources/list", "prompts/list"):
            self.assertEqual(self.assistant.error(method, {"cursor": "nonsense"})["code"], -32602)
        self.assertEqual(self.assistant.error("tools/call", {"name": "drop_tables"})["code"], -32602)
        self.assertEqual(self.assistant.error("resources/read", {"uri": "troupe://documents/none.md"})["code"], -32002)
        self.assertEqual(self.assistant.error("resources/read", {"uri": "troupe://sessions/ses_none/transcript"})["code"], -32002)

    def test_looking_after_the_documents(self):
        call = self.assistant.call
        self.assertEqual(call("upsert_document", document="faq/gifts.md", content="# Gifts\n\nWe wrap gifts for 3 pounds.\n")["status"], "indexed")
        found = call("search_knowledge", query="What does it cost to wrap gifts?", limit=1)
        self.assertEqual([r["document"] for r in found["results"]], ["faq/gifts.md"])
        self.assertIn("3 pounds", call("read_document", document="faq/gifts.md")["content"])
        listed = self.assistant.result("resources/list")["resources"]
        self.assertIn("troupe://documents/faq/gifts.md", [r["uri"] for r in listed])
        read = self.assistant.result("resources/read", {"uri": "troupe://documents/faq/gifts.md"})["contents"][0]
        self.assertEqual((read["mimeType"], read["text"]), ("text/markdown", "# Gifts\n\nWe wrap gifts for 3 pounds.\n"))
        completed = self.assistant.result("completion/complete", {"ref": {"type": "ref/resource", "uri": "troupe://documents/{+path}"},
                                                                  "argument": {"name": "path", "value": "faq/"}})
        self.assertEqual(completed["completion"]["values"], ["faq/gifts.md"])
        self.assistant.confirmed("delete_document", document="faq/gifts.md")
        self.assertIn("unknown_document", self.assistant.failure("read_document", document="faq/gifts.md"))
        self.assertIn("failed", call("sync_knowledge_base"))
        self.assertIn("running", call("get_sync_status"))

    def test_a_conversation_that_goes_to_a_human_and_back(self):
        call = self.assistant.call
        session = self.client.chat("How long does a refund take?").json["session_id"]
        self.assertIn("not_escalated", self.assistant.failure("send_agent_message", session_id=session, message="Hello."))
        handed = call("hand_off_session", session_id=session, reason="customer_request", summary="Wants a human.")
        self.assertEqual((handed["status"], handed["escalation"]["summary"]), ("escalated", "Wants a human."))
        self.assertIn(session, [s["session_id"] for s in call("list_sessions", status="escalated")["sessions"]])
        call("send_agent_message", session_id=session, message="I am looking into it.")
        said = [(m["role"], m["text"]) for m in call("get_session", session_id=session)["messages"]]
        self.assertEqual(said[-1], ("agent", "I am looking into it."))
        transcript = self.assistant.result("resources/read", {"uri": f"troupe://sessions/{session}/transcript"})
        self.assertEqual(json.loads(transcript["contents"][0]["text"])["messages"][-1]["text"], "I am looking into it.")
        self.assertEqual(call("hand_off_session", session_id=session, to="bot")["status"], "awaiting_user_reply")
        self.assertEqual(call("get_session", session_id=session, limit=1)["status"], "awaiting_user_reply")
        self.assertIn("unknown_session", self.assistant.failure("get_session", session_id="ses_none"))

    def test_looking_after_a_customer(self):
        call = self.assistant.call
        said = self.client.chat("How long does a refund take?", customer={"external_id": "mcp-ann", "name": "Ann"}).json
        found = call("list_customers", q="mcp-ann")["customers"]
        self.assertEqual([c["customer_id"] for c in found], [said["customer_id"]])
        self.assertEqual(call("update_customer", customer_id=said["customer_id"], plan="Team", attributes={"seats": 3})["plan"], "Team")
        seen = call("get_customer", customer_id=said["customer_id"])
        self.assertEqual((seen["customer"]["name"], seen["customer"]["attributes"]), ("Ann", {"seats": 3}))
        self.assertIn("relationship_stage", seen["insight"])
        self.assertEqual(self.assistant.confirmed("erase_customer", customer_id=said["customer_id"])["erased"]["customers"], 1)
        self.assertIn("unknown_customer", self.assistant.failure("get_customer", customer_id=said["customer_id"]))
        self.assertEqual(call("get_session", session_id=said["session_id"])["messages"], [])

    def test_jobs_and_gaps(self):
        call = self.assistant.call
        self.assertEqual(call("run_job", job="knowledge")["name"], "knowledge")
        self.assertEqual([j["name"] for j in call("get_etl_status")["jobs"]], ["knowledge"])
        self.assertIn("unknown_job", self.assistant.failure("run_job", job="nonsense"))
        self.client.chat("Do you breed axolotls on the moon?")
        gaps = json.loads(self.assistant.result("resources/read", {"uri": "troupe://knowledge/gaps"})["contents"][0]["text"])
        self.assertIn("Do you breed axolotls on the moon?", [e["question"] for g in gaps["gaps"] for e in g["examples"]])
        prompt = self.assistant.result("prompts/get", {"name": "find_knowledge_gaps", "arguments": {"limit": "3"}})
        self.assertIn("first 3 groups", prompt["messages"][0]["content"]["text"])

    def test_what_was_learned_and_how_it_goes(self):
        call = self.assistant.call
        self.assertTrue(call("get_system_health")["ready"])
        self.assertTrue(call("get_learning_metrics")["strategies"])
        self.assertEqual(call("evaluate_policy", policy="uniform")["policy"], "uniform")
        promoted = self.assistant.confirmed("promote_policy", policy="uniform", note="a test")
        self.assertEqual((promoted["policy"], promoted["note"]), ("uniform", "a test"))
        self.assistant.confirmed("promote_policy", policy="linucb")
        self.assertIn("policy: ", self.assistant.failure("promote_policy", policy="clever"))

    def test_nothing_is_removed_without_consent(self):
        for answer in (*REFUSES, None):
            result = Assistant(self.client, elicitation={}).asked("delete_document", answer, document="refunds.md")
            self.assertIn("not_confirmed", result["content"][0]["text"])
        self.assertIn("not_confirmed", Assistant(self.client).failure("delete_document", document="refunds.md"))
        self.assertTrue((self.folder.documents / "refunds.md").exists())

    def test_prompts_and_settings(self):
        self.assertEqual([p["name"] for p in self.assistant.result("prompts/list")["prompts"]], ["triage_escalated_queue", "find_knowledge_gaps"])
        filled = self.assistant.result("prompts/get", {"name": "triage_escalated_queue", "arguments": {"limit": "3"}})
        self.assertIn("limit 3", filled["messages"][0]["content"]["text"])
        settings = self.assistant.result("resources/read", {"uri": "troupe://configuration"})["contents"][0]["text"]
        self.assertIn("RL_POLICY=linucb", settings)

    def test_news_of_documents(self):
        uri = "troupe://documents/news.md"
        self.assistant.result("resources/subscribe", {"uri": uri})
        with self.client.stream("GET", "/mcp", headers=self.assistant.headers) as stream:
            self.assistant.call("upsert_document", document="news.md", content="# News\n\nWe open on Sundays.\n")
            heard = messages_of(stream)
            self.assertEqual(next(heard)["method"], "notifications/resources/list_changed")
            self.assertEqual(next(heard), {"jsonrpc": "2.0", "method": "notifications/resources/updated", "params": {"uri": uri}})
            self.assertEqual(next(heard)["method"], "notifications/message")
            self.client.request("DELETE", "/mcp", headers=self.assistant.headers)
            self.assertEqual(list(heard), [])


def messages_of(stream):
    """The messages of a stream of server-sent events."""
    waiting = b""
    for piece in stream.chunks():
        waiting += piece
        *whole, waiting = waiting.split(b"\n\n")
        for event in whole:
            yield from (json.loads(line[6:]) for line in event.split(b"\n") if line.startswith(b"data: "))


class StatelessTest(McpTest):
    def send(self, method, params=None, meta=META, **headers):
        said = {"MCP-Protocol-Version": "2026-07-28", "Mcp-Method": method} | {k.replace("_", "-"): v for k, v in headers.items()}
        return self.client.post("/mcp", {"jsonrpc": "2.0", "id": 1, "method": method, "params": (params or {}) | {"_meta": meta}}, said)

    def test_discovery(self):
        found = self.send("server/discover").json["result"]
        self.assertIn("2026-07-28", found["supportedVersions"])
        self.assertEqual(found["resultType"], "complete")
        self.assertGreater(found["ttlMs"], 0)

    def test_a_call_needs_no_session(self):
        answer = self.send("tools/call", {"name": "get_system_health"}, Mcp_Name="get_system_health")
        self.assertTrue(answer.json["result"]["structuredContent"]["ready"])
        self.assertEqual(answer.json["result"]["resultType"], "complete")
        self.assertNotIn("mcp-session-id", answer.headers)

    def test_consent(self):
        able = META | {"io.modelcontextprotocol/clientCapabilities": {"elicitation": {}}}

        def remove(document="old.md", meta=able, **more):
            return self.send("tools/call", {"name": "delete_document", "arguments": {"document": document}} | more, meta, Mcp_Name="delete_document")

        self.folder.write("old.md", "# Old\n\nThis is an old document.\n")
        self.client.post("/v1/knowledge/sync")
        self.assert_fault(remove(meta=META), 400, -32021)
        asked = remove().json["result"]
        self.assertEqual(asked["resultType"], "input_required")
        state, agreed = asked["requestState"], {key: AGREES for key in asked["inputRequests"]}
        self.assert_fault(remove(requestState=state + "0", inputResponses=agreed), 400, -32602)
        self.assert_fault(remove("refunds.md", requestState=state, inputResponses=agreed), 400, -32602)
        self.assertEqual(remove(inputResponses=agreed).json["result"]["resultType"], "input_required")
        for answer in REFUSES:
            self.assertTrue(remove(requestState=state, inputResponses={key: answer for key in agreed}).json["result"]["isError"])
        self.assertTrue((self.folder.documents / "old.md").exists())
        self.assertFalse(remove(requestState=state, inputResponses=agreed).json["result"]["isError"])
        self.assertFalse((self.folder.documents / "old.md").exists())

    def test_what_is_refused(self):
        self.assert_fault(self.send("ping"), 404, -32601)
        self.assert_fault(self.send("initialize", BEGINNING), 404, -32601)
        self.assert_fault(self.send("tools/list", meta={}), 400, -32602)
        self.assert_fault(self.send("tools/list", Mcp_Method="tools/call"), 400, -32020)
        self.assert_fault(self.send("tools/call", {"name": "get_sync_status"}), 400, -32020)
        unknown = self.send("tools/list", meta=META | {"io.modelcontextprotocol/protocolVersion": "v9"}, MCP_Protocol_Version="v9")
        self.assert_fault(unknown, 400, -32022)
        self.assertEqual(unknown.json["error"]["data"], {"supported": ["2026-07-28"], "requested": "v9"})
        self.assert_fault(self.send("resources/read", {"uri": "troupe://none"}, Mcp_Name="troupe://none"), 400, -32602)

    def test_listening(self):
        body = {"jsonrpc": "2.0", "id": "l", "method": "subscriptions/listen",
                "params": {"_meta": META, "notifications": {"resourcesListChanged": True, "toolsListChanged": True}}}
        headers = {"MCP-Protocol-Version": "2026-07-28", "Mcp-Method": "subscriptions/listen"}
        with self.client.stream("POST", "/mcp", body, headers) as stream:
            heard = messages_of(stream)
            first = next(heard)
            self.assertEqual(first["method"], "notifications/subscriptions/acknowledged")
            self.assertEqual(first["params"]["notifications"], {"resourcesListChanged": True})
            self.folder.write("more.md", "# More\n\nThere is more.\n")
            self.client.post("/v1/knowledge/sync")
            second = next(heard)
            self.assertEqual(second["method"], "notifications/resources/list_changed")
            self.assertEqual(second["params"]["_meta"], {"io.modelcontextprotocol/subscriptionId": "l"})


class KeyTest(McpTest):
    SETTINGS = KEYS

    def test_only_an_admin_key_opens(self):
        beginning = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": BEGINNING}
        for key, status in ((None, 401), ("unknown", 401), (CHAT_KEY, 403), (ADMIN_KEY, 200)):
            self.assertEqual(self.client.with_key(key).post("/mcp", beginning).status, status)

    def test_a_session_is_its_keys(self):
        mine = Assistant(self.client.with_key(ADMIN_KEY))
        mine.client = self.client.with_key(OTHER_ADMIN_KEY)
        self.assert_fault(mine.request("ping"), 404, -32001)

    def test_no_key_is_shown(self):
        text = Assistant(self.client.with_key(ADMIN_KEY)).result("resources/read", {"uri": "troupe://configuration"})["contents"][0]["text"]
        self.assertIn("TROUPE_ADMIN_KEYS=***", text)
        self.assertNotIn("a-key-of", text)


class ReadOnlyTest(McpTest):
    SETTINGS = {"TROUPE_MCP_ACCESS": "read_only", "TROUPE_MCP_SESSIONS": "2"}

    def test_what_writes_is_hidden_and_refused(self):
        assistant = Assistant(self.client)
        names = [t["name"] for t in assistant.result("tools/list")["tools"]]
        self.assertIn("search_knowledge", names)
        self.assertNotIn("upsert_document", names)
        error = assistant.error("tools/call", {"name": "upsert_document", "arguments": {"document": "a.md", "content": "# A\n"}})
        self.assertEqual(error["code"], -32602)
        self.assertFalse((self.folder.documents / "a.md").exists())

    def test_the_session_that_was_silent_longest_makes_room(self):
        first, second = Assistant(self.client), Assistant(self.client)
        first.result("ping")
        Assistant(self.client)
        first.result("ping")
        self.assert_fault(second.request("ping"), 404, -32001)


class OffTest(McpTest):
    SETTINGS = {"TROUPE_MCP_ACCESS": "off"}

    def test_there_is_nothing(self):
        self.assertEqual(self.client.post("/mcp", {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": BEGINNING}).status, 404)


class PipesTest(unittest.TestCase):
    def setUp(self):
        self.folder = Folder(DOCUMENTS)
        self.addCleanup(self.folder.remove)

    def speak(self, *messages, **settings):
        """All that `troupe mcp` says to these messages before it ends by itself: the answers by their ids."""
        lines = "".join((m if isinstance(m, str) else json.dumps(m)) + "\n" for m in messages)
        done = subprocess.run([PROGRAM, "mcp"], env=self.folder.settings(**settings), cwd=self.folder.path, input=lines,
                              capture_output=True, text=True, timeout=PATIENCE)
        self.assertEqual(done.returncode, 0, done.stderr)
        said = [json.loads(line) for line in done.stdout.splitlines()]
        return {m.get("id"): m for m in said}

    def assert_served(self, **settings):
        call = {"name": "search_knowledge", "arguments": {"query": "How long does a refund take?"}}
        said = self.speak({"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": call | {"_meta": META}}, "{",
                          {"jsonrpc": "2.0", "id": 3, "method": "tools/lst", "params": {"_meta": META}}, **settings)
        self.assertEqual(said[2]["result"]["structuredContent"]["results"][0]["document"], "refunds.md")
        self.assertEqual(said[None]["error"]["code"], -32700)
        self.assertEqual(said[3]["error"]["code"], -32601)

    def test_by_itself(self):
        self.assert_served()

    def test_not_where_it_is_off(self):
        done = self.folder.run("mcp", TROUPE_MCP_ACCESS="off")
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn("TROUPE_MCP_ACCESS", done.stderr)

    def test_beside_a_server(self):
        with Server(self.folder, **KEYS):
            self.assert_served(**KEYS)

    def converse(self, **settings):
        """A session by pipes, where each answer is read before the next request is made."""
        with subprocess.Popen([PROGRAM, "mcp"], env=self.folder.settings(**settings), cwd=self.folder.path,
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as program:
            def ask(method, params):
                program.stdin.write(json.dumps({"jsonrpc": "2.0", "id": method, "method": method, "params": params}) + "\n")
                program.stdin.flush()
                return json.loads(program.stdout.readline())

            self.assertEqual(ask("initialize", BEGINNING)["result"]["protocolVersion"], "2025-11-25")
            self.assertEqual(ask("ping", {})["result"], {})
            self.assertEqual(len(ask("tools/list", {})["result"]["tools"]), 20)
            program.stdin.close()
            self.assertEqual(program.wait(PATIENCE), 0)

    def test_a_session_by_itself(self):
        self.converse()

    def test_a_session_beside_a_server(self):
        with Server(self.folder, **KEYS):
            self.converse(**KEYS)


if __name__ == "__main__":
    unittest.main(verbosity=2)
