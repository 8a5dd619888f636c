#!/usr/bin/env python3
"""A customer who says several things in a row: one answer to all of them, for every caller, also behind a model and after a kill."""

import concurrent.futures
import unittest

from llm_test import DOCUMENTS, LIMITS, Mock
from troupe import Folder, Server, wait_until


class BurstTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.mocks = Folder({})
        cls.mock = Mock(cls.mocks)

    @classmethod
    def tearDownClass(cls):
        cls.mock.stop()
        cls.mocks.remove()

    def setUp(self):
        self.folder = Folder(DOCUMENTS)
        self.addCleanup(self.folder.remove)

    def server(self, model, **settings):
        upstream = {"OPENAI_BASE_URL": self.mock.url, "OPENAI_MODEL": model, "OPENAI_API_KEY": "none"}
        return Server(self.folder, **(upstream | LIMITS | settings))

    def say(self, server, session, *messages):
        """Says each once the turn of the one before it runs; the answers, in their order."""
        def superseded():
            return server.client.metric('troupe_turns_total{outcome="superseded"}') or 0

        def ask(text):
            return server.client.chat(text, session_id=session, client_message_id=f"of-a-burst-{text.encode().hex()[:32]}")

        with concurrent.futures.ThreadPoolExecutor(len(messages)) as callers:
            waiting = [callers.submit(ask, messages[0])]
            wait_until(lambda: server.client.metric("troupe_http_in_flight") > 1, "the first is admitted")  # besides the look itself
            for text in messages[1:]:
                before = superseded()
                waiting.append(callers.submit(ask, text))
                wait_until(lambda: superseded() > before, "the turn before gives way")
            return [call.result().json for call in waiting]

    def test_every_caller_gets_the_common_answer(self):
        with self.server("mock-ttft500") as server:
            session = server.client.post("/v1/sessions", {}).json["session_id"]
            answers = self.say(server, session, "I bought a kettle.", "My card was charged.", "How long does a refund take?")
            last = answers[-1]
            self.assertIsNone(last["superseded_by"])
            for answer in answers[:-1]:
                self.assertEqual(answer["superseded_by"], last["turn_id"])
                self.assertEqual(answer["answer"], last["answer"])
            self.assertEqual(len({a["turn_id"] for a in answers}), 3)
            history = [(m["role"], m["text"]) for m in server.client.history(session)]
            self.assertEqual(history, [("customer", "I bought a kettle."), ("customer", "My card was charged."),
                                       ("customer", "How long does a refund take?"), ("assistant", last["answer"])])
            retry_id = "of-a-burst-" + "I bought a kettle.".encode().hex()[:32]
            again = server.client.chat("I bought a kettle.", session_id=session, client_message_id=retry_id)
            self.assertEqual(again.json, answers[0], "a retry")
            self.assertEqual(server.client.post(f"/v1/turns/{answers[0]['turn_id']}/feedback", {"metric": "thumbs", "value": "up"}).status, 202)

    def test_a_stream_goes_on_with_the_turn_that_superseded_its_own(self):
        with self.server("mock-ttft500") as server:
            session = server.client.post("/v1/sessions", {}).json["session_id"]
            with server.client.stream("POST", "/v1/chat", {"message": "I bought a kettle.", "session_id": session, "stream": True}) as stream:
                events = stream.events()
                first = next(events)
                answer = server.client.chat("How long does a refund take?", session_id=session).json
                rest = list(events)
            ends = [e for e in rest if e.type == "RUN_FINISHED"]
            self.assertEqual([e.turn_id for e in ends], [first.turn_id, answer["turn_id"]])
            self.assertIsNone(ends[0].data["result"]["answer"])
            self.assertEqual(ends[0].data["result"]["superseded_by"], answer["turn_id"])
            self.assertEqual(ends[1].data["result"], answer)
            self.assertEqual(rest[-1].id, ends[1].id)

    def test_a_turn_waits_for_more(self):
        with self.server("mock", TROUPE_DEBOUNCE_MS=1000) as server:
            session = server.client.post("/v1/sessions", {}).json["session_id"]
            with concurrent.futures.ThreadPoolExecutor(2) as callers:
                both = [callers.submit(server.client.chat, text, session_id=session)
                        for text in ("My card was charged.", "How long does a refund take?")]
                answers = sorted((b.result().json for b in both), key=lambda a: a["superseded_by"] is None)
            self.assertEqual(answers[0]["superseded_by"], answers[1]["turn_id"])

    def test_a_burst_survives_a_kill(self):
        with self.server("mock-stall") as server:
            session = server.client.post("/v1/sessions", {}).json["session_id"]
            with server.client.stream("POST", "/v1/chat", {"message": "I bought a kettle.", "session_id": session, "stream": True}) as stream:
                next(stream.events())
                with server.client.stream("POST", "/v1/chat", {"message": "How long does a refund take?", "session_id": session,
                                                              "stream": True}) as other:
                    next(other.events())
                    server.kill()
        with self.server("mock") as server:
            wait_until(lambda: len(server.client.history(session)) == 3, "the burst is answered")
            self.assertEqual([m["role"] for m in server.client.history(session)], ["customer", "customer", "assistant"])


if __name__ == "__main__":
    unittest.main()
