#!/usr/bin/env python3
"""The console's pure modules by themselves, in a browser: addresses, metrics, figures, charts, formats, and a session's transcript."""

import unittest

from served import ModuleTest

INFINITY = "+Inf"


def histogram(name, counts, total, labels=""):
    """Exposed as a histogram with the bounds 0.1, 1 and +Inf; counts are cumulative."""
    inside = lambda le: "{" + ",".join(filter(None, [labels, f'le="{le}"'])) + "}"
    own = "{" + labels + "}" if labels else ""
    buckets = [f"{name}_bucket{inside(le)} {count}" for le, count in zip(("0.1", "1", INFINITY), counts)]
    return "\n".join([f"# HELP {name} x", f"# TYPE {name} histogram", *buckets, f"{name}_sum{own} {total}", f"{name}_count{own} {counts[-1]}", ""])


class RouteTest(ModuleTest):
    def test_addresses(self):
        for address, view, name, query in [
            ("", "live", "", {}),
            ("#", "live", "", {}),
            ("#/", "live", "", {}),
            ("#/sessions", "sessions", "", {}),
            ("#/sessions?status=escalated", "sessions", "", {"status": "escalated"}),
            ("#/sessions/ses_1", "sessions/*", "ses_1", {}),
            ("#/knowledge/search?q=a%26b+c&mode=lexical", "knowledge/search", "", {"q": "a&b c", "mode": "lexical"}),
        ]:
            with self.subTest(address):
                self.assertEqual(self.run_with("console/route.js", "return m.read(given[0])", address), {"view": view, "id": name, "query": query})

    def test_there_and_back(self):
        query = {"q": "a&b=c? d#é", "mode": "hybrid"}
        self.assertEqual(self.run_with("console/route.js", "return m.read(m.write('knowledge/search', given[0])).query", query), query)
        self.assertEqual(self.run_with("console/route.js", "return m.write('sessions', {status: ''})"), "#/sessions")


class PrometheusTest(ModuleTest):
    def run_on(self, text, body, *more):
        return self.run_with("console/prometheus.js", f"const [text, ...more] = given; const families = m.parse(text); {body}", text, *more)

    def test_lines(self):
        for line, name, sample in [
            ("a 1", "a", {"labels": {}, "value": 1}),
            ("a{} 1.5e-3 1700000000", "a", {"labels": {}, "value": 0.0015}),
            ('a:b{x="1",y_2="two"} -3', "a:b", {"labels": {"x": "1", "y_2": "two"}, "value": -3}),
            ('a{x="q\\"} b\\\\ \\n"} 2', "a", {"labels": {"x": 'q"} b\\ \n'}, "value": 2}),
            ('a{x="1",} 2', "a", {"labels": {"x": "1"}, "value": 2}),
        ]:
            with self.subTest(line):
                self.assertEqual(self.run_on(line + "\n", "return families.get(more[0])", name), [sample])
        self.assertEqual(self.run_on("# HELP a x\n# TYPE a counter\n\nno sample\n", "return families.size"), 0)
        self.assertTrue(self.run_on("a +Inf\na -Inf\na NaN\n", "const [p, n, x] = families.get('a').map(s => s.value); return p === Infinity && n === -Infinity && Number.isNaN(x)"))

    def test_totals(self):
        text = 'a{x="1",y="p"} 1\na{x="1",y="q"} 2\na{x="2",y="p"} 4\n'
        self.assertEqual(self.run_on(text, "return [m.total(families, 'a'), m.total(families, 'a', {x: '1'}), m.total(families, 'a', {x: '3'}), m.total(families, 'b')]"), [7, 3, None, None])
        self.assertEqual(self.run_on(text, "return m.valuesOf(families, 'a', 'x')"), ["1", "2"])

    def test_growth(self):
        self.assertEqual(self.run_with("console/prometheus.js", "return given.map(([before, now]) => m.growth(before, now))", [3, 5], [None, 5], [5, 2], [5, 5]), [2, 5, 2, 0])

    def quantiles(self, before, now):
        return self.run_with("console/prometheus.js", """
            const [before, now] = given.map(text => m.histogram(m.parse(text), "t", {node: "a"}));
            const seen = m.observedSince(before, now);
            return seen && [seen.count, m.quantile(0.5, seen), m.quantile(0.99, seen)].map(x => x === null ? null : Math.round(x * 1e6) / 1e6);""", before, now)

    def test_quantiles(self):
        a = 'node="a"'
        other = histogram("t", [9, 9, 9], 9, 'node="b"')
        none = histogram("t", [0, 0, 0], 0, a)
        for before, now, wanted in [
            (none, histogram("t", [10, 10, 10], 1, a), [10, 0.05, 0.099]),
            (none, histogram("t", [0, 10, 10], 5, a), [10, 0.55, 0.991]),
            (none, histogram("t", [5, 10, 10], 5, a), [10, 0.1, 0.982]),
            (none, histogram("t", [0, 0, 10], 50, a), [10, 1, 1]),
            (histogram("t", [10, 10, 10], 1, a), histogram("t", [10, 20, 20], 6, a), [10, 0.55, 0.991]),
            (histogram("t", [10, 20, 20], 6, a), histogram("t", [10, 10, 10], 1, a), [10, 0.05, 0.099]),
            (none, none, [0, None, None]),
            ("", histogram("t", [10, 10, 10], 1, a), [10, 0.05, 0.099]),
            (none, "", None),
        ]:
            with self.subTest((before, now)):
                self.assertEqual(self.quantiles(other + before, other + now), wanted)


class FiguresTest(ModuleTest):
    def figures(self, before, now, seconds=2):
        return self.run_with("console/figures.js", """
            return import(new URL("web/console/prometheus.js", document.baseURI)).then(({parse}) =>
                m.figures({at: 0, families: parse(given[0])}, {at: given[2] * 1000, families: parse(given[1])}));""", before, now, seconds)

    def test_rates_and_gauges(self):
        text = 'troupe_turns_total{{outcome="answered"}} {}\ntroupe_turns_total{{outcome="escalated"}} {}\ntroupe_store_queue {}\n'
        found = self.figures(text.format(10, 1, 7), text.format(15, 2, 3))
        self.assertEqual((found["turnsPerSecond"], found["waitingRecords"]), (3, 3))

    def test_latencies(self):
        before = histogram("troupe_node_seconds", [0, 0, 0], 0, 'node="classify"') + histogram("troupe_turn_seconds", [0, 0, 0], 0)
        now = histogram("troupe_node_seconds", [4, 4, 4], 0.2, 'node="classify"') + histogram("troupe_turn_seconds", [0, 4, 4], 2)
        found = self.figures(before, now)
        self.assertEqual([(n["name"], n["count"], n["p50"]) for n in found["nodes"]], [("classify", 4, 0.05)])
        self.assertEqual(found["turn"]["p50"], 0.55)
        self.assertEqual(found["engine"], {"name": "engine alone", "count": 0, "p50": None, "p99": None})

    def test_the_store(self):
        before = histogram("troupe_commit_seconds", [0, 0, 0], 0) + histogram("troupe_commit_group_size", [0, 0, 0], 0)
        now = histogram("troupe_commit_seconds", [6, 6, 6], 0.3) + histogram("troupe_commit_group_size", [0, 0, 6], 15)
        found = self.figures(before, now)
        self.assertEqual((found["commitsPerSecond"], found["recordsPerCommit"], found["commit"]["p50"]), (3, 2.5, 0.05))

    def test_upstreams_and_caches_only_where_there_are(self):
        self.assertEqual([self.figures("", "")[name] for name in ("upstreams", "caches")], [[], []])
        text = 'troupe_llm_breaker{{upstream="a"}} 2\ntroupe_llm_errors_total{{upstream="a",kind="late"}} {0}\ntroupe_x_cache_total{{result="hit"}} {0}\n'
        found = self.figures(text.format(0), text.format(4))
        self.assertEqual([(u["name"], u["breaker"], u["errorsPerSecond"]) for u in found["upstreams"]], [("a", "open", 2)])
        self.assertEqual(found["caches"], [{"name": "troupe_x_cache_total hit", "value": 4, "perSecond": 2}])


class ChartTest(ModuleTest):
    def test_lines(self):
        for values, path in [
            ([], ""),
            ([1], "M0 0h0"),
            ([0, 1, 2], "M0 10h0L50 5L100 0"),
            ([1, None, 2, 2], "M0 5h0M66.7 0h0L100 0"),
            ([0, 0], "M0 10h0L100 10"),
        ]:
            with self.subTest(values):
                most = max((v for v in values if v is not None), default=0)
                self.assertEqual(self.run_with("console/chart.js", "return m.linePath(given[0], 100, 10, given[1])", values, most), path)

    def test_places(self):
        self.assertEqual(self.run_with("console/chart.js", "return given.map(v => m.position(v, 0, 2))", -1, 0, 1, 2, 3), [0, 0, 0.5, 1, 1])


class FormatTest(ModuleTest):
    def test_figures(self):
        for function, value, text in [
            ("seconds", 0.0000505, "50.5 µs"), ("seconds", 0.0025, "2.5 ms"), ("seconds", 1.234, "1.23 s"), ("seconds", 0, "0 s"), ("seconds", None, "–"),
            ("quantity", 0, "0"), ("quantity", 1234567, "1,234,567"), ("quantity", 0.12345, "0.123"), ("quantity", None, "–"),
            ("score", 0.5, "0.500"), ("score", None, "–"),
            ("interval", {"value": 0.71, "low": 0.66, "high": 0.77}, "0.710 [0.660, 0.770]"),
            ("interval", {"value": 0.71, "low": None, "high": None}, "0.710"), ("interval", {"value": None, "low": None, "high": None}, "–"),
            ("words", "awaiting_user_reply", "awaiting user reply"), ("time", None, "–"),
        ]:
            with self.subTest(f"{function}({value})"):
                self.assertEqual(self.run_with("console/format.js", "return m[given[0]](given[1])", function, value), text)


class TranscriptTest(ModuleTest):
    def transcript(self, status, pages, events=()):
        return self.run_with("console/transcript.js", """
            const [status, pages, events] = given;
            const seen = new m.Transcript({status, last_event: 10}, {changed() {}, removed() {}, told() {}});
            pages.forEach(page => seen.precede(page));
            events.forEach((event, n) => seen.apply({id: 11 + n, ...event}));
            return {said: seen.entries.map(e => [e.role, e.text, e.state]), first: seen.first ?? null, status: seen.status};""", status, pages, events)

    @staticmethod
    def history(*messages):
        return [{"message_id": name, "turn_id": turn, "role": role, "text": text, "created_at": "2026-01-01T00:00:00Z"} for name, turn, role, text in messages]

    def test_pages(self):
        newest, older = self.history(("m3", "t2", "customer", "C")), self.history(("m1", "t1", "customer", "A"), ("m2", "t1", "assistant", "B"))
        seen = self.transcript("awaiting_user_reply", [newest, older])
        self.assertEqual([text for _, text, _ in seen["said"]], ["A", "B", "C"])
        self.assertEqual(seen["first"], "m1")
        self.assertIsNone(self.transcript("awaiting_user_reply", [[]])["first"])

    def test_events_of_what_the_history_holds_already(self):
        page = self.history(("m1", "t1", "customer", "A"), ("m2", "t1", "assistant", "B"))
        about = {"turn_id": "t1", "message_id": "m2", "role": "assistant"}
        events = [{"type": "TEXT_MESSAGE_START", **about}, {"type": "TEXT_MESSAGE_CONTENT", "delta": "B", **about}, {"type": "TEXT_MESSAGE_END", **about},
                  {"type": "RUN_FINISHED", "turn_id": "t1", "result": {"answer": "B", "citations": [], "supported": True, "status": "awaiting_user_reply", "superseded_by": None}}]
        self.assertEqual(self.transcript("awaiting_user_reply", [page], events)["said"], [["customer", "A", "done"], ["assistant", "B", "done"]])

    def test_an_operator(self):
        about = {"turn_id": "t2", "message_id": "m3", "role": "agent"}
        events = [{"type": "CUSTOM", "name": "handoff", "value": None}, {"type": "TEXT_MESSAGE_START", **about}, {"type": "TEXT_MESSAGE_CONTENT", "delta": "I am Ann", **about},
                  {"type": "TEXT_MESSAGE_END", **about}, {"type": "CUSTOM", "name": "returned", "value": None}]
        seen = self.transcript("awaiting_user_reply", [self.history(("m1", "t1", "customer", "A"))], events)
        self.assertEqual([role for role, *_ in seen["said"]], ["customer", "note", "agent", "note"])
        self.assertEqual(seen["status"], "bot")
        self.assertEqual(self.transcript("escalated", [])["status"], "human")
        self.assertEqual(self.transcript("closed", [])["status"], "closed")


if __name__ == "__main__":
    unittest.main(verbosity=2)
