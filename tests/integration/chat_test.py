#!/usr/bin/env python3
"""`troupe chat`: with lines from a pipe, and with somebody at a terminal."""

import contextlib
import http.server
import os
import pty
import select
import subprocess
import threading
import time
import unittest

from troupe import PATIENCE, PROGRAM, Folder, Server

DOCUMENTS = {"refunds.md": "# Refunds\n\n## How long a refund takes\n\nA refund takes 3 working days to reach your card.\n"}
QUESTION = "How long does a refund take?"
ANSWER = "A refund takes 3 working days to reach your card. [1]"
UP = "\x1b[A"
CTRL_C, CTRL_D = "\x03", "\x04"


class Screen:
    """A program at a terminal of its own; what it shows is read up to what is awaited."""

    def __init__(self, command, **more):
        self.controller, terminal = pty.openpty()
        self.process = subprocess.Popen(command, stdin=terminal, stdout=terminal, stderr=terminal, start_new_session=True,
                                        preexec_fn=lambda: os.close(os.open(os.ttyname(0), os.O_RDWR)), **more)
        os.close(terminal)
        self.shown = ""

    def type(self, text):
        os.write(self.controller, text.encode())

    def wait_for(self, text):
        """What came up to `text`, which is taken away with it."""
        deadline = time.monotonic() + PATIENCE
        while text not in self.shown:
            ready, _, _ = select.select([self.controller], [], [], deadline - time.monotonic())
            if not ready:
                raise AssertionError(f"{text!r} never came, but {self.shown!r}")
            self.shown += os.read(self.controller, 4096).decode()
        before, _, self.shown = self.shown.partition(text)
        return before

    def end(self):
        code = self.process.wait(PATIENCE)
        os.close(self.controller)
        return code


class StallingServer(http.server.BaseHTTPRequestHandler):
    """Begins an answer and never ends it."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        names = '"session_id":"ses_1","turn_id":"trn_1"'
        for event in (f'{{"type":"RUN_STARTED","id":1,{names}}}',
                      f'{{"type":"TEXT_MESSAGE_CONTENT","id":2,{names},"message_id":"msg_1a","role":"assistant","delta":"\\u001b[31mIt takes"}}'):
            self.wfile.write(f"data: {event}\n\n".encode())
        self.wfile.flush()
        self.rfile.read(1)  # until the client goes

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def stalling_server():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), StallingServer)
    server.daemon_threads = True
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        serving.join()


class ChatTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Folder(DOCUMENTS)
        cls.addClassCleanup(cls.folder.remove)
        cls.server = cls.enterClassContext(Server(cls.folder, RL_POLICY="fixed"))
        cls.url = f"http://127.0.0.1:{cls.server.address[1]}"

    def chat(self, lines, url=None, **settings):
        return subprocess.run([PROGRAM, "chat", "--url", url or self.url], env=self.folder.settings(**settings), cwd=self.folder.path,
                              input=lines, capture_output=True, text=True, timeout=PATIENCE)

    @contextlib.contextmanager
    def terminal(self, url=None):
        screen = Screen([PROGRAM, "chat", "--url", url or self.url], env=self.folder.settings(TERM="xterm"), cwd=self.folder.path)
        try:
            yield screen
        finally:
            screen.process.kill()
            screen.process.wait()

    def turns(self):
        return self.server.client.metric("troupe_turns_total") or 0

    def test_lines_from_a_pipe(self):
        done = self.chat(f"{QUESTION}\n\n")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        answer, citation, strategy = done.stdout.splitlines()
        self.assertIn(ANSWER, answer)
        self.assertEqual(citation, "  [1] refunds.md, How long a refund takes")
        self.assertEqual(strategy, "  strategy: direct_answer")

    def test_messages_share_a_session_until_a_new_one(self):
        before = self.server.client.metric("troupe_sessions_awake")
        done = self.chat(f"{QUESTION}\nAnd how long in working days?\n/new\n{QUESTION}\n/quit\nnever said\n")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.server.client.metric("troupe_sessions_awake") - before, 2)

    def test_feedback(self):
        before = self.server.client.metric("troupe_feedback_total") or 0
        self.assertEqual(self.chat(f"{QUESTION}\n/feedback up\n/feedback down\n").returncode, 0)
        self.assertEqual(self.server.client.metric("troupe_feedback_total") - before, 2)

    def test_what_cannot_be_done_is_said_and_the_rest_goes_on(self):
        done = self.chat(f"/feedback up\n/dance\n{QUESTION}\n/help\n")
        self.assertEqual(done.returncode, 1)
        self.assertIn("no answer to judge", done.stderr)
        self.assertIn('"/dance"', done.stderr)
        self.assertIn(ANSWER, done.stdout)
        self.assertIn("/new", done.stdout)

    def test_a_server_that_is_not_there(self):
        done = self.chat(QUESTION, url="http://127.0.0.1:1")
        self.assertEqual(done.returncode, 1)
        self.assertIn("http://127.0.0.1:1", done.stderr)

    def test_keys_come_from_the_environment(self):
        folder = Folder(DOCUMENTS)
        self.addCleanup(folder.remove)
        with Server(folder, TROUPE_API_KEYS="a-key-of-a-chat-page") as server:
            url = f"http://127.0.0.1:{server.address[1]}"
            self.assertIn(ANSWER, self.chat(QUESTION, url, TROUPE_API_KEYS="a-key-of-a-chat-page").stdout)
            refused = self.chat(QUESTION, url)
            self.assertEqual(refused.returncode, 1)
            self.assertIn("401", refused.stderr)
            self.assertIn("TROUPE_API_KEYS", refused.stderr)

    def test_a_terminal_has_the_lines_before_at_the_arrow_keys(self):
        before = self.turns()
        with self.terminal() as screen:
            screen.wait_for("> ")
            screen.type(f"{QUESTION}\r")
            screen.wait_for(ANSWER)
            screen.wait_for("> ")
            screen.type(f"{UP}\r")
            screen.wait_for(ANSWER)
            screen.wait_for("> ")
            screen.type("/feedback up\r")
            screen.wait_for("(thank you)")
            screen.wait_for("> ")
            screen.type("/quit\r")
            self.assertEqual(screen.end(), 0)
        self.assertEqual(self.turns() - before, 2)

    def test_the_end_of_the_input_ends(self):
        with self.terminal() as screen:
            screen.wait_for("> ")
            screen.type(CTRL_D)
            self.assertEqual(screen.end(), 0)

    def test_an_interrupt_drops_the_line(self):
        before = self.turns()
        with self.terminal() as screen:
            screen.wait_for("> ")
            screen.type("never said")
            screen.wait_for("never said")
            screen.type(CTRL_C)
            screen.wait_for("> ")
            screen.type(f"{QUESTION}\r")
            screen.wait_for(ANSWER)
            screen.type("/quit\r")
            self.assertEqual(screen.end(), 0)
        self.assertEqual(self.turns() - before, 1)

    def test_an_interrupt_abandons_an_answer(self):
        with stalling_server() as url, self.terminal(url) as screen:
            screen.wait_for("> ")
            screen.type("Hello\r")
            shown = screen.wait_for("It takes")
            self.assertNotIn("\x1b[31m", shown, "the server's text steers the terminal")
            screen.type(CTRL_C)
            screen.wait_for("(abandoned)")
            screen.wait_for("> ")
            screen.type("/quit\r")
            self.assertEqual(screen.end(), 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
