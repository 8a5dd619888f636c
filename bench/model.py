"""`troupe mock-llm` under measurement: what a language model that takes 20 ms costs alone, and through the engine."""

import http.client
import json
import re
import subprocess
import time

FIRST_TOKEN_MS = 20
ASKED = {"messages": [{"role": "user", "content": "> A refund takes 3 working days.\n\nHow long does a refund take?"}], "stream": True}


class Mock:
    """Ends with the `with` block. It shares the core of the load."""

    def __init__(self, plan):
        command = ["taskset", "-c", "1", str(plan.program), "mock-llm", "--port", "0"]
        plan.note(" ".join(command))
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.url = re.search(r"http://\S+", self.process.stdout.readline())[0]
        self.address = re.search(r"//([^/]+)", self.url)[1]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.stdout.close()
        self.process.wait()

    def ask(self, model, count):
        """[(ms to the first token, ms to the end)] of one client that asks again and again."""
        return _read_streams(self.address, "/v1/chat/completions", [{"model": model, **ASKED}] * count, b'"content":"')


def ask_engine(engine, questions):
    """The same of a client of the engine: the first token is the first of the assistant's words."""
    bodies = [{"message": question, "stream": True} for question in questions]
    return _read_streams(f"127.0.0.1:{engine.port}", "/v1/chat", bodies, b'"role":"assistant","delta":')


def _read_streams(address, path, bodies, marker):
    connection = http.client.HTTPConnection(address, timeout=60)
    took = []
    for body in bodies:
        begun = time.perf_counter()
        connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
        answer = connection.getresponse()
        if answer.status != 200:
            raise SystemExit(f"POST {path} answered {answer.status}: {answer.read().decode()}")
        first, seen = None, b""
        while data := answer.read1(65536):
            seen += data
            if first is None and marker in seen:
                first = 1000 * (time.perf_counter() - begun)
        took.append((first, 1000 * (time.perf_counter() - begun)))
    connection.close()
    return [(first, end) for first, end in took if first is not None]
