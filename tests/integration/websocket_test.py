#!/usr/bin/env python3
"""WebSockets: events as on server-sent events, what the client says, and clients that speak the protocol wrongly."""

import base64
import contextlib
import json
import os
import ssl
import struct
import unittest

from troupe import Connection, Folder, Server, request, wait_until

DOCUMENTS = {"refunds.md": "# Refunds\n\n## How long a refund takes\n\nA refund takes 3 working days to reach your card.\n"}
QUESTION = "How long does a refund take?"
TEXT, BINARY, CLOSE, PING, PONG = 0x1, 0x2, 0x8, 0x9, 0xA
KEY = "dGhlIHNhbXBsZSBub25jZQ=="  # of RFC 6455, section 1.3
ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="


def frame(opcode, payload=b"", final=True, masked=True, reserved=0):
    head = bytes([(0x80 if final else 0) | reserved | opcode])
    size, bit = len(payload), 0x80 if masked else 0
    if size < 126:
        head += bytes([bit | size])
    elif size < 1 << 16:
        head += bytes([bit | 126]) + struct.pack(">H", size)
    else:
        head += bytes([bit | 127]) + struct.pack(">Q", size)
    if not masked:
        return head + payload
    mask = os.urandom(4)
    return head + mask + bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload))


def handshake(path, **more):
    fields = {"Connection": "keep-alive, Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": KEY}
    return request("GET", path, headers=fields | more)


class Socket:
    """One WebSocket, opened."""

    def __init__(self, client, path, receive_buffer=None, **headers):
        self.connection = Connection(client.address, receive_buffer, tls=client.tls)
        self.connection.send(handshake(path, **headers))
        self.status, self.headers = self.connection.head()
        if self.status != 101:
            raise AssertionError(f"no WebSocket: {self.status}")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.connection.close()

    def send(self, opcode, payload=b"", **form):
        self.connection.send(frame(opcode, payload, **form))

    def say(self, **members):
        self.send(TEXT, json.dumps(members).encode())

    def frame(self):
        """(opcode, payload) of the next frame; the server does not fragment and does not mask."""
        first, second = self.connection.exactly(2)
        size = second & 0x7F
        if size > 125:
            size = int.from_bytes(self.connection.exactly(2 if size == 126 else 8), "big")
        if not first & 0x80 or second & 0x80:
            raise AssertionError(f"a fragment, or masked: {first:#x} {second:#x}")
        return first & 0xF, self.connection.exactly(size)

    def message(self):
        """The next text; pings are answered."""
        while True:
            opcode, payload = self.frame()
            if opcode == TEXT:
                return payload
            if opcode != PING:
                raise AssertionError(f"a frame of kind {opcode} where a text was due: {payload!r}")
            self.send(PONG, payload)

    def event(self):
        return json.loads(self.message())

    def until(self, holds):
        """The texts up to the first event that fits."""
        texts = []
        while True:
            texts.append(self.message())
            if holds(json.loads(texts[-1])):
                return texts

    def close_code(self):
        """With which the server closes, whatever comes before it."""
        while True:
            opcode, payload = self.frame()
            if opcode == CLOSE:
                return int.from_bytes(payload[:2], "big")


def ends(event):
    return event["type"] in ("RUN_FINISHED", "RUN_ERROR")


class Sockets(unittest.TestCase):
    def setUp(self):
        self.folder = Folder(DOCUMENTS)
        self.addCleanup(self.folder.remove)

    def serve(self, **settings):
        server = self.enterContext(Server(self.folder, **settings))
        return server.client

    def session(self, client):
        return client.post("/v1/sessions").json["session_id"]


class Conversation(Sockets):
    def test_events_are_those_of_the_other_stream_byte_for_byte(self):
        client = self.serve()
        session = self.session(client)
        with Socket(client, f"/v1/sessions/{session}/ws") as talk:
            self.assertEqual(talk.headers["sec-websocket-accept"], ACCEPT)
            talk.say(type="message", message=QUESTION, client_message_id="a-message-of-16-or-more")
            texts = talk.until(ends)
        self.assertIn("3 working days", json.loads(texts[-1])["result"]["answer"])
        client.request("DELETE", f"/v1/sessions/{session}")
        with client.stream("GET", f"/v1/sessions/{session}/events") as stream:
            lines = b"".join(stream.chunks()).split(b"\n")
        told = [line[len(b"data: "):] for line in lines if line.startswith(b"data: ")]
        self.assertEqual(texts, told[: len(texts)])

    def test_a_reader_resumes_where_it_stopped_and_several_see_the_same(self):
        client = self.serve()
        session = self.session(client)
        path = f"/v1/sessions/{session}/ws"
        with Socket(client, path) as first, Socket(client, path) as second:
            first.say(type="message", message=QUESTION)
            seen = first.until(ends)
            self.assertEqual(second.until(ends), seen)
        half = json.loads(seen[len(seen) // 2])["id"]
        with Socket(client, f"{path}?after={half}") as again:
            self.assertEqual(again.until(ends), seen[len(seen) // 2 + 1:])
            again.say(type="message", message="And how long is that?")
            self.assertEqual(again.event()["type"], "RUN_STARTED")

    def test_a_retry_is_answered_once(self):
        client = self.serve()
        session = self.session(client)
        with Socket(client, f"/v1/sessions/{session}/ws") as talk:
            for _ in range(2):
                talk.say(type="message", message=QUESTION, client_message_id="a-message-of-16-or-more")
            talk.until(ends)
            talk.say(type="message", message="Thank you")
            self.assertEqual(talk.event()["type"], "RUN_STARTED")
            talk.until(ends)
        self.assertEqual([m["role"] for m in client.history(session)], ["customer", "assistant"] * 2)

    def test_what_cannot_be_done_is_said_and_the_socket_stays(self):
        client = self.serve(TROUPE_MAX_MESSAGE_BYTES=100)
        session = self.session(client)
        with Socket(client, f"/v1/sessions/{session}/ws") as talk:
            for said, code, pointer in [(b"{", "bad_request", ""), (b"[]", "bad_request", ""), (b'{"type":"song"}', "bad_request", "/type"),
                                        (b'{"type":"message"}', "bad_request", "/message"),
                                        (b'{"type":"message","message":"x","turn_id":"t"}', "bad_request", "/turn_id"),
                                        (b'{"type":"feedback","turn_id":"trn_no","metric":"thumbs","value":"sideways"}', "bad_request", "/value")]:
                talk.send(TEXT, said)
                error = talk.event()
                self.assertEqual((error["type"], error["code"], error["retryable"]), ("ERROR", code, False), said)
                self.assertEqual(error["errors"][0]["pointer"], pointer)
            talk.say(type="feedback", turn_id="trn_unknown", metric="thumbs", value="up")
            self.assertEqual(talk.event()["code"], "unknown_turn")
            talk.say(type="message", message="x" * 101, client_message_id="a-message-of-16-or-more")
            error = talk.event()
            self.assertEqual((error["code"], error["client_message_id"]), ("too_large", "a-message-of-16-or-more"))
            talk.say(type="message", message=QUESTION)
            turn = json.loads(talk.until(ends)[-1])["turn_id"]
            talk.say(type="feedback", turn_id=turn, metric="thumbs", value="up")
            self.assertEqual(talk.event(), {"type": "FEEDBACK_ACCEPTED", "turn_id": turn, "metric": "thumbs"})

    def test_ends_with_the_session_and_with_the_server(self):
        client = self.serve()
        session = self.session(client)
        with Socket(client, f"/v1/sessions/{session}/ws") as talk:
            client.request("DELETE", f"/v1/sessions/{session}")
            self.assertEqual(talk.close_code(), 1000)
            self.assertTrue(talk.connection.ended())
        other = Folder(DOCUMENTS)
        self.addCleanup(other.remove)
        server = Server(other)
        with Socket(server.client, f"/v1/sessions/{self.session(server.client)}/ws") as talk:
            self.assertEqual(server.stop(), 0)
            self.assertEqual(talk.close_code(), 1001)

    def test_silence_is_broken_by_pings_and_who_does_not_answer_is_dropped(self):
        client = self.serve(TROUPE_HEARTBEAT_MS=100)
        with Socket(client, f"/v1/sessions/{self.session(client)}/ws") as talk:
            for _ in range(2):
                self.assertEqual(talk.frame(), (PING, b""))
                talk.send(PONG)
            self.assertEqual(talk.frame(), (PING, b""))
            self.assertTrue(talk.connection.ended())

    def test_who_reads_nothing_holds_up_nobody_and_is_dropped(self):
        client = self.serve(TROUPE_WRITE_BUFFER_BYTES=4096, TROUPE_WRITE_TIMEOUT_MS=500)
        session = self.session(client)
        path = f"/v1/sessions/{session}/ws"
        with Socket(client, path, receive_buffer=4096) as idle, Socket(client, path) as reader:
            turns = 0
            while client.metric("troupe_http_connections") == 3 and turns < 2000:  # the two, and the one that asks
                reader.say(type="message", message=QUESTION + 15_000 * "!")
                reader.until(ends)
                turns += 1
            self.assertEqual(client.metric("troupe_http_connections"), 2)
            seen = []
            with contextlib.suppress(ConnectionError):
                while True:
                    seen.append(idle.message())
        last = client.get(f"/v1/sessions/{session}").json["last_event"]
        to_the_end = lambda event: event["id"] == last
        with Socket(client, f"{path}?after=0") as whole:
            everything = whole.until(to_the_end)
        self.assertEqual(seen, everything[:len(seen)])
        stopped_at = json.loads(seen[-1])["id"] if seen else 0
        with Socket(client, f"{path}?after={stopped_at}") as again:
            self.assertEqual(again.until(to_the_end), everything[len(seen):], "it resumes where it stopped")


class Doors(Sockets):
    def test_a_request_that_asks_for_no_websocket_is_told_so(self):
        client = self.serve()
        path = f"/v1/sessions/{self.session(client)}/ws"
        self.assertEqual(client.get(path).status, 426)
        with client.connect() as connection:
            connection.send(handshake(path, **{"Sec-WebSocket-Version": "8"}))
            answer = connection.answer()
            self.assertEqual((answer.status, answer.headers["sec-websocket-version"]), (426, "13"))
            connection.send(handshake(path, **{"Sec-WebSocket-Key": "short"}))
            self.assertEqual(connection.answer().status, 400)
            connection.send(handshake("/v1/sessions/ses_unknown/ws"))
            self.assertEqual(connection.answer().status, 404)
            connection.send(handshake("/ws/echo"))
            self.assertEqual(connection.answer().status, 403)

    def test_keys_come_in_a_header_or_as_a_subprotocol(self):
        client = self.serve(TROUPE_API_KEYS="one,two", TROUPE_ADMIN_KEYS="boss")
        path = f"/v1/sessions/{self.session(client.with_key('one'))}/ws"
        for fields, status in [({}, 401), ({"Authorization": "Bearer one"}, 101), ({"Authorization": "Bearer no"}, 401),
                               ({"Sec-WebSocket-Protocol": "troupe.v1, bearer.one"}, 101), ({"Sec-WebSocket-Protocol": "troupe.v1,bearer.two"}, 404),
                               ({"Sec-WebSocket-Protocol": "troupe.v1"}, 401)]:
            with client.connect() as connection:
                connection.send(handshake(path, **fields))
                got, headers = connection.head()
                self.assertEqual(got, status, fields)
                if status == 101 and "Sec-WebSocket-Protocol" in fields:
                    self.assertEqual(headers["sec-websocket-protocol"], "troupe.v1")

    def test_pages_of_other_origins_stay_outside(self):
        client = self.serve(TROUPE_CORS_ORIGINS="https://shop.example")
        path = f"/v1/sessions/{self.session(client)}/ws"
        for origin, status in [("https://evil.example", 403), ("null", 403), ("https://shop.example", 101), ("http://localhost", 101)]:
            with client.connect() as connection:
                connection.send(handshake(path, Origin=origin))
                self.assertEqual(connection.head()[0], status, origin)

    def test_through_tls(self):
        certificate, key = self.folder.path / "cert.pem", self.folder.path / "key.pem"
        os.system(f"openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -keyout {key} -out {certificate} 2>/dev/null")
        context = ssl.create_default_context(cafile=str(certificate))
        context.check_hostname = False
        with Server(self.folder, tls=context, TROUPE_TLS_CERT=certificate, TROUPE_TLS_KEY=key) as server:
            with Socket(server.client, f"/v1/sessions/{self.session(server.client)}/ws") as talk:
                talk.say(type="message", message=QUESTION)
                self.assertTrue(talk.until(ends))


class Protocol(Sockets):
    def test_who_speaks_it_wrongly_is_closed_with_the_reason(self):
        client = self.serve(TROUPE_WS_ECHO="true", TROUPE_MAX_DOCUMENT_BYTES=100_000)
        for what, code in [(frame(TEXT, b"hello", masked=False), 1002), (frame(TEXT, b"\xff\xfe"), 1007), (frame(TEXT, b"x", reserved=0x40), 1002),
                           (frame(PING, b"x", final=False), 1002), (frame(PING, b"x" * 126), 1002), (frame(0x3, b"x"), 1002),
                           (frame(0x0, b"x"), 1002), (frame(CLOSE, b"\x03"), 1002), (frame(CLOSE, struct.pack(">H", 999)), 1002),
                           (frame(TEXT, b"x", final=False) + frame(TEXT, b"y"), 1002), (frame(TEXT, b"x" * 100_001), 1009),
                           (b"\x81\xff" + struct.pack(">Q", 1 << 62) + b"maskx", 1009), (frame(CLOSE, struct.pack(">H", 1000)), 1000)]:
            with Socket(client, "/ws/echo") as talk:
                talk.connection.send(what)
                self.assertEqual(talk.close_code(), code, what[:20])
                self.assertTrue(talk.connection.ended())

    def test_messages_are_joined_from_fragments_and_control_frames_go_between(self):
        client = self.serve(TROUPE_WS_ECHO="true")
        with Socket(client, "/ws/echo") as talk:
            talk.send(TEXT, "grüße".encode()[:3], final=False)
            talk.send(PING, b"in between")
            talk.send(0x0, "grüße".encode()[3:])
            self.assertEqual(talk.frame(), (PONG, b"in between"))
            self.assertEqual(talk.frame(), (TEXT, "grüße".encode()))
            talk.send(BINARY, bytes(range(256)) * 300)
            self.assertEqual(talk.frame(), (BINARY, bytes(range(256)) * 300))

    def test_one_byte_at_a_time_and_all_at_once(self):
        client = self.serve(TROUPE_WS_ECHO="true")
        with client.connect() as connection:
            connection.send(handshake("/ws/echo") + frame(TEXT, b"sent ahead"))
            self.assertEqual(connection.head()[0], 101)
            self.assertEqual(connection.exactly(12), b"\x81\x0asent ahead")
            for byte in frame(TEXT, b"slowly"):
                connection.send(bytes([byte]))
            self.assertEqual(connection.exactly(8), b"\x81\x06slowly")

    def test_an_application_takes_no_binary_messages(self):
        client = self.serve()
        with Socket(client, f"/v1/sessions/{self.session(client)}/ws") as talk:
            talk.send(BINARY, b"x")
            self.assertEqual(talk.close_code(), 1003)

    def test_clients_that_vanish_leave_nothing(self):
        client = self.serve()
        session = self.session(client)
        for _ in range(20):
            with Socket(client, f"/v1/sessions/{session}/ws") as talk:
                talk.say(type="message", message=QUESTION)
                talk.connection.reset()
        wait_until(lambda: client.metric("troupe_http_connections") == 1, "their connections are closed")


if __name__ == "__main__":
    unittest.main()
