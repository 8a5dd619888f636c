#!/usr/bin/env python3
"""`troupe ask`: alone it opens the store itself, beside a server it goes through that."""

import unittest

from troupe import Folder, Server

QUESTION = "How long does a refund take?"
DOCUMENTS = {"refunds.md": "# Refunds\n\n## How long a refund takes\n\nA refund takes 3 working days to reach your card.\n"}


class AskTest(unittest.TestCase):
    def setUp(self):
        self.folder = Folder(DOCUMENTS)
        self.addCleanup(self.folder.remove)

    def assert_answered(self, **settings):
        asked = self.folder.run("ask", QUESTION, **settings)
        self.assertEqual(asked.returncode, 0, asked.stderr)
        self.assertIn("A refund takes 3 working days", asked.stdout)
        self.assertIn("refunds.md", asked.stdout)

    def test_alone(self):
        self.assert_answered()

    def test_beside_a_server(self):
        with Server(self.folder) as server:
            self.assert_answered()
            self.assertEqual(server.client.metric("troupe_turns_total"), 1)
        self.assert_answered()

    def test_beside_a_server_with_keys(self):
        keys = {"TROUPE_API_KEYS": "a-key-of-a-chat-page", "TROUPE_ADMIN_KEYS": "a-key-of-an-administrator"}
        with Server(self.folder, **keys):
            self.assert_answered(**keys)
            refused = self.folder.run("ask", QUESTION)
            self.assertEqual(refused.returncode, 1)
            self.assertIn("401", refused.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
