#!/usr/bin/env python3
"""The chat's modules by themselves, in a browser: markdown, server-sent events, and what events make of a conversation."""

import unittest

from served import ModuleTest


def p(*children):
    return {"type": "p", "children": list(children)}


def li(*children):
    return {"type": "li", "children": list(children)}


def of(kind, *children):
    return {"type": kind, "children": list(children)}


def ol(start, *items):
    return {"type": "ol", "start": start, "children": list(items)}


def link(address, *children):
    return {"type": "a", "href": address, "children": list(children)}


def code(text):
    return {"type": "code", "text": text}


def cite(marker):
    return {"type": "cite", "marker": marker}


class MarkdownTest(ModuleTest):
    def parse(self, text):
        return self.run_with("markdown.js", "return m.parse(given[0])", text)

    def build(self, text):
        return self.run_with("markdown.js", """
            const place = document.createElement("div");
            place.append(...m.build(m.parse(given[0]), marker => marker === 1 ? document.createElement("button") : null));
            return new XMLSerializer().serializeToString(place).replaceAll(' xmlns="http://www.w3.org/1999/xhtml"', '');""", text)

    def test_blocks(self):
        for text, tree in [
            ("", []),
            ("one\ntwo\n\nthree", [p("one\ntwo"), p("three")]),
            ("- a\n- b", [of("ul", li("a"), li("b"))]),
            ("1. a\n2. b\n\ntail", [ol(1, li("a"), li("b")), p("tail")]),
            ("7) a", [ol(7, li("a"))]),
            ("Do this:\n1. a", [p("Do this:"), ol(1, li("a"))]),
            ("- a\n  - b\n- c", [of("ul", li(p("a"), of("ul", li("b"))), li("c"))]),
            ("1. a\n   more\n2. b", [ol(1, li("a\nmore"), li("b"))]),
            ("1. a\n\n   more\n\n2. b", [ol(1, li(p("a"), p("more")), li("b"))]),
            ("- a\n1. b", [of("ul", li("a")), ol(1, li("b"))]),
            ("-no list", [p("-no list")]),
            ("2026 was a year", [p("2026 was a year")]),
            ("## Head ##\ntext", [of("h", "Head"), p("text")]),
            ("#hash", [p("#hash")]),
            ("> a\n> b\n\nc", [of("blockquote", p("a\nb")), p("c")]),
            ("```js\n**a**\n\n<b>\n```\nb", [{"type": "pre", "text": "**a**\n\n<b>"}, p("b")]),
            ("```\nstill open", [{"type": "pre", "text": "still open"}]),
            ("a\r\nb\rc", [p("a\nb\nc")]),
        ]:
            with self.subTest(text):
                self.assertEqual(self.parse(text), tree)

    def test_inlines(self):
        for text, children in [
            ("**a** and *b* and _c_ and __d__", [of("strong", "a"), " and ", of("em", "b"), " and ", of("em", "c"), " and ", of("strong", "d")]),
            ("***a***", [of("strong", of("em", "a"))]),
            ("a_b_c and 2 * 3 * 4 ** 5", ["a_b_c and 2 * 3 * 4 ** 5"]),
            ("**open", ["**open"]),
            ("`a *b*` ``c`d``", [code("a *b*"), " ", code("c`d")]),
            ("a  \nb\\\nc", ["a", {"type": "br"}, "b", {"type": "br"}, "c"]),
            (r"\*a\* \[1\]", ["*a* [1]"]),
            ("So it is. [1][2] **All [3]**", ["So it is. ", cite(1), cite(2), " ", of("strong", "All ", cite(3))]),
            ("[a](https://b.example/c_(d) \"title\")", [link("https://b.example/c_(d)", "a")]),
            ("[**a** b](http://b.example)", [link("http://b.example", of("strong", "a"), " b")]),
            ("<https://a.example/b?c=d&e>", [link("https://a.example/b?c=d&e", "https://a.example/b?c=d&e")]),
            ("See https://a.example/b. Or (http://c.example)", ["See ", link("https://a.example/b", "https://a.example/b"), ". Or (", link("http://c.example", "http://c.example"), ")"]),
            ("[a](returns.md) [b](//c.example) [d](/e)", ["a b d"]),
        ]:
            with self.subTest(text):
                self.assertEqual(self.parse(text), [p(*children)])

    def test_what_is_no_web_address_is_no_link(self):
        for address in ("javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd", "https:", "https://", "http:///x"):
            with self.subTest(address):
                self.assertNotIn("<a ", self.build(f"[a]({address}) <{address}> {address}"))

    def test_text_stays_text(self):
        self.assertEqual(self.build("<img src=x onerror=alert(1)> **<b>** `<i>`"),
                         "<div><p>&lt;img src=x onerror=alert(1)&gt; <strong>&lt;b&gt;</strong> <code>&lt;i&gt;</code></p></div>")
        self.assertEqual(self.build('[a](https://b.example/"onclick="x)'), '<div><p><a href="https://b.example/&quot;onclick=&quot;x" target="_blank" rel="noopener noreferrer nofollow">a</a></p></div>')

    def test_a_marker_without_a_citation_is_text(self):
        self.assertEqual(self.build("a [1] b [2]"), "<div><p>a <button></button> b [2]</p></div>")

    def test_hostile_texts_end(self):
        for piece in ("*", "[", "`", "**a ", "_a ", "> ", "- ", "[a](", "*a _b ", "<http://", "- a\n  ", "[a [b] ", "![", "1. ", "```\n", "\\"):
            text = piece * (20000 // len(piece))
            with self.subTest(piece):
                self.assertTrue(self.run_with("markdown.js", "return m.parse(given[0]).length > 0 && (m.build(m.parse(given[0]), () => null), true)", text))


class EventParserTest(ModuleTest):
    def events(self, *pieces):
        return self.run_with("sse.js", "const parser = new m.EventParser(); return given.flatMap(piece => parser.push(piece))", *pieces)

    def test_events(self):
        one = {"id": "7", "data": '{"a":1}'}
        for pieces, events in [
            (['id: 7\ndata: {"a":1}\n\n'], [one]),
            (['id: 7\r\ndata: {"a":1}\r\n\r\n'], [one]),
            (['id: 7\rdata: {"a":1}\r\r\n'], [one]),
            (["id:7\ndata:", '{"a":1}\n', "\n"], [one]),
            ([':\n\n: a heartbeat\n\nid: 7\n:\ndata: {"a":1}\n\n:\n\n'], [one]),
            (["data: a\ndata:  b\ndata\n\n"], [{"id": "", "data": "a\n b\n"}]),
            (["retry: 5\nevent: x\ndata: a: b\n\n"], [{"id": "", "data": "a: b"}]),
            (["id: 7\ndata: cut off"], []),
            (["id: 7\ndata: cut off\n"], []),
        ]:
            with self.subTest(pieces):
                self.assertEqual(self.events(*pieces), events)

    def test_every_cut_gives_the_same(self):
        text = "id: 1\r\ndata: a\r\n\r\n:\r\n\r\nid: 2\r\ndata: b\r\n\r\n"
        for at in range(len(text)):
            with self.subTest(at):
                self.assertEqual(self.events(text[:at], text[at:]), [{"id": "1", "data": "a"}, {"id": "2", "data": "b"}])


class ConversationTest(ModuleTest):
    """Each step is an event, or ["say" | "accepted" | "failed", arguments…]."""

    def conversation(self, *steps):
        return self.run_with("conversation.js", """
            const talk = new m.Conversation({changed() {}, removed() {}, told() {}});
            for (const step of given) Array.isArray(step) ? talk[step[0]](...step.slice(1)) : talk.apply(step);
            return {said: talk.entries, status: talk.status, busy: talk.busy, thinking: talk.thinking, last: talk.last};""", *self.numbered(steps))

    @staticmethod
    def numbered(steps):
        return [step | {"id": step.get("id", n + 1)} if isinstance(step, dict) else step for n, step in enumerate(steps)]

    @staticmethod
    def event(kind, turn="t1", **members):
        return {"type": kind, "turn_id": turn, "session_id": "s"} | members

    def message(self, role, text, turn="t1", message="m1"):
        about = {"turn": turn, "message_id": message, "role": role}
        return [self.event("TEXT_MESSAGE_START", **about), *(self.event("TEXT_MESSAGE_CONTENT", delta=piece, **about) for piece in text), self.event("TEXT_MESSAGE_END", **about)]

    def result(self, answer, turn="t1", **members):
        return self.event("RUN_FINISHED", turn, result={"answer": answer, "citations": [], "supported": True, "status": "awaiting_user_reply", "superseded_by": None} | members)

    def texts(self, talk):
        return [(entry["role"], entry["text"], entry["state"]) for entry in talk["said"]]

    def turn(self, question="Q", answer="A", turn="t1", n=1):
        return [self.event("RUN_STARTED", turn), *self.message("customer", [question], turn, f"m{n}c"), *self.message("assistant", [answer], turn, f"m{n}a"), self.result(answer, turn)]

    def test_a_turn(self):
        talk = self.conversation(["say", "Q", "c1"], ["accepted", "c1", "t1"], *self.turn())
        self.assertEqual(self.texts(talk), [("customer", "Q", "done"), ("assistant", "A", "done")])
        self.assertEqual((talk["status"], talk["busy"]), ("bot", False))

    def test_the_turn_is_there_before_the_word_that_it_was_accepted(self):
        for accepted_at in range(len(self.turn()) + 1):
            steps = [["say", "Q", "c1"], *self.turn()]
            steps.insert(1 + accepted_at, ["accepted", "c1", "t1"])
            with self.subTest(accepted_at):
                talk = self.conversation(*steps)
                self.assertEqual(self.texts(talk), [("customer", "Q", "done"), ("assistant", "A", "done")])
                self.assertEqual(talk["said"][0]["clientId"], "c1")

    def test_two_messages_of_one_text(self):
        for accepted in ([["accepted", "c2", "t2"], ["accepted", "c1", "t1"]], [["accepted", "c1", "t2"], ["accepted", "c2", "t1"]]):
            talk = self.conversation(["say", "Q", "c1"], ["say", "Q", "c2"], *self.turn(), *self.turn(turn="t2", n=2), *accepted)
            self.assertEqual([text for role, text, _ in self.texts(talk) if role == "customer"], ["Q", "Q"])
            self.assertEqual({e["clientId"]: e["turn"] for e in talk["said"] if e["role"] == "customer"}, {step[1]: step[2] for step in accepted})

    def test_an_event_that_was_there_before_does_nothing(self):
        once = self.numbered(self.turn())
        self.assertEqual(self.conversation(*once, *once), self.conversation(*once))

    def test_what_is_shown_meanwhile(self):
        steps = self.turn()
        begun = self.conversation(*steps[:4])
        self.assertEqual((begun["busy"], begun["thinking"]), (True, True))
        writing = self.conversation(*steps[:6])
        self.assertEqual((writing["busy"], writing["thinking"]), (True, False))
        self.assertEqual(self.texts(writing)[-1], ("assistant", "A", "writing"))

    def test_a_restart_drops_the_text_so_far(self):
        begun = [self.event("RUN_STARTED"), *self.message("customer", ["Q"], message="mc"), *self.message("assistant", ["half of"], message="ma")]
        again = [self.event("RUN_RESTARTED", attempt=1)]
        talk = self.conversation(*begun, *again)
        self.assertEqual(self.texts(talk), [("customer", "Q", "sent")])
        self.assertTrue(talk["thinking"])
        talk = self.conversation(*begun, *again, *self.message("customer", ["Q"], message="mc"), *self.message("assistant", ["all"], message="ma"), self.result("all"))
        self.assertEqual(self.texts(talk), [("customer", "Q", "done"), ("assistant", "all", "done")])

    def test_an_error_and_another_attempt(self):
        begun = [["say", "Q", "c1"], ["accepted", "c1", "t1"], self.event("RUN_STARTED"), *self.message("customer", ["Q"], message="mc"), *self.message("assistant", ["half"], message="ma")]
        error = self.event("RUN_ERROR", code="turn_failed", message="It failed.", retryable=True)
        talk = self.conversation(*begun, error)
        self.assertEqual(self.texts(talk), [("customer", "Q", "failed")])
        said = talk["said"][0]
        self.assertEqual((said["problem"], said["retryable"], said["clientId"]), ("It failed.", True, "c1"))
        self.assertFalse(talk["busy"])
        talk = self.conversation(*begun, error, self.event("RUN_RESTARTED", attempt=1), *self.message("assistant", ["A"], message="ma"), self.result("A"))
        self.assertEqual(self.texts(talk), [("customer", "Q", "done"), ("assistant", "A", "done")])

    def test_what_could_not_be_sent(self):
        self.assertEqual(self.texts(self.conversation(["say", "Q", "c1"], ["failed", "c1", "no", True])), [("customer", "Q", "failed")])
        late = self.conversation(["say", "Q", "c1"], *self.turn(), ["failed", "c1", "no", True])
        self.assertEqual(self.texts(late)[0], ("customer", "Q", "done"), "the server had it after all")

    def test_a_human(self):
        handoff = self.event("CUSTOM", name="handoff", value={"reason": "policy", "summary": ""})
        silent = [self.event("RUN_STARTED", "t2"), *self.message("customer", ["Hello?"], "t2", "m2c")]
        talk = self.conversation(*self.turn(), handoff, *silent)
        self.assertEqual((talk["status"], talk["thinking"]), ("human", False))
        end = [self.result(None, "t2", status="escalated"), *self.message("agent", ["I am ", "Ann"], "t3", "m3h"), self.event("CUSTOM", "t4", name="returned", value=None)]
        talk = self.conversation(*self.turn(), handoff, *silent, *end)
        self.assertEqual([role for role, *_ in self.texts(talk)], ["customer", "assistant", "note", "customer", "agent", "note"])
        self.assertEqual(self.texts(talk)[4], ("agent", "I am Ann", "done"))
        self.assertEqual(talk["status"], "bot")

    def test_a_turn_that_hands_off_says_so_once(self):
        handoff = self.event("CUSTOM", name="handoff", value={"reason": "customer_request", "summary": ""})
        for steps in ([self.result("Bye", status="escalated"), handoff], [handoff, self.result("Bye", status="escalated")]):
            talk = self.conversation(self.event("RUN_STARTED"), *self.message("customer", ["Q"], message="mc"), *steps)
            self.assertEqual(sorted(role for role, *_ in self.texts(talk)), ["assistant", "customer", "note"])

    def test_a_message_that_another_one_superseded(self):
        talk = self.conversation(self.event("RUN_STARTED"), *self.message("customer", ["Q"], message="mc"), self.result("A", superseded_by="t2"))
        self.assertEqual(self.texts(talk), [("customer", "Q", "done")])

    def test_events_of_another_day(self):
        self.assertEqual(self.conversation(self.event("STEP_STARTED", step_name="x"), self.event("SOMETHING_NEW"), self.event("CUSTOM", name="new"))["said"], [])

    def test_the_end(self):
        self.assertEqual(self.conversation(*self.turn(), self.event("CUSTOM", name="closed", value=None))["status"], "closed")


if __name__ == "__main__":
    unittest.main(verbosity=2)
