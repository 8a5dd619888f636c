#!/usr/bin/env python3
"""Turns with a language model: what it writes is streamed and cited, and whatever it does, every turn has an answer in time."""

import json
import socket
import subprocess
import threading
import time
import unittest

from troupe import PROGRAM, Folder, Server, wait_until

QUESTION = "How long does a refund take?"
DOCUMENTS = {
    "refunds.md": "# Refunds\n\n## How long a refund takes\n\nA refund takes 3 working days to reach your card.\n",
    "delivery.md": "# Delivery\n\n## Couriers\n\nA courier brings every parcel to the door.\n",
}
SENTENCE = "A refund takes 3 working days to reach your card."
KEY = "sk-nobody-may-see-this"

DEADLINE_MS = 4000
SLACK = 1.0  # seconds beyond the deadline, on a machine that does other things as well
LIMITS = {
    "TROUPE_TURN_DEADLINE_MS": DEADLINE_MS,
    "TROUPE_LLM_CONNECT_MS": 300,
    "TROUPE_LLM_FIRST_TOKEN_MS": 600,
    "TROUPE_LLM_NEXT_TOKEN_MS": 600,
    "TROUPE_LLM_TOTAL_MS": 2500,
    "TROUPE_LLM_ROUNDS": 2,
    "TROUPE_LLM_ANSWER_BYTES": 4096,
    "TROUPE_LLM_BREAKER_FAILURES": 1000,
}


class Mock:
    """`troupe mock-llm`."""

    def __init__(self, folder):
        self.process = subprocess.Popen([PROGRAM, "mock-llm", "--port", "0"], env=folder.settings(), cwd=folder.path,
                                        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().split()[-1]

    def stop(self):
        self.process.terminate()
        self.process.stdout.close()
        self.process.wait()


class BlackHole:
    """A socket that listens, and never accepts."""

    def __init__(self):
        self.socket = socket.socket()
        self.socket.bind(("127.0.0.1", 0))
        self.socket.listen(0)
        self.url = "http://127.0.0.1:%d/v1" % self.socket.getsockname()[1]

    def close(self):
        self.socket.close()


def text_of(events):
    """What a client shows in the end: what was said before a restart is dropped."""
    text = ""
    for event in events:
        if event.type == "RUN_RESTARTED":
            text = ""
        if event.type == "TEXT_MESSAGE_CONTENT" and event.data["role"] == "assistant":
            text += event.data["delta"]
    return text


class LlmTest(unittest.TestCase):
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

    def server(self, model="mock", url=None, **settings):
        upstream = {"OPENAI_BASE_URL": url or self.mock.url, "OPENAI_MODEL": model, "OPENAI_API_KEY": KEY}
        return Server(self.folder, **(upstream | LIMITS | settings))

    def assert_written(self, answer):
        self.assertEqual(answer["generator"], "llm", answer)
        self.assertIn(SENTENCE, answer["answer"])
        self.assertEqual(answer["citations"][0]["quote"], SENTENCE)
        self.assertTrue(answer["supported"])
        self.assertEqual(answer["degraded"], [])

    def assert_extracted(self, answer):
        self.assertEqual(answer["generator"], "extractive", answer)
        self.assertIn(SENTENCE, answer["answer"])
        self.assertIn("llm", answer["degraded"])
        self.assertIsNone(answer["usage"])

    def test_an_answer_in_one_piece(self):
        with self.server() as server:
            answer = server.client.chat(QUESTION).json
            self.assert_written(answer)
            self.assertEqual(answer["usage"]["upstream"], "openai")
            self.assertEqual(answer["usage"]["model"], "mock")
            self.assertGreater(answer["usage"]["prompt_tokens"], answer["usage"]["completion_tokens"])
            self.assertEqual(server.client.metric("troupe_llm_tokens_total"),
                             answer["usage"]["prompt_tokens"] + answer["usage"]["completion_tokens"])

    def test_a_stream_shows_each_token_as_it_comes(self):
        with self.server("mock-itl100") as server, server.client.stream("POST", "/v1/chat", {"message": QUESTION}) as stream:
            events, times = [], []
            for event in stream.events():
                events.append(event)
                if event.type == "TEXT_MESSAGE_CONTENT" and event.data["role"] == "assistant":
                    times.append(time.monotonic())
            self.assertGreater(len(times), 5)
            self.assertGreater(times[-1] - times[0], 0.4, "they came one after the other")
            answer = events[-1].data["result"]
            self.assert_written(answer)
            self.assertEqual(text_of(events), answer["answer"])
            history = server.client.history(answer["session_id"])
            self.assertEqual([m["text"] for m in history], [QUESTION, answer["answer"]])
            self.assertEqual(sum(e.type == "RUN_RESTARTED" for e in events), 0)

    def test_servers_that_speak_with_an_accent(self):
        for model in ("mock-crlf", "mock-nousage-nodone"):
            with self.subTest(model), self.server(model) as server:
                self.assert_written(server.client.chat(QUESTION).json)

    def assert_every_turn_is_answered(self, server):
        """By JSON and as a stream, within the deadline, from the documents."""
        began = time.monotonic()
        self.assert_extracted(server.client.chat(QUESTION).json)
        json_seconds = time.monotonic() - began
        began = time.monotonic()
        events = server.client.chat_events(QUESTION)
        seconds = max(json_seconds, time.monotonic() - began)
        self.assertLess(seconds, DEADLINE_MS / 1000 + SLACK)
        self.assertEqual(events[-1].type, "RUN_FINISHED")
        answer = events[-1].data["result"]
        self.assert_extracted(answer)
        self.assertEqual(text_of(events), answer["answer"])
        history = server.client.history(answer["session_id"])
        self.assertEqual(history[-1]["text"], answer["answer"], "history has the text that was kept")
        self.assertNotIn(KEY, server.tail())
        self.assertNotIn(KEY, server.client.get("/health").body.decode())
        return events

    def test_a_server_that_fails_before_any_text(self):
        for model in ("mock-500", "mock-503", "mock-429", "mock-401", "mock-404", "mock-302", "mock-stall", "mock-html",
                      "mock-binary", "mock-ttft10000", "unknown"):
            with self.subTest(model), self.server(model) as server:
                events = self.assert_every_turn_is_answered(server)
                self.assertEqual(sum(e.type == "RUN_RESTARTED" for e in events), 0)

    def test_a_server_that_fails_in_the_middle(self):
        for fault in ("reset-mid", "garbage", "close-mid", "error-mid", "stall-mid", "endless", "long-line"):
            with self.subTest(fault), self.server(f"mock-itl50-{fault}") as server:
                events = self.assert_every_turn_is_answered(server)
                self.assertEqual(sum(e.type == "RUN_RESTARTED" for e in events), 1, "text that was shown is taken back")

    def test_a_server_that_nobody_reaches(self):
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            with self.server(url="http://127.0.0.1:%d/v1" % unused.getsockname()[1]) as server:
                self.assert_every_turn_is_answered(server)
        hole = BlackHole()
        self.addCleanup(hole.close)
        with self.server(url=hole.url) as server:
            self.assert_every_turn_is_answered(server)

    def test_another_upstream_takes_over(self):
        config = self.folder.path / "troupe.toml"
        config.write_text("".join(
            f'[[llm.upstream]]\nname = "{name}"\nbase_url = "{self.mock.url}"\nmodel = "{model}"\napi_key_env = "A_KEY"\n'
            for name, model in (("first", "mock-500"), ("second", "mock"))))
        with Server(self.folder, **LIMITS, TROUPE_CONFIG=config, A_KEY=KEY) as server:
            answer = server.client.chat(QUESTION).json
            self.assert_written(answer)
            self.assertEqual(answer["usage"]["upstream"], "second")
            self.assertEqual(server.client.metric("troupe_llm_errors_total"), 1)

    def test_a_retry_before_any_text(self):
        # The first request of a model of this name is answered well, and all after it are refused: a turn of its own spends it.
        with self.server("mock-503-after1") as server:
            self.assert_written(server.client.chat(QUESTION).json)
            self.assert_extracted(server.client.chat(QUESTION).json)
            self.assertEqual(server.client.metric("troupe_llm_errors_total"), 2, "two rounds")

    def test_an_upstream_that_fails_is_left_alone_and_shown(self):
        with self.server("mock-500", TROUPE_LLM_BREAKER_FAILURES=1, TROUPE_LLM_BREAKER_PAUSE_MS=60000) as server:
            self.assert_extracted(server.client.chat(QUESTION).json)
            errors = server.client.metric("troupe_llm_errors_total")
            self.assert_extracted(server.client.chat(QUESTION).json)
            self.assertEqual(server.client.metric("troupe_llm_errors_total"), errors, "it is not asked")
            health = server.client.get("/health").json
            upstream = next(c for c in health["components"] if c["name"] == "llm.openai")
            self.assertEqual(upstream["state"], "degraded")
            self.assertIn("server_error", upstream["reason"])
            self.assertTrue(server.client.get("/health/ready").status == 200, "answers are made without it")

    def test_a_client_that_goes_away(self):
        with self.server("mock-itl50") as server:
            with server.client.stream("POST", "/v1/chat", {"message": QUESTION}) as stream:
                for event in stream.events():
                    if event.type == "TEXT_MESSAGE_CONTENT" and event.data["role"] == "assistant":
                        break
                stream.reset()
            wait_until(lambda: server.client.metric("troupe_turns_total") == 1, "the turn goes on without its reader")
            history = server.client.history(event.data["session_id"])
            self.assertIn(SENTENCE, history[-1]["text"])

    def test_more_turns_than_completions(self):
        with self.server("mock-ttft300", TROUPE_LLM_CONCURRENCY=2, TROUPE_LLM_QUEUE=2, TROUPE_MAX_WAITING_TURNS=20) as server:
            answers = []
            threads = [threading.Thread(target=lambda: answers.append(server.client.chat(QUESTION))) for _ in range(8)]
            for t in threads:
                t.start()
            for t in threads:
                t.join()
            self.assertEqual([a.status for a in answers], [200] * 8)
            written = [a for a in answers if a.json["generator"] == "llm"]
            self.assertGreaterEqual(len(written), 2)
            for a in answers:
                if a not in written:
                    self.assert_extracted(a.json)

    def test_without_an_upstream_nothing_changes(self):
        with Server(self.folder) as server:
            answer = server.client.chat(QUESTION).json
            self.assertEqual((answer["generator"], answer["usage"], answer["degraded"]), ("extractive", None, []))

    def test_a_stop_in_the_middle(self):
        with self.server("mock-stall", TROUPE_DRAIN_MS=100) as server:
            thread = threading.Thread(target=lambda: self.swallow(server))
            thread.start()
            wait_until(lambda: server.client.metric("troupe_llm_running") == 1, "a completion runs")
        thread.join()

    @staticmethod
    def swallow(server):
        try:
            server.client.chat(QUESTION)
        except OSError:
            pass

    def test_the_prompt_can_be_seen(self):
        shown = self.folder.run("prompt", QUESTION, "--strategy", "step_by_step")
        self.assertEqual(shown.returncode, 0, shown.stderr)
        self.assertIn("numbered steps", shown.stdout)
        self.assertIn(f"> {SENTENCE}", shown.stdout)
        self.assertIn(f"> {QUESTION}", shown.stdout)
        unknown = self.folder.run("prompt", QUESTION, "--strategy", "shouting")
        self.assertEqual(unknown.returncode, 2)
        self.assertIn("empathetic", unknown.stderr)


class MockTest(unittest.TestCase):
    """The mock as an OpenAI client sees it."""

    def setUp(self):
        self.folder = Folder({})
        self.addCleanup(self.folder.remove)
        self.mock = Mock(self.folder)
        self.addCleanup(self.mock.stop)

    def test_an_answer_in_one_piece(self):
        port = int(self.mock.url.split(":")[2].split("/")[0])
        from troupe import Client
        client = Client(("127.0.0.1", port))
        body = {"model": "mock-len7", "messages": [{"role": "user", "content": "[1]\n> a.md: A\n> Birds can fly far.\n\nAnswer:\n\n> Can birds fly?"}]}
        answer = client.post("/v1/chat/completions", body)
        self.assertEqual(answer.status, 200)
        self.assertEqual(answer.json["choices"][0]["message"]["content"], "Birds can fly far. [1] Birds can")
        self.assertEqual(answer.json["usage"]["completion_tokens"], 7)
        self.assertEqual(client.post("/v1/chat/completions", {"model": "gpt", "messages": [{}]}).status, 404)
        self.assertEqual(client.post("/v1/chat/completions", {"model": "mock"}).status, 400)
        self.assertEqual(client.get("/v1/models").json["data"][0]["id"], "mock")


if __name__ == "__main__":
    unittest.main(verbosity=2)
