#!/usr/bin/env python3
"""Starts the program where it cannot serve, and ends it while it does: one clear line, and nothing acknowledged is lost."""

import contextlib
import re
import resource
import shutil
import signal
import socket
import sqlite3
import subprocess
import unittest

from troupe import AS_ORDINARY_USER, PATIENCE, PROGRAM, ROOT, Connection, Folder, Server, request, wait_until

QUESTION = "How long does a refund take?"
UNANSWERABLE = "What is the airspeed of an unladen swallow?"
REFUSAL = "I could not find"
DOCUMENTS = {"refunds.md": "# Refunds\n\n## How long a refund takes\n\nA refund takes 3 working days to reach your card.\n"}

KEY = "a-key-of-a-chat-page"
SECRETS = {
    "TROUPE_API_KEYS": f"{KEY},another-key-of-a-page",
    "TROUPE_ADMIN_KEYS": "a-key-of-an-administrator",
    "OPENAI_API_KEY": "sk-secret",
    "DATABASE_URL": "postgres://somebody:password@example.com/troupe",
    "REDIS_URL": "redis://:password@example.com",
    "NEO4J_PASSWORD": "graph-password",
}


class StartupTest(unittest.TestCase):
    def setUp(self):
        self.folder = Folder(DOCUMENTS)
        self.addCleanup(self.folder.remove)

    def complaint(self, ended, code):
        """The one line for which a start ended with `code`."""
        self.assertEqual(ended.returncode, code, ended)
        self.assertEqual(ended.stdout, "", "what did not start announces nothing")
        lines = [line for line in ended.stderr.splitlines() if line.startswith("troupe: ")]
        self.assertEqual(len(lines), 1, ended.stderr)
        return lines[0]

    def assert_refused(self, *words, code=1, **options):
        line = self.complaint(self.folder.run("serve", **options), code)
        for word in words:
            self.assertIn(str(word), line)

    def assert_kept(self, client, acknowledged):
        """Every turn that was answered is in its session's history, with the answer that was given."""
        for answer in acknowledged:
            history = client.history(answer["session_id"])
            texts = [m["text"] for m in history if m["turn_id"] == answer["turn_id"] and m["role"] == "assistant"]
            self.assertEqual(texts, [answer["answer"]])

    def some_turns(self):
        """Turns of a server that has ended since."""
        with Server(self.folder) as server:
            return [server.client.chat(f"{QUESTION} ({i})").json for i in range(3)]


class DataDirectoryTest(StartupTest):
    def test_made_where_it_is_missing(self):
        self.folder.data = self.folder.path / "a" / "new" / "place"
        acknowledged = self.some_turns()
        for path in (self.folder.data, self.folder.database):
            self.assertEqual(path.stat().st_mode & 0o077, 0, f"{path} is for its owner alone")
        with Server(self.folder) as server:
            self.assert_kept(server.client, acknowledged)

    def test_that_may_not_be_written(self):
        acknowledged = self.some_turns()
        for mode in (0o500, 0o000):
            with self.subTest(mode=oct(mode)):
                self.folder.data.chmod(mode)
                self.addCleanup(self.folder.data.chmod, 0o700)
                self.assert_refused(self.folder.data, "may write", prefix=AS_ORDINARY_USER)
        self.folder.data.chmod(0o700)
        with Server(self.folder) as server:
            self.assert_kept(server.client, acknowledged)

    def test_that_cannot_be_made(self):
        locked = self.folder.path / "locked"
        locked.mkdir(mode=0o500)
        self.folder.data = locked / "data"
        self.assert_refused(self.folder.data, "TROUPE_DATA_DIR", "ermission denied", prefix=AS_ORDINARY_USER)
        self.folder.data = self.folder.documents / "refunds.md"
        self.assert_refused(self.folder.data, "TROUPE_DATA_DIR", "ot a directory")

    def test_a_database_that_may_not_be_written(self):
        acknowledged = self.some_turns()
        self.folder.database.chmod(0o400)
        self.assert_refused(self.folder.database, prefix=AS_ORDINARY_USER)
        self.folder.database.chmod(0o600)
        with Server(self.folder) as server:
            self.assert_kept(server.client, acknowledged)

    def test_used_by_another_troupe(self):
        with Server(self.folder) as server:
            self.assert_refused(self.folder.data, "locked by another Troupe", f"pid {server.pid}", "TROUPE_DATA_DIR")
            self.assertEqual(server.client.chat(QUESTION).status, 200)
            server.kill()
        with Server(self.folder) as server:  # a lock outlives nobody
            self.assertEqual(server.client.chat(QUESTION).status, 200)

    def test_a_newer_database(self):
        acknowledged = self.some_turns()
        version = self.set_version(999)
        self.assert_refused(self.folder.database, "999", "newer Troupe")
        self.assertEqual(self.set_version(version), 999, "it was left as it is")
        with Server(self.folder) as server:
            self.assert_kept(server.client, acknowledged)

    def set_version(self, version):
        """The schema's version until now."""
        with contextlib.closing(sqlite3.connect(self.folder.database)) as database:
            before, = database.execute("PRAGMA user_version").fetchone()
            database.execute(f"PRAGMA user_version = {version}")
            database.commit()
            return before

    def test_a_file_that_is_no_database(self):
        self.folder.data.mkdir()
        for content in (b"Dear diary,\n", b"Dear diary,\n" * 1000, b"SQLite format 3\0" + bytes(4096)):
            with self.subTest(content[:16]):
                self.folder.database.write_bytes(content)
                self.assert_refused(self.folder.database)
                self.assertEqual(self.folder.database.read_bytes(), content, "somebody may still need it")
        self.folder.database.unlink()
        self.folder.database.mkdir()
        self.assert_refused(self.folder.database)


class SpaceTest(StartupTest):
    """There is no more space for a while."""

    def ask(self, client, number):
        return client.chat(f"{QUESTION} ({number})", client_message_id=f"a-message-of-the-test-{number}")

    def fill_up(self, client, acknowledged):
        """Talks on until the store takes no more."""
        for number in range(len(acknowledged), 10_000):
            answer = self.ask(client, number)
            if answer.status != 200:
                return self.assert_no_commit(answer)
            acknowledged.append(answer.json)
        self.fail("the store took everything")

    def assert_no_commit(self, answer):
        self.assertEqual(answer.status, 503, answer)
        self.assertGreater(int(answer.headers["retry-after"]), 0)
        self.assertEqual(answer.headers["content-type"], "application/problem+json")

    def assert_refuses_for_now(self, server, acknowledged):
        """Nothing that would have to be kept is promised; what was kept can be read."""
        client = server.client
        turn = acknowledged[0]["turn_id"]
        for _ in range(3):
            self.assert_no_commit(client.chat(QUESTION))
            self.assert_no_commit(client.chat(QUESTION, stream=True))
            self.assert_no_commit(client.post("/v1/sessions"))
            self.assert_no_commit(client.post(f"/v1/turns/{turn}/feedback", {"metric": "thumbs", "value": "up"}))
        self.assertEqual(client.get("/health/live").status, 200)
        self.assertEqual(client.get("/health/ready").status, 503)
        states = {part["name"]: part["state"] for part in client.get("/health").json["components"]}
        self.assertEqual(states["store.writer"], "down")
        self.assert_kept(client, acknowledged)

    def assert_serves_again(self, server, acknowledged):
        """The store comes back by itself, without being asked, and the message that was turned away is taken, once."""
        wait_until(lambda: server.client.get("/health/ready").status == 200, f"ready again: {server.tail()}")
        number = len(acknowledged)
        answer = wait_until(lambda: self.taken(self.ask(server.client, number)), f"messages are taken again: {server.tail()}")
        self.assertEqual(self.ask(server.client, number).body, answer.body)
        self.assertEqual(len(server.client.history(answer.json["session_id"])), 2)
        acknowledged.append(answer.json)
        self.assert_kept(server.client, acknowledged)

    @staticmethod
    def taken(answer):
        return answer if answer.status == 200 else None

    def test_a_volume_that_runs_full(self):
        volume = self.mounted_volume(kib=4096)
        self.folder.data = volume / "data"
        with Server(self.folder) as server:
            acknowledged = [self.ask(server.client, 0).json]
            ballast = volume / "ballast"
            with contextlib.suppress(OSError), ballast.open("wb", buffering=0) as file:
                while file.write(bytes(4096)):
                    pass
            self.fill_up(server.client, acknowledged)
            self.assert_refuses_for_now(server, acknowledged)
            ballast.unlink()
            self.assert_serves_again(server, acknowledged)
        with Server(self.folder) as server:
            self.assert_kept(server.client, acknowledged)

    def test_a_volume_that_is_full_at_the_start(self):
        volume = self.mounted_volume(kib=64)
        self.folder.data = volume / "data"
        self.assert_refused(self.folder.data)

    def mounted_volume(self, kib):
        volume = self.folder.path / "volume"
        volume.mkdir()
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={kib}k", "tmpfs", volume], capture_output=True, text=True)
        if mounted.returncode != 0:
            self.skipTest(f"this user may not mount a volume: {mounted.stderr.strip()}")
        self.addCleanup(subprocess.run, ["umount", "--lazy", volume], check=True)
        return volume

    def test_files_that_may_not_grow(self):
        with Server(self.folder) as server:
            acknowledged = [self.ask(server.client, 0).json]
            unlimited = resource.prlimit(server.pid, resource.RLIMIT_FSIZE)
            resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (0, unlimited[1]))
            self.assert_refuses_for_now(server, acknowledged)
            resource.prlimit(server.pid, resource.RLIMIT_FSIZE, unlimited)
            self.assert_serves_again(server, acknowledged)
        with Server(self.folder) as server:
            self.assert_kept(server.client, acknowledged)

    def test_files_that_may_not_be_as_large_as_an_empty_database(self):
        self.assert_refused(self.folder.data, prefix=("prlimit", "--fsize=8192"))


class SettingsTest(StartupTest):
    def assert_setting_refused(self, *words, **settings):
        """By every subcommand that uses settings, in one line and with the exit code for wrong usage."""
        for command in (("serve",), ("ask", QUESTION)):
            line = self.complaint(self.folder.run(*command, **settings), 2)
            for word in words:
                self.assertIn(word, line)
        shown = self.folder.run("config", **settings)
        self.assertEqual(shown.returncode, 2)
        self.assertIn(words[0], shown.stderr)
        self.assertFalse(self.folder.data.exists(), "nothing was begun")

    def test_unknown_names(self):
        for name, meant in {
            "TROUPE_PROT": "TROUPE_PORT",
            "TROUPE_DATADIR": "TROUPE_DATA_DIR",
            "TROUPE_MAX_MESAGE_BYTES": "TROUPE_MAX_MESSAGE_BYTES",
            "TROUPE_API_KEY": "TROUPE_API_KEYS",
        }.items():
            with self.subTest(name):
                self.assert_setting_refused(name, f"did you mean {meant}?", **{name: "1"})
        self.assert_setting_refused("TROUPE_WHATEVER_THIS_IS", "troupe config", TROUPE_WHATEVER_THIS_IS="1")
        self.assert_setting_refused("TROUPE_", TROUPE_="1")

    def test_bad_values(self):
        for name, value in [
            ("TROUPE_PORT", "http"),
            ("TROUPE_PORT", "65536"),
            ("TROUPE_PORT", "-1"),
            ("TROUPE_PORT", "8000 "),
            ("TROUPE_PORT", "99999999999999999999"),
            ("TROUPE_PORT", "0x50"),
            ("API_WORKERS", "0"),
            ("CHUNK_SIZE", "5.5"),
            ("RL_EXPLORATION_RATE", "1.5"),
            ("RL_EXPLORATION_RATE", "nan"),
            ("RL_POLICY", "best_guess"),
            ("REWARD_NORMALIZATION", "perhaps"),
            ("TROUPE_LOG_LEVEL", "loud"),
            ("TROUPE_LOG_FORMAT", "xml"),
            ("TROUPE_TURN_DEADLINE_MS", "30s"),
            ("TROUPE_CORS_ORIGINS", "shop.example"),
            ("TROUPE_TRUSTED_PROXIES", "10.0.0.0/33"),
            ("TROUPE_API_KEYS", "a key"),
            ("TROUPE_TLS_CERT", "cert.pem"),
        ]:
            with self.subTest(name, value=value):
                self.assert_setting_refused(name, **{name: value})

    def test_a_bad_value_of_a_secret_is_not_shown(self):
        for name in ("TROUPE_API_KEYS", "TROUPE_ADMIN_KEYS"):
            refused = self.folder.run("serve", **{name: "a secret"})
            self.assertIn(name, self.complaint(refused, 2))
            self.assertNotIn("a secret", refused.stderr)

    def test_values_that_do_not_go_together(self):
        self.assert_setting_refused("OVERLAP_SIZE", "CHUNK_SIZE", OVERLAP_SIZE=500, CHUNK_SIZE=500)
        self.assert_setting_refused("TROUPE_TLS_KEY", "TROUPE_TLS_CERT", TROUPE_TLS_KEY="key.pem")

    def test_every_fault_is_named(self):
        ended = self.folder.run("serve", TROUPE_PORT="http", TROUPE_PROT="1", CHUNK_SIZE="0")
        self.assertEqual(ended.returncode, 2)
        for name in ("TROUPE_PORT", "TROUPE_PROT", "CHUNK_SIZE"):
            self.assertIn(name, ended.stderr)
        self.assertEqual(len(ended.stderr.splitlines()), 3, ended.stderr)

    def test_a_name_that_holds_a_line_end_stays_in_its_line(self):
        ended = self.folder.run("serve", **{"TROUPE_A\ntroupe: all is well": "1"})
        self.complaint(ended, 2)
        self.assertEqual(len(ended.stderr.splitlines()), 1)

    def file(self, text):
        path = self.folder.path / "troupe.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return {"TROUPE_CONFIG": str(path)}

    def test_bad_files(self):
        for text, line, word in [
            ("[server\nport = 1\n", 1, ""),
            ("[server]\nport = \n", 2, ""),
            ("[server]\nport = 1\nport = 2\n", 3, "port"),
            ("[server]\n\nprot = 1\n", 3, "did you mean server.port?"),
            ("[sever]\nport = 1\n", 2, "did you mean server.port?"),
            ("port = 1\n", 1, "port"),
            ('[server]\nport = "http"\n', 2, "server.port"),
            ("[server]\nport = 1.5\n", 2, "server.port"),
            ("[server]\nport = [1]\n", 2, "server.port"),
            ("[knowledge]\nchunk_words = 1979-05-27\n", 2, "knowledge.chunk_words"),
            (b"[server]\nhost = \"\xff\"\n", 2, ""),
            (b"\0\0\0\0", 1, ""),
            ("[" * 10_000, 1, ""),
        ]:
            with self.subTest(text[:40]):
                self.assert_setting_refused(f"troupe.toml:{line}: ", word, **self.file(text))

    def test_files_that_cannot_be_read(self):
        for path in (self.folder.path / "missing.toml", self.folder.path):
            with self.subTest(path=path):
                self.assert_setting_refused(str(path), "TROUPE_CONFIG", TROUPE_CONFIG=path)
        settings = self.file("[server]\nport = 1\n")
        (self.folder.path / "troupe.toml").chmod(0)
        refused = self.folder.run("serve", prefix=AS_ORDINARY_USER, **settings)
        self.assertIn("ermission denied", self.complaint(refused, 2))

    def test_the_environment_wins_over_the_file(self):
        shown = self.shown(**self.file('[server]\nworkers = 3\n[log]\nlevel = "debug"\n'), API_WORKERS=2)
        self.assertEqual(shown["API_WORKERS"], ("2", "environment"))
        self.assertEqual(shown["TROUPE_LOG_LEVEL"], ("debug", "file"))
        self.assertEqual(shown["CHUNK_SIZE"], ("500", "default"))
        self.assertEqual(shown["TROUPE_DATA_DIR"], (str(self.folder.data), "environment"))

    def shown(self, **settings):
        """What `troupe config` prints: value and source of each name."""
        ended = self.folder.run("config", **settings)
        self.assertEqual((ended.returncode, ended.stderr), (0, ""))
        lines = (re.fullmatch(r"(\w+)=(.*?)  # (\w+); .+", line) for line in ended.stdout.splitlines())
        return {line[1]: (line[2], line[3]) for line in lines}

    def test_secrets_are_masked(self):
        ended = self.folder.run("config", **SECRETS)
        self.assertEqual(ended.returncode, 0, ended.stderr)
        for value in (KEY, "another-key-of-a-page", "a-key-of-an-administrator", "sk-secret", "password"):
            self.assertNotIn(value, ended.stdout + ended.stderr)
        shown = self.shown(**SECRETS)
        for name in SECRETS:
            self.assertEqual(shown[name], ("***", "environment"))
        self.assertEqual(self.shown()["OPENAI_API_KEY"], ("", "default"))

    def test_broken_tables(self):
        config = self.folder.path / "config"
        for name in ("strategies.toml", "intents.toml", "signals.toml", "rewards.toml"):
            for text in (None, "", "[[["):
                with self.subTest(name, text=text):
                    shutil.rmtree(config, ignore_errors=True)
                    shutil.copytree(ROOT / "config", config, ignore=shutil.ignore_patterns("*.cpp", "*.hpp"))
                    (config / "troupe.toml").unlink()
                    (config / name).unlink()
                    if text is not None:
                        (config / name).write_text(text)
                    self.assert_refused(name, TROUPE_CONFIG_DIR=config)


class AddressTest(StartupTest):
    def test_a_port_in_use(self):
        with Server(self.folder) as server:
            other = Folder(DOCUMENTS)
            self.addCleanup(other.remove)
            refused = self.complaint(other.run("serve", TROUPE_PORT=server.address[1]), 1)
            self.assertIn(f"127.0.0.1:{server.address[1]}", refused)
            self.assertIn("in use", refused)
            self.assertEqual(server.client.chat(QUESTION).status, 200)

    def test_other_addresses_need_keys(self):
        for host in ("0.0.0.0", "::", "192.0.2.1"):
            with self.subTest(host):
                self.assert_refused(host, "TROUPE_API_KEYS", code=2, TROUPE_HOST=host)
        with Server(self.folder, TROUPE_HOST="0.0.0.0", TROUPE_API_KEYS=KEY) as server:
            self.assertEqual(server.client.chat(QUESTION).status, 401)
            self.assertEqual(server.client.with_key(KEY).chat(QUESTION).status, 200)

    def test_addresses_that_are_not_of_this_machine(self):
        self.assert_refused("192.0.2.1", TROUPE_HOST="192.0.2.1", TROUPE_API_KEYS=KEY)
        no_host = "x" * 64  # a label has at most 63 bytes: no name server is asked
        self.assert_refused(no_host, TROUPE_HOST=no_host, TROUPE_API_KEYS=KEY)

    def test_certificates_that_cannot_be_read(self):
        for name in ("missing.pem", "documents/refunds.md"):
            with self.subTest(name):
                self.assert_refused(name, TROUPE_TLS_CERT=name, TROUPE_TLS_KEY=name)


class DocumentsFolderTest(StartupTest):
    """Without documents there is an honest answer, and the operator is told why."""

    def assert_told(self, server, *words):
        client = server.client
        self.assertEqual(client.get("/v1/knowledge/documents").json, {"documents": []})
        self.assertEqual(self.component(client)["state"], "degraded")
        for word in words:
            self.assertIn(word, client.get("/v1/knowledge/sync").json["error"])
            self.assertIn(word, self.component(client)["reason"])
        self.assertIn(REFUSAL, client.chat(QUESTION).json["answer"])

    @staticmethod
    def component(client):
        return next(c for c in client.get("/health").json["components"] if c["name"] == "knowledge")

    def assert_synced(self, client):
        client.post("/v1/knowledge/sync")
        wait_until(lambda: not client.get("/v1/knowledge/sync").json["running"], "the sync has ended")
        self.assertIn("3 working days", client.chat(QUESTION).json["answer"])
        self.assertEqual(self.component(client)["state"], "up")

    def test_missing_at_the_start(self):
        elsewhere = self.folder.documents.rename(self.folder.path / "elsewhere")
        with Server(self.folder) as server:
            self.assert_told(server, "DOCUMENTS_PATH", str(self.folder.documents), "No such file")
            elsewhere.rename(self.folder.documents)
            self.assert_synced(server.client)

    def test_unreadable_at_the_start(self):
        self.folder.documents.chmod(0)
        with Server(self.folder, prefix=AS_ORDINARY_USER) as server:
            self.assert_told(server, "DOCUMENTS_PATH", str(self.folder.documents), "ermission denied")
            self.folder.documents.chmod(0o755)
            self.assert_synced(server.client)

    def test_a_file(self):
        with Server(self.folder, DOCUMENTS_PATH=self.folder.documents / "refunds.md") as server:
            self.assert_told(server, "DOCUMENTS_PATH", "refunds.md", "ot a directory")

    def test_gone_while_it_was_served(self):
        """A volume that is not mounted is no reason to forget what was read from it."""
        with Server(self.folder) as server:
            wait_until(lambda: not server.client.get("/v1/knowledge/sync").json["running"], "the sync has ended")
        self.folder.documents.rename(self.folder.path / "elsewhere")
        with Server(self.folder) as server:
            wait_until(lambda: self.component(server.client)["state"] == "degraded", "the fault is shown")
            self.assertIn("3 working days", server.client.chat(QUESTION).json["answer"])


class SubcommandTest(StartupTest):
    def test_version(self):
        shown = self.folder.run("version")
        self.assertEqual((shown.returncode, shown.stderr), (0, ""))
        self.assertRegex(shown.stdout, r"^troupe \d+\.\d+\.\d+\S*\n$")

    def test_version_needs_no_settings(self):
        self.assertEqual(self.folder.run("version", TROUPE_PROT="1").returncode, 0)

    def test_help(self):
        shown = self.folder.run("--help")
        self.assertEqual(shown.returncode, 0)
        for subcommand in ("serve", "ask", "config", "version"):
            self.assertIn(subcommand, shown.stdout)

    def test_wrong_usage(self):
        for arguments in ((), ("sevre",), ("serve", "extra"), ("ask",), ("--what",)):
            with self.subTest(arguments):
                ended = self.folder.run(*arguments)
                self.assertEqual((ended.returncode, ended.stdout), (2, ""))
                self.assertTrue(ended.stderr)

    def test_ask(self):
        for question, answer in ((QUESTION, "3 working days"), (UNANSWERABLE, REFUSAL)):
            with self.subTest(question):
                asked = self.folder.run("ask", question)
                self.assertEqual((asked.returncode, asked.stderr), (0, ""))
                self.assertIn(answer, asked.stdout)

    def test_ask_leaves_the_data_to_the_next(self):
        acknowledged = self.some_turns()
        self.assertEqual(self.folder.run("ask", QUESTION).returncode, 0)
        with Server(self.folder) as server:
            self.assert_kept(server.client, acknowledged)


class StopTest(StartupTest):
    def test_signals_end_a_server_that_streams(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(number.name):
                server = Server(self.folder)
                session = server.client.chat(QUESTION).json["session_id"]
                with server.client.stream("GET", f"/v1/sessions/{session}/events?after=0") as stream:
                    events = stream.events()
                    while not next(events).ends_run:
                        pass
                    server.send_signal(number)
                    self.assertEqual(list(events), [], "the stream is ended, not cut")
                self.assertEqual(server.wait(), 0, server.tail())

    def test_a_turn_under_way_is_finished(self):
        server = Server(self.folder)
        with server.client.stream("POST", "/v1/chat", {"message": QUESTION}) as stream:
            events = stream.events()
            begun = next(events)
            server.send_signal(signal.SIGTERM)
            self.assertEqual(list(events)[-1].type, "RUN_FINISHED")
        self.assertEqual(server.wait(), 0, server.tail())
        with Server(self.folder) as server:
            self.assertEqual(len(server.client.history(begun.data["session_id"])), 2)

    def test_idle_connections_hold_up_nothing(self):
        server = Server(self.folder, TROUPE_DRAIN_MS=600_000)
        with Connection(server.address) as silent, Connection(server.address) as kept_alive:
            self.assertEqual(kept_alive.request("GET", "/health/live").status, 200)
            server.send_signal(signal.SIGTERM)
            self.assertTrue(kept_alive.ended())
            self.assertTrue(silent.ended())
            self.assertEqual(server.wait(), 0, server.tail())

    def test_a_second_signal(self):
        """While a request holds up the first: it ends the program at once, and costs nothing that was acknowledged."""
        server = Server(self.folder, TROUPE_DRAIN_MS=60000)
        with Connection(server.address) as connection:
            whole = request("POST", "/v1/chat", {"message": QUESTION})
            connection.send(whole[:-1])
            wait_until(lambda: server.client.metric("troupe_http_connections") == 2, "both connections are known")
            server.send_signal(signal.SIGTERM)
            wait_until(lambda: self.is_deaf(server), "it drains")
            server.send_signal(signal.SIGINT)
            self.assertEqual(server.wait(), -signal.SIGINT, server.tail())
        with Server(self.folder) as server:
            self.assertEqual(server.client.chat(QUESTION).status, 200)

    @staticmethod
    def is_deaf(server):
        try:
            return not server.client.get("/health/live")
        except ConnectionError:
            return True

    def test_a_signal_as_soon_as_it_listens(self):
        acknowledged = self.some_turns()
        for _ in range(5):
            with subprocess.Popen([PROGRAM, "serve"], env=self.folder.settings(), cwd=self.folder.path,
                                  stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
                process.stdout.readline()
                process.send_signal(signal.SIGTERM)
                self.assertEqual(process.wait(PATIENCE), 0)
        with Server(self.folder) as server:
            self.assert_kept(server.client, acknowledged)

    def test_a_second_start_goes_on_with_the_sessions(self):
        with Server(self.folder) as server:
            first = server.client.chat(QUESTION).json
            before = server.client.get(f"/v1/sessions/{first['session_id']}").json
        with Server(self.folder) as server:
            self.assertEqual(server.client.get(f"/v1/sessions/{first['session_id']}").json, before)
            second = server.client.chat("and by bank transfer?", session_id=first["session_id"]).json
            self.assertEqual(second["customer_id"], first["customer_id"])
            history = server.client.history(first["session_id"])
            self.assertEqual([m["turn_id"] for m in history], [first["turn_id"]] * 2 + [second["turn_id"]] * 2)


del StartupTest  # the tests are those of the classes above

if __name__ == "__main__":
    unittest.main(verbosity=2)
