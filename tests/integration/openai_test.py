#!/usr/bin/env python3
"""What clients of OpenAI send: conversations that are found again by what was said, streams, and their form of refusals."""

import json
import unittest

from troupe import Folder, Server

DOCUMENTS = {"refunds.md": "# Refunds\n\n## How long a refund takes\n\nA refund takes 3 working days to reach your card.\n",
             "parcels.md": "# Parcels\n\n## Who brings a parcel\n\nA courier brings every parcel to the door.\n"}
COMPLETIONS = "/v1/chat/completions"


def user(text):
    return {"role": "user", "content": text}


def assistant(text):
    return {"role": "assistant", "content": text}


class OpenAiTest(unittest.TestCase):
    def setUp(self):
        self.folder = Folder(DOCUMENTS)
        self.addCleanup(self.folder.remove)

    def complete(self, server, messages, **members):
        answer = server.client.post(COMPLETIONS, {"model": "gpt", "messages": messages, **members})
        self.assertEqual(answer.status, 200, answer)
        return answer.json

    def text(self, completion):
        return completion["choices"][0]["message"]["content"]

    def test_a_conversation_is_found_again_by_what_was_said(self):
        first = [user("How long does a refund take?")]
        with Server(self.folder) as server:
            one = self.complete(server, first)
            self.assertIn("3 working days", self.text(one))
            self.assertEqual(one["citations"][0]["document"], "refunds.md")
        with Server(self.folder) as server:  # also after a restart
            told = first + [assistant(self.text(one)), user("Who brings a parcel?")]
            two = self.complete(server, told)
            self.assertEqual(two["session_id"], one["session_id"])
            self.assertIn("courier", self.text(two))
            self.assertEqual(len(server.client.history(one["session_id"])), 4)
            again = self.complete(server, told)  # the session has gone on since: this is another conversation
            self.assertNotEqual(again["session_id"], one["session_id"])
            self.assertEqual([m["text"] for m in server.client.history(again["session_id"])][:3],
                             [first[0]["content"], self.text(one), "Who brings a parcel?"])

    def test_a_conversation_from_elsewhere_is_taken_over(self):
        told = [assistant("Welcome!"), user("Hi"), assistant("Hello, how can I help?"), user("Who brings a parcel?")]
        with Server(self.folder) as server:
            session = self.complete(server, told)["session_id"]
            history = server.client.history(session)
            self.assertEqual([(m["role"], m["text"]) for m in history][:4],
                             [("assistant", "Welcome!"), ("customer", "Hi"), ("assistant", "Hello, how can I help?"), ("customer", "Who brings a parcel?")])
            named = self.complete(server, [user("How long does a refund take?")], metadata={"session_id": session})
            self.assertEqual(named["session_id"], session)

    def test_a_stream(self):
        body = {"model": "gpt", "messages": [user("How long does a refund take?")], "stream": True, "stream_options": {"include_usage": True}}
        with Server(self.folder) as server:
            streamed = server.client.post(COMPLETIONS, body)
            self.assertEqual(streamed.headers["content-type"], "text/event-stream")
            lines = [line[6:] for line in streamed.body.decode().splitlines() if line.startswith("data: ")]
            self.assertEqual(lines[-1], "[DONE]")
            chunks = [json.loads(line) for line in lines[:-1]]
            text = "".join(c["choices"][0]["delta"].get("content", "") for c in chunks if c["choices"])
            self.assertIn("3 working days", text)
            self.assertEqual(chunks[-1]["usage"]["total_tokens"], 0)
            self.assertEqual(len({c["id"] for c in chunks}), 1)

    def test_refusals(self):
        with Server(self.folder, TROUPE_API_KEYS="a-key-of-a-chat-page") as server:
            stranger = server.client.post(COMPLETIONS, {"messages": [user("Hi")]})
            self.assertEqual((stranger.status, stranger.json["error"]["type"]), (401, "authentication_error"))
            client = server.client.with_key("a-key-of-a-chat-page")
            for body in ({}, {"messages": "Hi"}, {"messages": [user("Hi")], "n": 3}, b"{", {"messages": [user("Hi")], "metadata": {"session_id": "ses_none"}}):
                answer = client.request("POST", COMPLETIONS, body, {"Content-Type": "application/json"})
                self.assertIn(answer.status, (400, 404), answer)
                self.assertTrue(answer.json["error"]["message"])
            self.assertEqual(client.get("/v1/models").json["data"][0]["id"], "troupe")


if __name__ == "__main__":
    unittest.main()
