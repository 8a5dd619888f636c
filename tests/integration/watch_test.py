#!/usr/bin/env python3
"""A document that somebody changes by hand is found by the next search, without anybody asking for a sync."""

import os
import unittest

from troupe import Folder, Server, wait_until


def page(subject, cloth):
    return f"# The {subject}\n\n## How to clean the {subject}\n\nClean the {subject} with {cloth}. Then let it dry for two hours.\n"


class WatchTest(unittest.TestCase):
    def setUp(self):
        self.folder = Folder({"kettle.md": page("kettle", "vinegar")})
        self.addCleanup(self.folder.remove)

    def serve(self, **settings):
        return self.enterContext(Server(self.folder, TROUPE_WATCH_MS=50, **settings)).client

    def quotes(self, client, subject):
        return client.chat(f"How do I clean the {subject}?").json["answer"]

    def test_follows_hands(self):
        client = self.serve()
        documents = self.folder.documents
        self.folder.write("deep/in/samovar.md", page("samovar", "lemon juice"))
        wait_until(lambda: "lemon juice" in self.quotes(client, "samovar"), "a new document in new folders is found")

        self.folder.write("deep/in/samovar.md", page("samovar", "warm water"))
        wait_until(lambda: "warm water" in self.quotes(client, "samovar"), "the edited text is found")

        # As editors save: a new file in the place of the old one.
        (documents / "kettle.md.new").write_text(page("kettle", "citric acid"))
        os.rename(documents / "kettle.md.new", documents / "kettle.md")
        wait_until(lambda: "citric acid" in self.quotes(client, "kettle"), "the file that took the other's place is found")

        (documents / "deep/in/samovar.md").unlink()
        wait_until(lambda: len(client.get("/v1/knowledge/documents").json["documents"]) == 1, "the removed document has gone")

    def test_a_folder_that_comes_later(self):
        away = self.folder.path / "away"
        self.folder.documents.rename(away)
        # Its absence fails the first sync, so nothing is ready before it is there.
        server = self.serve()
        away.rename(self.folder.documents)
        wait_until(lambda: "vinegar" in self.quotes(server, "kettle"), "the document is found once the folder is there")


if __name__ == "__main__":
    unittest.main()
