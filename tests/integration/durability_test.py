#!/usr/bin/env python3
"""Kills the loaded program again and again: what it acknowledged must be in the history once, unchanged and in order.

TROUPE_TEST_SEED repeats the kills of a run that failed.
"""

import dataclasses
import json
import os
import random
import shutil
import sqlite3
import tempfile
import threading
import unittest

from troupe import LONG, Folder, Server

KILLS = 100 if LONG else 10
CONVERSATIONS = 4  # that load the server at the same time
MOST_ACKNOWLEDGEMENTS = 40  # between two kills

DOCUMENTS = {
    "refunds.md": "# Refunds\n\n## How to get a refund\n\nReturn the item within 30 days of delivery. We pay the money back "
                  "to your card within 5 working days.\n\n## Delivery charges\n\nWe refund the standard delivery charge if "
                  "you return the whole order.\n",
    "shipping.md": "# Shipping\n\n## Delivery times\n\nOrders placed before 4 pm leave the warehouse on the same day and "
                   "arrive within 3 working days.\n\n## Countries\n\nWe deliver to the United Kingdom and to Ireland.\n",
    "account.md": "# Your account\n\n## Changing your password\n\nOpen Settings, choose Security, and enter a new password "
                  "of at least 10 characters.\n",
}
QUESTIONS = [
    "How do I get a refund?",
    "and how long does it take?",
    "Do you deliver to Ireland?",
    "How do I change my password?",
    "What is the airspeed of an unladen swallow?",
    "Größe, 日本語 and 🙂: do you refund the delivery charge?",
]


@dataclasses.dataclass
class Message:
    """A message that was sent, and what came back of it before the server died."""

    text: str
    client_message_id: str
    streamed: bool
    turn_id: str = ""  # once it is acknowledged
    body: bytes = b""  # the answer, once it is whole

    @property
    def as_body(self):
        return {"message": self.text, "client_message_id": self.client_message_id}


class Conversation:
    """One customer, who asks the next question when the last has been answered."""

    def __init__(self, number, draw):
        self.number = number
        self.draw = draw
        self.session_id = None
        self.messages = []

    def go_on(self, client, acknowledge):
        """Asks until the server is gone."""
        try:
            while True:
                self._ask(client, acknowledge)
        except (ConnectionError, TimeoutError):
            return

    def _ask(self, client, acknowledge):
        place = f"{self.number}-{len(self.messages)}"
        message = Message(f"{self.draw.choice(QUESTIONS)} ({place})", f"message-of-customer-{place}",
                          self.draw.random() < 0.5)
        self.messages.append(message)
        body = message.as_body | ({"session_id": self.session_id} if self.session_id else {})
        if message.streamed:
            return self._follow(client, message, body, acknowledge)
        answer = client.post("/v1/chat", body)
        if answer.status != 200:
            raise AssertionError(f"{message} was answered with {answer}")
        self._acknowledged(message, answer.json["session_id"], answer.json["turn_id"])
        message.body = answer.body
        acknowledge()

    def _follow(self, client, message, body, acknowledge):
        with client.stream("POST", "/v1/chat", body) as stream:
            for event in stream.events():
                if event.type == "RUN_STARTED":
                    self._acknowledged(message, event.data["session_id"], event.turn_id)
                    acknowledge()
                if event.type == "RUN_ERROR":
                    raise AssertionError(f"{message} ended in {event}")
                message.body = event.result or b""

    def _acknowledged(self, message, session_id, turn_id):
        self.session_id, message.turn_id = session_id, turn_id


class Load:
    """Conversations that run side by side until a number of their messages has been acknowledged."""

    def __init__(self, client, conversations, acknowledgements):
        self._left = acknowledgements
        self._counted = threading.Condition()
        self._faults = []
        self._threads = [threading.Thread(target=self._run, args=(c, client)) for c in conversations]
        for thread in self._threads:
            thread.start()

    def _run(self, conversation, client):
        try:
            conversation.go_on(client, self._acknowledge)
        except Exception as fault:  # told in the test's own thread
            self._faults.append(fault)
            with self._counted:
                self._left = 0
                self._counted.notify()

    def _acknowledge(self):
        with self._counted:
            self._left -= 1
            self._counted.notify()

    def wait(self):
        with self._counted:
            self._counted.wait_for(lambda: self._left <= 0, timeout=60)
            if self._left > 0:
                self._faults.append(AssertionError(f"{self._left} acknowledgements did not come"))

    def end(self):
        """The conversations notice that the server is gone."""
        for thread in self._threads:
            thread.join()
        if self._faults:
            raise self._faults[0]


class DurabilityTest(unittest.TestCase):
    def setUp(self):
        seed = int(os.environ.get("TROUPE_TEST_SEED", random.SystemRandom().randrange(1 << 32)))
        print(f"TROUPE_TEST_SEED={seed}", flush=True)
        self.draw = random.Random(seed)
        self.folder = Folder(DOCUMENTS)
        self.addCleanup(self.folder.remove)

    def test_what_was_acknowledged_outlives_every_kill(self):
        everybody = []
        standing = []
        for kill in range(KILLS):
            # Half of the customers of the last round come back, the others are new.
            standing = self.draw.sample(standing, k=len(standing) // 2)
            while len(standing) < CONVERSATIONS:
                standing.append(Conversation(len(everybody), random.Random(self.draw.random())))
                everybody.append(standing[-1])
            with self.subTest(kill=kill):
                self.load_and_kill(standing)
                self.assert_sound_database()
                with Server(self.folder) as server:
                    for conversation in standing:
                        self.assert_kept(server.client, conversation)
        with Server(self.folder) as server:
            for conversation in everybody:
                self.assert_kept(server.client, conversation)
        self.assert_sound_database(stopped=True)
        acknowledged = sum(1 for c in everybody for m in c.messages if m.turn_id)
        print(f"{KILLS} kills, {len(everybody)} conversations, {acknowledged} acknowledged turns")

    def load_and_kill(self, conversations):
        server = Server(self.folder)
        load = Load(server.client, conversations, self.draw.randrange(MOST_ACKNOWLEDGEMENTS))
        load.wait()
        server.kill()
        load.end()

    def assert_sound_database(self, stopped=False):
        """Looked at as a copy: SQLite's own recovery must not come before the program's."""
        with tempfile.TemporaryDirectory() as copies:
            for name in ("troupe.db", "troupe.db-wal"):
                if (self.folder.data / name).exists():
                    shutil.copy(self.folder.data / name, copies)
            database = sqlite3.connect(f"{copies}/troupe.db")
            self.assertEqual(database.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
            self.assertEqual(database.execute("PRAGMA foreign_key_check").fetchall(), [])
            if stopped:
                accepted = 1  # docs/formats.md
                open_turns = database.execute("SELECT turn_id FROM turns WHERE state = ?", (accepted,)).fetchall()
                self.assertEqual(open_turns, [], "turns stayed open")
            database.close()

    def assert_kept(self, client, conversation):
        if conversation.session_id:
            self.assert_ended(client, conversation)
            self.assert_in_history(client, conversation)
        self.assert_repeatable(client, conversation)
        if conversation.session_id:
            self.assert_in_history(client, conversation)

    def assert_ended(self, client, conversation):
        """Reads the session's events until each acknowledged turn has ended, which recovery brings about."""
        wanted = {m.turn_id for m in conversation.messages if m.turn_id}
        last_id = -1
        with client.stream("GET", f"/v1/sessions/{conversation.session_id}/events?after=0") as stream:
            for event in stream.events():
                self.assertGreater(event.id, last_id, "event ids do not rise")
                last_id = event.id
                if event.type == "RUN_FINISHED" and event.turn_id in wanted:
                    self.assert_result(conversation, event)
                if event.ends_run:
                    wanted.discard(event.turn_id)
                if not wanted:
                    return
        self.fail(f"turns have not ended: {wanted}")

    def assert_result(self, conversation, event):
        sent = next(m for m in conversation.messages if m.turn_id == event.turn_id)
        if sent.body:
            self.assertEqual(event.result, sent.body, "the replayed answer differs from the one that was given")

    def assert_in_history(self, client, conversation):
        history = client.history(conversation.session_id)
        asked = [(m["turn_id"], m["text"]) for m in history if m["role"] == "customer"]
        texts = [text for _, text in asked]
        self.assertEqual(len(set(texts)), len(texts), "a message stands twice in the history")
        self.assertEqual(asked, sorted(asked, key=lambda a: self.place(conversation, a[1])), "the order has changed")
        answers = {m["turn_id"]: m["text"] for m in history if m["role"] == "assistant"}
        for message in conversation.messages:
            if message.turn_id:
                self.assertIn((message.turn_id, message.text), asked)
            if message.body:
                self.assertEqual(answers.get(message.turn_id), answer_text(message.body))

    @staticmethod
    def place(conversation, text):
        return next(i for i, m in enumerate(conversation.messages) if m.text == text)

    def assert_repeatable(self, client, conversation):
        for message in conversation.messages:
            first = message is conversation.messages[0]
            # The first message names no session, neither when it is repeated: its id leads to the session.
            session = {} if first else {"session_id": conversation.session_id}
            again = client.post("/v1/chat", message.as_body | session)
            self.assertEqual(again.status, 200, f"{message} was repeated: {again}")
            if message.body:
                self.assertEqual(again.body, message.body, "a repeated message is answered by other bytes")
            if message.turn_id:
                self.assertEqual(again.json["turn_id"], message.turn_id)
                self.assertEqual(again.json["session_id"], conversation.session_id)
            conversation.session_id = again.json["session_id"]
            message.turn_id, message.body = again.json["turn_id"], again.body


def answer_text(body):
    return json.loads(body)["answer"]


if __name__ == "__main__":
    unittest.main(verbosity=2)
