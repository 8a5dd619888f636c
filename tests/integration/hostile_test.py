#!/usr/bin/env python3
"""Sends the server what no client should send. Each test ends with another client being served by the same process."""

import concurrent.futures
import json
import random
import socket
import unittest

from troupe import Client, Connection, Folder, Server, request, wait_until

QUESTION = "How do I get a refund?"
UNKNOWN_SESSION = "ses_" + "a" * 26
UNKNOWN_TURN = "trn_" + "a" * 26

# Short enough for the tests to see each limit being passed.
SETTINGS = {
    "TROUPE_HEADER_TIMEOUT_MS": 3000,
    "TROUPE_BODY_TIMEOUT_MS": 3000,
    "TROUPE_WRITE_TIMEOUT_MS": 500,
    "TROUPE_WRITE_BUFFER_BYTES": 4096,
}


def chat(body=None, **headers):
    return request("POST", "/v1/chat", {"message": QUESTION} if body is None else body, headers)


def raw_json(text):
    data = text if isinstance(text, bytes) else text.encode()
    return request("POST", "/v1/chat", data, {"Content-Type": "application/json"})


class HostileTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Folder()
        cls.addClassCleanup(cls.folder.remove)
        cls.server = cls.enterClassContext(Server(cls.folder, **SETTINGS))
        cls.client = cls.server.client

    def tearDown(self):
        self.assert_served()

    def assert_served(self):
        """Somebody else gets a right answer, from the process that was started."""
        self.assertTrue(self.server.running, f"the server ended with {self.server.process.returncode}:\n{self.server.tail()}")
        answer = self.client.chat(QUESTION)
        self.assertEqual(answer.status, 200, answer)
        self.assertTrue(answer.json["citations"], "the question has an answer in the documents")

    def connect(self, **options):
        return Connection(self.server.address, **options)

    def exchange(self, data, finish=False):
        """The answer to raw bytes, on a connection of their own."""
        with self.connect() as connection:
            connection.send(data)
            if finish:
                connection.finish_sending()
            return connection.answer()

    def assert_problem(self, answer, status, pointer=None):
        self.assertEqual(answer.status, status, answer)
        self.assertEqual(answer.headers.get("content-type", "").split(";")[0], "application/problem+json")
        problem = answer.json
        self.assertEqual(problem["status"], status)
        for member in ("type", "title", "detail"):
            self.assertIsInstance(problem[member], str)
            self.assertTrue(problem[member])
        if pointer is not None:
            self.assertIn(pointer, answer.pointers, answer)
            self.assertTrue(all(error["detail"] for error in problem["errors"]))
        if status in (429, 503):
            self.assertGreater(int(answer.headers["retry-after"]), 0)


class BodyTest(HostileTest):
    def test_text_that_is_no_json(self):
        deep = 10_000
        bodies = {
            "empty object cut off": "{",
            "cut off in a string": '{"message": "How do I',
            "cut off behind a member": '{"message": "hello"',
            "cut off in an escape": '{"message": "\\u00',
            "garbage": "How do I get a refund?",
            "single quotes": "{'message': 'hello'}",
            "a trailing comma": '{"message": "hello",}',
            "two documents": '{"message": "hello"}{"message": "hello"}',
            "a comment": '{"message": "hello" /* polite */}',
            "a name twice": '{"message": "hello", "message": "bye"}',
            "no number": '{"message": NaN}',
            "a number too large": '{"message": 1e999}',
            "a raw newline in a string": '{"message": "a\nb"}',
            "a lone high surrogate": '{"message": "\\ud83d refund"}',
            "a lone low surrogate": '{"message": "\\ude42 refund"}',
            "surrogates the wrong way round": '{"message": "\\ude42\\ud83d"}',
            "invalid UTF-8": b'{"message": "refund \xff\xfe"}',
            "overlong UTF-8": b'{"message": "refund \xc0\xaf"}',
            "an encoded surrogate": b'{"message": "refund \xed\xa0\x80"}',
            "UTF-8 cut off": b'{"message": "refund \xf0\x9f"}',
            "UTF-16": '{"message": "hello"}'.encode("utf-16"),
            "a NUL": b'{"message": "a\0b"}',
            "NULs alone": b"\0" * 100,
            "arrays 10,000 deep": "[" * deep + "]" * deep,
            "arrays 10,000 deep, cut off": "[" * deep,
            "objects 10,000 deep": '{"message":' * deep + "1" + "}" * deep,
            "a message 10,000 deep": '{"message":' + "[" * deep + "]" * deep + "}",
            "unknown and 10,000 deep": '{"message": "hello", "x":' + "[" * deep + "]" * deep + "}",
        }
        for name, body in bodies.items():
            with self.subTest(name):
                answer = self.exchange(raw_json(body))
                self.assert_problem(answer, 400)
                self.assertTrue(answer.json["errors"], "the body's errors are named")

    def test_members_that_do_not_fit(self):
        good = {"message": QUESTION}
        bodies = [
            ({}, "/message"),
            ({"message": None}, "/message"),
            ({"message": 5}, "/message"),
            ({"message": [QUESTION]}, "/message"),
            ({"message": {"text": QUESTION}}, "/message"),
            ({"message": ""}, "/message"),
            ({"message": " \t\r\n"}, "/message"),
            ({"message": "refund\0"}, "/message"),
            (good | {"mesage": "x"}, "/mesage"),
            (good | {"": "x"}, "/"),
            (good | {"a/b~c": "x"}, "/a~1b~0c"),
            (good | {"role": "system"}, "/role"),
            (good | {"stream": "yes"}, "/stream"),
            (good | {"stream": 1}, "/stream"),
            (good | {"session_id": 5}, "/session_id"),
            (good | {"customer": "ada@example.com"}, "/customer"),
            (good | {"customer": {"external_id": 7}}, "/customer/external_id"),
            (good | {"customer": {"email": "nobody"}}, "/customer/email"),
            (good | {"customer": {"emial": "ada@example.com"}}, "/customer/emial"),
            (good | {"client_message_id": "short"}, "/client_message_id"),
            (good | {"client_message_id": "x" * 65}, "/client_message_id"),
            (good | {"client_message_id": "no spaces or ümlauts"}, "/client_message_id"),
            (good | {"client_message_id": 1234567890123456}, "/client_message_id"),
        ]
        for body, pointer in bodies:
            with self.subTest(body=body):
                self.assert_problem(self.client.post("/v1/chat", body), 400, pointer)

    def test_every_fault_of_a_body_is_named(self):
        answer = self.client.post("/v1/chat", {"message": 5, "stream": "no", "other": 1})
        self.assert_problem(answer, 400)
        self.assertEqual(set(answer.pointers), {"/message", "/stream", "/other"})

    def test_documents_that_are_no_object(self):
        for text in ("null", "[]", '"hello"', "5", "true", "", " "):
            with self.subTest(text=text):
                self.assert_problem(self.exchange(raw_json(text)), 400)

    def test_feedback_that_does_not_fit(self):
        turn = self.client.chat(QUESTION).json["turn_id"]
        bodies = [
            ({"value": "up"}, "/metric"),
            ({"metric": "thumbs"}, "/value"),
            ({"metric": "smell", "value": "up"}, "/metric"),
            ({"metric": "thumbs", "value": "sideways"}, "/value"),
            ({"metric": "csat", "value": 0}, "/value"),
            ({"metric": "csat", "value": 6}, "/value"),
            ({"metric": "csat", "value": 4.5}, "/value"),
            ({"metric": "csat", "value": -1}, "/value"),
            ({"metric": "resolved", "value": "true"}, "/value"),
            ({"metric": "thumbs", "value": "up", "mood": 1}, "/mood"),
            ({"metric": "thumbs", "value": "up", "comment": 5}, "/comment"),
        ]
        for body, pointer in bodies:
            with self.subTest(body=body):
                self.assert_problem(self.client.post(f"/v1/turns/{turn}/feedback", body), 400, pointer)
        self.assertEqual(self.client.post(f"/v1/turns/{turn}/feedback", {"metric": "csat", "value": 5}).status, 202)

    def test_other_calls_check_their_bodies_too(self):
        session = self.client.post("/v1/sessions").json["session_id"]
        for path, body, pointer in [
            ("/v1/classify", {}, "/message"),
            ("/v1/classify", {"message": "x", "model": "y"}, "/model"),
            ("/v1/sessions", {"customer": 5}, "/customer"),
            ("/v1/sessions", {"customr": {}}, "/customr"),
            (f"/v1/sessions/{session}/messages", {"message": ""}, "/message"),
            (f"/v1/sessions/{session}/messages", {"message": "x", "session_id": session}, "/session_id"),
            ("/v1/customers", {"email": "nobody"}, "/email"),
            ("/v1/customers", {"attributes": []}, "/attributes"),
        ]:
            with self.subTest(path=path, body=body):
                self.assert_problem(self.client.post(path, body), 400, pointer)

    def test_long_messages(self):
        for size in (20_000, 1_000_000, 1 << 20, 8_000_000):
            with self.subTest(size=size):
                self.assert_problem(self.client.chat("refund " * (size // 7 + 1)), 413)
        longest = "refund " * 2340  # 16,380 bytes
        self.assertEqual(self.client.chat(longest).status, 200)

    def test_unusual_words_are_answered(self):
        for text in ("?", "🙂" * 1000, "a" * 16_000, "{{{}}}", "<script>alert(1)</script>", "'; DROP TABLE turns; --",
                     "\u202erefund\u202c", "refund\u0001\u001b[31m", "e\u0301" * 5000, "%s%n%s", "../../etc/passwd",
                     "ﷺ" * 3000, "\ufeffrefund", "𝓻𝓮𝓯𝓾𝓷𝓭"):
            with self.subTest(text=text[:20]):
                answer = self.client.chat(text)
                self.assertEqual(answer.status, 200, answer)
                history = self.client.history(answer.json["session_id"])
                self.assertEqual(history[0]["text"], text)


class AddressTest(HostileTest):
    def test_unknown_and_malformed_ids(self):
        turn_feedback = {"metric": "thumbs", "value": "up"}
        for session in (UNKNOWN_SESSION, "ses_", "ses_A", "nonsense", "..%2f..", "%00", "ses_%F0%9F%99%82", "x" * 3000,
                        "-1", "'%20OR%201=1"):
            for method, path, body in [
                ("GET", "", None),
                ("DELETE", "", None),
                ("GET", "/messages", None),
                ("GET", "/events", None),
                ("POST", "/messages", {"message": QUESTION}),
            ]:
                with self.subTest(method=method, session=session[:40], path=path):
                    answer = self.client.request(method, f"/v1/sessions/{session}{path}", body)
                    self.assertIn(answer.status, (400, 404), answer)
                    self.assert_problem(answer, answer.status)
        for turn in (UNKNOWN_TURN, "trn_", "nonsense", "%00"):
            with self.subTest(turn=turn):
                answer = self.client.post(f"/v1/turns/{turn}/feedback", turn_feedback)
                self.assertIn(answer.status, (400, 404), answer)
        self.assert_problem(self.client.post(f"/v1/turns/{UNKNOWN_TURN}/feedback", turn_feedback), 404)
        self.assert_problem(self.client.get(f"/v1/sessions/{UNKNOWN_SESSION}"), 404)
        self.assert_problem(self.client.get("/v1/customers/cus_" + "a" * 26), 404)
        self.assert_problem(self.client.get("/v1/knowledge/documents/unknown.md"), 404)
        self.assert_problem(self.client.request("DELETE", "/v1/knowledge/documents/unknown.md"), 404)

    def test_unknown_session_in_a_body(self):
        self.assert_problem(self.client.chat(QUESTION, session_id=UNKNOWN_SESSION), 404)
        for session in ("nonsense", "ses_" + "A" * 26, "ses_" + "a" * 25):
            with self.subTest(session=session):
                answer = self.client.chat(QUESTION, session_id=session)
                self.assertIn(answer.status, (400, 404), answer)
        self.assert_problem(self.client.chat(QUESTION, session_id="not an id"), 400, "/session_id")
        self.assert_problem(self.client.chat(QUESTION, session_id=""), 400, "/session_id")

    def test_unknown_addresses(self):
        for path in ("/v1", "/v1/", "/v1/nothing", "/v1/chat/", "//v1/chat", "/V1/CHAT", "/v1/chat/../chat", "/v2/chat", "/%76%31"):
            with self.subTest(path=path):
                self.assert_problem(self.client.get(path), 404)

    def test_targets_that_are_no_paths(self):
        for target in ("/%", "/%zz", "/v1/sessions/%ff", "v1/chat", "/v1/chat?%", "\\v1\\chat"):
            with self.subTest(target=target):
                self.assert_problem(self.exchange(request("GET", target)), 400)

    def test_methods_that_an_address_does_not_take(self):
        for method, path, allowed in [
            ("GET", "/v1/chat", {"POST"}),
            ("DELETE", "/v1/classify", {"POST"}),
            ("PATCH", "/v1/knowledge/sync", {"GET", "POST"}),
            ("PUT", f"/v1/sessions/{UNKNOWN_SESSION}", {"GET", "DELETE"}),
            ("POST", "/health/live", {"GET"}),
            ("TRACE", "/v1/chat", {"POST"}),
            ("BREW", "/v1/chat", {"POST"}),
        ]:
            with self.subTest(method=method, path=path):
                answer = self.client.request(method, path)
                self.assert_problem(answer, 405)
                self.assertLessEqual(allowed, {name.strip() for name in answer.headers["allow"].split(",")})

    def test_head_is_get_without_a_body(self):
        with self.connect() as connection:
            head = connection.request("HEAD", "/health/live")
            self.assertEqual((head.status, head.body), (200, b""))
            self.assertEqual(connection.request("GET", "/health/live").status, 200)

    def test_media_types(self):
        body = json.dumps({"message": QUESTION}).encode()
        for media in ("text/plain", "application/x-www-form-urlencoded", "application/jsonp", "multipart/form-data; boundary=x",
                      "json", ";", "application/", "text/json; application/json"):
            with self.subTest(media=media):
                self.assert_problem(self.exchange(chat(body, **{"Content-Type": media})), 415)
        self.assert_problem(self.exchange(chat(body)), 415)
        for media in ("application/json; charset=utf-8", "Application/JSON", "application/json;charset=UTF-8"):
            with self.subTest(media=media):
                self.assertEqual(self.exchange(chat(body, **{"Content-Type": media})).status, 200)

    def test_parameters_that_do_not_fit(self):
        session = self.client.chat(QUESTION).json["session_id"]
        for path in (f"/v1/sessions/{session}/messages?limit=0", f"/v1/sessions/{session}/messages?limit=-1",
                     f"/v1/sessions/{session}/messages?limit=ten", f"/v1/sessions/{session}/messages?limit=99999999999999999999",
                     f"/v1/sessions/{session}/messages?before=nonsense", f"/v1/sessions/{session}/events?after=x",
                     f"/v1/sessions/{session}/events?after=-1", "/v1/knowledge/search", "/v1/knowledge/search?q=",
                     "/v1/knowledge/search?q=refund&limit=0", "/v1/knowledge/search?q=refund&limit=1.5",
                     "/v1/knowledge/search?q=refund&mode=psychic"):
            with self.subTest(path=path):
                self.assert_problem(self.client.get(path), 400)


class FramingTest(HostileTest):
    body = json.dumps({"message": QUESTION}).encode()

    def head(self, *lines, line="POST /v1/chat HTTP/1.1"):
        return "\r\n".join([line, "Host: localhost", "Content-Type: application/json", *lines, "", ""]).encode()

    def chunked(self, chunks, *lines):
        return self.head("Transfer-Encoding: chunked", *lines) + chunks

    def test_heads_that_are_refused(self):
        n = len(self.body)
        heads = {
            "two lengths": (400, self.head(f"Content-Length: {n}", f"Content-Length: {n}")),
            "two lengths that differ": (400, self.head(f"Content-Length: {n}", "Content-Length: 5")),
            "a list of lengths": (400, self.head(f"Content-Length: {n}, {n}")),
            "length and chunked": (400, self.head(f"Content-Length: {n}", "Transfer-Encoding: chunked")),
            "chunked and length": (400, self.head("Transfer-Encoding: chunked", f"Content-Length: {n}")),
            "a negative length": (400, self.head("Content-Length: -1")),
            "a length with a sign": (400, self.head(f"Content-Length: +{n}")),
            "a hexadecimal length": (400, self.head("Content-Length: 0x10")),
            "an empty length": (400, self.head("Content-Length: ")),
            "a length beyond 64 bits": (400, self.head("Content-Length: 99999999999999999999999")),
            "a space before the colon": (400, self.head(f"Content-Length : {n}")),
            "a folded header": (400, self.head("X-Long: a", " b", f"Content-Length: {n}")),
            "a header without a colon": (400, self.head("nonsense", f"Content-Length: {n}")),
            "a header without a name": (400, self.head(": x", f"Content-Length: {n}")),
            "a NUL in a header": (400, self.head("X-Nul: a\0b", f"Content-Length: {n}")),
            "two hosts": (400, self.head("Host: example.com", f"Content-Length: {n}")),
            "an unknown coding": (501, self.head("Transfer-Encoding: gzip")),
            "an unknown expectation": (417, self.head("Expect: the-best", f"Content-Length: {n}")),
        }
        for name, (status, head) in heads.items():
            with self.subTest(name):
                self.assert_problem(self.exchange(head + self.body), status)

    def test_transfer_codings_are_not_guessed(self):
        for coding in ("chunked, chunked", "gzip, chunked", "chunked, identity", "xchunked", "chunked;q=1", "\vchunked"):
            with self.subTest(coding=coding):
                answer = self.exchange(self.head(f"Transfer-Encoding: {coding}") + b"0\r\n\r\n")
                self.assertIn(answer.status, (400, 501), answer)
                self.assert_problem(answer, answer.status)

    def test_request_lines_that_are_refused(self):
        for line, statuses in [
            ("POST /v1/chat", (400,)),
            ("POST  /v1/chat HTTP/1.1", (400,)),
            ("POST /v1/chat HTTP/1.1 ", (400,)),
            ("POST /v1 /chat HTTP/1.1", (400, 505)),
            ("POST /v1/chat HTTP/2.0", (400, 505)),
            ("POST /v1/chat HTTP/0.9", (400, 505)),
            ("POST /v1/chat HTTP/1.1x", (400,)),
            ("POST /v1/chat http/1.1", (400,)),
            ("P(ST /v1/chat HTTP/1.1", (400,)),
            ("", (400,)),
        ]:
            with self.subTest(line=line):
                answer = self.exchange(self.head("Content-Length: 0", line=line))
                self.assertIn(answer.status, statuses, answer)

    def test_a_request_without_host(self):
        self.assert_problem(self.exchange(b"GET /health/live HTTP/1.1\r\n\r\n"), 400)

    def test_heads_that_are_too_large(self):
        self.assert_problem(self.exchange(request("GET", "/" + "a" * 20_000)), 414)
        self.assert_problem(self.exchange(request("GET", "/", headers={"X-Long": "a" * 20_000})), 431)
        self.assert_problem(self.exchange(request("GET", "/", headers={f"X-{i}": "a" for i in range(500)})), 431)

    def test_chunks_that_are_refused(self):
        bodies = {
            "no number": b"zz\r\n",
            "a negative size": b"-5\r\n",
            "a prefixed size": b"0x5\r\nhello\r\n0\r\n\r\n",
            "an empty size": b"\r\n\r\n",
            "a size with a space before": b" 5\r\nhello\r\n0\r\n\r\n",
            "a size beyond 64 bits": b"fffffffffffffffff\r\n" + b"a" * 100,
            "a chunk longer than its size": b"3\r\nhello\r\n0\r\n\r\n",
            "a chunk without its end": b"5\r\nhelloXX0\r\n\r\n",
            "a bare line feed": b"5\nhello\n0\n\n",
        }
        for name, chunks in bodies.items():
            with self.subTest(name):
                answer = self.exchange(self.chunked(chunks + b"0\r\n\r\n"))
                self.assertIn(answer.status, (400, 413), answer)
                self.assert_problem(answer, answer.status)

    def test_chunks_that_are_too_large(self):
        huge = b"7fffffffffffffff\r\n" + b"a" * 1000
        self.assert_problem(self.exchange(self.chunked(huge), finish=True), 413)
        extended = b"5;" + b"x" * 40_000 + b"\r\nhello\r\n0\r\n\r\n"
        answer = self.exchange(self.chunked(extended))
        self.assertIn(answer.status, (400, 413, 431), answer)

    def test_a_body_in_chunks_is_one_body(self):
        pieces = b"".join(b"1\r\n%c\r\n" % byte for byte in self.body)
        answer = self.exchange(self.chunked(pieces + b"0\r\nTrailer: ignored\r\n\r\n"))
        self.assertEqual(answer.status, 200, answer)

    def test_a_body_that_ends_early(self):
        self.assert_problem(self.exchange(self.head("Content-Length: 500") + self.body, finish=True), 400)
        self.assert_problem(self.exchange(self.chunked(b"5\r\nhel"), finish=True), 400)
        self.assert_problem(self.exchange(b"POST /v1/chat HT", finish=True), 400)

    def test_a_body_that_never_comes(self):
        self.assert_problem(self.exchange(self.head("Content-Length: 500") + b"{"), 408)
        self.assert_problem(self.exchange(b"POST /v1/chat HTTP/1.1\r\nHost: local"), 408)

    def test_bare_line_feeds(self):
        self.assert_problem(self.exchange(b"GET /health/live HTTP/1.1\nHost: localhost\n\n"), 400)

    def test_any_split_of_a_request(self):
        whole = chat()
        for at in range(1, len(whole)):
            with self.connect() as connection:
                connection.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                connection.send(whole[:at])
                connection.send(whole[at:])
                self.assertEqual(connection.answer().status, 200, f"split at {at}: {whole[at - 1:at + 1]}")

    def test_byte_by_byte(self):
        whole = self.chunked(b"%x\r\n%b\r\n0\r\n\r\n" % (len(self.body), self.body))
        with self.connect() as connection:
            connection.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for i in range(len(whole)):
                connection.send(whole[i:i + 1])
            self.assertEqual(connection.answer().status, 200)

    def test_other_protocols(self):
        draw = random.Random(1)
        for name, data in {
            "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            "TLS": bytes.fromhex("16030100c8010000c40303") + bytes(190),
            "SSH": b"SSH-2.0-OpenSSH_9.2\r\n",
            "NULs": bytes(5000),
            "noise": draw.randbytes(5000),
            "noise in lines": b"\r\n".join(draw.randbytes(20) for _ in range(100)),
        }.items():
            with self.subTest(name), self.connect() as connection:
                connection.send(data)
                connection.finish_sending()
                try:
                    self.assertGreaterEqual(connection.answer().status, 400)
                except ConnectionResetError:
                    pass  # closed without a word

    def test_continue(self):
        with self.connect() as connection:
            connection.send(self.head(f"Content-Length: {len(self.body)}", "Expect: 100-continue"))
            self.assertEqual(connection.head()[0], 100)
            connection.send(self.body)
            self.assertEqual(connection.answer().status, 200)
        # What is refused by its head alone is refused before the body is sent.
        self.assert_problem(self.exchange(self.head("Content-Length: 5000000", "Expect: 100-continue")), 413)

    def test_http_1_0(self):
        with self.connect() as connection:
            connection.send(self.head(f"Content-Length: {len(self.body)}", line="POST /v1/chat HTTP/1.0") + self.body)
            answer = connection.answer()
            self.assertEqual(answer.status, 200, answer)
            self.assertEqual(answer.json["status"], "awaiting_user_reply")
            self.assertTrue(connection.ended())

    def test_refused_requests_do_not_smuggle(self):
        """What follows a request whose end is unclear is never taken for a request."""
        inner = chat({"message": "smuggled " + QUESTION})
        for name, data in {
            "length and chunked": self.head("Content-Length: 4", "Transfer-Encoding: chunked") + b"0\r\n\r\n" + inner,
            "two lengths": self.head("Content-Length: 0", f"Content-Length: {len(inner)}") + inner,
            "a bad chunk": self.chunked(b"zz\r\n\r\n" + inner),
        }.items():
            with self.subTest(name), self.connect() as connection:
                connection.send(data)
                self.assert_problem(connection.answer(), 400)
                self.assertTrue(connection.ended(), "the connection went on behind a request of unclear length")


class ConnectionTest(HostileTest):
    def test_pipelined_requests_are_answered_in_order(self):
        rounds = 30  # more than may wait at once
        questions = [f"{QUESTION} ({i})" for i in range(rounds)]
        with self.connect() as connection:
            sent = b"".join(chat({"message": q}) + request("GET", "/v1/nothing") + request("HEAD", "/health/live")
                            + request("POST", "/v1/classify", {"message": q}) for q in questions)
            with concurrent.futures.ThreadPoolExecutor(1) as pool:
                sending = pool.submit(connection.send, sent)
                for question in questions:
                    answer = connection.answer()
                    self.assertEqual(answer.status, 200, answer)
                    self.assertEqual(self.client.history(answer.json["session_id"])[0]["text"], question)
                    self.assertEqual(connection.answer().status, 404)
                    self.assertEqual(connection.answer(to="HEAD").status, 200)
                    self.assertIn("urgency", connection.answer().json)
                sending.result()

    def test_a_stream_in_a_pipeline(self):
        with self.connect() as connection:
            connection.send(chat({"message": QUESTION, "stream": True}) + request("GET", "/health/live"))
            self.assertEqual(connection.head()[0], 200)
            self.assertEqual(list(connection.events())[-1].type, "RUN_FINISHED")
            self.assertEqual(connection.answer().status, 200)

    def test_half_closed(self):
        self.assertEqual(self.exchange(chat(), finish=True).status, 200)
        with self.connect() as connection:
            connection.send(chat({"message": QUESTION, "stream": True}))
            connection.finish_sending()
            self.assertEqual(connection.head()[0], 200)
            self.assertEqual(list(connection.events())[-1].type, "RUN_FINISHED")

    def test_resets_at_every_stage(self):
        whole = chat()
        for sent in (b"", whole[:10], whole[:-10], whole, whole * 5, chat({"message": QUESTION, "stream": True})):
            for _ in range(20):
                connection = self.connect()
                connection.send(sent)
                connection.reset()

    def test_a_client_that_vanishes_mid_stream(self):
        """Its turn was acknowledged, so that it ends in the history all the same."""
        for leave in (Connection.close, Connection.reset):
            with self.subTest(leave=leave.__name__):
                connection = self.connect()
                connection.send(chat({"message": QUESTION, "stream": True}))
                connection.head()
                started = next(connection.events())
                self.assertEqual(started.type, "RUN_STARTED")
                leave(connection)
                session = started.data["session_id"]
                history = wait_until(lambda: len(h := self.client.history(session)) == 2 and h, "the turn's end")
                self.assertEqual([m["role"] for m in history], ["customer", "assistant"])
                self.assertEqual({m["turn_id"] for m in history}, {started.turn_id})

    def test_a_thousand_connections_that_dawdle(self):
        slow = [self.connect() for _ in range(1000)]
        try:
            for connection in slow:
                connection.send(b"POST /v1/chat HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
            for connection in slow:
                connection.send(b"a")
            for _ in range(10):
                self.assert_served()
            for connection in slow:
                self.assert_problem(connection.answer(), 408)
                self.assertTrue(connection.ended())
        finally:
            for connection in slow:
                connection.close()

    def test_a_reader_that_takes_nothing_is_dropped(self):
        session = self.a_long_session()
        idle = self.client.metric("troupe_http_in_flight")
        with self.connect(receive_buffer=4096) as slow:
            slow.send(request("GET", f"/v1/sessions/{session}/events?after=0"))
            self.assertEqual(slow.head()[0], 200)
            dropped = wait_until(lambda: [self.assert_served()] and self.client.metric("troupe_http_in_flight") <= idle,
                                 "the reader that takes nothing is dropped")
            self.assertTrue(dropped)
            with self.assertRaises(ConnectionError):
                for _ in slow.events():
                    pass

    def test_a_slow_reader_gets_everything(self):
        session = self.a_long_session()
        reference = self.events_until_the_last(session)
        slow = self.events_until_the_last(session, receive_buffer=4096)
        self.assertEqual([e.data for e in slow], [e.data for e in reference])

    def a_long_session(self):
        """A session whose stream is longer than what the kernel keeps for a reader."""
        text = "How do I get a refund? " * 700  # 16 KB
        first = self.client.chat(text)
        self.assertEqual(first.status, 200, first)
        session = first.json["session_id"]
        with self.connect() as connection:
            for _ in range(400):
                answer = connection.request("POST", f"/v1/sessions/{session}/messages", {"message": text})
                self.assertEqual(answer.status, 200, answer)
        return session

    def events_until_the_last(self, session, **options):
        last = self.client.get(f"/v1/sessions/{session}").json["last_event"]
        events = []
        with self.connect(**options) as connection:
            connection.send(request("GET", f"/v1/sessions/{session}/events?after=0"))
            self.assertEqual(connection.head()[0], 200)
            for event in connection.events():
                events.append(event)
                if event.id >= last:
                    return events


class RetryTest(HostileTest):
    def test_the_same_message_at_the_same_time(self):
        body = {"message": QUESTION, "client_message_id": "the-same-message-at-once"}
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda _: self.client.post("/v1/chat", body), range(8)))
        self.assertEqual({a.status for a in answers}, {200}, answers)
        self.assertEqual(len({a.body for a in answers}), 1, "one message was answered twice")
        self.assertEqual(len(self.client.history(answers[0].json["session_id"])), 2)

    def test_an_id_that_was_used_for_another_message(self):
        body = {"message": QUESTION, "client_message_id": "used-for-another-message"}
        first = self.client.post("/v1/chat", body)
        self.assert_problem(self.client.post("/v1/chat", body | {"message": "Another?"}), 409)
        self.assert_problem(self.client.post("/v1/chat", body | {"customer": {"email": "ada@example.com"}}), 409)
        with self.client.stream("POST", "/v1/chat", body | {"stream": True}) as stream:
            self.assertEqual(list(stream.events())[-1].result, first.body)

    def test_closed_sessions_take_no_messages(self):
        session = self.client.chat(QUESTION).json["session_id"]
        with self.client.stream("GET", f"/v1/sessions/{session}/events?after=0") as stream:
            self.assertEqual(self.client.request("DELETE", f"/v1/sessions/{session}").status, 200)
            events = list(stream.events())  # ends, for the session is closed
        self.assertEqual(events[-1].type, "CUSTOM")
        self.assertEqual(events[-1].data["name"], "closed")
        self.assert_problem(self.client.chat(QUESTION, session_id=session), 409)


class OverloadTest(unittest.TestCase):
    def test_too_many_turns_are_turned_away(self):
        folder = Folder()
        self.addCleanup(folder.remove)
        with Server(folder, TROUPE_MAX_WAITING_TURNS=2, TROUPE_MAX_WAITING_PER_SESSION=1) as server:
            session = server.client.chat(QUESTION).json["session_id"]
            for where in ({}, {"session_id": session}):
                with concurrent.futures.ThreadPoolExecutor(30) as pool:
                    answers = list(pool.map(lambda i: server.client.chat(f"{QUESTION} ({i})", **where), range(60)))
                self.assertEqual({a.status for a in answers}, {200, 429})
                for refused in (a for a in answers if a.status == 429):
                    self.assertGreater(int(refused.headers["retry-after"]), 0)
                self.assertEqual(server.client.chat(QUESTION, **where).status, 200)

    def test_too_many_connections_are_turned_away(self):
        folder = Folder()
        self.addCleanup(folder.remove)
        with Server(folder, TROUPE_MAX_CONNECTIONS_PER_ADDRESS=5) as server:
            held = [Connection(server.address) for _ in range(5)]
            for connection in held:
                self.assertEqual(connection.request("GET", "/health/live").status, 200)
            with Connection(server.address) as one_more:
                self.assertEqual(one_more.answer().status, 503)
            for connection in held:
                self.assertEqual(connection.request("POST", "/v1/chat", {"message": QUESTION}).status, 200)
                connection.close()
            wait_until(lambda: self.is_served(server.client), "there is room for another")

    @staticmethod
    def is_served(client: Client):
        return client.get("/health/live").status == 200


del HostileTest  # the tests are those of the classes above

if __name__ == "__main__":
    unittest.main(verbosity=2)
