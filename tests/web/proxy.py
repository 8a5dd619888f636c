"""A TCP proxy between browser and server whose connections the test cuts."""

import contextlib
import socket
import struct
import threading


class Proxy:
    """Forwards to an address until it is cut. Ends with the `with` block."""

    def __init__(self, target):
        self.target = target
        self.lock = threading.Lock()
        self.pairs = set()
        self.marker = None
        self.is_cut = False
        self.takes_websockets = True
        self.requests = []  # first lines, as the browser sent them
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}/"
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.listener.close()
        self.cut()

    def cut_behind(self, marker):
        """As soon as the server has sent it, once: what follows is lost, and so is every connection; what came before arrives."""
        with self.lock:
            self.marker = marker

    def cut(self, end=None):
        """Ends every connection, by a reset if nothing else is said, and resets each that comes, until mend()."""
        with self.lock:
            self.is_cut = True
            pairs, self.pairs = self.pairs, set()
        for pair in pairs:
            for side in pair:
                (end or self._reset)(side)

    def mend(self):
        with self.lock:
            self.is_cut = False

    @staticmethod
    def _shut(side):
        with contextlib.suppress(OSError):  # gone already
            side.shutdown(socket.SHUT_RDWR)

    @staticmethod
    def _reset(side):
        with contextlib.suppress(OSError):
            side.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            side.shutdown(socket.SHUT_RDWR)
        side.close()

    def _accept(self):
        while True:
            try:
                browser, _ = self.listener.accept()
            except OSError:
                return
            server = None
            try:
                with self.lock:
                    if not self.is_cut:
                        server = socket.create_connection(self.target)
                        self.pairs.add((browser, server))
            except OSError:
                server = None
            if not server:
                self._reset(browser)
                continue
            for a, b, upwards in ((browser, server, True), (server, browser, False)):
                threading.Thread(target=self._pump, args=(a, b, upwards), daemon=True).start()

    def _pump(self, source, sink, upwards):
        tail = b""
        try:
            while data := source.recv(65536):
                if upwards and b" HTTP/1.1\r\n" in data:
                    self.requests.append(data.split(b"\r\n", 1)[0].decode())
                if upwards and not self.takes_websockets and b"upgrade: websocket" in data.lower():
                    source.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                    break
                if not upwards and (end := self._marked(tail + data)) is not None:
                    sink.sendall(data[:max(0, end - len(tail))])
                    return self.cut(self._shut)
                tail = (tail + data)[-200:]
                sink.sendall(data)
        except OSError:
            pass  # cut
        for side in (source, sink):
            self._shut(side)

    def _marked(self, data):
        """Where the marker ends, if it is there; then it was the one."""
        with self.lock:
            if self.marker is None or self.marker not in data:
                return None
            end = data.index(self.marker) + len(self.marker)
            self.marker = None
            return end
