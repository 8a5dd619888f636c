#!/usr/bin/env python3
"""Serves folders that hold what folders come to hold. A document is indexed or has failed with a reason, the others are
served, and every quote stands in its file where the citation says."""

import os
import random
import signal
import socket
import unittest

from troupe import AS_ORDINARY_USER, Folder, Server, quoted, wait_until

LARGEST = 8 << 20  # TROUPE_MAX_DOCUMENT_BYTES


def page(subject, cloth="a dry cloth"):
    """A document that answers question(subject)."""
    return f"# The {subject}\n\n## How to clean the {subject}\n\nClean the {subject} with {cloth}. Then let it dry for two hours.\n"


def question(subject):
    return f"How do I clean the {subject}?"


def crlf(text):
    return text.replace("\n", "\r\n")


BOM = "\ufeff"
FRONT_MATTER = '---\ntitle: "Cleaning"\ntags: [one, two]\n---\n\n'
REFUNDS = {"refunds.md": page("zorblat")}

# Documents that are served, each with the subject that it alone tells of.
GOOD = {
    "plain.md": ("quendle", page("quendle")),
    "crlf.md": ("brimsk", crlf(page("brimsk"))),
    "carriage_returns.md": ("dovrun", page("dovrun").replace("\n", "\r")),
    "mixed_line_ends.md": ("plonket", page("plonket").replace("\n", "\r\n", 3)),
    "bom.md": ("frabble", BOM + page("frabble")),
    "bom_crlf.md": ("glimmon", BOM + crlf(page("glimmon"))),
    "front_matter.md": ("hesprit", FRONT_MATTER + page("hesprit")),
    "front_matter_crlf.md": ("jurvok", crlf(FRONT_MATTER + page("jurvok"))),
    "front_matter_bom_crlf.md": ("kelvash", BOM + crlf(FRONT_MATTER + page("kelvash"))),
    "front_matter_unclosed.md": ("lombrak", "---\ntitle: Cleaning\n\n" + page("lombrak")),
    "front_matter_that_is_no_yaml.md": ("mivrast", "---\n\t: [}\n---\n" + page("mivrast")),
    "unclosed_fence.md": ("norvitch", page("norvitch") + "\n```sh\nscrub --hard\n\n# no heading\n"),
    "unclosed_fence_of_tildes_crlf.md": ("oxlade", crlf(page("oxlade") + "\n~~~~\nscrub\n~~~\nstill code\n")),
    "unclosed_comment.md": ("pruvett", page("pruvett") + "\n<!-- what follows is\n\nno comment of ours\n"),
    "no_line_end.md": ("quorbin", page("quorbin").rstrip()),
    "emphasis.md": ("rundvik", page("rundvik", "**a _dry_ cloth** &amp; `soap`, see [*care*](care.md \"Care\")")),
    "emphasis_crlf.md": ("skelmor", crlf(page("skelmor", "a **dry\ncloth** or\nanother [soft\ncloth](x.md)"))),
    "multibyte.md": ("trüvåg", "Größe: 日本語 🙂 – naïve\n\n" + page("trüvåg", "ein „weiches“ Tuch 🧽")),
    "list_crlf.md": ("umbrasta", crlf("# The umbrasta\n\n## How to clean the umbrasta\n\n1. Clean the umbrasta with a dry cloth.\n"
                                      "2. Rinse the umbrasta\n   with water.\n\n   - Let the umbrasta dry.\n")),
    "table_bom_crlf.md": ("vexmoor", BOM + crlf("# The vexmoor\n\n## How to clean the vexmoor\n\n"
                                                "| What to clean | With |\n|---|:-:|\n| The vexmoor's lid | a dry \\| soft cloth |\n")),
    "quotes.md": ("wendrick", "\n".join("> " + line for line in page("wendrick").split("\n"))),
    "setext.md": ("xandrol", "The xandrol\n===\n\nHow to clean the xandrol\n---\n\nClean the xandrol with a dry cloth.\n"),
    "one_long_line.md": ("yarvisk", page("yarvisk") + "\n" + "x" * 1_000_000 + "\n"),
    "UPPER.MD": ("zilpert", page("zilpert")),
    "long.extension.markdown": ("abrunk", page("abrunk")),
    "a name with spaces.md": ("belfurn", page("belfurn")),
    " .. spaces .. .md": ("corvast", page("corvast")),
    "Größentabelle – 日本語 🙂.md": ("drimble", page("drimble")),
    "decomposed e\u0301.md": ("elvorn", page("elvorn")),
    "100%2F & <b>'\"\\#?.md": ("fenwort", page("fenwort")),
    "n" * 252 + ".md": ("grolsk", page("grolsk")),
    "deep/" * 60 + "down.md": ("hurvist", page("hurvist")),
    "folder.md/inside.md": ("imbrock", page("imbrock")),
    "link to a file outside.md": ("jastrel", page("jastrel")),
    "link to a folder outside/page.md": ("korvend", page("korvend")),
}

# Documents that cannot be served, each with a word of the reason.
BAD = {
    "empty.md": (b"", "no text"),
    "blank.md": (b" \r\n\t\n", "no text"),
    "bom_alone.md": (BOM.encode(), "no text"),
    "front_matter_alone.md": (FRONT_MATTER.encode(), "no text"),
    "binary.md": (random.Random(1).randbytes(100_000), "binary"),
    "picture.md": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary"),
    "nul.md": (page("nul").encode() + b"\0", "NUL"),
    "latin_1.md": (page("cafetière").encode("latin-1"), "UTF-8"),
    "utf_8_cut_off.md": (page("cut").encode() + "🙂".encode()[:3], "UTF-8"),
    "utf_8_overlong.md": (page("overlong").encode() + b"\xc0\xaf", "UTF-8"),
    "utf_8_surrogate.md": (page("surrogate").encode() + b"\xed\xa0\x80", "UTF-8"),
    "utf_16.md": (page("wide").encode("utf-16"), "binary"),
    "nested.md": (b">" * 100_000 + b" x\n", "deep"),
    "fifty_megabytes.md": (b"Clean it with a dry cloth. " * (50_000_000 // 27), "TROUPE_MAX_DOCUMENT_BYTES"),
    "one_byte_too_long.md": (b"x" * (LARGEST + 1), "TROUPE_MAX_DOCUMENT_BYTES"),
    "unreadable.md": (page("unreadable").encode(), "ermission denied"),
    "dangling.md": (None, "No such file"),
    "itself.md": (None, "symbolic links"),
    "pipe.md": (None, "regular file"),
    "socket.md": (None, ""),
    "device.md": (None, "regular file"),
}

UNSEEN = [".hidden.md", ".git/config.md", "notes.txt", "md", ".md", "page.md~", "picture.png"]


class DocumentsTest(unittest.TestCase):
    def synced(self, client):
        """The result of a sync that began now."""
        self.settled(client)
        self.assertEqual(client.post("/v1/knowledge/sync").status, 202)
        return self.settled(client)

    @staticmethod
    def settled(client):
        return wait_until(lambda: None if (now := client.get("/v1/knowledge/sync").json)["running"] else now, "the sync has ended")

    @staticmethod
    def listed(client):
        return {d["document"]: d for d in client.get("/v1/knowledge/documents").json["documents"]}

    def assert_answered(self, folder, client, subject, name, answer=""):
        """`name` is cited, and every quote is the bytes of its file that the citation names."""
        asked = client.chat(question(subject))
        self.assertEqual(asked.status, 200, asked)
        citations = asked.json["citations"]
        self.assertIn(name, [c["document"] for c in citations], asked)
        for citation in citations:
            source = (folder.documents / citation["document"]).read_bytes()
            begin, end = citation["range"]
            self.assertEqual(source[begin:end], citation["quote"].encode(), citation)
        self.assertIn(answer, asked.json["answer"])

    def assert_not_answered(self, client, subject, name):
        self.assertNotIn(name, [c["document"] for c in client.chat(question(subject)).json["citations"]])
        found = client.get(f"/v1/knowledge/search?q={quoted(subject)}").json["results"]
        self.assertNotIn(name, [r["document"] for r in found])

    def assert_problem(self, answer, *statuses):
        self.assertIn(answer.status, statuses, answer)
        self.assertEqual(answer.headers["content-type"], "application/problem+json")
        self.assertTrue(answer.json["detail"])


class OddFolderTest(DocumentsTest):
    """One folder of all of them."""

    @classmethod
    def setUpClass(cls):
        cls.folder = folder = Folder({})
        cls.addClassCleanup(cls.remove)
        (folder.path / "outside").mkdir(parents=True)
        folder.documents.mkdir()
        (folder.documents / "link to a folder outside").symlink_to("../outside", target_is_directory=True)
        (folder.documents / "link to a file outside.md").symlink_to("../outside.md")
        for name, (_, text) in GOOD.items():
            folder.write(name, text)
        for name, (content, _) in BAD.items():
            if content is not None:
                folder.write(name, content)
        for name in UNSEEN:
            folder.write(name, page("quendle"))
        cls.make_odd_files(folder.documents)
        cls.make_deeper_than_a_path(folder.documents)
        folder.write("locked/page.md", page("locked"))
        (folder.documents / "locked").chmod(0)
        cls.server = cls.enterClassContext(Server(folder, prefix=AS_ORDINARY_USER))
        cls.client = cls.server.client

    @classmethod
    def remove(cls):
        (cls.folder.documents / "locked").chmod(0o700)
        cls.folder.remove()

    @staticmethod
    def make_odd_files(documents):
        (documents / "unreadable.md").chmod(0)
        (documents / "dangling.md").symlink_to("nowhere.md")
        (documents / "itself.md").symlink_to("itself.md")
        (documents / "device.md").symlink_to("/dev/zero")
        os.mkfifo(documents / "pipe.md")
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(str(documents / "socket.md"))
        (documents / "loop").symlink_to(".", target_is_directory=True)
        (documents / "deep" / "loop to the top").symlink_to("..", target_is_directory=True)
        (documents / "loop outside").symlink_to("../documents", target_is_directory=True)
        with open(os.fsencode(documents) + b"/latin-1 \xe9.md", "w") as file:
            file.write(page("latin"))

    @staticmethod
    def make_deeper_than_a_path(documents):
        """5,000 bytes of folders: beyond what the system takes as one path."""
        at = os.open(documents, os.O_RDONLY)
        for _ in range(20):
            os.mkdir("d" * 250, dir_fd=at)
            below = os.open("d" * 250, os.O_RDONLY, dir_fd=at)
            os.close(at)
            at = below
        os.close(at)

    def test_every_document_is_listed_with_its_state(self):
        listed = self.listed(self.client)
        self.assertEqual(set(listed), set(GOOD) | set(BAD))
        for name in GOOD:
            with self.subTest(name[:80]):
                self.assertEqual(listed[name]["status"], "indexed", listed[name])
                self.assertGreater(listed[name]["chunks"], 0)
                self.assertNotIn("reason", listed[name])
        for name, (_, word) in BAD.items():
            with self.subTest(name):
                self.assertEqual(listed[name]["status"], "failed", listed[name])
                self.assertIn(word, listed[name]["reason"])
                self.assertTrue(listed[name]["reason"])
                self.assertEqual(listed[name]["chunks"], 0)

    def test_the_sync_tells_of_what_it_could_not_list(self):
        sync = self.synced(self.client)
        failed = {f["document"]: f["reason"] for f in sync["failed"]}
        self.assertLessEqual(set(BAD), set(failed))
        others = {name: failed[name] for name in set(failed) - set(BAD)}
        self.assertIn("ermission denied", others.pop("locked/"))
        self.assertIn("UTF-8", others.pop("latin-1 \ufffd.md"))
        (too_deep, reason), = others.items()
        self.assertTrue(too_deep.endswith("d/"))
        self.assertIn("too long", reason)
        self.assertIsNone(sync["error"])

    def test_a_sync_of_an_unchanged_folder_changes_nothing(self):
        before = self.client.get("/v1/knowledge/documents").body
        sync = self.synced(self.client)
        self.assertEqual((sync["added"], sync["changed"], sync["removed"]), (0, 0, 0))
        self.assertEqual(self.client.get("/v1/knowledge/documents").body, before)

    def test_quotes_stand_in_their_files(self):
        for name, (subject, _) in GOOD.items():
            with self.subTest(name[:80]):
                self.assert_answered(self.folder, self.client, subject, name)

    def test_every_document_can_be_read(self):
        for name, (_, text) in GOOD.items():
            with self.subTest(name[:80]):
                shown = self.client.get(f"/v1/knowledge/documents/{quoted(name)}")
                self.assertEqual(shown.status, 200, shown)
                self.assertEqual(shown.json["content"], text)
        for name in BAD:
            with self.subTest(name):
                shown = self.client.get(f"/v1/knowledge/documents/{quoted(name)}")
                self.assertEqual((shown.status, shown.json["status"]), (200, "failed"))


class SyncTest(DocumentsTest):
    def setUp(self):
        self.folder = Folder(REFUNDS)
        self.addCleanup(self.folder.remove)

    def counted(self, sync):
        return sync["added"], sync["changed"], sync["removed"], len(sync["failed"])

    def test_picks_up_what_was_added_changed_and_removed(self):
        self.folder.write("old.md", page("quendle"))
        with Server(self.folder) as server:
            client = server.client
            self.settled(client)
            self.folder.write("sub/new.md", page("brimsk"))
            self.folder.write("refunds.md", page("zorblat", "a wet cloth"))  # of the same length
            (self.folder.documents / "old.md").unlink()
            self.assertEqual(self.counted(self.synced(client)), (1, 1, 1, 0))
            self.assertEqual(set(self.listed(client)), {"refunds.md", "sub/new.md"})
            self.assert_answered(self.folder, client, "brimsk", "sub/new.md")
            self.assert_answered(self.folder, client, "zorblat", "refunds.md", "a wet cloth")
            self.assert_not_answered(client, "quendle", "old.md")

            (self.folder.documents / "sub").rename(self.folder.documents / "moved")
            self.assertEqual(self.counted(self.synced(client)), (1, 0, 1, 0))
            self.assert_answered(self.folder, client, "brimsk", "moved/new.md")
            self.assertEqual(self.counted(self.synced(client)), (0, 0, 0, 0))

    def test_picks_up_at_the_start_what_changed_meanwhile(self):
        self.folder.write("old.md", page("quendle"))
        with Server(self.folder) as server:
            self.settled(server.client)
        self.folder.write("new.md", page("brimsk"))
        self.folder.write("refunds.md", page("zorblat", "a sponge"))
        (self.folder.documents / "old.md").unlink()
        with Server(self.folder) as server:
            self.assertEqual(self.counted(self.settled(server.client)), (1, 1, 1, 0))
            self.assert_answered(self.folder, server.client, "zorblat", "refunds.md", "a sponge")
            self.assert_not_answered(server.client, "quendle", "old.md")

    def test_keeps_the_last_good_version_of_what_cannot_be_read_any_more(self):
        """Through a restart, too, until the file is good again or has gone."""
        faults = {
            "unreadable.md": self.change_and_shut,
            "binary.md": lambda path: path.write_bytes(b"\0" * 100),
            "latin_1.md": lambda path: path.write_bytes(page("quendle").encode() + b"\xff"),
            "emptied.md": lambda path: path.write_bytes(b""),
            "too_long.md": lambda path: os.truncate(path, LARGEST + 1),
        }
        subjects = dict(zip(faults, ("quendle", "brimsk", "dovrun", "plonket", "frabble")))
        for name, subject in subjects.items():
            self.folder.write(name, page(subject))
        with Server(self.folder, prefix=AS_ORDINARY_USER) as server:
            self.settled(server.client)
            for name, fault in faults.items():
                fault(self.folder.documents / name)
            self.assertEqual(self.counted(self.synced(server.client)), (0, 0, 0, len(faults)))
            self.assert_last_good_versions(server.client, subjects)
        with Server(self.folder, prefix=AS_ORDINARY_USER) as server:
            self.settled(server.client)
            self.assert_last_good_versions(server.client, subjects)
            (self.folder.documents / "unreadable.md").chmod(0o600)
            self.folder.write("binary.md", page("brimsk", "a sponge"))
            (self.folder.documents / "emptied.md").unlink()
            self.assertEqual(self.counted(self.synced(server.client)), (0, 2, 1, 2))
            listed = self.listed(server.client)
            self.assertEqual(listed["unreadable.md"]["status"], "indexed")
            self.assertEqual(listed["binary.md"]["status"], "indexed")
            self.assert_answered(self.folder, server.client, "quendle", "unreadable.md", "a sponge")
            self.assert_answered(self.folder, server.client, "brimsk", "binary.md", "a sponge")
            self.assert_not_answered(server.client, "plonket", "emptied.md")

    @staticmethod
    def change_and_shut(path):
        path.write_text(page("quendle", "a sponge"))
        path.chmod(0)

    def assert_last_good_versions(self, client, subjects):
        listed = self.listed(client)
        for name, subject in subjects.items():
            with self.subTest(name):
                self.assertEqual(listed[name]["status"], "failed")
                self.assertTrue(listed[name]["reason"])
                self.assertGreater(listed[name]["chunks"], 0)
                self.assertIn("a dry cloth", client.chat(question(subject)).json["answer"])

    def test_keeps_what_lies_in_a_folder_that_cannot_be_read_any_more(self):
        self.folder.write("shut/below/page.md", page("quendle"))
        shut = self.folder.documents / "shut"
        self.addCleanup(shut.chmod, 0o700)
        with Server(self.folder, prefix=AS_ORDINARY_USER) as server:
            self.settled(server.client)
            for mode, failed in ((0o000, "shut/"), (0o400, "shut/below/")):
                with self.subTest(mode=oct(mode)):
                    shut.chmod(mode)
                    sync = self.synced(server.client)
                    self.assertEqual(self.counted(sync), (0, 0, 0, 1))
                    self.assertEqual(sync["failed"][0]["document"], failed)
                    self.assertIn("a dry cloth", server.client.chat(question("quendle")).json["answer"])

    def test_an_empty_folder(self):
        (self.folder.documents / "refunds.md").unlink()
        with Server(self.folder) as server:
            self.assertEqual(self.counted(self.settled(server.client)), (0, 0, 0, 0))
            self.assertEqual(server.client.chat(question("zorblat")).json["citations"], [])
            self.folder.write("refunds.md", page("zorblat"))
            self.synced(server.client)
            self.assert_answered(self.folder, server.client, "zorblat", "refunds.md")

    def test_others_are_answered_while_it_runs(self):
        for i in range(300):
            self.folder.write(f"many/{i}.md", "\n".join(page(f"thing {i} {j}") for j in range(20)))
        with Server(self.folder) as server:
            client = server.client
            self.settled(client)
            for i in range(300):
                self.folder.write(f"many/{i}.md", "\n".join(page(f"thing {i} {j}", "a sponge") for j in range(20)))
            started = client.post("/v1/knowledge/sync").json
            joined = client.post("/v1/knowledge/sync").json
            self.assertEqual(client.chat(question("zorblat")).status, 200)
            if joined["running"]:
                self.assertEqual(joined["started_at"], started["started_at"], "one sync at a time")
            self.settled(client)
            self.assert_answered(self.folder, client, "thing 299 19", "many/299.md", "a sponge")


class WritingTest(DocumentsTest):
    NAMES = ["gifts.md", "faq/gifts.md", "a/b/c/d.markdown", "Größe und Länge 日本語.md", "100% & more.md", "a..b.md"]
    PATH = "/v1/knowledge/documents"

    def setUp(self):
        self.folder = Folder(REFUNDS)
        self.addCleanup(self.folder.remove)

    def put(self, client, name, text, media="text/markdown"):
        body = text if isinstance(text, bytes) else text.encode()
        return client.request("PUT", f"{self.PATH}/{quoted(name)}", body, {"Content-Type": media})

    def delete(self, client, name):
        return client.request("DELETE", f"{self.PATH}/{quoted(name)}")

    def files(self):
        """Every file of the test's folder that the program does not write by itself."""
        mine = (p for p in self.folder.path.rglob("*") if self.folder.data not in (p, *p.parents) and p.name != "log")
        return {str(p): p.read_bytes() if p.is_file() else None for p in mine}

    def test_put_get_delete(self):
        with Server(self.folder) as server:
            client = server.client
            for name in self.NAMES:
                with self.subTest(name):
                    for cloth in ("a dry cloth", "a sponge"):
                        text = crlf(BOM + page("quendle", cloth))
                        written = self.put(client, name, text)
                        self.assertEqual(written.status, 200, written)
                        self.assertEqual((written.json["document"], written.json["status"]), (name, "indexed"))
                        self.assertEqual((self.folder.documents / name).read_bytes(), text.encode())
                        self.assertEqual(client.get(f"{self.PATH}/{quoted(name)}").json["content"], text)
                        self.assert_answered(self.folder, client, "quendle", name, cloth)
                    self.assertEqual(self.counts(self.synced(client)), (0, 0, 0), "a sync keeps it")
                    removed = self.delete(client, name)
                    self.assertEqual((removed.status, removed.body), (204, b""))
                    self.assertFalse((self.folder.documents / name).exists())
                    self.assert_problem(client.get(f"{self.PATH}/{quoted(name)}"), 404)
                    self.assert_problem(self.delete(client, name), 404)
                    self.assert_not_answered(client, "quendle", name)
            self.assertEqual(self.counts(self.synced(client)), (0, 0, 0))
            left = [p.name for p in self.folder.documents.rglob("*") if p.is_file()]
            self.assertEqual(left, ["refunds.md"], "nothing else was left")

    @staticmethod
    def counts(sync):
        return sync["added"], sync["changed"], sync["removed"]

    def test_names_that_lead_elsewhere(self):
        """None of them reads, writes or removes anything, in the folder or outside of it."""
        (self.folder.path / "outside.md").write_text(page("quendle"))
        deep = "/".join(["d"] * 600)
        names = [
            "..%2Foutside.md", "..%2foutside.md", "%2E%2E%2Foutside.md", "%2e%2e/outside.md", "../outside.md", "..", "%2E%2E", ".",
            "sub%2F..%2F..%2Foutside.md", "sub%2F..%2Frefunds.md", ".%2Frefunds.md", "%2Frefunds.md", "sub%2F%2Frefunds.md",
            "refunds.md%2F", "refunds.md/", quoted(str(self.folder.path / "outside.md")), f"/{self.folder.path}/outside.md",
            "refunds.md%00", "%00", "refunds%00.md", "new.md%00.txt", "a%0Ab.md", "a%7Fb.md", "%C0%AE%C0%AE%2Foutside.md", "%FF.md", "%",
            "%2", "%zz.md", ".hidden.md", ".git%2Fconfig.md", "sub%2F.hidden.md", "notes.txt", "refunds", "md", ".md", "refunds.md.exe",
            "x" * 300 + ".md", f"{quoted(deep)}%2Fpage.md", "", "refunds.md%2Fpage.md%2F..",
        ]
        with Server(self.folder) as server:
            client = server.client
            self.settled(client)
            before = self.files()
            text = page("brimsk").encode()
            for name in names:
                with self.subTest(name[:80]):
                    target = f"{self.PATH}/{name}"
                    self.assert_problem(client.request("PUT", target, text, {"Content-Type": "text/markdown"}), 400, 404, 405)
                    self.assert_problem(client.get(target), 400, 404, 405)
                    self.assert_problem(client.request("DELETE", target), 400, 404, 405)
                    self.assertEqual(self.files(), before)
            self.assertEqual(list(self.listed(client)), ["refunds.md"])

    def test_texts_that_are_no_documents(self):
        with Server(self.folder) as server:
            client = server.client
            self.settled(client)
            before = self.files()
            for name in ("refunds.md", "new.md"):
                for text in (b"", b" \n", b"\0", b"\x89PNG\0", page("latin").encode() + b"\xff", ">" * 10_000 + "x"):
                    with self.subTest(name, text=text[:20]):
                        self.assert_problem(self.put(client, name, text), 400)
                self.assert_problem(self.put(client, name, b"x" * (LARGEST + 1)), 413)
                self.assert_problem(self.put(client, name, page("brimsk"), "application/json"), 415)
                self.assert_problem(self.put(client, name, page("brimsk"), "text/html"), 415)
                self.assertEqual(self.files(), before)
            self.assertEqual(list(self.listed(client)), ["refunds.md"])
            self.assert_answered(self.folder, client, "zorblat", "refunds.md")

    def test_what_stands_in_the_way(self):
        """A folder in a file's place, and a file in a folder's."""
        (self.folder.documents / "folder.md").mkdir()
        with Server(self.folder) as server:
            self.settled(server.client)
            before = self.files()
            for name in ("folder.md", "refunds.md/page.md"):
                with self.subTest(name):
                    self.assert_problem(self.put(server.client, name, page("brimsk")), 400, 409, 503)
                    self.assertEqual(self.files(), before)
            self.assert_answered(self.folder, server.client, "zorblat", "refunds.md")

    def test_a_file_that_leads_out_of_the_folder_is_replaced_not_followed(self):
        outside = self.folder.path / "outside.md"
        outside.write_text(page("quendle"))
        for name in ("replaced.md", "removed.md"):
            (self.folder.documents / name).symlink_to(outside)
        with Server(self.folder) as server:
            self.settled(server.client)
            self.assertEqual(self.put(server.client, "replaced.md", page("brimsk")).status, 200)
            self.assertEqual(self.delete(server.client, "removed.md").status, 204)
            self.assertEqual(outside.read_text(), page("quendle"))
            self.assertFalse((self.folder.documents / "replaced.md").is_symlink())
            self.assert_answered(self.folder, server.client, "brimsk", "replaced.md")

    def test_a_folder_that_leads_elsewhere_is_not_written(self):
        """What is put would not lie under DOCUMENTS_PATH, or not under its own path."""
        (self.folder.path / "outside").mkdir()
        (self.folder.path / "outside" / "page.md").write_text(page("quendle"))
        self.folder.write("inside/page.md", page("brimsk"))
        (self.folder.documents / "to outside").symlink_to("../outside", target_is_directory=True)
        (self.folder.documents / "to inside").symlink_to("inside", target_is_directory=True)
        with Server(self.folder) as server:
            client = server.client
            self.settled(client)
            self.assert_answered(self.folder, client, "quendle", "to outside/page.md")
            before = self.files()
            for name in ("to outside/page.md", "to outside/new.md", "to outside/sub/new.md", "to inside/new.md"):
                with self.subTest(name):
                    self.assert_problem(self.put(client, name, page("dovrun")), 400)
                    self.assert_problem(self.delete(client, name), 400, 404)
                    self.assertEqual(self.files(), before)
            self.assert_answered(self.folder, client, "quendle", "to outside/page.md")

    def test_a_put_outlives_a_crash(self):
        server = Server(self.folder)
        self.settled(server.client)
        self.assertEqual(self.put(server.client, "faq/gifts.md", page("quendle")).status, 200)
        self.assertEqual(self.delete(server.client, "refunds.md").status, 204)
        server.kill()
        for number in (signal.SIGTERM, signal.SIGINT):
            with Server(self.folder) as server:
                self.assertEqual(list(self.listed(server.client)), ["faq/gifts.md"])
                self.assert_answered(self.folder, server.client, "quendle", "faq/gifts.md")
                self.settled(server.client)
                self.assertEqual(list(self.listed(server.client)), ["faq/gifts.md"])
                self.assertEqual(server.stop(number), 0)

    def test_a_folder_that_may_not_be_written(self):
        self.folder.documents.chmod(0o500)
        self.addCleanup(self.folder.documents.chmod, 0o700)
        with Server(self.folder, prefix=AS_ORDINARY_USER) as server:
            self.settled(server.client)
            for name in ("refunds.md", "new.md", "sub/new.md"):
                answer = self.put(server.client, name, page("brimsk"))
                self.assert_problem(answer, 503)
                self.assertIn("ermission denied", answer.json["detail"])
            self.assert_problem(self.delete(server.client, "refunds.md"), 503)
            self.assertEqual(list(self.listed(server.client)), ["refunds.md"])
            self.assert_answered(self.folder, server.client, "zorblat", "refunds.md")


del DocumentsTest  # the tests are those of the classes above

if __name__ == "__main__":
    unittest.main(verbosity=2)
