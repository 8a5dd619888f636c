#!/usr/bin/env python3
"""Customers: found, changed, exported and erased; what was erased is in no file any more."""

import contextlib
import sqlite3
import unittest

from troupe import Folder, Server

DOCUMENTS = {"refunds.md": "# Refunds\n\n## How long a refund takes\n\nA refund takes 3 working days to reach your card.\n"}
QUESTION = "How long does a refund take?"
ADMIN = {"TROUPE_ADMIN_KEYS": "an-admin-key", "TROUPE_API_KEYS": "a-chat-key"}


class CustomersTest(unittest.TestCase):
    def setUp(self):
        self.folder = Folder(DOCUMENTS)
        self.addCleanup(self.folder.remove)

    def create(self, admin, name):
        made = admin.post("/v1/customers", {"external_id": name, "email": f"{name}@example.org", "name": name.title()})
        self.assertEqual(made.status, 201, made)
        return made.json["customer_id"]

    def test_found_and_changed(self):
        with Server(self.folder, **ADMIN) as server:
            admin = server.client.with_key("an-admin-key")
            ids = [self.create(admin, name) for name in ("ann", "bob", "cid")]
            page = admin.get("/v1/customers?limit=2").json
            self.assertEqual([c["customer_id"] for c in page["customers"]], ids[:0:-1])
            self.assertTrue(page["has_more"])
            rest = admin.get(f"/v1/customers?before={ids[1]}").json
            self.assertEqual(([c["customer_id"] for c in rest["customers"]], rest["has_more"]), (ids[:1], False))
            self.assertEqual([c["name"] for c in admin.get("/v1/customers?q=BOB%40").json["customers"]], ["Bob"])
            changed = admin.request("PATCH", f"/v1/customers/{ids[0]}", {"plan": "Team", "attributes": {"seats": 12}})
            self.assertEqual((changed.status, changed.json["plan"], changed.json["attributes"]), (200, "Team", {"seats": 12}))
            self.assertEqual(changed.json["name"], "Ann")
            self.assertEqual(admin.get(f"/v1/customers/{ids[0]}").json, changed.json)
            self.assertEqual(admin.request("PATCH", f"/v1/customers/{ids[0]}", {}).status, 400)
            self.assertEqual(admin.request("PATCH", "/v1/customers/cus_" + "a" * 26, {"plan": "x"}).status, 404)
            self.assertEqual(len(admin.get(f"/v1/customers/{ids[0]}/similar").json["customers"]), 2)
            self.assertIn("relationship_stage", admin.get(f"/v1/customers/{ids[0]}/insights").json)
            chat = server.client.with_key("a-chat-key")
            for method, path in (("GET", "/v1/customers"), ("DELETE", f"/v1/customers/{ids[0]}"), ("GET", f"/v1/customers/{ids[0]}/export")):
                self.assertEqual(chat.request(method, path).status, 403)

    def test_exported_and_erased(self):
        secret = "xylophone-7319"
        with Server(self.folder, **ADMIN) as server:
            admin = server.client.with_key("an-admin-key")
            said = admin.chat(f"{QUESTION} I am {secret}.", customer={"external_id": secret, "email": f"{secret}@example.org"}).json
            admin.post(f"/v1/turns/{said['turn_id']}/feedback", {"metric": "thumbs", "value": "up", "comment": secret})
            admin.chat(QUESTION, customer={"external_id": "somebody-else"})
            whole = admin.get(f"/v1/customers/{said['customer_id']}/export").json
            self.assertEqual(whole["customer"]["external_id"], secret)
            self.assertEqual([m["role"] for m in whole["sessions"][0]["messages"]], ["customer", "assistant"])
            self.assertEqual(whole["feedback"][0]["comment"], secret)
            erased = admin.request("DELETE", f"/v1/customers/{said['customer_id']}")
            self.assertEqual((erased.status, erased.json["erased"]), (200, {"customers": 1, "sessions": 1, "turns": 2, "feedback": 1}), "its closing is a turn as well")
            self.assertEqual(admin.request("DELETE", f"/v1/customers/{said['customer_id']}").status, 404)
            self.assertEqual(admin.get(f"/v1/customers/{said['customer_id']}/export").status, 404)
            self.assertEqual(admin.get(f"/v1/sessions/{said['session_id']}/messages").json["messages"], [])
            self.assertEqual(admin.chat(QUESTION, session_id=said["session_id"]).status, 409, "it is closed")
            self.assertEqual(len(admin.get("/v1/customers?q=somebody").json["customers"]), 1)
        with contextlib.closing(sqlite3.connect(self.folder.database)) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        for file in self.folder.database.parent.iterdir():
            self.assertNotIn(secret.encode(), file.read_bytes(), file)


if __name__ == "__main__":
    unittest.main()
