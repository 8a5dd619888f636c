#!/usr/bin/env python3
"""Reads every #include of the tree and holds the rooms to what they may know of each other.

The rules are the tables below; a path is a glob where * stays inside one folder and ** does not. A new slice or library
needs a row only when it needs a freedom that nobody has yet.
"""

import fnmatch
import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDERS = "app language retrieval learning evaluation messages actors http storage config telemetry load tests bench".split()

PURE = ["language/**", "retrieval/**", "learning/**"]
WITHOUT_EFFECTS = PURE + ["evaluation/**"]
MESSAGES = PURE + ["messages/**"]
INTERFACES = ["actors/**/interface.hpp"]
ACTORS = MESSAGES + INTERFACES + ["{slice}/*", "actors/wiring.hpp", "storage/*", "config/**", "telemetry/**"]

# (files, what of the project they may include); the first row that fits a file counts. {slice} is the file's own folder.
MAY_INCLUDE = [
    ("language/**", PURE),
    ("retrieval/**", PURE),
    ("learning/**", PURE),
    ("evaluation/**", WITHOUT_EFFECTS),
    ("messages/wire/**", PURE + ["messages/wire/**"]),
    ("messages/**", MESSAGES),
    ("telemetry/**", ["telemetry/**"]),
    ("config/**", ["config/**", "language/**", "learning/**"]),
    ("storage/**", PURE + ["messages/wire/**", "storage/**"]),
    ("actors/wiring.hpp", MESSAGES + INTERFACES),
    ("actors/**/interface.hpp", MESSAGES + INTERFACES + ["{slice}/*"]),
    ("actors/supervisor/**", ACTORS + ["actors/**/behavior.hpp", "storage/**"]),
    ("actors/store/**", ACTORS + ["storage/**"]),
    ("actors/**", ACTORS),
    ("http/framing/**", ["http/framing/**"]),
    ("http/transport/**", ["http/transport/**", "http/framing/**", "telemetry/**"]),
    ("http/**", MESSAGES + INTERFACES + ["http/**", "actors/wiring.hpp", "config/**", "telemetry/**"]),
    ("load/**", ["load/**"]),
    ("app/**", ["**"]),
    ("tests/**", ["**"]),
    ("bench/**", ["**"]),
]

# (headers of a library, the files that may include them); POSIX and the standard library are free outside the pure rooms.
LIBRARIES = [
    ("unicode/*", ["language/**"]),
    ("cmark-gfm*.h", ["language/**"]),
    ("libstemmer.h", ["language/**"]),
    ("Eigen/*", ["language/**", "retrieval/**", "learning/**"]),
    ("LBFGS.h", ["language/**"]),
    ("toml++/*", ["config/**"]),
    ("caf/meta/*", ["messages/**"]),
    ("caf/*", ["messages/*", "messages/local/**", "actors/**", "http/*", "http/mcp/**", "app/**"]),
    ("sqlite3.h", ["storage/sqlite/**"]),
    ("pqxx/*", ["storage/postgres/**"]),
    ("cbor.h", ["storage/event_codec.cpp"]),
    ("openssl/*", ["storage/**", "actors/**", "http/**"]),
    ("rapidjson/*", ["actors/session/answer.cpp", "http/sse.cpp"]), # what is written for every turn, and every token
    ("immintrin.h", ["language/encoder/avx512_kernels.cpp"]),
    ("nlohmann/*", ["language/encoder/safetensors.cpp", "storage/**", "actors/**", "http/**", "app/**", "telemetry/*.cpp", "evaluation/json_lines.*", "evaluation/dsjson.cpp", "load/**"]),
    ("spdlog/*", ["telemetry/*.cpp"]),
    ("prometheus/*", ["telemetry/**"]),
    ("wslay/*", ["http/framing/**"]),
    ("pistache/*", ["http/transport/**"]),
    ("boost/*", ["http/framing/**", "http/transport/**", "load/**", "app/mock_llm/**"]),
    ("CLI/*", ["app/**"]),
    ("curl/*", ["app/**", "actors/llm/**"]),
    ("histedit.h", ["app/chat/**"]),
]
EVERYWHERE = ["tests/**", "bench/**"]  # what may include any library

# What the pure rooms do without: no I/O, no clock, no threads, no randomness but engines that are seeded by the caller.
IMPURE_HEADERS = set(
    "barrier condition_variable csignal cstdio ctime filesystem fstream future iostream istream latch mutex ostream "
    "semaphore shared_mutex stop_token syncstream thread".split())
IMPURE_CALLS = [
    (r"::now\s*\(", "reads a clock; time is a parameter"),
    (r"\brandom_device\b", "draws from the machine; the seed is a parameter"),
    (r"\b(?:rand|srand|getenv|system)\s*\(", "reaches outside; what it needs is a parameter"),
    (r"\btime\s*\(\s*(?:nullptr|NULL|0)\s*\)", "reads a clock; time is a parameter"),
]

HEADER_LINES = 200
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def pattern(glob):
    """A glob as a regular expression: ** for any path, * for any name."""
    parts = re.split(r"(\*\*/|\*\*|\*)", glob)
    wild = {"**/": r"(?:.*/)?", "**": r".*", "*": r"[^/]*"}
    return re.compile("".join(wild.get(part, re.escape(part)) for part in parts) + r"\Z")


def fits(path, globs, including=""):
    folder = str(pathlib.PurePosixPath(including).parent)
    return any(pattern(glob.replace("{slice}", folder)).match(path) for glob in globs)


def unit(path):
    """What must not depend on itself through others: a slice of the actors, or a room."""
    parts = path.split("/")
    if path.startswith("actors/workflow/"):
        return "/".join(parts[:3])
    if parts[0] == "actors":
        return "/".join(parts[:2])
    return parts[0]


def code_lines(text):
    """The text's lines without comments, so that prose breaks no rule."""
    blank = lambda comment: "\n" * comment.group().count("\n")
    return re.sub(r"//[^\n]*|/\*.*?\*/", blank, text, flags=re.S).split("\n")


def includes(text):
    for number, line in enumerate(text.split("\n"), 1):
        if found := INCLUDE.match(line):
            yield number, found[1], found[2]


def check_project_include(path, included, files):
    if included not in files:
        return "no such file; includes are written from the project's root"
    allowed = next((row for where, row in MAY_INCLUDE if fits(path, [where])), None)
    if allowed is None:
        return f"{path} is in no room of the table MAY_INCLUDE"
    if not fits(included, allowed, path):
        return f"{unit(path)} may include only {' '.join(allowed)}"
    return None


def check_library_include(path, included):
    if included == "caf/all.hpp":
        return "costs seconds in every file; include the headers that are used"
    if fits(path, EVERYWHERE):
        return None
    allowed = [row for header, row in LIBRARIES if fnmatch.fnmatch(included, header)]
    if allowed:
        where = sum(allowed, [])
        return None if fits(path, where) else f"only {' '.join(where)} may"
    standard = re.fullmatch(r"[a-z_0-9]+", included)
    if fits(path, WITHOUT_EFFECTS):
        if not standard:
            return "a pure room includes the standard library and the libraries of its row only"
        return "a pure room does no I/O, keeps no threads and reads no clock" if included in IMPURE_HEADERS else None
    posix = re.fullmatch(r"[a-z]+\.h|(?:sys|netinet|arpa|net)/[a-z_]+\.h", included)
    return None if standard or posix else "a library that the table LIBRARIES does not name"


def check_file(path, text, files):
    for number, bracket, included in includes(text):
        fault = check_project_include(path, included, files) if bracket == '"' else check_library_include(path, included)
        if fault:
            yield f"{path}:{number} includes {included}: {fault}"
    if fits(path, WITHOUT_EFFECTS):
        for number, line in enumerate(code_lines(text), 1):
            for call, fault in IMPURE_CALLS:
                if found := re.search(call, line):
                    yield f"{path}:{number} says {found[0]}: {fault}"
    if path.endswith(".hpp"):
        if not text.startswith("#pragma once\n"):
            yield f"{path}:1: a header begins with #pragma once"
        if text.count("\n") > HEADER_LINES:
            yield f"{path}: a header has at most {HEADER_LINES} lines"
    header = path[: -len(".cpp")] + ".hpp"
    if path.endswith(".cpp") and header in files:
        first = next(includes(text), (1, "", "nothing"))
        if first[2] != header:
            yield f"{path}:{first[0]} includes {first[2]} first: its own header comes first, which proves that it stands alone"


def dependencies(files):
    """unit -> the units it includes, with the file that does. Who wires or starts everybody is no part of a cycle."""
    graph = {}
    for path, text in files.items():
        if fits(path, ["app/**", "tests/**", "bench/**", "actors/wiring.hpp", "actors/supervisor/**"]):
            continue
        for number, bracket, included in includes(text):
            if bracket == '"' and included in files and included != "actors/wiring.hpp":
                if unit(included) != unit(path):
                    graph.setdefault(unit(path), {}).setdefault(unit(included), f"{path}:{number}")
    return graph


def cycle(graph):
    """The first cycle as a list of units, or None."""
    done, trail = set(), []

    def visit(node):
        if node in trail:
            return trail[trail.index(node):] + [node]
        if node in done:
            return None
        trail.append(node)
        found = next(filter(None, map(visit, sorted(graph.get(node, {})))), None)
        trail.pop()
        done.add(node)
        return found

    return next(filter(None, map(visit, sorted(graph))), None)


def check(files):
    """Every broken rule of a tree {path: text}, one line each."""
    faults = [fault for path, text in sorted(files.items()) for fault in check_file(path, text, files)]
    graph = dependencies(files)
    if ring := cycle(graph):
        places = ", ".join(graph[a][b] for a, b in zip(ring, ring[1:]))
        faults.append(f"{' -> '.join(ring)} is a cycle ({places}): rooms and slices depend on each other in one direction")
    return faults


def tree():
    paths = [path for folder in FOLDERS for kind in ("*.hpp", "*.cpp") for path in (ROOT / folder).rglob(kind)]
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in paths}


# A small tree to include from, and files to add to it: (path, its text, a word of the complaint or None).
STAND_INS = {path: "#pragma once\n" for path in (
    "language/tokens.hpp", "retrieval/index.hpp", "learning/policy.hpp", "evaluation/ranking.hpp", "messages/wire/turn.hpp", "messages/local/found.hpp",
    "storage/customers.hpp", "storage/sqlite/customers.hpp", "config/settings.hpp", "telemetry/log.hpp", "actors/wiring.hpp",
    "actors/llm/interface.hpp", "actors/llm/behavior.hpp", "actors/llm/rule.hpp", "http/routes.hpp", "http/transport/peer.hpp")}

EXAMPLES = [
    ("language/a.cpp", "#include <caf/actor.hpp>", "only messages/"),
    ("language/a.cpp", '#include "telemetry/log.hpp"', "language may include only"),
    ("language/a.cpp", "#include <fstream>", "pure room"),
    ("language/a.cpp", "#include <unistd.h>", "pure room"),
    ("storage/a.cpp", "#include <Eigen/Dense>", "only language/"),
    ("learning/a.cpp", "auto t = std::chrono::steady_clock::now();", "clock"),
    ("learning/a.cpp", "std::mt19937 g{std::random_device{}()};", "seed"),
    ("retrieval/a.cpp", '#include "messages/wire/turn.hpp"', "retrieval may include only"),
    ("messages/wire/a.hpp", "#pragma once\n#include <caf/error.hpp>", "only messages/"),
    ("messages/wire/a.hpp", '#pragma once\n#include "messages/local/found.hpp"', "messages may include only"),
    ("messages/local/a.hpp", '#pragma once\n#include "storage/customers.hpp"', "messages may include only"),
    ("evaluation/a.cpp", '#include "messages/wire/turn.hpp"', "evaluation may include only"),
    ("evaluation/a.cpp", "#include <fstream>", "pure room"),
    ("retrieval/a.cpp", '#include "evaluation/ranking.hpp"', "retrieval may include only"),
    ("storage/a.cpp", "#include <caf/actor.hpp>", "only messages/"),
    ("storage/a.cpp", '#include "actors/llm/interface.hpp"', "storage may include only"),
    ("storage/a.cpp", '#include "http/routes.hpp"', "storage may include only"),
    ("storage/a.hpp", "#pragma once\n#include <sqlite3.h>", "only storage/sqlite/"),
    ("config/a.cpp", '#include "storage/customers.hpp"', "config may include only"),
    ("telemetry/a.hpp", "#pragma once\n#include <spdlog/spdlog.h>", "only telemetry/*.cpp"),
    ("actors/feedback/behavior.cpp", '#include "actors/llm/rule.hpp"', "actors/feedback may include only"),
    ("actors/feedback/behavior.cpp", '#include "actors/llm/behavior.hpp"', "actors/feedback may include only"),
    ("actors/feedback/behavior.cpp", '#include "storage/sqlite/customers.hpp"', "actors/feedback may include only"),
    ("actors/feedback/behavior.cpp", '#include "http/routes.hpp"', "actors/feedback may include only"),
    ("actors/feedback/behavior.cpp", "#include <caf/all.hpp>", "costs seconds"),
    ("actors/feedback/interface.hpp", '#pragma once\n#include "actors/wiring.hpp"', "actors/feedback may include only"),
    ("actors/feedback/interface.hpp", '#pragma once\n#include "storage/customers.hpp"', "actors/feedback may include only"),
    ("actors/workflow/classify/behavior.cpp", '#include "actors/llm/rule.hpp"', "actors/workflow/classify may include only"),
    ("actors/wiring.hpp", '#pragma once\n#include "actors/llm/behavior.hpp"', "actors/wiring.hpp may include only"),
    ("load/a.cpp", '#include "http/routes.hpp"', "load may include only"),
    ("http/a.cpp", '#include "actors/llm/behavior.hpp"', "http may include only"),
    ("http/a.cpp", '#include "storage/customers.hpp"', "http may include only"),
    ("http/a.cpp", "#include <pistache/reactor.h>", "only http/transport/"),
    ("http/transport/a.cpp", "#include <caf/actor.hpp>", "only messages/"),
    ("http/transport/a.cpp", '#include "http/routes.hpp"', "http may include only"),
    ("http/a.cpp", "#include <folly/json.h>", "does not name"),
    ("http/a.cpp", '#include "routes.hpp"', "from the project's root"),
    ("http/routes.cpp", '#include <vector>\n#include "http/routes.hpp"', "its own header comes first"),
    ("http/a.hpp", "int a();", "#pragma once"),
    ("http/a.hpp", "#pragma once\n" * 201, "at most 200 lines"),
    ("language/a.cpp", '#include "retrieval/index.hpp"\n', None),
    ("retrieval/a.cpp", '#include "language/tokens.hpp"\n#include <Eigen/Dense>\n#include <chrono>', None),
    ("language/a.cpp", "// std::chrono::system_clock::now() is the caller's", None),
    ("messages/wire/a.hpp", "#pragma once\n#include <caf/meta/type_name.hpp>", None),
    ("actors/store/a.cpp", '#include "storage/sqlite/customers.hpp"', None),
    ("actors/supervisor/a.cpp", '#include "actors/llm/behavior.hpp"', None),
    ("actors/feedback/behavior.cpp", '#include "actors/wiring.hpp"\n#include <caf/actor.hpp>\n#include <string>', None),
    ("http/transport/a.cpp", "#include <pistache/reactor.h>\n#include <sys/socket.h>\n#include <boost/asio.hpp>", None),
]


class Dependencies(unittest.TestCase):
    def test_the_tree_keeps_the_rules(self):
        if faults := check(tree()):
            self.fail("\n" + "\n".join(faults))

    def test_examples(self):
        for path, text, complaint in EXAMPLES:
            with self.subTest(path=path, text=text[:80]):
                faults = check(STAND_INS | {path: text})
                if complaint is None:
                    self.assertEqual(faults, [])
                else:
                    self.assertEqual(len(faults), 1, faults)
                    self.assertIn(path, faults[0])
                    self.assertIn(complaint, faults[0])

    def test_cycles_are_refused(self):
        slices = {
            "actors/a/behavior.cpp": '#include "actors/b/interface.hpp"',
            "actors/a/interface.hpp": "#pragma once\n",
            "actors/b/interface.hpp": '#pragma once\n#include "actors/c/interface.hpp"',
            "actors/c/behavior.cpp": '#include "actors/a/interface.hpp"',
            "actors/c/interface.hpp": "#pragma once\n",
        }
        self.assertIn("actors/a -> actors/b -> actors/c -> actors/a", " ".join(check(slices)))
        rooms = STAND_INS | {
            "language/a.cpp": '#include "learning/policy.hpp"',
            "learning/a.cpp": '#include "language/tokens.hpp"',
        }
        self.assertIn("language -> learning -> language", " ".join(check(rooms)))


if __name__ == "__main__":
    unittest.main()
