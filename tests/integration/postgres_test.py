#!/usr/bin/env python3
"""PostgreSQL in place of SQLite: everything that is acknowledged is kept, whatever happens to the server of the database."""

import concurrent.futures
import pathlib
import sys
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

from postgres import Postgres
from troupe import LONG, Folder, Server, wait_until

QUESTION = "How long does a refund take?"
DOCUMENTS = {"refunds.md": "# Refunds\n\n## How long a refund takes\n\nA refund takes 3 working days to reach your card.\n"}


class PostgresTest(unittest.TestCase):
    def setUp(self):
        self.folder = Folder(DOCUMENTS)
        self.addCleanup(self.folder.remove)
        self.database = Postgres()
        self.addCleanup(self.database.stop)

    def server(self, folder=None, **settings):
        return Server(folder or self.folder, **({"DATABASE_URL": self.database.url, "TROUPE_TURN_DEADLINE_MS": 3000} | settings))

    def component(self, server, name):
        return next(c for c in server.client.get("/health").json["components"] if c["name"] == name)

    def assert_kept(self, client, answers):
        for answer in answers:
            kept = [m["text"] for m in client.history(answer["session_id"]) if m["turn_id"] == answer["turn_id"] and m["role"] == "assistant"]
            self.assertEqual(kept, [answer["answer"]])

    def test_everything_is_there_after_a_restart(self):
        with self.server() as server:
            first = server.client.chat(QUESTION, customer={"external_id": "ann"}).json
            self.assertIn("3 working days", first["answer"])
            self.assertEqual(server.client.post(f"/v1/turns/{first['turn_id']}/feedback", {"metric": "thumbs", "value": "up"}).status, 202)
            events = server.client.chat_events(QUESTION, session_id=first["session_id"])
            self.assertFalse(self.folder.database.exists(), "no file besides")
        with self.server() as server:
            self.assert_kept(server.client, [first])
            self.assertEqual(len(server.client.history(first["session_id"])), 4)
            with server.client.stream("GET", f"/v1/sessions/{first['session_id']}/events?after={events[0].id - 1}") as again:
                replayed = [event for _, event in zip(events, again.events())]
            self.assertEqual([e.data for e in replayed], [e.data for e in events])
            self.assertEqual(server.client.chat(QUESTION, customer={"external_id": "ann"}).json["customer_id"], first["customer_id"])

    def test_what_is_learned_is_kept(self):
        with self.server(TROUPE_SESSION_END_SECONDS=1) as server:
            turn = server.client.chat(QUESTION).json["turn_id"]
            server.client.post(f"/v1/turns/{turn}/feedback", {"metric": "csat", "value": 5})
            wait_until(lambda: server.client.get("/v1/learning/metrics").json["decisions"] == 1, "the decision is learned")
        ended = self.folder.run("search", QUESTION, DATABASE_URL=self.database.url)
        self.assertIn("refunds.md", ended.stdout)
        self.assertIn("pg_dump", self.folder.run("backup", "copy", DATABASE_URL=self.database.url).stderr)

    def test_a_database_that_goes_and_comes(self):
        with self.server() as server:
            session = server.client.chat(QUESTION).json["session_id"]
            for _ in range(3 if not LONG else 20):
                acknowledged, stop = [], threading.Event()

                def talk():
                    while not stop.is_set():
                        begun = time.monotonic()
                        answer = server.client.chat(QUESTION)
                        self.assertLess(time.monotonic() - begun, 5)
                        if answer.status == 200:
                            acknowledged.append(answer.json)
                        else:
                            self.assertEqual(answer.status, 503, answer)
                            self.assertIn("retry-after", answer.headers)

                with concurrent.futures.ThreadPoolExecutor(4) as talkers:
                    running = [talkers.submit(talk) for _ in range(4)]
                    try:
                        wait_until(lambda: len(acknowledged) > 10, "turns are answered")
                        self.database.kill()
                        wait_until(lambda: self.component(server, "store.writer")["state"] == "down", "the writer's state is told")
                        self.assertEqual(server.client.get("/health/ready").status, 503)
                        self.database.start()
                        before = len(acknowledged)
                        wait_until(lambda: len(acknowledged) > before + 10, "turns are answered again")
                    finally:
                        stop.set()
                    for one in running:
                        one.result()
                self.assertEqual(self.component(server, "store.writer")["state"], "up")
                self.assert_kept(server.client, acknowledged)
            self.assertEqual(server.client.chat(QUESTION, session_id=session).status, 200)

    def test_two_servers_on_one_database(self):
        other = Folder(DOCUMENTS)
        self.addCleanup(other.remove)
        with self.server() as first, self.server(other) as second:
            session = first.client.chat(QUESTION).json["session_id"]
            self.assertEqual(second.client.chat(QUESTION, session_id=session).status, 200, "it takes the session over")
            fenced = first.client.chat(QUESTION, session_id=session)
            self.assertEqual((fenced.status, fenced.json["type"]), (503, "/problems/fenced"))
            self.assertEqual(len(second.client.history(session)), 4)

    def test_a_kill_loses_nothing(self):
        acknowledged = []
        for _ in range(3):
            with self.server() as server:
                acknowledged += [server.client.chat(QUESTION).json for _ in range(5)]
                server.kill()
        with self.server() as server:
            self.assert_kept(server.client, acknowledged)

    def test_what_is_wrong_is_said_at_the_start(self):
        for url, words in ((self.database.url.replace("/troupe?", "/nothing?"), "does not exist; see DATABASE_URL"),
                           ("postgresql://ann:secret@127.0.0.1:1/troupe", "see that the server runs"),
                           ("mysql://127.0.0.1/troupe", "DATABASE_URL names no PostgreSQL")):
            with self.subTest(url):
                ended = self.folder.run("serve", DATABASE_URL=url)
                self.assertNotEqual(ended.returncode, 0)
                self.assertIn(words, ended.stderr)
                self.assertNotIn("secret", ended.stderr)


if __name__ == "__main__":
    unittest.main()
