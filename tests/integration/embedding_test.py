#!/usr/bin/env python3
"""Serving with the sentence encoder: a small one of random weights, whose vectors say nothing but are counted like any."""

import base64
import contextlib
import sqlite3
import struct
import unittest

from troupe import ROOT, Folder, Server, wait_until

MODEL = {"TROUPE_MODEL_DIR": ROOT / "tests" / "language" / "encoder" / "golden"}
SECTION = "## Section {0}\n\nHow to refund the order with the number {0} in full, and when.\n\n"


def document(*numbers):
    return "# Orders\n\n" + "".join(SECTION.format(n) for n in numbers)


class EmbeddingTest(unittest.TestCase):
    def setUp(self):
        self.folder = Folder({"orders.md": document(*range(20))})
        self.addCleanup(self.folder.remove)

    def stored(self):
        """The text hash of each stored embedding, with the number of its row: one that is made again gets another."""
        with contextlib.closing(sqlite3.connect(f"file:{self.folder.database}?mode=ro", uri=True)) as database:
            return dict(database.execute("SELECT text_hash, rowid FROM embeddings"))

    def await_embedded(self, server):
        def done():
            progress = server.client.get("/v1/knowledge/sync").json["progress"]
            return progress["total"] > 0 and progress["embedded"] == progress["total"] and progress
        return wait_until(done, "all sections are embedded")

    def embedder(self, server):
        return next(c for c in server.client.get("/health").json["components"] if c["name"] == "embedder")

    def test_documents_and_questions_are_embedded(self):
        with Server(self.folder, **MODEL) as server:
            self.assertEqual(self.await_embedded(server)["total"], 20)
            found = server.client.get("/v1/knowledge/search?q=order").json
            self.assertEqual(found["mode"], "hybrid")
            self.assertNotEqual(found["results"][0]["scores"]["vector"], 0)
            self.assertEqual(server.client.get("/v1/knowledge/search?q=order&mode=lexical").json["mode"], "lexical")
            self.assertEqual(server.client.chat("How do I refund an order?").json["degraded"], [])
            self.assertEqual(self.embedder(server)["state"], "up")
            self.assertEqual(server.client.metric("troupe_knowledge_embedded_chunks"), 20)

    def test_a_restart_embeds_nothing_again(self):
        with Server(self.folder, **MODEL) as server:
            self.await_embedded(server)
        before = self.stored()
        self.assertEqual(len(before), 20)
        with Server(self.folder, **MODEL) as server:
            self.await_embedded(server)
        self.assertEqual(self.stored(), before)

    def test_changed_sections_alone_are_embedded_again(self):
        with Server(self.folder, **MODEL) as server:
            self.await_embedded(server)
            before = self.stored()
            changed = document(*range(1, 20)) + SECTION.format("twenty")
            answer = server.client.request("PUT", "/v1/knowledge/documents/orders.md", changed.encode(), {"Content-Type": "text/markdown"})
            self.assertEqual(answer.status, 200)
            self.await_embedded(server)
            after = wait_until(lambda: len(now := self.stored()) == 20 and now, "what has gone is forgotten")
            self.assertEqual(len(after.items() & before.items()), 19)

    def test_a_kill_in_the_middle_loses_little(self):
        for i in range(300):
            self.folder.write(f"more/{i}.md", document(*range(100 * i, 100 * i + 10)))
        with Server(self.folder, **MODEL) as server:
            wait_until(lambda: len(self.stored()) > 0, "something is stored")
            server.kill()
        kept = self.stored()
        self.assertLess(len(kept), 3020, "it was killed in the middle")
        with Server(self.folder, **MODEL) as server:
            self.await_embedded(server)
        self.assertEqual(len(kept.items() & self.stored().items()), len(kept))

    def test_without_the_model_it_says_so_and_serves_by_words(self):
        with Server(self.folder, TROUPE_MODEL_DIR=self.folder.path / "nowhere") as server:
            embedder = self.embedder(server)
            self.assertEqual(embedder["state"], "off")
            self.assertIn("lexical mode", embedder["reason"])
            self.assertIn("scripts/model", embedder["reason"])
            self.assertEqual(server.tail().count("lexical mode"), 1)
            self.assertEqual(server.client.chat("How do I refund an order?").json["degraded"], [])
            self.assertIsNone(server.client.get("/v1/knowledge/sync").json["progress"])

    def test_a_setting_keeps_it_at_words(self):
        with Server(self.folder, TROUPE_QUERY_TIER="lexical", **MODEL) as server:
            self.assertIn("TROUPE_QUERY_TIER", self.embedder(server)["reason"])
            self.assertEqual(server.client.get("/v1/knowledge/search?q=order").json["mode"], "lexical")

    def test_a_remote_model_is_not_ignored_in_silence(self):
        with Server(self.folder, EMBEDDING_MODEL="text-embedding-3-small") as server:
            self.assertIn("EMBEDDING_MODEL is set, but this version does not serve it", server.tail())

    def test_ingest_leaves_nothing_to_embed(self):
        done = self.folder.run("ingest", **MODEL)
        self.assertEqual(done.returncode, 0, done)
        self.assertEqual(len(self.stored()), 20)

    def test_texts_are_embedded_for_clients_of_openai(self):
        with Server(self.folder, **MODEL) as server:
            asked = {"model": "any", "input": ["one order", "another order", "one order"]}
            made = server.client.post("/v1/embeddings", asked)
            self.assertEqual(made.status, 200, made)
            vectors = [d["embedding"] for d in made.json["data"]]
            self.assertEqual(vectors[0], vectors[2])
            self.assertNotEqual(vectors[0], vectors[1])
            for vector in vectors:
                self.assertAlmostEqual(sum(x * x for x in vector), 1, places=5)
            self.assertGreater(made.json["usage"]["prompt_tokens"], 6)
            packed = server.client.post("/v1/embeddings", asked | {"encoding_format": "base64"}).json["data"][0]["embedding"]
            unpacked = struct.unpack(f"<{len(vectors[0])}f", base64.b64decode(packed))
            for a, b in zip(unpacked, vectors[0], strict=True):
                self.assertAlmostEqual(a, b, places=6)
            wrong = server.client.post("/v1/embeddings", asked | {"dimensions": 7})
            self.assertEqual((wrong.status, wrong.json["error"]["type"]), (400, "invalid_request_error"))

    def test_without_an_encoder_nothing_is_embedded(self):
        with Server(self.folder) as server:
            refused = server.client.post("/v1/embeddings", {"input": "order"})
            self.assertEqual((refused.status, refused.json["error"]["code"]), (503, "no_encoder"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
