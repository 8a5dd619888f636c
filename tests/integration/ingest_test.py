#!/usr/bin/env python3
"""`troupe ingest`: alone it indexes into the store, beside a server it lets that do it."""

import os
import pty
import subprocess
import unittest

from troupe import PROGRAM, Folder, Server

REFUNDS = "# Refunds\n\n## How long a refund takes\n\nA refund takes 3 working days to reach your card.\n"
GIFTS = "# Gifts\n\n## Wrapping\n\nWe wrap gifts for 3 pounds, in paper of your choice.\n"


class IngestTest(unittest.TestCase):
    def setUp(self):
        self.folder = Folder({"refunds.md": REFUNDS, "faq/gifts.md": GIFTS})
        self.addCleanup(self.folder.remove)

    def assert_ingested(self, summary, code=0, **settings):
        done = self.folder.run("ingest", **settings)
        self.assertEqual(done.returncode, code, done)
        self.assertEqual(done.stdout.splitlines()[-1], summary)
        return done

    def change_documents(self):
        self.folder.write("refunds.md", REFUNDS.replace("3", "5"))
        self.folder.write("returns.md", "# Returns\n\n## How to return\n\nPut the parcel into any post office of your town.\n")
        (self.folder.documents / "faq" / "gifts.md").unlink()

    def test_alone(self):
        self.assert_ingested("2 seen, 2 added, 0 changed, 0 removed, 0 failed")
        self.assert_ingested("2 seen, 0 added, 0 changed, 0 removed, 0 failed")
        self.change_documents()
        self.assert_ingested("2 seen, 1 added, 1 changed, 1 removed, 0 failed")

    def test_what_it_stored_is_served(self):
        self.assert_ingested("2 seen, 2 added, 0 changed, 0 removed, 0 failed")
        with Server(self.folder) as server:
            self.assertEqual(server.client.get("/v1/knowledge/sync").json["added"], 0)
            self.assertIn("3 working days", server.client.chat("How long does a refund take?").json["answer"])

    def test_a_document_that_fails_is_named(self):
        self.folder.write("empty.md", "")
        done = self.assert_ingested("3 seen, 2 added, 0 changed, 0 removed, 1 failed", code=1)
        self.assertIn("failed: empty.md: it holds no text", done.stdout)

    def test_a_folder_that_is_missing(self):
        done = self.folder.run("ingest", DOCUMENTS_PATH="/nowhere")
        self.assertEqual(done.returncode, 1)
        self.assertIn("/nowhere", done.stderr)

    def test_beside_a_server(self):
        with Server(self.folder) as server:
            self.change_documents()
            done = self.assert_ingested("2 seen, 1 added, 1 changed, 1 removed, 0 failed")
            self.assertIn(f":{server.address[1]}", done.stdout)
            self.assertIn("5 working days", server.client.chat("How long does a refund take?").json["answer"])

    def test_beside_a_server_with_keys(self):
        keys = {"TROUPE_API_KEYS": "a-key-of-a-chat-page", "TROUPE_ADMIN_KEYS": "a-key-of-an-administrator"}
        with Server(self.folder, **keys):
            self.change_documents()
            self.assert_ingested("2 seen, 1 added, 1 changed, 1 removed, 0 failed", **keys)
            refused = self.folder.run("ingest", TROUPE_API_KEYS=keys["TROUPE_API_KEYS"])
            self.assertEqual(refused.returncode, 1)
            self.assertIn("403", refused.stderr)

    def test_a_terminal_sees_a_bar(self):
        for i in range(500):
            self.folder.write(f"{i}.md", GIFTS + f"\n## Chapter {i}\n\n" + "There are many more things to say of it here.\n" * 100)
        screen, terminal = pty.openpty()
        with subprocess.Popen([PROGRAM, "ingest"], env=self.folder.settings(ETL_BATCH_SIZE=10), cwd=self.folder.path, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=terminal) as ingesting:
            os.close(terminal)
            seen = b""
            try:
                while piece := os.read(screen, 4096):
                    seen += piece
            except OSError:  # Linux says so when nobody has the terminal open any more
                pass
            self.assertIn(b"502 seen, 502 added", ingesting.stdout.read())
        os.close(screen)
        self.assertEqual(ingesting.returncode, 0)
        self.assertIn(b"] ", seen)
        self.assertIn(b" of 502", seen)
        self.assertTrue(seen.endswith(b"\r\x1b[K"), "the bar goes when it is done")


if __name__ == "__main__":
    unittest.main(verbosity=2)
