#!/usr/bin/env python3
"""A conversation goes to a human, who takes it from the queue, speaks, and gives it back."""

import json
import unittest

from troupe import Folder, Server

CHAT = "a-key-of-a-chat-page"
ADMIN = "a-key-of-an-administrator"
KEYS = {"TROUPE_API_KEYS": CHAT, "TROUPE_ADMIN_KEYS": ADMIN}
DOCUMENTS = {"refunds.md": "# Refunds\n\n## How long a refund takes\n\nA refund takes 3 working days to reach your card.\n"}


class EscalationTest(unittest.TestCase):
    def setUp(self):
        self.folder = Folder(DOCUMENTS)
        self.addCleanup(self.folder.remove)

    def serve(self):
        return Server(self.folder, **KEYS)

    def ask(self, server, message, session=None, key=CHAT):
        body = {"message": message} | ({"session_id": session} if session else {})
        answer = server.client.with_key(key).post("/v1/chat", body)
        self.assertEqual(answer.status, 200, answer)
        return answer.json

    def queue(self, server):
        listed = server.client.with_key(ADMIN).get("/v1/sessions?status=escalated")
        self.assertEqual(listed.status, 200, listed)
        return [session["session_id"] for session in listed.json["sessions"]]

    def test_from_the_demand_to_the_return(self):
        with self.serve() as server:
            first = self.ask(server, "How long does a refund take?")
            session = first["session_id"]
            handed = self.ask(server, "I want to talk to a human", session)
            self.assertEqual(handed["status"], "escalated")
            self.assertEqual(handed["escalation"]["reason"], "customer_request")
            self.assertIn("refund", handed["escalation"]["summary"])
            self.assertIsNone(self.ask(server, "Hello?", session)["answer"])
            self.assertEqual(self.queue(server), [session])
        with self.serve() as server:  # the queue outlives the server
            self.assertEqual(self.queue(server), [session])
            messages = f"/v1/sessions/{session}/messages"
            agents = {"message": "It is on its way.", "role": "agent"}
            self.assertEqual(server.client.with_key(CHAT).post(messages, agents).status, 403)
            said = server.client.with_key(ADMIN).post(messages, agents)
            self.assertEqual(said.status, 200, said)
            self.assertEqual(server.client.with_key(CHAT).request("POST", f"/v1/sessions/{session}/return").status, 403)
            self.assertEqual(server.client.with_key(ADMIN).request("POST", f"/v1/sessions/{session}/return").json["status"], "awaiting_user_reply")
            self.assertEqual(self.queue(server), [])
            self.assertIsNotNone(self.ask(server, "How long does a refund take?", session)["answer"])
            history = server.client.with_key(CHAT).get(messages).json["messages"]
            agent = next(message for message in history if message["role"] == "agent")
            self.assertEqual(agent["message_id"], said.json["message_id"])
            self.assertEqual(agent["text"], "It is on its way.")
            late = server.client.with_key(ADMIN).post(messages, agents)
            self.assertEqual((late.status, late.json["type"]), (409, "/problems/not_escalated"))

    def test_an_accepted_offer(self):
        with self.serve() as server:
            refused = self.ask(server, "Do you sell submarines in Atlantis?")
            self.assertFalse(refused["supported"])
            accepted = self.ask(server, "Yes please.", refused["session_id"])
            self.assertEqual(accepted["escalation"]["reason"], "missing_knowledge")
            self.assertIn("submarines", accepted["escalation"]["summary"])
            other = self.ask(server, "Yes please.")
            self.assertEqual(other["status"], "awaiting_user_reply", "nothing was offered")

    def test_the_customers_own_handoff_is_on_the_stream(self):
        with self.serve() as server:
            session = self.ask(server, "How long does a refund take?")["session_id"]
            handed = server.client.with_key(CHAT).post(f"/v1/sessions/{session}/handoff", {"reason": "policy", "summary": "Wants Ann"})
            self.assertEqual(handed.json["escalation"], {"reason": "policy", "summary": "Wants Ann"})
            server.client.with_key(CHAT).request("DELETE", f"/v1/sessions/{session}")
            events = server.client.with_key(CHAT).get(f"/v1/sessions/{session}/events").body.decode()
            customs = [data for data in map(json.loads, (line[6:] for line in events.splitlines() if line.startswith("data: "))) if data["type"] == "CUSTOM"]
            self.assertEqual([(c["name"], c["value"]) for c in customs], [("handoff", {"reason": "policy", "summary": "Wants Ann"}), ("closed", None)])

    def test_a_reason_that_nobody_knows(self):
        with self.serve() as server:
            session = self.ask(server, "How long does a refund take?")["session_id"]
            wrong = server.client.with_key(CHAT).post(f"/v1/sessions/{session}/handoff", {"reason": "whim"})
            self.assertEqual(wrong.status, 400)
            self.assertIn("reason", wrong.json["errors"][0]["pointer"])
            self.assertEqual(server.client.with_key(ADMIN).get("/v1/sessions?status=lost").status, 400)


if __name__ == "__main__":
    unittest.main()
