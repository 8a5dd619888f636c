#!/usr/bin/env python3
"""A throw-away PostgreSQL, on a Unix socket in a temporary folder. As a program: prints its URL, and ends with its standard input."""

import os
import pathlib
import pwd
import shutil
import subprocess
import sys
import tempfile
import time

PATIENCE = 60
USER = "postgres"  # the server refuses to run as root


def programs():
    """Where Debian keeps them; the newest version."""
    found = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    if not found:
        raise SystemExit("PostgreSQL is missing: scripts/install test")
    return found[-1].parent


class Postgres:
    """Runs from construction to stop(). kill() and start() again are for tests of what a client does then."""

    def __init__(self, **settings):
        self.path = pathlib.Path(tempfile.mkdtemp(prefix="troupe-postgres-"))
        self.data = self.path / "data"
        self.settings = {"unix_socket_directories": self.path, "listen_addresses": "", "max_connections": 50} | settings
        self.as_user = []
        if os.geteuid() == 0:
            account = pwd.getpwnam(USER)
            os.chown(self.path, account.pw_uid, account.pw_gid)
            self.as_user = ["setpriv", f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]
        self.process = None
        self._run("initdb", "--pgdata", self.data, "--username", "troupe", "--auth", "trust", "--encoding", "UTF8",
                  "--locale", "C.UTF-8", "--no-sync", "--no-instructions")
        self.start()
        self._run("createdb", "--host", self.path, "--username", "troupe", "troupe")
        self.url = f"postgresql://troupe@/troupe?host={self.path}"

    def _run(self, program, *arguments):
        done = subprocess.run([*self.as_user, programs() / program, *arguments], cwd=self.path, capture_output=True, text=True)
        if done.returncode != 0:
            raise AssertionError(f"{program} ended with {done.returncode}: {done.stdout}{done.stderr}")

    def start(self):
        options = [word for name, value in self.settings.items() for word in ("-c", f"{name}={value}")]
        with open(self.path / "log", "ab") as log:
            self.process = subprocess.Popen([*self.as_user, programs() / "postgres", "-D", self.data, *options], cwd=self.path,
                                            stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        deadline = time.monotonic() + PATIENCE
        while subprocess.run([programs() / "pg_isready", "--host", self.path, "--quiet"]).returncode != 0:
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise AssertionError(f"PostgreSQL does not start: {(self.path / 'log').read_text(errors='replace')[-2000:]}")
            time.sleep(0.02)

    def kill(self):
        """As a crash would end it, with all of its processes."""
        self.process.kill()
        self.process.wait()
        # Its children end by themselves once they see that it has gone; the next start waits for the last one.

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()  # pg_ctl's "smart" would wait for the clients
            try:
                self.process.send_signal(2)  # "fast": rolls back what runs
                self.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        shutil.rmtree(self.path, ignore_errors=True)


if __name__ == "__main__":
    server = Postgres(fsync="off", synchronous_commit="off", full_page_writes="off")
    try:
        print(server.url, flush=True)
        sys.stdin.read()
    finally:
        server.stop()
