#!/usr/bin/env python3
"""The chat page in a real browser, before a real server.

By hand:  TROUPE_PROGRAM=build/dev/troupe python3 tests/web/page_test.py; with TROUPE_AXE=…/axe.min.js also what axe finds.
"""

import functools
import http.server
import json
import threading
import unittest

from browser import Browser
from proxy import Proxy
from served import ServedTest, needs_axe
from troupe import Folder, Server, wait_until

CHAT, ADMIN = "a-key-of-a-chat-page", "a-key-of-an-administrator"
KEYS = {"TROUPE_API_KEYS": CHAT, "TROUPE_ADMIN_KEYS": ADMIN}
DOCUMENTS = {
    "refunds.md": "# Refunds\n\n## How long a refund takes\n\nA refund takes 3 working days to reach your card. A refund to a gift card is there at once.\n",
    "returns.md": "# Returns\n\n## How to return an item\n\nTo return an item, follow these steps:\n\n"
                  "1. Create a **return label** in your account.\n2. Drop the parcel off.\n3. Keep the receipt.\n",
}
QUESTION = "How long does a refund take?"


class PageTest(ServedTest):
    DOCUMENTS = DOCUMENTS

    def say(self, page, text):
        page.run("document.getElementById('message').focus()")
        page.type(text)
        page.press("Enter")

    def answers(self, page, count):
        page.wait(f"document.querySelectorAll('.assistant.done').length === {count}")

    def said(self, page):
        """What can be read: (who, text) in order."""
        return page.run("""[...document.querySelectorAll('#log > .message, #log > .note:not([hidden])')].map(
            e => [e.classList.contains('note') ? 'note' : e.classList[1], (e.querySelector('.text') ?? e).innerText.trim()])""")

    def saved(self, page):
        return json.loads(page.run("sessionStorage.getItem('troupe')"))


class ConversationTest(PageTest):
    SETTINGS = {"TROUPE_MAX_MESSAGE_BYTES": 1000}

    def test_an_answer_and_its_source(self):
        page = self.open()
        self.assertEqual(page.run("document.activeElement.id"), "message")
        self.say(page, QUESTION)
        self.answers(page, 1)
        (asker, asked), (answerer, answer) = self.said(page)
        self.assertEqual((asker, asked, answerer), ("customer", QUESTION, "assistant"))
        self.assertIn("3 working days", answer)
        page.click(".marker")
        page.wait("document.getElementById('citation').open")
        self.assertEqual(page.text("#citation-heading"), "How long a refund takes")
        self.assertEqual(page.text("#citation-document"), "refunds.md")
        self.assertIn("A refund takes 3 working days to reach your card.", page.text("#citation-quote"))
        page.press("Escape")
        page.wait("!document.getElementById('citation').open")
        self.assertEqual(page.run("document.activeElement.className"), "marker", "the focus is back where it was")

    def test_by_keyboard_alone(self):
        page = self.open()
        self.say(page, QUESTION)
        self.answers(page, 1)
        reached = []
        page.run("document.getElementById('title').tabIndex = -1, document.getElementById('title').focus()")
        for _ in range(12):
            page.press("Tab")
            reached.append(page.run("document.activeElement.id || document.activeElement.getAttribute('aria-label') || document.activeElement.tagName"))
        for name in ("human", "new", "log", "message", "send", "Helpful", "Not helpful", "Source 1: How long a refund takes"):
            self.assertIn(name, reached)
        page.run("document.querySelector('.marker').focus()")
        page.press("Enter")
        page.wait("document.getElementById('citation').open")

    def test_messages_in_a_row(self):
        page = self.open()
        for text in (QUESTION, "How do I return an item?", QUESTION):
            self.say(page, text)
        self.answers(page, 3)
        self.assertEqual([text for who, text in self.said(page) if who == "customer"], [QUESTION, "How do I return an item?", QUESTION])
        page.wait("JSON.parse(sessionStorage.troupe).outbox.length === 0")

    def test_lines_of_a_message(self):
        page = self.open()
        page.type("line one")
        page.run("""(() => { const box = document.getElementById('message'); box.value += '\\n<b>line</b> **two**'; box.form.requestSubmit(); })()""")
        page.wait("document.querySelector('.customer')")
        self.assertEqual(self.said(page)[0], ["customer", "line one\n<b>line</b> **two**"])

    def test_thumbs_and_a_reload(self):
        page = self.open()
        self.say(page, QUESTION)
        self.answers(page, 1)
        self.say(page, "How do I return an item?")
        self.answers(page, 2)
        page.click(".thumbs [data-value=down]")
        page.wait("document.querySelector('.thumbs [data-value=down]').getAttribute('aria-pressed') === 'true'")
        page.click(".thumbs [data-value=up]")
        page.wait("document.querySelector('.thumbs [data-value=up]').getAttribute('aria-pressed') === 'true'")
        self.assertEqual(page.run("document.querySelectorAll('.thumbs [aria-pressed=true]').length"), 1)
        before = self.said(page)
        page.reload()
        self.answers(page, 2)
        self.assertEqual(self.said(page), before)
        self.assertEqual(page.run("[...document.querySelectorAll('.thumbs [aria-pressed=true]')].map(b => b.dataset.value)"), ["up"])
        page.click(".marker")
        page.wait("document.getElementById('citation').open")
        self.assertIn("working days", page.text("#citation-quote"))

    def test_a_new_conversation(self):
        page = self.open()
        self.say(page, QUESTION)
        self.answers(page, 1)
        first = self.saved(page)["session"]
        page.click("#new")
        page.wait("document.querySelectorAll('.message').length === 0")
        self.say(page, QUESTION)
        self.answers(page, 1)
        self.assertNotEqual(self.saved(page)["session"], first)
        self.assertEqual(self.server.client.get(f"/v1/sessions/{first}").json["status"], "closed")

    def test_a_session_that_is_not_here_any_more(self):
        page = self.open()
        page.run("""sessionStorage.setItem('troupe', JSON.stringify({session: 'ses_aaaaaaaaaaaaaaaaaaaaaaaaaa', outbox: [], ratings: {}}))""")
        page.reload()
        page.wait("document.getElementById('state').textContent.includes('no longer here')")
        self.say(page, QUESTION)
        self.answers(page, 1)

    def test_a_message_that_is_too_long(self):
        page = self.open()
        page.run("""(() => { const box = document.getElementById('message'); box.value = 'long '.repeat(201); box.form.requestSubmit(); })()""")
        page.wait("document.querySelector('.customer.failed .problem')")
        self.assertIn("bytes", page.text(".problem"))
        self.assertFalse(page.run("!!document.querySelector('.failed button')"), "the same would be refused again")
        self.say(page, QUESTION)
        self.answers(page, 1)

    def test_a_closed_conversation(self):
        page = self.open()
        self.say(page, QUESTION)
        self.answers(page, 1)
        self.server.client.request("DELETE", "/v1/sessions/" + self.saved(page)["session"])
        page.wait("document.getElementById('composer').inert && document.querySelector('.message ~ .note')")
        self.assertEqual(self.said(page)[-1], ["note", "This conversation has been closed."])
        page.click("#new")
        page.wait("!document.getElementById('composer').inert")


class HumanTest(PageTest):
    SETTINGS = KEYS

    def open(self, **size):
        page = super().open(**size)
        page.run(f"sessionStorage.setItem('troupe', JSON.stringify({{key: '{CHAT}'}}))")
        page.reload()
        return page

    def test_from_the_button_to_the_return(self):
        page = self.open()
        self.say(page, QUESTION)
        self.answers(page, 1)
        page.click("#human")
        page.wait("document.getElementById('human').disabled && document.querySelector('.message ~ .note')")
        self.say(page, "Hello?")
        page.wait("document.querySelectorAll('.customer.done').length === 2")
        admin = self.server.client.with_key(ADMIN)
        session = "/v1/sessions/" + self.saved(page)["session"]
        admin.post(f"{session}/messages", {"message": "I am **Ann**.", "role": "agent"})
        page.wait("document.querySelector('.agent.done')")
        self.assertEqual([who for who, _ in self.said(page)], ["customer", "assistant", "note", "customer", "agent"])
        self.assertEqual(self.said(page)[-1], ["agent", "I am Ann."])
        admin.post(f"{session}/return")
        page.wait("!document.getElementById('human').disabled")
        self.say(page, QUESTION)
        self.answers(page, 2)
        before = self.said(page)
        page.reload()
        self.answers(page, 2)
        self.assertEqual(self.said(page), before)

    def test_a_demand(self):
        page = self.open()
        self.say(page, "I want to talk to a human")
        page.wait("document.getElementById('human').disabled")
        self.assertEqual(self.said(page)[-1][0], "note")

    def test_before_the_first_message(self):
        page = self.open()
        page.click("#human")
        page.wait("document.querySelector('.note:not([hidden])')?.textContent.includes('colleague')")
        queue = self.server.client.with_key(ADMIN).get("/v1/sessions?status=escalated").json["sessions"]
        self.assertIn(self.saved(page)["session"], [one["session_id"] for one in queue])

    def test_the_key(self):
        page = super().open()
        self.say(page, QUESTION)
        page.wait("document.getElementById('key-dialog').open")
        page.type("a-wrong-key")
        page.press("Enter")
        page.wait("document.getElementById('key-problem').textContent.includes('not accepted')")
        page.press("Escape")
        page.press("Escape")
        page.wait("document.getElementById('key-dialog').open")
        page.type(CHAT)
        page.press("Enter")
        self.answers(page, 1)
        page.reload()
        self.answers(page, 1)
        self.assertFalse(page.run("document.getElementById('key-dialog').open"), "asked once")


class LostConnectionTest(PageTest):
    def setUp(self):
        self.proxy = self.enterContext(Proxy(self.server.address))

    def texts(self, page):
        return [text for _, text in self.said(page)]

    def compare(self, page):
        """Nothing lost, nothing twice: the page shows what one that loads the whole conversation shows."""
        shown = self.said(page)
        history = self.server.client.history(self.saved(page)["session"])
        self.assertEqual([who for who, _ in shown if who != "note"], [message["role"] for message in history])
        page.reload()
        page.wait(f"document.querySelectorAll('.message.done').length === {len(history)}")
        self.assertEqual(self.said(page), shown)

    def test_where_no_websocket_gets_through(self):
        self.proxy.takes_websockets = False
        page = self.open(self.proxy.url)
        self.say(page, QUESTION)
        self.answers(page, 1)
        session = self.saved(page)["session"]
        wait_until(lambda: any("/events?" in r for r in self.proxy.requests), "the page follows the session by events")
        self.server.client.post(f"/v1/sessions/{session}/messages", {"message": "How do I return an item?"})
        self.answers(page, 2)  # which another client of the session asked for
        self.compare(page)

    def test_in_the_middle_of_the_first_answer(self):
        page = self.open(self.proxy.url)
        self.proxy.cut_behind(b'"role":"assistant","delta":')
        self.say(page, QUESTION)
        wait_until(lambda: self.proxy.is_cut, "the server has answered")
        self.proxy.mend()  # the browser may have dropped all that it had, or have given the page a part of it
        self.answers(page, 1)
        page.wait("document.getElementById('state').textContent === ''")
        self.compare(page)

    def test_in_the_middle_of_a_later_answer(self):
        page = self.open(self.proxy.url)
        self.say(page, QUESTION)
        self.answers(page, 1)
        self.proxy.cut_behind(b'"role":"assistant","delta":')
        self.say(page, "How do I return an item?")
        page.wait("document.getElementById('state').textContent.includes('lost')")
        self.proxy.mend()
        self.answers(page, 2)
        self.compare(page)

    def test_before_the_server_has_said_that_it_has_the_message(self):
        page = self.open(self.proxy.url)
        self.proxy.cut_behind(b'"type":"RUN_STA')
        self.say(page, QUESTION)
        wait_until(lambda: self.proxy.is_cut, "the server has answered")
        self.assertEqual(page.run("document.querySelector('.customer.sending') !== null"), True)
        self.proxy.mend()
        self.answers(page, 1)
        self.compare(page)

    def test_a_message_while_there_is_no_connection(self):
        page = self.open(self.proxy.url)
        self.say(page, QUESTION)
        self.answers(page, 1)
        self.proxy.cut()
        self.say(page, "How do I return an item?")
        page.wait("document.querySelector('.customer.sending') && document.getElementById('state').textContent.includes('lost')")
        self.proxy.mend()
        self.answers(page, 2)
        self.compare(page)

    def test_a_reload_before_the_message_was_sent(self):
        page = self.open(self.proxy.url)
        self.say(page, QUESTION)
        self.answers(page, 1)
        page.run("window.fetch = () => new Promise(() => {})")  # nothing leaves any more
        self.say(page, "How do I return an item?")
        page.wait("document.querySelector('.customer.sending')")
        page.reload()
        self.answers(page, 2)
        self.compare(page)

    def test_what_happens_while_there_is_no_connection(self):
        page = self.open(self.proxy.url)
        self.say(page, QUESTION)
        self.answers(page, 1)
        session = "/v1/sessions/" + self.saved(page)["session"]
        self.proxy.cut()
        self.server.client.post(f"{session}/handoff")
        self.server.client.post(f"{session}/messages", {"message": "I am Ann.", "role": "agent"})
        self.proxy.mend()
        page.wait("document.querySelector('.agent.done')")
        self.compare(page)

    def test_a_tab_that_nobody_sees_holds_no_stream(self):
        page = self.open(self.proxy.url)
        self.say(page, QUESTION)
        self.answers(page, 1)
        page.wait("JSON.parse(sessionStorage.troupe).outbox.length === 0")
        wait_until(lambda: self.streams() == 1, "the session is followed")
        page.run("Object.defineProperty(document, 'hidden', {value: true, configurable: true}); document.dispatchEvent(new Event('visibilitychange'))")
        session = "/v1/sessions/" + self.saved(page)["session"]
        self.server.client.post(f"{session}/handoff")
        self.server.client.post(f"{session}/messages", {"message": "I am Ann.", "role": "agent"})
        self.assertFalse(page.run("!!document.querySelector('.agent')"))
        page.run("delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))")
        page.wait("document.querySelector('.agent.done')")
        self.assertEqual(self.streams(), 2)
        self.compare(page)

    def streams(self):
        return sum("/ws?" in request or "/events?" in request for request in self.proxy.requests)

    def test_no_answer_at_all_offers_to_try_again(self):
        page = self.open(self.proxy.url)
        page.run("""const real = window.fetch; window.broken = true;
            window.setTimeout = (real => (act, wait, ...more) => real(act, wait < 60_000 ? Math.min(wait, 10) : wait, ...more))(window.setTimeout);
            window.fetch = (...asked) => window.broken ? Promise.reject(new TypeError('no network')) : real(...asked)""")
        self.say(page, QUESTION)
        page.wait("document.querySelector('.customer.failed button')")
        page.run("window.broken = false")
        page.click(".customer.failed button")
        self.answers(page, 1)
        self.compare(page)


class LooksTest(PageTest):
    def setUp(self):
        self.page = self.open(width=360, height=640)
        self.say(self.page, QUESTION)
        self.answers(self.page, 1)
        self.say(self.page, "How do I return an item?")
        self.answers(self.page, 2)

    def test_a_narrow_window(self):
        self.assertLessEqual(self.page.run("document.scrollingElement.scrollWidth"), 360)
        self.assertLessEqual(self.page.run("document.scrollingElement.scrollHeight"), 640)
        self.say(self.page, "w" * 300)
        self.page.wait("document.querySelectorAll('.customer').length === 3")
        self.assertLessEqual(self.page.run("document.scrollingElement.scrollWidth"), 360)
        self.assertLessEqual(self.page.run("document.getElementById('log').scrollWidth"), 360)
        self.page.click(".marker")
        self.page.wait("document.getElementById('citation').open")
        self.assertLessEqual(self.page.run("document.getElementById('citation').getBoundingClientRect().right"), 360)

    def test_the_end_is_in_sight(self):
        at_end = "(log => log.scrollHeight - log.scrollTop - log.clientHeight < 40)(document.getElementById('log'))"
        self.page.wait(at_end)
        self.page.resize(360, 400)
        self.page.wait(at_end)

    def test_dark(self):
        colour = "getComputedStyle(document.body).backgroundColor"
        light = self.page.run(colour)
        self.prefer(self.page, "prefers-color-scheme", "dark")
        self.assertNotEqual(self.page.run(colour), light)

    def test_reduced_motion(self):
        moves = """(() => { const dots = document.createElement('span'); dots.className = 'dots'; document.body.append(dots);
            return getComputedStyle(dots).animationName; })()"""
        self.assertNotEqual(self.page.run(moves), "none")
        self.prefer(self.page, "prefers-reduced-motion", "reduce")
        self.assertEqual(self.page.run(moves), "none")

    @needs_axe
    def test_axe(self):
        for scheme in ("light", "dark"):
            self.prefer(self.page, "prefers-color-scheme", scheme)
            for state in ("null", "document.querySelector('.marker').click()", "document.getElementById('citation').close()"):
                self.page.run(state)
                self.check_by_axe(self.page, f"{scheme}, {state}")


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


class WidgetTest(unittest.TestCase):
    """The chat on a page of another origin."""

    def site(self):
        folder = Folder({})
        self.addCleanup(folder.remove)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder.path))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return folder, "http://127.0.0.1:{}".format(server.server_port)

    def setUp(self):
        self.shop, self.origin = self.site()
        self.folder = Folder(DOCUMENTS)
        self.addCleanup(self.folder.remove)
        self.server = self.enterContext(Server(self.folder, TROUPE_CORS_ORIGINS=self.origin, **KEYS))
        self.home = "http://{}:{}".format(*self.server.address)
        self.browser = self.enterContext(Browser())

    def open(self, folder, origin):
        policy = f"default-src 'none'; script-src {self.home}; frame-src {self.home}"
        (folder.path / "shop.html").write_text(
            f'<!DOCTYPE html><meta http-equiv="Content-Security-Policy" content="{policy}"><title>Shop</title>'
            f'<script src="{self.home}/widget.js" data-key="{CHAT}" data-title="Ask us"></script><p>Lamps</p>')
        return self.browser.open(origin + "/shop.html")

    def test_a_conversation(self):
        page = self.open(self.shop, self.origin)
        page.wait("document.querySelector('troupe-chat')")
        page.press("Tab")
        page.press("Enter")
        page.wait("document.activeElement?.id === 'message'", self.home)
        self.assertEqual(page.run("document.getElementById('title').textContent", self.home), "Ask us")
        page.type(QUESTION)
        page.press("Enter")
        page.wait("document.querySelector('.assistant.done')", self.home)
        self.assertLessEqual(page.run("document.scrollingElement.scrollWidth - innerWidth", self.home), 0)
        page.press("Escape")
        page.wait("document.activeElement === document.querySelector('troupe-chat')")
        page.press("Enter")
        page.wait("document.hasFocus() && document.querySelector('.assistant.done')", self.home)
        self.assertEqual(page.faults, [])

    def test_a_page_that_may_not(self):
        other, origin = self.site()
        page = self.open(other, origin)
        page.press("Tab")
        page.press("Enter")
        wait_until(lambda: (page.run("0"), any("frame-ancestors" in fault for fault in page.faults))[1], "the frame is refused")


if __name__ == "__main__":
    unittest.main(verbosity=2)
