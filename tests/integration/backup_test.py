#!/usr/bin/env python3
"""`troupe backup` beside a server that answers, and `troupe restore`."""

import unittest

from troupe import Folder, Server

DOCUMENTS = {"refunds.md": "# Refunds\n\n## How long a refund takes\n\nA refund takes 3 working days to reach your card.\n"}
QUESTION = "How long does a refund take?"


class Backup(unittest.TestCase):
    def setUp(self):
        self.folder = Folder(DOCUMENTS)
        self.addCleanup(self.folder.remove)
        self.copy = self.folder.path / "copy.db"

    def test_what_was_said_comes_back(self):
        with Server(self.folder) as server:
            session = server.client.chat(QUESTION).json["session_id"]
            done = self.folder.run("backup", str(self.copy))
            self.assertEqual(done.returncode, 0, done.stderr)
            history = server.client.history(session)
            server.client.chat("And how long is that?", session_id=session)
        other = Folder(DOCUMENTS)
        self.addCleanup(other.remove)
        done = other.run("restore", str(self.copy))
        self.assertEqual(done.returncode, 0, done.stderr)
        with Server(other) as server:
            self.assertEqual(server.client.history(session), history)
            self.assertEqual(server.client.chat(QUESTION, session_id=session).status, 200)
            refused = other.run("restore", str(self.copy))
            self.assertEqual(refused.returncode, 1)
            self.assertIn("locked by another Troupe", refused.stderr)

    def test_says_what_is_wrong(self):
        for command, words in [(["backup", str(self.copy)], "is no file"), (["restore", str(self.copy)], "is no file"),
                               (["ask", " "], "must hold more than white space")]:
            done = self.folder.run(*command)
            self.assertNotEqual(done.returncode, 0)
            self.assertIn(words, done.stderr + done.stdout)


if __name__ == "__main__":
    unittest.main()
