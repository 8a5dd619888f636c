#!/usr/bin/env python3
"""`troupe search`: what is found in the store, and why."""

import unittest

from troupe import ROOT, Folder, Server

DOCUMENTS = {
    "refunds.md": "# Refunds\n\n## How long a refund takes\n\nA refund takes 3 working days to reach your card — at most.\n",
    "gifts.md": "# Gifts\n\n## Wrapping\n\nWe wrap gifts for 3 pounds, in paper of your choice.\n",
}
MODEL = {"TROUPE_MODEL_DIR": ROOT / "tests" / "language" / "encoder" / "golden"}


class SearchTest(unittest.TestCase):
    def setUp(self):
        self.folder = Folder(DOCUMENTS)
        self.addCleanup(self.folder.remove)

    def search(self, *arguments, **settings):
        done = self.folder.run("search", *arguments, **settings)
        self.assertEqual(done.returncode, 0, done)
        return done

    def test_by_words(self):
        self.folder.run("ingest")
        found = self.search("refund", TROUPE_QUERY_TIER="lexical").stdout.splitlines()
        self.assertEqual(found[0], "1. refunds.md, How long a refund takes")
        self.assertNotIn("score", "".join(found))

    def test_each_stage_is_explained(self):
        self.folder.run("ingest", **MODEL)
        found = self.search("refund", "--explain", "--limit", "1", **MODEL).stdout
        for stage in ("score", "bm25", "vector", "fused", "page", "answerable"):
            self.assertIn(stage, found)
        self.assertNotIn("2. ", found)

    def test_what_is_not_embedded_yet_is_said(self):
        self.folder.run("ingest")
        found = self.search("refund", **MODEL)
        self.assertIn("2 of 2 sections are not embedded yet", found.stderr)
        self.assertIn("1. refunds.md", found.stdout)

    def test_beside_a_server(self):
        with Server(self.folder):
            self.assertIn("1. refunds.md", self.search("refund", TROUPE_QUERY_TIER="lexical").stdout)

    def test_nothing_is_found_where_nothing_is(self):
        self.folder.run("ingest")
        self.assertIn("nothing was found", self.search("zebra", TROUPE_QUERY_TIER="lexical").stdout)

    def test_without_a_database(self):
        done = self.folder.run("search", "refund", TROUPE_QUERY_TIER="lexical")
        self.assertEqual(done.returncode, 1)
        self.assertIn("troupe.db", done.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
