#!/usr/bin/env python3
"""`troupe load`: a sound server passes, each kind of lie is found."""

import contextlib
import http.client
import http.server
import itertools
import json
import threading
import unittest

from troupe import Folder, Server

SHORT = ("--users", "4", "--duration", "1s", "--json")


class Liar:
    """Stands between the load and the server, and lets `lie(path, object)` change what is answered."""

    def __init__(self, address, lie):
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def forward(handler):
                body = handler.rfile.read(int(handler.headers.get("Content-Length", 0)))
                upstream = http.client.HTTPConnection(*address)
                upstream.request(handler.command, handler.path, body or None, dict(handler.headers))
                answer = upstream.getresponse()
                content = answer.read()
                upstream.close()
                if answer.headers["Content-Type"] == "application/json":
                    content = json.dumps(lie(handler.path, json.loads(content))).encode()
                handler.send_response(answer.status)
                handler.send_header("Content-Type", answer.headers["Content-Type"])
                handler.send_header("Content-Length", str(len(content)))
                handler.end_headers()
                handler.wfile.write(content)

            do_GET = do_POST = forward

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)

    def __enter__(self):
        self.thread.start()
        return "http://127.0.0.1:%d" % self.server.server_address[1]

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


class LoadTest(unittest.TestCase):
    def setUp(self):
        self.folder = Folder()
        self.addCleanup(self.folder.remove)

    @contextlib.contextmanager
    def server(self, **settings):
        with Server(self.folder, **settings) as server:
            yield "http://%s:%d" % server.address

    def load(self, url, *arguments, expect):
        ran = self.folder.run("load", "--url", url, *arguments)
        self.assertEqual(ran.returncode, expect, ran.stdout + ran.stderr)
        return ran

    def test_a_sound_server_passes(self):
        with self.server() as url:
            for transport in ("json", "sse", "mixed", "ws"):
                with self.subTest(transport=transport):
                    figures = json.loads(self.load(url, *SHORT, "--transport", transport, expect=0).stdout)
                    self.assertEqual(figures["wrong"], {"count": 0, "kinds": {}, "first": []})
                    self.assertGreater(figures["answered"], 0)
                    self.assertEqual(figures["answered"], figures["starts"])
                    # Two messages a turn, and one where a human has the conversation: each was looked for above.
                    self.assertLessEqual(figures["history"]["messages"], 2 * figures["answered"])
                    self.assertGreater(figures["history"]["messages"], figures["answered"])
                    self.assertEqual(figures["first_event_ms"] is None, transport == "json")

    def test_an_open_loop_starts_on_schedule(self):
        with self.server() as url:
            figures = json.loads(self.load(url, "--rate", "50", "--duration", "2s", "--json", expect=0).stdout)
            self.assertEqual(figures["starts"], 100)
            self.assertEqual(figures["answered"], 100)
            steps = json.loads(self.load(url, "--steps", "20,40:1s", "--json", expect=0).stdout)
            self.assertEqual([phase["starts"] for phase in steps["phases"]], [20, 40])

    def test_long_conversations_are_read_page_by_page(self):
        with self.server() as url:
            arguments = ("--users", "1", "--turns", "100000", "--duration", "2s", "--json")
            figures = json.loads(self.load(url, *arguments, expect=0).stdout)
            self.assertEqual(figures["history"], {"sessions": 1, "messages": 2 * figures["answered"]})
            self.assertGreater(figures["history"]["messages"], 100)

    def test_keys_are_sent(self):
        with self.server(TROUPE_API_KEYS="a-key-of-a-chat-page") as url:
            self.load(url, *SHORT, "--key", "a-key-of-a-chat-page", expect=0)
            self.assertIn("401", self.load(url, *SHORT, expect=1).stderr)

    def test_questions_come_from_a_file(self):
        self.folder.write("../questions.jsonl", '{"question": "How do I get a refund?"}\n')
        with self.server() as url:
            figures = json.loads(self.load(url, *SHORT, "--questions", "questions.jsonl", expect=0).stdout)
            self.assertEqual(figures["settings"]["questions"], 1)
            ran = self.load(url, *SHORT, "--questions", "absent.txt", expect=2)
            self.assertIn("absent.txt", ran.stderr)

    def assert_found(self, kind, lie):
        with self.server() as url, Liar(("127.0.0.1", int(url.rsplit(":", 1)[1])), lie) as liar:
            figures = json.loads(self.load(liar, *SHORT, expect=1).stdout)
            self.assertIn(kind, figures["wrong"]["kinds"])
            self.assertTrue(any(text.startswith(kind + ": ") for text in figures["wrong"]["first"]), figures["wrong"])

    def test_another_session_is_found(self):
        numbers = itertools.count()

        def lie(path, answer):
            if path == "/v1/chat" and next(numbers) == 20:
                answer["session_id"] = "ses_other"
            return answer
        self.assert_found("crossed", lie)

    def test_a_missing_member_is_found(self):
        def lie(path, answer):
            answer.pop("timings_ms", None)
            return answer
        self.assert_found("schema", lie)

    def test_a_citation_without_its_marker_is_found(self):
        def lie(path, answer):
            if path == "/v1/chat":
                answer["answer"] = answer["answer"].replace("[1]", "")
            return answer
        self.assert_found("citation", lie)

    def test_a_lost_turn_is_found(self):
        def lie(path, answer):
            if path.startswith("/v1/sessions/"):
                answer["messages"] = answer["messages"][2:]
            return answer
        self.assert_found("lost", lie)

    def test_a_doubled_turn_is_found(self):
        def lie(path, answer):
            if path.startswith("/v1/sessions/"):
                answer["messages"] += [message | {"message_id": "msg_x"} for message in answer["messages"][-1:]]
            return answer
        self.assert_found("doubled", lie)

    def test_an_answer_of_another_history_is_found(self):
        def lie(path, answer):
            if path.startswith("/v1/sessions/"):
                answer["messages"][1]["text"] += "!"
            return answer
        self.assert_found("changed", lie)

    def test_the_command_line_is_checked(self):
        for arguments in ((), ("--rate", "5", "--users", "5"), ("--rate", "5", "--duration", "5"), ("--rate", "0"),
                          ("--ramp", "1:2"), ("--users", "5", "--connections", "4"), ("--rate", "5", "--transport", "smoke")):
            with self.subTest(arguments=arguments):
                self.assertTrue(self.load("http://127.0.0.1:1", *arguments, expect=2).stderr)
        self.load("https://127.0.0.1:1", "--rate", "5", expect=2)
        self.assertIn("not_connected", self.load("http://127.0.0.1:1", "--rate", "5", expect=1).stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
