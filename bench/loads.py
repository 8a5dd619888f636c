"""What puts load on an engine: `troupe load`, and wrk with a script that another system understands as well."""

import json
import os
import re
import socket
import subprocess


class Failed(Exception):
    pass


def run(plan, command, **environment):
    plan.note(" ".join([*(f"{name}={value}" for name, value in environment.items()), *command]))
    return subprocess.run(command, capture_output=True, text=True, env=os.environ | {n: str(v) for n, v in environment.items()})


def load(plan, engine, *options, cores="1"):
    """The report of a `troupe load`. A wrong answer ends everything: a figure of a wrong engine is worth nothing."""
    command = ["taskset", "-c", cores, str(plan.program), "load", "--url", engine.url, "--json", "--questions", str(plan.questions),
               "--no-history", *map(str, options)]
    done = run(plan, command)
    if not done.stdout:
        raise Failed(f"{' '.join(command)}: {done.stderr.strip()}")
    report = json.loads(done.stdout)
    if report["wrong"]["count"]:
        raise SystemExit(f"wrong answers under load: {json.dumps(report['wrong'], indent=1)}")
    return report


def users(plan, engine, count, seconds, turns=10, **more):
    return load(plan, engine, "--users", count, "--duration", f"{seconds}s", "--turns", turns, "--customers", 10000, **more)


def rate(plan, engine, starts, seconds, *options, turns=10):
    return load(plan, engine, "--rate", round(starts, 1), "--duration", f"{seconds:.3f}s", "--turns", turns, "--customers", 10000, *options)


def _figures(line):
    """A RESULT line of chat.lua."""
    return {name: float(value) for name, value in re.findall(r"(\w+)=([\d.]+)", line)}


def wrk(plan, engine, connections, seconds):
    command = ["taskset", "-c", "1", "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s",
               "-s", str(plan.baseline / "chat.lua"), f"{engine.url}/v1/chat"]
    done = run(plan, command, QUESTIONS=plan.wrk_questions)
    if "RESULT" not in done.stdout:
        raise Failed(f"wrk: {done.stdout}{done.stderr}")
    seen = _figures(done.stdout[done.stdout.index("RESULT"):])
    if seen["err"]:
        raise Failed(f"wrk saw {seen['err']:.0f} errors of {seen['n']:.0f} requests")
    return seen


def baseline(plan, variants, connections, seconds):
    """{variant: {connections, as text: figures}} of the other system's run.sh."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    done = run(plan, [str(plan.baseline / "run.sh")], VARIANTS=" ".join(variants), CONNS=" ".join(map(str, connections)),
               SECS=seconds, PORT=port)
    found = {}
    for line in done.stdout.splitlines():
        if matched := re.match(r"(\w+) connections=(\d+) (.*)", line):
            found.setdefault(matched[1], {})[matched[2]] = _figures(matched[3])
    if missing := set(variants) - set(found):
        raise Failed(f"run.sh of {plan.baseline.name} measured no {' '.join(sorted(missing))}: {done.stdout[-500:]}{done.stderr[-500:]}")
    return found
