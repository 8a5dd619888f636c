"""Starts the real program in a folder of its own, and speaks HTTP to it over plain sockets.

ctest names the program in TROUPE_PROGRAM; by hand:  TROUPE_PROGRAM=build/dev/troupe tests/integration/hostile_test.py
"""

import collections
import contextlib
import http.client
import json
import os
import pathlib
import re
import resource
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[2]
SAMPLE_DOCUMENTS = ROOT / "data" / "documents"
PROGRAM = os.environ.get("TROUPE_PROGRAM", str(ROOT / "build" / "dev" / "troupe"))
LONG = os.environ.get("TROUPE_LONG") == "1"

PATIENCE = 60  # seconds after which something that should happen counts as never happening
FILES_OF_A_SHELL = 1024  # Debian's soft limit of open files

# The tests hold thousands of sockets; the program gets the shell's limit back when it starts.
_soft, _hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (_hard, _hard))


def wait_until(holds, what, every=0.02):
    """Polls what only the program can bring about; the value of `holds` once it is true."""
    deadline = time.monotonic() + PATIENCE
    while not (value := holds()):
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {PATIENCE} seconds: {what}")
        time.sleep(every)
    return value


class Answer:
    """A response: status, headers (names in lower case), body."""

    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def pointers(self):
        return [error["pointer"] for error in self.json.get("errors", [])]

    def __repr__(self):
        return f"{self.status} {dict(self.headers)} {self.body[:600]!r}"


class Event:
    """One server-sent event; `result` holds the answer's bytes as they were sent."""

    def __init__(self, text):
        lines = text.decode().split("\n")
        fields = dict(line.split(": ", 1) for line in lines if not line.startswith(":"))
        if unknown := set(fields) - {"id", "data"}:
            raise AssertionError(f"an event has lines besides id and data: {sorted(unknown)}")
        self.id = int(fields["id"])
        self.data = json.loads(fields["data"])
        self.type = self.data["type"]
        self.turn_id = self.data.get("turn_id")
        raw = fields["data"].encode()
        self.result = raw[raw.index(b'"result":') + len(b'"result":'):-1] if self.type == "RUN_FINISHED" else None

    @property
    def ends_run(self):
        return self.type in ("RUN_FINISHED", "RUN_ERROR")

    def __repr__(self):
        return f"{self.id} {self.data}"


class Connection:
    """One TCP connection, or TLS with a context for it. `send` takes any bytes: whether they are HTTP is the caller's affair."""

    def __init__(self, address, receive_buffer=None, tls=None):
        family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        self.socket = socket.socket(family, socket.SOCK_STREAM)
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.settimeout(PATIENCE)
        try:
            self.socket.connect(address)
            if tls:
                self.socket = tls.wrap_socket(self.socket, server_hostname=address[0])
        except OSError:
            self.socket.close()
            raise
        self.file = self.socket.makefile("rb")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.file.close()
        self.socket.close()

    def reset(self):
        """Ends the connection by RST."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        self.close()

    def send(self, data):
        self.socket.sendall(data)

    def finish_sending(self):
        self.socket.shutdown(socket.SHUT_WR)

    def ended(self):
        """True when the server closes without another byte."""
        try:
            return self.file.read(1) == b""
        except ConnectionResetError:
            return True

    def head(self):
        """Status and headers of the next response; 1xx is one, too."""
        line = self.file.readline()
        if not line.endswith(b"\n"):
            raise ConnectionResetError("closed without an answer")
        matched = re.fullmatch(rb"HTTP/1\.[01] (\d{3}) [ -~]*\r\n", line)
        if not matched:
            raise AssertionError(f"no status line: {line!r}")
        fields = http.client.parse_headers(self.file)
        return int(matched[1]), {name.lower(): value for name, value in fields.items()}

    def answer(self, to="GET"):
        status, headers = self.head()
        if to == "HEAD" or status in (204, 304) or status < 200:
            return Answer(status, headers, b"")
        if headers.get("transfer-encoding") == "chunked":
            return Answer(status, headers, b"".join(self.chunks()))
        if "content-length" in headers:
            return Answer(status, headers, self.exactly(int(headers["content-length"])))
        return Answer(status, headers, self.file.read())

    def exactly(self, count):
        data = self.file.read(count)
        if len(data) != count:
            raise ConnectionResetError(f"closed {count - len(data)} bytes early")
        return data

    def chunks(self):
        while size := self._chunk_size():
            yield self.exactly(size)
            self.exactly(2)
        self.exactly(2)

    def _chunk_size(self):
        line = self.file.readline()
        if not line.endswith(b"\n"):
            raise ConnectionResetError("closed in the middle of a stream")
        return int(line, 16)

    def events(self):
        """The events of the stream whose head has been read, comments left out."""
        waiting = b""
        for piece in self.chunks():
            waiting += piece
            *whole, waiting = waiting.split(b"\n\n")
            yield from (Event(text) for text in whole if not all(l.startswith(b":") for l in text.split(b"\n")))
        if waiting:
            raise AssertionError(f"a stream ends inside of an event: {waiting!r}")

    def request(self, method, path, body=None, headers=None):
        self.send(request(method, path, body, headers))
        return self.answer(to=method)


def request(method, path, body=None, headers=None):
    """The bytes of a request. A body that is no bytes is sent as JSON."""
    fields = {"Host": "localhost"}
    if body is not None and not isinstance(body, bytes):
        body = json.dumps(body).encode()
        fields["Content-Type"] = "application/json"
    if body is not None:
        fields["Content-Length"] = str(len(body))
    fields |= headers or {}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + (body or b"")


class Client:
    """Sends each request on a connection of its own, with a key if there is one."""

    def __init__(self, address, key=None, tls=None):
        self.address = address
        self.tls = tls
        self.headers = {"Authorization": f"Bearer {key}"} if key else {}

    def with_key(self, key):
        return Client(self.address, key, self.tls)

    def connect(self):
        return Connection(self.address, tls=self.tls)

    def request(self, method, path, body=None, headers=None):
        with self.connect() as connection:
            return connection.request(method, path, body, self.headers | (headers or {}))

    def get(self, path, **headers):
        return self.request("GET", path, headers=headers)

    def post(self, path, body=None, headers=None):
        return self.request("POST", path, {} if body is None else body, headers)

    def chat(self, message, **members):
        return self.post("/v1/chat", {"message": message, **members})

    @contextlib.contextmanager
    def stream(self, method, path, body=None, headers=None):
        """The connection, its status and headers; its events are still to be read."""
        with self.connect() as connection:
            accept = {"Accept": "text/event-stream"}
            connection.send(request(method, path, body, self.headers | accept | (headers or {})))
            status, fields = connection.head()
            if status != 200 or fields.get("content-type", "").split(";")[0] != "text/event-stream":
                raise AssertionError(f"no stream: {status} {fields}")
            yield connection

    def chat_events(self, message, **members):
        with self.stream("POST", "/v1/chat", {"message": message, **members}) as stream:
            return list(stream.events())

    def history(self, session_id, page=50):
        """All messages of a session, oldest first, read page by page."""
        messages, before = [], ""
        while True:
            answer = self.get(f"/v1/sessions/{session_id}/messages?limit={page}{before}")
            if answer.status != 200:
                raise AssertionError(f"no history of {session_id}: {answer}")
            messages = answer.json["messages"] + messages
            if not answer.json["has_more"]:
                return messages
            before = f"&before={messages[0]['message_id']}"

    def metric(self, name):
        """The sum of a metric's series; None where there is none of that name."""
        lines = self.get("/metrics").body.decode().splitlines()
        values = [float(line.rsplit(" ", 1)[1]) for line in lines if re.match(rf"{name}[ {{]", line)]
        return sum(values) if values else None


class Folder:
    """A temporary folder: documents/ and data/ of one or more starts of the program."""

    def __init__(self, documents=None):
        self.path = pathlib.Path(tempfile.mkdtemp(prefix="troupe-test-"))
        self.documents = self.path / "documents"
        self.data = self.path / "data"
        if documents is None:
            shutil.copytree(SAMPLE_DOCUMENTS, self.documents)
            return
        for name, text in documents.items():
            self.write(name, text)

    def write(self, name, text):
        target = self.documents / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text if isinstance(text, bytes) else text.encode())

    @property
    def database(self):
        return self.data / "troupe.db"

    def settings(self, **changes):
        """The environment of the program: nothing of the caller's but where programs are found."""
        settings = {
            "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
            "TROUPE_PORT": "0",
            "TROUPE_DATA_DIR": str(self.data),
            "TROUPE_CONFIG_DIR": str(ROOT / "config"),
            "DOCUMENTS_PATH": str(self.documents),
            "TROUPE_WATCH_MS": "0",  # a test says itself when documents are looked at
        }
        return settings | {name: str(value) for name, value in changes.items()}

    def run(self, *arguments, prefix=(), seconds=PATIENCE, **settings):
        """A subcommand to its end."""
        return subprocess.run([*prefix, PROGRAM, *arguments], env=self.settings(**settings), cwd=self.path,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=seconds)

    def remove(self):
        shutil.rmtree(self.path, ignore_errors=True)


# Root may read and write everything; without capabilities it is a user like others.
AS_ORDINARY_USER = ("setpriv", "--bounding-set=-all", "--inh-caps=-all") if os.geteuid() == 0 else ()


class Server:
    """`troupe serve`, ready to answer. Ends with the `with` block, and then expects exit 0. `tls` is its clients' context."""

    def __init__(self, folder, prefix=(), tls=None, **settings):
        command = ["prlimit", f"--nofile={min(FILES_OF_A_SHELL, _hard)}:{_hard}", *prefix, PROGRAM, "serve"]
        self.log = folder.path / "log"
        self._errors = open(self.log, "ab")
        self.process = subprocess.Popen(command, env=folder.settings(**settings), cwd=folder.path,
                                        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self._errors)
        self.pid = self.process.pid
        self.said = collections.deque(maxlen=100)
        self._address = threading.Event()
        self.address = None
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        try:
            self._await_address()
            self.client = Client(self.address, tls=tls)
            wait_until(self._ready, f"ready; the log says: {self.tail()}")
        except BaseException:
            self.kill()
            raise

    def _listen(self):
        for line in self.process.stdout:
            self.said.append(line.decode(errors="replace").rstrip("\n"))
            if not self.address and (found := re.search(rb"(https?)://(\S+):(\d+)", line)):
                self.address = (found[2].decode().strip("[]"), int(found[3]))
                self._address.set()
        self._address.set()

    def _await_address(self):
        self._address.wait(PATIENCE)
        if not self.address:
            raise AssertionError(f"no address printed; exit {self.process.poll()}; the log says: {self.tail()}")

    def _ready(self):
        if not self.running:
            raise AssertionError(f"ended with {self.process.returncode} before it was ready: {self.tail()}")
        return self.client.get("/health/ready").status == 200

    @property
    def running(self):
        return self.process.poll() is None

    def tail(self):
        return "\n".join([*self.said, *self.log.read_text(errors="replace").splitlines()[-30:]])

    def send_signal(self, number):
        self.process.send_signal(number)

    def wait(self):
        code = self.process.wait(PATIENCE)
        self._close()
        return code

    def stop(self, number=signal.SIGTERM):
        """The exit code of a graceful end."""
        if self.running:
            self.send_signal(number)
        return self.wait()

    def kill(self):
        self.process.kill()
        self.wait()

    def _close(self):
        self._listener.join()
        self.process.stdout.close()
        self._errors.close()

    def __enter__(self):
        return self

    def __exit__(self, failure, *_):
        if self._errors.closed:
            return
        if failure:
            return self.kill()
        code = self.stop()
        if code != 0:
            raise AssertionError(f"a stop by SIGTERM ended with {code}: {self.tail()}")


def quoted(name):
    """A document's name as a segment of a path."""
    return urllib.parse.quote(name, safe="")
