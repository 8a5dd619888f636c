"""`troupe serve` under measurement: pinned to cores, asked through HTTP, watched from outside."""

import http.client
import json
import os
import re
import resource
import subprocess
import tempfile
import time

PATIENCE = 120  # seconds after which a start counts as failed

_soft, _hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (_hard, _hard))  # the engine inherits it: each connection is a file


class Engine:
    """Ends with the `with` block. One thread for HTTP and one for actors, unless told otherwise."""

    def __init__(self, plan, data, cores="0", program=None, environment=None, **settings):
        command = ["taskset", "-c", cores, str(program or plan.program), "serve"]
        settings = {"API_WORKERS": 1, "TROUPE_SCHEDULER_THREADS": 1, "TROUPE_LOG_LEVEL": "warning"} | settings
        settings |= {"TROUPE_PORT": 0, "TROUPE_DATA_DIR": data, "DOCUMENTS_PATH": plan.documents}
        plan.note(" ".join(f"{name}={value}" for name, value in settings.items()) + " " + " ".join(command))
        own = {name: value for name, value in os.environ.items() if not name.startswith("TROUPE_")}
        self.begun = time.perf_counter()
        self.errors = tempfile.TemporaryFile(dir=plan.work)
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=self.errors, text=True,
                                        env=own | {n: str(v) for n, v in settings.items()} | (environment or {}))
        self.pid = self.process.pid
        self.port = self._port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        while self.get("/health/ready")[0] != 200:
            time.sleep(0.005)

    def _port(self):
        for line in self.process.stdout:
            if found := re.search(r"http://\S+:(\d+)", line):
                return int(found[1])
        self.errors.seek(0)
        raise SystemExit(f"troupe serve did not start: {self.errors.read().decode()}")

    def request(self, method, path, body=None):
        self.connection.request(method, path, body and json.dumps(body), {"Content-Type": "application/json"})
        answer = self.connection.getresponse()
        return answer.status, answer.read()

    def get(self, path):
        return self.request("GET", path)

    def chat(self, message, **members):
        status, body = self.request("POST", "/v1/chat", {"message": message, **members})
        if status != 200:
            raise SystemExit(f"POST /v1/chat answered {status}: {body.decode()}")
        return json.loads(body)

    def metrics(self):
        """{name with its labels: value}"""
        lines = self.get("/metrics")[1].decode().splitlines()
        return {name: float(value) for name, value in (l.rsplit(" ", 1) for l in lines if not l.startswith("#"))}

    def resident_kib(self):
        return int(re.search(r"VmRSS:\s+(\d+)", open(f"/proc/{self.pid}/status").read())[1])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.connection.close()
        self.process.terminate()
        self.process.stdout.close()
        self.process.wait()
        self.errors.close()


class Cost:
    """What the engine used between two looks, from its own counters."""

    def __init__(self, engine):
        self.engine, self.before = engine, engine.metrics()

    def measure(self):
        after = self.engine.metrics()
        self.used = {name: value - self.before.get(name, 0) for name, value in after.items()}
        return self

    def total(self, name):
        return sum(value for key, value in self.used.items() if key == name or key.startswith(name + "{"))

    def by(self, name, label):
        matched = ((re.search(rf'^{name}{{.*{label}="([^"]*)"', key), value) for key, value in self.used.items())
        return {found[1]: value for found, value in matched if found}

    @property
    def turns(self):
        return self.total("troupe_turns_total") or 1

    @property
    def cpu_us_per_turn(self):
        return 1e6 * self.total("troupe_thread_cpu_seconds_total") / self.turns

    def split(self):
        """Microseconds of a turn. By thread: CPU. By node and commit: time from the begin to the end, waiting included."""
        threads = self.by("troupe_thread_cpu_seconds_total", "thread")
        sums, counts = self.by("troupe_node_seconds_sum", "node"), self.by("troupe_node_seconds_count", "node")
        return {
            "cpu": {name: 1e6 * seconds / self.turns for name, seconds in threads.items()},
            "overhead": 1e6 * self.total("troupe_turn_overhead_seconds_sum") / self.turns,
            "node": {name: 1e6 * sums[name] / counts[name] for name in sums if counts[name]},
            "commit": 1e6 * self.total("troupe_commit_seconds_sum") / (self.total("troupe_commit_seconds_count") or 1),
            "turns_per_commit": self.turns / (self.total("troupe_commit_seconds_count") or 1),
        }
