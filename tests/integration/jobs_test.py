#!/usr/bin/env python3
"""Periodic jobs and what the documents lack, as operators see them."""

import contextlib
import datetime
import sqlite3
import unittest

from troupe import Folder, Server, wait_until

DOCUMENTS = {"refunds.md": "# Refunds\n\n## How long a refund takes\n\nA refund takes 3 working days to reach your card.\n"}
KEYS = {"TROUPE_API_KEYS": "a-chat-key", "TROUPE_ADMIN_KEYS": "an-admin-key"}
QUESTION = "How long does a refund take?"
DAY = 86_400_000_000  # microseconds


def job(admin, name):
    return next(j for j in admin.get("/v1/jobs").json["jobs"] if j["name"] == name)


class JobsTest(unittest.TestCase):
    def setUp(self):
        self.folder = Folder(DOCUMENTS)
        self.addCleanup(self.folder.remove)

    def test_runs_and_what_they_did(self):
        with Server(self.folder, **KEYS) as server:
            admin = server.client.with_key("an-admin-key")
            ended = wait_until(lambda: (j := job(admin, "knowledge"))["state"] == "idle" and j, "the sync at the start")
            self.assertEqual([(r["trigger"], r["outcome"]) for r in ended["runs"]], [("start", "done")])
            self.assertGreater(ended["runs"][0]["counts"]["seen"], 0)
            self.assertGreater(datetime.datetime.fromisoformat(ended["next_run"].replace("Z", "+00:00")),
                               datetime.datetime.now(datetime.timezone.utc))
            begun = admin.post("/v1/jobs/knowledge/run", None)
            self.assertEqual((begun.status, begun.json["runs"][0]["trigger"]), (202, "request"))
            wait_until(lambda: job(admin, "knowledge")["runs"][0]["outcome"] == "done", "the run that was asked for")
            self.assertEqual(admin.post("/v1/jobs/knowledge/cancel", None).status, 202)
            unknown = admin.post("/v1/jobs/nonsense/run", None)
            self.assertEqual((unknown.status, unknown.json["type"]), (404, "/problems/unknown_job"))
            chat = server.client.with_key("a-chat-key")
            for method, path in (("GET", "/v1/jobs"), ("POST", "/v1/jobs/knowledge/run"), ("GET", "/v1/knowledge/gaps")):
                self.assertEqual(chat.request(method, path).status, 403)

    def test_what_is_older_than_the_retention_is_erased(self):
        with Server(self.folder, **KEYS) as server:
            admin = server.client.with_key("an-admin-key")
            old = admin.chat(QUESTION, customer={"external_id": "old-ann"}).json
            new = admin.chat(QUESTION, customer={"external_id": "new-bob"}).json
        with contextlib.closing(sqlite3.connect(self.folder.database)) as database, database:
            database.execute("UPDATE sessions SET last_active_at = last_active_at - ? WHERE session_id = ?", (2 * DAY, old["session_id"]))
        with Server(self.folder, TROUPE_RETENTION_DAYS="1", **KEYS) as server:
            admin = server.client.with_key("an-admin-key")
            run = wait_until(lambda: (r := job(admin, "retention")["runs"][0])["outcome"] != "running" and r, "the retention")
            self.assertEqual((run["outcome"], run["counts"]), ("done", {"sessions": 1, "customers": 1}), run)
            self.assertEqual(admin.get(f"/v1/sessions/{old['session_id']}/messages").json["messages"], [])
            self.assertEqual(len(admin.get(f"/v1/sessions/{new['session_id']}/messages").json["messages"]), 2)
            left = [c["external_id"] for c in admin.get("/v1/customers").json["customers"]]
            self.assertEqual(left, ["new-bob"])

    def test_what_the_documents_lack(self):
        with Server(self.folder, **KEYS) as server:
            admin = server.client.with_key("an-admin-key")
            self.assertEqual(admin.get("/v1/knowledge/gaps").json, {"gaps": [], "turns": 0, "has_more": False})
            asked = ["Do you breed axolotls?", "Which axolotls do you breed?"]
            for question in [*asked, "Zeppelin timetable for Mars?", QUESTION, "Hello!"]:
                self.assertEqual(admin.chat(question).status, 200)
            found = admin.get("/v1/knowledge/gaps").json
            self.assertEqual(found["turns"], 5)
            self.assertEqual([g["count"] for g in found["gaps"]], [2, 1])
            self.assertEqual({e["question"] for e in found["gaps"][0]["examples"]}, set(asked))
            first = admin.get("/v1/knowledge/gaps?limit=1").json
            self.assertEqual((len(first["gaps"]), first["has_more"]), (1, True))
            self.assertEqual(admin.get("/v1/knowledge/gaps?since=2100-01-01T00:00:00Z").json["gaps"], [])


if __name__ == "__main__":
    unittest.main()
