#!/usr/bin/env python3
"""Measures a built Troupe: the engine on core 0, the load on core 1. scripts/bench builds it and calls this."""

import argparse
import datetime
import json
import pathlib
import shlex
import shutil
import sys
import time

import figures
import loads
import machine
import report

ROOT = pathlib.Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "data" / "documents"


class Plan:
    """What is measured, how long, and where."""

    def __init__(self, given):
        build = given.build.resolve()
        self.program = build / "troupe"
        self.counting_program = build / "bench" / "troupe_counting_allocations"
        self.micro_program = build / "bench" / "troupe_micro_bench"
        self.work = given.work
        shutil.rmtree(self.work, ignore_errors=True)
        self.work.mkdir(parents=True)
        self.documents = given.documents
        self.baseline = given.baseline
        self.quick = given.quick
        self.seconds = 4 if given.quick else 15
        self.disk_writes = 500 if given.quick else 2000
        self.micro_seconds = 0.05 if given.quick else 0.5
        self.sessions = 3000 if given.quick else 10000
        self.connections = 2000 if given.quick else 10000
        self.long_sessions = 8 if given.quick else 20
        self.variants = ["A0"] if given.quick else ["A0", "A", "L"]
        self.capacity = 0.0  # turns/s, from the first figure
        self.commands = []
        self._write_questions(given.questions)

    def note(self, command):
        self.commands.append(command)

    def folder(self, name):
        """A data directory, empty at first."""
        return self.work / name

    def _write_questions(self, file):
        """One a line for `troupe load`, as {"q": …} for chat.lua of the baseline."""
        if file:
            lines = file.read_text().splitlines()
            asked = [json.loads(line)["q"] if line.startswith("{") else line for line in lines if line.strip()]
        else:
            texts = (page.read_text() for page in sorted(self.documents.rglob("*.md")))
            asked = [line.lstrip("# ") for text in texts for line in text.splitlines() if line.startswith("##")]
        asked = [" ".join(question.split()) for question in asked]
        self.questions = self.work / "questions.txt"
        self.questions.write_text("".join(f"{question}\n" for question in asked))
        self.wrk_questions = self.work / "questions.jsonl"
        self.wrk_questions.write_text("".join(json.dumps({"q": question}, ensure_ascii=False) + "\n" for question in asked))


def arguments():
    read = argparse.ArgumentParser(prog="scripts/bench", description="Builds and measures Troupe.")
    read.add_argument("--quick", action="store_true", help="shorter runs: minutes in place of a quarter of an hour")
    read.add_argument("--documents", type=pathlib.Path, default=SAMPLE, help="folder of markdown (the sample documents)")
    read.add_argument("--questions", type=pathlib.Path, help='one question a line, or JSON lines with "q" (the headings of the documents)')
    read.add_argument("--baseline", type=pathlib.Path, help="folder with run.sh and chat.lua of another system, which is measured as well")
    read.add_argument("--only", action="append", choices=ALL, help="only this figure; may be given again")
    read.add_argument("--work", type=pathlib.Path, default=ROOT / "build" / "bench", help="data, on the disk that counts (build/bench)")
    read.add_argument("--json", type=pathlib.Path, default=ROOT / "build" / "bench.json", help="the result (build/bench.json)")
    read.add_argument("--build", type=pathlib.Path, default=ROOT / "build" / "release", help=argparse.SUPPRESS)
    read.add_argument("--update-docs", action="store_true", help="put the table into docs/performance.md")
    return read.parse_args()


def shown(argument):
    """Where the folders of this machine lie is nobody's concern who reads the page."""
    return f"…/{pathlib.Path(argument).name}" if argument.startswith("/") else shlex.quote(argument)


ALL = ("throughput", "against_baseline", "one_connection", "language_model", "half_capacity", "two_cores", "overload", "sessions", "connections",
       "long_session", "start", "allocations", "micro")
NEED_CAPACITY = {"half_capacity", "two_cores", "overload", "sessions"}


def main():
    given = arguments()
    plan = Plan(given)
    wanted = [name for name in ALL if (not given.only or name in given.only) and (name != "against_baseline" or plan.baseline)]
    if NEED_CAPACITY & set(wanted) and "throughput" not in wanted:
        wanted.insert(0, "throughput")
    result = {"time": f"{datetime.datetime.now(datetime.timezone.utc):%Y-%m-%d %H:%M} UTC",
              "commit": machine.output("git", "-C", str(ROOT), "describe", "--always", "--dirty"),
              "machine": machine.description(plan.work),
              "command": " ".join(["scripts/bench", *map(shown, sys.argv[1:])]),
              "documents": "the sample documents" if plan.documents == SAMPLE else plan.documents.parent.name,
              "figures": {}, "failed": {}}
    for name in wanted:
        begun = time.perf_counter()
        try:
            result["figures"][name] = getattr(figures, name)(plan)
        except loads.Failed as fault:
            result["failed"][name] = str(fault)
        if name == "throughput":
            plan.capacity = result["figures"][name]["capacity"]
        print(f"{name}: {time.perf_counter() - begun:.0f} s {result['failed'].get(name, '')}", file=sys.stderr, flush=True)
    result["commands"] = plan.commands
    given.json.write_text(json.dumps(result, indent=1) + "\n")
    text = report.markdown(result)
    print(text)
    if given.update_docs:
        report.update(ROOT / "docs" / "performance.md", text)
    return 1 if result["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
