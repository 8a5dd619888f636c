#!/usr/bin/env python3
"""Who may do what, from where, and what the log tells of it: keys, principals, CORS, addresses, TLS, reactors, the log's lines."""

import base64
import concurrent.futures
import contextlib
import json
import re
import signal
import socket
import ssl
import subprocess
import unittest
import warnings

from troupe import Connection, Folder, Server, request, wait_until

QUESTION = "How long does a refund take?"
DOCUMENTS = {"refunds.md": "# Refunds\n\n## How long a refund takes\n\nA refund takes 3 working days to reach your card.\n"}

CHAT_KEY = "a-key-of-a-chat-page"
OTHER_CHAT_KEY = "a-key-of-another-page"
ADMIN_KEY = "a-key-of-an-administrator"
KEYS = {"TROUPE_API_KEYS": f"{CHAT_KEY},{OTHER_CHAT_KEY}", "TROUPE_ADMIN_KEYS": ADMIN_KEY}

UNKNOWN_SESSION = "ses_" + "a" * 26
UNKNOWN_TURN = "trn_" + "a" * 26
UNKNOWN_CUSTOMER = "cus_" + "a" * 26
MARKDOWN = {"Content-Type": "text/markdown"}
THUMBS_UP = {"metric": "thumbs", "value": "up"}

# Method, path, body, and what a key that may answers.
CHAT_CALLS = [
    ("POST", "/v1/chat", {"message": QUESTION}, 200),
    ("POST", "/v1/sessions", {}, 201),
    ("GET", f"/v1/sessions/{UNKNOWN_SESSION}", None, 404),
    ("DELETE", f"/v1/sessions/{UNKNOWN_SESSION}", None, 404),
    ("POST", f"/v1/sessions/{UNKNOWN_SESSION}/messages", {"message": QUESTION}, 404),
    ("GET", f"/v1/sessions/{UNKNOWN_SESSION}/messages", None, 404),
    ("GET", f"/v1/sessions/{UNKNOWN_SESSION}/events", None, 404),
    ("POST", f"/v1/turns/{UNKNOWN_TURN}/feedback", THUMBS_UP, 404),
    ("POST", "/v1/classify", {"message": QUESTION}, 200),
    ("GET", "/v1/knowledge/search?q=refund", None, 200),
    ("GET", "/v1/knowledge/documents", None, 200),
    ("GET", "/v1/knowledge/documents/refunds.md", None, 200),
    ("GET", "/v1/knowledge/sync", None, 200),
]
ADMIN_CALLS = [
    ("PUT", "/v1/knowledge/documents/new.md", b"# New\n\nSomething that is new, and not in the way.\n", 200),
    ("DELETE", "/v1/knowledge/documents/new.md", None, 204),
    ("POST", "/v1/knowledge/sync", None, 202),
    ("POST", "/v1/customers", {"email": "ada@example.com"}, 201),
    ("GET", f"/v1/customers/{UNKNOWN_CUSTOMER}", None, 404),
]
OPEN_CALLS = [("GET", path, None, 200) for path in ("/health/live", "/health/ready", "/health", "/metrics", "/")]


def call(client, method, path, body, **headers):
    return client.request(method, path, body, (MARKDOWN if isinstance(body, bytes) else {}) | headers)


class ServedTest(unittest.TestCase):
    SETTINGS = {}

    @classmethod
    def setUpClass(cls):
        cls.folder = Folder(DOCUMENTS)
        cls.addClassCleanup(cls.folder.remove)
        cls.server = cls.enterClassContext(Server(cls.folder, **cls.SETTINGS))
        cls.client = cls.server.client

    def assert_problem(self, answer, status):
        self.assertEqual(answer.status, status, answer)
        self.assertEqual(answer.headers["content-type"], "application/problem+json")
        self.assertEqual(answer.json["status"], status)


class KeyTest(ServedTest):
    SETTINGS = KEYS

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chat, cls.other, cls.admin = (cls.client.with_key(k) for k in (CHAT_KEY, OTHER_CHAT_KEY, ADMIN_KEY))

    def test_calls_without_a_key(self):
        for method, path, body, _ in CHAT_CALLS + ADMIN_CALLS:
            with self.subTest(method=method, path=path):
                answer = call(self.client, method, path, body)
                self.assert_problem(answer, 401)
                self.assertTrue(answer.headers["www-authenticate"].startswith("Bearer"))

    def test_calls_that_need_no_key(self):
        for method, path, body, status in OPEN_CALLS:
            for client in (self.client, self.client.with_key("unknown"), self.chat):
                with self.subTest(path=path, headers=client.headers):
                    self.assertEqual(call(client, method, path, body).status, status)

    def test_calls_with_a_chat_key(self):
        for method, path, body, status in CHAT_CALLS:
            with self.subTest(method=method, path=path):
                self.assertEqual(call(self.chat, method, path, body).status, status)
        for method, path, body, _ in ADMIN_CALLS:
            with self.subTest(method=method, path=path):
                self.assert_problem(call(self.chat, method, path, body), 403)
        self.assertFalse((self.folder.documents / "new.md").exists())

    def test_calls_with_an_admin_key(self):
        for method, path, body, status in CHAT_CALLS + ADMIN_CALLS:
            with self.subTest(method=method, path=path):
                self.assertEqual(call(self.admin, method, path, body).status, status)

    def test_what_is_no_key(self):
        basic = base64.b64encode(f"{CHAT_KEY}:{CHAT_KEY}".encode()).decode()
        for field in ("", "Bearer", "Bearer ", CHAT_KEY, f"Basic {basic}", f"Token {CHAT_KEY}", f"Bearer{CHAT_KEY}", f"Bearer x{CHAT_KEY}",
                      f"Bearer {CHAT_KEY}x", f"Bearer {CHAT_KEY[:-1]}", f"Bearer {CHAT_KEY.upper()}", f"Bearer {CHAT_KEY} x",
                      f"Bearer {CHAT_KEY},{OTHER_CHAT_KEY}", f'Bearer "{CHAT_KEY}"', "Bearer " + "x" * 8000):
            with self.subTest(field[:60]):
                self.assert_problem(self.client.get("/v1/knowledge/sync", Authorization=field), 401)
        for path in (f"/v1/knowledge/sync?key={CHAT_KEY}", f"/v1/knowledge/sync?access_token={CHAT_KEY}"):
            self.assert_problem(self.client.get(path), 401)
        for field in (f"bearer {CHAT_KEY}", f"BEARER  {CHAT_KEY}"):
            self.assertEqual(self.client.get("/v1/knowledge/sync", Authorization=field).status, 200)

    def test_the_key_counts_for_each_request_of_a_connection(self):
        with Connection(self.server.address) as connection:
            for headers, status in ((self.chat.headers, 200), ({}, 401), (self.admin.headers, 200), (self.client.headers, 401)):
                self.assertEqual(connection.request("GET", "/v1/knowledge/sync", headers=headers).status, status)

    def test_a_session_of_somebody_else_looks_like_none(self):
        body = {"message": QUESTION, "client_message_id": "a-message-of-the-first-page"}
        mine = self.chat.post("/v1/chat", body).json
        session, turn = mine["session_id"], mine["turn_id"]
        calls = [
            ("GET", "/v1/sessions/{}", None),
            ("DELETE", "/v1/sessions/{}", None),
            ("GET", "/v1/sessions/{}/messages", None),
            ("GET", "/v1/sessions/{}/events?after=0", None),
            ("POST", "/v1/sessions/{}/messages", {"message": QUESTION}),
            ("POST", "/v1/sessions/{}/messages", body),
        ]
        for method, path, sent in calls:
            with self.subTest(method=method, path=path):
                seen = call(self.other, method, path.format(session), sent)
                unknown = call(self.other, method, path.format(UNKNOWN_SESSION), sent)
                self.assert_problem(seen, 404)
                self.assertEqual(seen.body.replace(session.encode(), UNKNOWN_SESSION.encode()), unknown.body)
        self.assert_problem(self.other.chat(QUESTION, session_id=session), 404)
        self.assert_problem(self.other.post(f"/v1/turns/{turn}/feedback", THUMBS_UP), 404)
        history = self.chat.history(session)
        self.assertEqual([m["turn_id"] for m in history], [turn, turn], "nothing was added")
        self.assertEqual(self.chat.post(f"/v1/turns/{turn}/feedback", THUMBS_UP).status, 202)

    def test_an_administrator_reaches_every_session(self):
        session = self.chat.chat(QUESTION).json["session_id"]
        self.assertEqual(self.admin.get(f"/v1/sessions/{session}").status, 200)
        self.assertEqual(self.admin.history(session), self.chat.history(session))

    def test_the_same_message_id_of_two_keys_is_two_messages(self):
        body = {"message": QUESTION, "client_message_id": "one-id-of-two-pages"}
        mine, other = self.chat.post("/v1/chat", body).json, self.other.post("/v1/chat", body).json
        self.assertNotEqual(mine["session_id"], other["session_id"])
        self.assertNotEqual(mine["turn_id"], other["turn_id"])

    def test_a_page_learns_nothing_of_a_customer_whom_it_names(self):
        """Its key is public: anybody may name anybody."""
        ada = {"external_id": "c-17", "email": "ada.of.the.shop@example.com", "name": "Ada"}
        known = self.admin.post("/v1/customers", ada | {"plan": "gold"}).json
        for customer in (ada, {"email": ada["email"]}, {"external_id": "c-17"}):
            turns = [client.chat(QUESTION, customer=customer).json for client in (self.chat, self.chat, self.other)]
            ids = {known["customer_id"], *(turn["customer_id"] for turn in turns)}
            self.assertEqual(len(ids), 4, "they are customers of their sessions only")
        after = self.admin.get(f"/v1/customers/{known['customer_id']}").json
        self.assertEqual(after, known)
        served = self.admin.chat(QUESTION, customer=ada).json
        self.assertEqual(served["customer_id"], known["customer_id"], "an administrator's word counts")

    def test_keys_are_not_shown(self):
        self.client.with_key("a-key-that-nobody-has").chat(QUESTION)
        shown = b"".join(self.client.get(path).body for _, path, _, _ in OPEN_CALLS) + self.server.log.read_bytes()
        shown += "\n".join(self.server.said).encode()
        for key in (CHAT_KEY, OTHER_CHAT_KEY, ADMIN_KEY, "a-key-that-nobody-has"):
            self.assertNotIn(key.encode(), shown)


class SomeKeysTest(unittest.TestCase):
    def setUp(self):
        self.folder = Folder(DOCUMENTS)
        self.addCleanup(self.folder.remove)

    def statuses(self, client):
        return [client.chat(QUESTION).status, client.post("/v1/knowledge/sync").status]

    def test_no_keys(self):
        with Server(self.folder) as server:
            self.assertEqual(self.statuses(server.client), [200, 202])
            self.assertEqual(self.statuses(server.client.with_key("any")), [200, 202])

    def test_chat_keys_alone(self):
        with Server(self.folder, TROUPE_API_KEYS=CHAT_KEY) as server:
            self.assertEqual(self.statuses(server.client), [401, 401])
            self.assertEqual(self.statuses(server.client.with_key(CHAT_KEY)), [200, 403])

    def test_admin_keys_alone(self):
        with Server(self.folder, TROUPE_ADMIN_KEYS=ADMIN_KEY) as server:
            self.assertEqual(self.statuses(server.client), [401, 401])
            self.assertEqual(self.statuses(server.client.with_key(ADMIN_KEY)), [200, 202])

    def test_a_key_that_is_of_both_kinds_administers(self):
        with Server(self.folder, TROUPE_API_KEYS=CHAT_KEY, TROUPE_ADMIN_KEYS=CHAT_KEY) as server:
            self.assertEqual(self.statuses(server.client.with_key(CHAT_KEY)), [200, 202])

    def test_a_key_that_was_taken_away(self):
        with Server(self.folder, TROUPE_API_KEYS=CHAT_KEY) as server:
            session = server.client.with_key(CHAT_KEY).chat(QUESTION).json["session_id"]
        with Server(self.folder, TROUPE_API_KEYS=OTHER_CHAT_KEY) as server:
            self.assertEqual(server.client.with_key(CHAT_KEY).get(f"/v1/sessions/{session}").status, 401)
            self.assertEqual(server.client.with_key(OTHER_CHAT_KEY).get(f"/v1/sessions/{session}").status, 404)
        with Server(self.folder, TROUPE_API_KEYS=f"{OTHER_CHAT_KEY},{CHAT_KEY}") as server:
            self.assertEqual(server.client.with_key(CHAT_KEY).get(f"/v1/sessions/{session}").status, 200)


SHOP = "https://shop.example"
LOCAL_PAGE = "http://localhost:3000"


def cors_of(answer):
    return {name: value for name, value in answer.headers.items() if name.startswith("access-control-")}


def preflight(client, path, origin, method="POST", headers="authorization, content-type"):
    return client.request("OPTIONS", path, headers={
        "Origin": origin, "Access-Control-Request-Method": method, "Access-Control-Request-Headers": headers})


def words(field):
    return {word.strip().lower() for word in field.split(",")}


class NoCorsTest(ServedTest):
    def test_no_other_page_may_call(self):
        self.assertEqual(cors_of(preflight(self.client, "/v1/chat", SHOP)), {})
        for method, path, body, status in OPEN_CALLS + CHAT_CALLS:
            with self.subTest(path=path):
                answer = call(self.client, method, path, body, Origin=SHOP)
                self.assertEqual((answer.status, cors_of(answer)), (status, {}))

    def test_options_tell_the_methods(self):
        answer = self.client.request("OPTIONS", "/v1/knowledge/documents/refunds.md")
        self.assertEqual((answer.status, answer.body), (204, b""))
        self.assertLessEqual({"get", "put", "delete"}, words(answer.headers["allow"]))


class CorsTest(ServedTest):
    SETTINGS = KEYS | {"TROUPE_CORS_ORIGINS": f"{SHOP}, {LOCAL_PAGE}"}

    def test_preflights_of_allowed_pages(self):
        """They carry no key: a browser sends none."""
        for origin in (SHOP, LOCAL_PAGE):
            for method, path in (("POST", "/v1/chat"), ("GET", f"/v1/sessions/{UNKNOWN_SESSION}/events"), ("DELETE", f"/v1/sessions/{UNKNOWN_SESSION}"),
                                 ("PUT", "/v1/knowledge/documents/a.md")):
                with self.subTest(origin=origin, method=method, path=path):
                    answer = preflight(self.client, path, origin, method)
                    self.assertEqual((answer.status, answer.body), (204, b""))
                    self.assertEqual(answer.headers["access-control-allow-origin"], origin)
                    self.assertIn(method.lower(), words(answer.headers["access-control-allow-methods"]))
                    self.assertLessEqual({"authorization", "content-type", "last-event-id"},
                                         words(answer.headers["access-control-allow-headers"]))
                    self.assertIn("origin", words(answer.headers["vary"]))
                    self.assertNotIn("access-control-allow-credentials", answer.headers)

    def test_answers_to_allowed_pages(self):
        """Refusals, too: a page could not tell why otherwise."""
        keyed = self.client.with_key(CHAT_KEY)
        answers = [call(keyed, method, path, body, Origin=SHOP) for method, path, body, _ in OPEN_CALLS + CHAT_CALLS + ADMIN_CALLS]
        answers += [
            call(self.client, "POST", "/v1/chat", {"message": QUESTION}, Origin=SHOP),
            call(keyed, "POST", "/v1/chat", {"message": ""}, Origin=SHOP),
            call(keyed, "POST", "/v1/chat", b"text", Origin=SHOP),
            call(keyed, "POST", "/v1/chat", {"message": "x" * 100_000}, Origin=SHOP),
            call(keyed, "GET", "/v1/chat", None, Origin=SHOP),
            call(keyed, "GET", "/v1/nothing", None, Origin=SHOP),
        ]
        self.assertLessEqual({200, 201, 400, 401, 403, 404, 405, 413, 415}, {a.status for a in answers})
        for answer in answers:
            with self.subTest(answer.status):
                self.assertEqual(answer.headers.get("access-control-allow-origin"), SHOP, answer)
                self.assertIn("origin", words(answer.headers["vary"]))
                self.assertIn("retry-after", words(answer.headers["access-control-expose-headers"]))

    def test_streams_to_allowed_pages(self):
        with Connection(self.server.address) as connection:
            headers = {"Origin": SHOP, "Accept": "text/event-stream", "Authorization": f"Bearer {CHAT_KEY}"}
            connection.send(request("POST", "/v1/chat", {"message": QUESTION}, headers))
            status, fields = connection.head()
            self.assertEqual((status, fields["content-type"]), (200, "text/event-stream"))
            self.assertEqual(fields["access-control-allow-origin"], SHOP)
            self.assertEqual(list(connection.events())[-1].type, "RUN_FINISHED")

    def test_other_pages(self):
        keyed = self.client.with_key(CHAT_KEY)
        for origin in ("https://evil.example", "null", "http://shop.example", f"{SHOP}:444", f"{SHOP}.evil.example", "https://evilshop.example",
                       "https://www.shop.example", f"{SHOP}/", f"https://evil.example/{SHOP}", "http://localhost", "*", "", f"{SHOP}, {LOCAL_PAGE}"):
            with self.subTest(origin):
                self.assertEqual(cors_of(preflight(self.client, "/v1/chat", origin)), {})
                answer = keyed.get("/v1/knowledge/sync", Origin=origin)
                self.assertEqual((answer.status, cors_of(answer)), (200, {}))
                self.assertIn("origin", words(answer.headers["vary"]), "a cache must not give this to an allowed page")
        self.assertEqual(cors_of(keyed.get("/v1/knowledge/sync")), {})


class EveryOriginTest(ServedTest):
    SETTINGS = {"TROUPE_CORS_ORIGINS": "*"}

    def test_every_page_may_call(self):
        for origin in (SHOP, "null"):
            self.assertEqual(preflight(self.client, "/v1/chat", origin).headers["access-control-allow-origin"], "*")
            answer = call(self.client, "POST", "/v1/chat", {"message": QUESTION}, Origin=origin)
            self.assertEqual(answer.headers["access-control-allow-origin"], "*")
            self.assertNotIn("access-control-allow-credentials", answer.headers)


class AddressTest(unittest.TestCase):
    def setUp(self):
        if not self.has_ipv6_loopback():
            self.skipTest("this machine has no ::1")
        self.folder = Folder(DOCUMENTS)
        self.addCleanup(self.folder.remove)

    @staticmethod
    def has_ipv6_loopback():
        with socket.socket(socket.AF_INET6, socket.SOCK_STREAM) as probe, contextlib.suppress(OSError):
            probe.bind(("::1", 0))
            return True
        return False

    def test_ipv6_loopback(self):
        with Server(self.folder, TROUPE_HOST="::1") as server:
            self.assertEqual(server.address[0], "::1")
            self.assertIn(f"http://[::1]:{server.address[1]}", server.said[0])
            self.assertEqual(server.client.chat_events(QUESTION)[-1].type, "RUN_FINISHED")
            with self.assertRaises(ConnectionRefusedError):
                Connection(("127.0.0.1", server.address[1]))
            asked = self.folder.run("ask", QUESTION, TROUPE_HOST="::1")
            self.assertEqual((asked.returncode, asked.stderr), (0, ""))
            self.assertIn("3 working days", asked.stdout)

    def test_localhost_is_both_loopbacks(self):
        with Server(self.folder, TROUPE_HOST="localhost") as server:
            port = server.address[1]
            for host in ("127.0.0.1", "::1"):
                with self.subTest(host), Connection((host, port)) as connection:
                    self.assertEqual(connection.request("POST", "/v1/chat", {"message": QUESTION}).status, 200)
            said = "\n".join(server.said)
            self.assertIn(f"http://127.0.0.1:{port}", said)
            self.assertIn(f"http://[::1]:{port}", said)

    def test_every_address(self):
        with Server(self.folder, TROUPE_HOST="::", **KEYS) as server:
            with Connection(("::1", server.address[1])) as connection:
                answer = connection.request("POST", "/v1/chat", {"message": QUESTION}, {"Authorization": f"Bearer {CHAT_KEY}"})
                self.assertEqual(answer.status, 200)

    def test_each_address_has_its_own_room(self):
        with Server(self.folder, TROUPE_HOST="localhost", TROUPE_MAX_CONNECTIONS_PER_ADDRESS=2) as server:
            port = server.address[1]
            with Connection(("127.0.0.1", port)) as first, Connection(("127.0.0.1", port)) as second:
                for connection in (first, second):
                    self.assertEqual(connection.request("GET", "/health/live").status, 200)
                with Connection(("127.0.0.1", port)) as third:
                    self.assertEqual(third.answer().status, 503)
                with Connection(("::1", port)) as other:
                    self.assertEqual(other.request("GET", "/health/live").status, 200)


class TlsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Folder(DOCUMENTS)
        cls.addClassCleanup(cls.folder.remove)
        cls.files = cls.certificate("server")
        cls.trusting = ssl.create_default_context(cafile=cls.files["TROUPE_TLS_CERT"])
        cls.server = cls.enterClassContext(Server(cls.folder, tls=cls.trusting, **cls.files, **KEYS))
        cls.client = cls.server.client.with_key(CHAT_KEY)

    @classmethod
    def certificate(cls, name):
        cert, key = cls.folder.path / f"{name}.pem", cls.folder.path / f"{name}.key"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
                        "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-out", cert, "-keyout", key],
                       check=True, capture_output=True)
        return {"TROUPE_TLS_CERT": str(cert), "TROUPE_TLS_KEY": str(key)}

    def tearDown(self):
        self.assertEqual(self.client.chat(QUESTION).status, 200)

    def test_is_served(self):
        self.assertTrue(self.server.said[0].endswith(f"https://127.0.0.1:{self.server.address[1]}"), self.server.said[0])
        self.assertEqual(self.client.chat_events(QUESTION)[-1].type, "RUN_FINISHED")
        self.assertEqual(self.server.client.chat(QUESTION).status, 401)
        with self.client.connect() as connection:
            self.assertIn(connection.socket.version(), ("TLSv1.2", "TLSv1.3"))
            for _ in range(3):
                self.assertEqual(connection.request("POST", "/v1/chat", {"message": QUESTION}, self.client.headers).status, 200)

    def test_large_bodies(self):
        admin = self.client.with_key(ADMIN_KEY)
        text = "# Large\n\n" + "A line of a document that is large, and that TLS sends in many records.\n\n" * 50_000
        put = admin.request("PUT", "/v1/knowledge/documents/large.md", text.encode(), MARKDOWN)
        self.assertEqual(put.status, 200, put)
        self.assertEqual(admin.get("/v1/knowledge/documents/large.md").json["content"], text)
        self.assertEqual(admin.request("DELETE", "/v1/knowledge/documents/large.md").status, 204)

    def test_ask_goes_through_it(self):
        asked = self.folder.run("ask", QUESTION, **self.files, **KEYS)
        self.assertEqual((asked.returncode, asked.stderr), (0, ""))
        self.assertIn("3 working days", asked.stdout)

    def test_old_versions_are_refused(self):
        old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        old.load_verify_locations(self.files["TROUPE_TLS_CERT"])
        old.set_ciphers("ALL:@SECLEVEL=0")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1_1
        with self.assertRaises((ssl.SSLError, ConnectionError)):
            Connection(self.server.address, tls=old)

    def test_a_client_that_does_not_trust_it_is_no_harm(self):
        with self.assertRaises(ssl.SSLCertVerificationError):
            Connection(self.server.address, tls=ssl.create_default_context())

    def test_what_is_no_tls(self):
        for sent in (request("GET", "/health/live"), b"\0" * 1000, b"\x16\x03\x01\xff\xff" + b"x" * 1000):
            with self.subTest(sent[:10]), Connection(self.server.address) as connection:
                with contextlib.suppress(ConnectionError):  # a reset is an answer, too
                    connection.send(sent)
                    self.assertNotIn(b"HTTP/1.1 200", connection.file.read())

    def test_handshakes_that_are_never_finished_hold_up_nobody(self):
        with contextlib.ExitStack() as held:
            for _ in range(200):
                held.enter_context(Connection(self.server.address)).send(b"\x16\x03\x01")
            self.assertEqual(self.client.chat(QUESTION).status, 200)

    def test_files_that_do_not_fit(self):
        other = self.certificate("other")
        for name, path in (("TROUPE_TLS_KEY", other["TROUPE_TLS_KEY"]), ("TROUPE_TLS_CERT", other["TROUPE_TLS_KEY"])):
            with self.subTest(name):
                refused = self.folder.run("serve", **self.files | {name: path, "TROUPE_DATA_DIR": self.folder.path / "more"})
                self.assertEqual(refused.returncode, 1)
                self.assertIn(path, refused.stderr)

    def test_a_stop_ends_streams(self):
        other = Folder(DOCUMENTS)
        self.addCleanup(other.remove)
        server = Server(other, tls=self.trusting, **self.files)
        session = server.client.chat(QUESTION).json["session_id"]
        with server.client.stream("GET", f"/v1/sessions/{session}/events?after=0") as stream:
            events = stream.events()
            while not next(events).ends_run:
                pass
            server.send_signal(signal.SIGTERM)
            self.assertEqual(list(events), [])
        self.assertEqual(server.wait(), 0, server.tail())


class ReactorsTest(unittest.TestCase):
    """With several reactors a session is the same from every connection."""

    CONVERSATIONS = 40

    def test_two_reactors(self):
        folder = Folder(DOCUMENTS)
        self.addCleanup(folder.remove)
        server = Server(folder, API_WORKERS=2)
        with contextlib.ExitStack() as open_streams:
            client = server.client
            sessions = [client.post("/v1/sessions").json["session_id"] for _ in range(self.CONVERSATIONS)]
            streams = [open_streams.enter_context(client.stream("GET", f"/v1/sessions/{s}/events?after=0")).events() for s in sessions]
            with concurrent.futures.ThreadPoolExecutor(8) as pool:
                answers = list(pool.map(lambda s: client.chat(QUESTION, session_id=s), sessions))
            for session, stream, answer in zip(sessions, streams, answers):
                self.assertEqual(answer.status, 200, answer)
                event = next(e for e in stream if e.ends_run)
                self.assertEqual((event.data["session_id"], event.result), (session, answer.body))
            self.assertEqual(client.metric("troupe_turns_total"), self.CONVERSATIONS)
            server.send_signal(signal.SIGTERM)
            for stream in streams:
                self.assertEqual(list(stream), [], "the stream is ended, not cut")
        self.assertEqual(server.wait(), 0, server.tail())

    def test_a_limit_of_connections_counts_for_all(self):
        folder = Folder(DOCUMENTS)
        self.addCleanup(folder.remove)
        with Server(folder, API_WORKERS=4, TROUPE_MAX_CONNECTIONS_PER_ADDRESS=6) as server, contextlib.ExitStack() as held:
            for _ in range(6):
                connection = held.enter_context(server.client.connect())
                self.assertEqual(connection.request("GET", "/health/live").status, 200)
            with server.client.connect() as one_more:
                self.assertEqual(one_more.answer().status, 503)
            held.close()
            wait_until(lambda: server.client.get("/health/live").status == 200, "there is room again")


class LogTest(unittest.TestCase):
    """Lines for machines, and above debug nothing of what a customer said, or of who it is."""

    SAID = "zanzibarbara"  # in everything that is a customer's
    MESSAGE = f'My {SAID}\n2026-01-01T00:00:00.000Z error forged {{"level":"error"}} "refund" \u2028\u0001 \x1b[31m\r\nwhere is it?'

    def lines(self, **settings):
        """The log of a server to which everything was said."""
        folder = Folder(DOCUMENTS)
        self.addCleanup(folder.remove)
        with Server(folder, **settings, **KEYS) as server:
            self.say_everything(server)
        return server.log.read_text().splitlines()

    def say_everything(self, server):
        chat, admin = server.client.with_key(CHAT_KEY), server.client.with_key(ADMIN_KEY)
        customer = {"external_id": f"id-{self.SAID}", "email": f"{self.SAID}@example.com", "name": f"Ada {self.SAID}"}
        answer = chat.chat(self.MESSAGE, customer=customer)
        self.assertEqual(answer.status, 200, answer)
        self.session, self.turn = answer.json["session_id"], answer.json["turn_id"]
        path = f"/v1/sessions/{self.session}"
        feedback = f"/v1/turns/{self.turn}/feedback"
        for status, said in [
            (200, chat.chat(self.MESSAGE, session_id=self.session, client_message_id=f"id-of-the-{self.SAID}")),
            (409, chat.chat(f"other {self.SAID}", session_id=self.session, client_message_id=f"id-of-the-{self.SAID}")),
            (404, chat.chat(self.MESSAGE, session_id=UNKNOWN_SESSION)),
            (413, chat.chat(self.MESSAGE * 1000)),
            (400, chat.post("/v1/chat", {"message": self.MESSAGE, self.SAID: self.SAID})),
            (400, chat.post("/v1/chat", f'{{"message": "{self.SAID}'.encode(), {"Content-Type": "application/json"})),
            (415, chat.post("/v1/chat", self.SAID.encode(), {"Content-Type": f"text/{self.SAID}"})),
            (401, server.client.with_key(self.SAID).chat(self.MESSAGE)),
            (200, chat.post("/v1/classify", {"message": self.MESSAGE})),
            (202, chat.post(feedback, {"metric": "csat", "value": 1, "comment": self.MESSAGE})),
            (201, admin.post("/v1/customers", customer | {"attributes": {self.SAID: self.SAID}})),
            (200, chat.get(f"/v1/knowledge/search?q={self.SAID}")),
            (404, chat.get(f"/v1/{self.SAID}")),
            (200, chat.request("DELETE", path)),
            (409, chat.chat(self.MESSAGE, session_id=self.session)),
        ]:
            self.assertEqual(said.status, status, said)
        with server.client.connect() as connection:
            connection.send(f"{self.SAID} no http\r\n\r\n".encode())
            self.assertEqual(connection.answer().status, 400)

    def records(self, level):
        lines = self.lines(TROUPE_LOG_FORMAT="json", TROUPE_LOG_LEVEL=level)
        self.assertTrue(lines)
        return [json.loads(line) for line in lines]

    def test_json_lines(self):
        for level in ("info", "trace"):
            with self.subTest(level):
                for record in self.records(level):
                    self.assertRegex(record["time"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z$")
                    self.assertIn(record["level"], ("trace", "debug", "info", "warning", "error"))
                    self.assertTrue(record["message"])

    def test_one_line_for_each_turn(self):
        turns = [r for r in self.records("info") if self.turn in r.values()]
        self.assertEqual([r["level"] for r in turns], ["info"])

    def test_nothing_of_the_customer_above_debug(self):
        for record in self.records("info"):
            self.assertNotIn(self.SAID, json.dumps(record).lower())
        for record in self.records("trace"):
            if record["level"] not in ("trace", "debug"):
                self.assertNotIn(self.SAID, json.dumps(record).lower())
            for key in (CHAT_KEY, OTHER_CHAT_KEY, ADMIN_KEY):
                self.assertNotIn(key, json.dumps(record))

    def test_text_lines(self):
        for level in ("info", "trace"):
            for line in self.lines(TROUPE_LOG_LEVEL=level):
                self.assertRegex(line, r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z (trace|debug|info|warning|error) \S")
                self.assertNotRegex(line, r"Z error forged")
                self.assertIsNone(re.search("[\x00-\x1f\x7f]", line))

    def test_levels(self):
        self.assertEqual(self.lines(TROUPE_LOG_LEVEL="off"), [])
        lines = self.lines(TROUPE_LOG_LEVEL="warning", TROUPE_LOG_FORMAT="json")
        self.assertLessEqual({json.loads(line)["level"] for line in lines}, {"warning", "error"})


del ServedTest  # the tests are those of the classes above

if __name__ == "__main__":
    unittest.main(verbosity=2)
