#!/usr/bin/env python3
"""The operators' console in a real browser, before a real server.

By hand:  TROUPE_PROGRAM=build/dev/troupe python3 tests/web/console_test.py; with TROUPE_AXE=…/axe.min.js also what axe finds.
"""

import json
import unittest

from served import ServedTest, needs_axe
from troupe import quoted, wait_until

CHAT, ADMIN = "a-key-of-a-chat-page", "a-key-of-an-administrator"
DOCUMENTS = {
    "refunds.md": "# Refunds\n\n## How long a refund takes\n\nA refund takes 3 working days to reach your card. A refund to a gift card is there at once.\n",
    "returns.md": "# Returns\n\n## How to return an item\n\nTo return an item, create a **return label** in your account and drop the parcel off.\n",
}
QUESTION = "How long does a refund take?"
VIEWS = ("live", "sessions", "sessions?status=escalated", "knowledge", "knowledge/search?q=refund", "knowledge/gaps", "learning", "customers", "jobs")


class ConsoleTest(ServedTest):
    SETTINGS = {"TROUPE_API_KEYS": CHAT, "TROUPE_ADMIN_KEYS": ADMIN}
    DOCUMENTS = DOCUMENTS

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls.server.client.with_key(ADMIN)

    def console(self, view="live", key=ADMIN, **size):
        page = self.open(self.url + "console#/live", **size)
        if key:
            page.run(f"sessionStorage.setItem('troupe-console-key', '{key}')")
        page.run(f"location.hash = '#/{view}'")
        page.reload()
        return page

    def ask(self, question=QUESTION, **members):
        return self.admin.chat(question, **members).json

    def rows(self, page, caption):
        """The texts of a table's cells, row by row, once there is one."""
        table = f"[...document.querySelectorAll('table')].find(t => t.caption.textContent === {json.dumps(caption)})"
        page.wait(f"{table}?.tBodies[0].rows.length")
        return page.run(f"[...{table}.tBodies[0].rows].map(r => [...r.cells].map(c => c.innerText.trim()))")

    def press(self, page, label):
        """By the accessible name."""
        found = f"[...document.querySelectorAll('button')].find(b => !b.hidden && (b.getAttribute('aria-label') ?? b.textContent) === {json.dumps(label)})"
        page.wait(found)
        page.run(f"(found => (found.focus(), found.click()))({found})")

    def fill(self, page, label, text):
        page.wait(f"[...document.querySelectorAll('label')].some(l => l.textContent === {json.dumps(label)})")
        page.run(f"[...document.querySelectorAll('label')].find(l => l.textContent === {json.dumps(label)}).control.select()")
        page.type(text)

    def says(self, page, text):
        page.wait(f"document.getElementById('state').textContent.includes({json.dumps(text)})")


class KeyTest(ConsoleTest):
    def test_the_page_is_public_and_holds_nothing(self):
        page = self.server.client.get("/console")
        self.assertEqual(page.status, 200)
        self.assertIn("frame-ancestors 'none'", page.headers["content-security-policy"])

    def test_a_key_is_asked_for_once(self):
        page = self.console("sessions", key=None)
        page.wait("document.getElementById('key-dialog').open")
        page.type("a-wrong-key")
        page.press("Enter")
        page.wait("document.getElementById('key-dialog').open && document.getElementById('key-problem').textContent")
        page.type(CHAT)
        page.press("Enter")
        page.wait("document.getElementById('key-problem').textContent.startsWith('this takes')")
        page.type(ADMIN)
        page.press("Enter")
        self.rows(page, "Sessions, those opened last first")
        page.reload()
        self.rows(page, "Sessions, those opened last first")
        self.assertFalse(page.run("document.getElementById('key-dialog').open"))
        self.assertEqual(page.run("[sessionStorage.getItem('troupe-console-key'), localStorage.length, document.cookie]"), [ADMIN, 0, ""])
        self.assertNotIn(ADMIN, page.run("document.documentElement.outerHTML"))

    def test_without_a_key_the_refusal_is_said_and_asked_no_more(self):
        page = self.console("sessions?status=escalated", key=None)
        page.wait("document.getElementById('key-dialog').open")
        page.press("Escape")
        page.wait("document.getElementById('problem').textContent")
        self.assertFalse(page.run("document.getElementById('key-dialog').open"))
        page.click("#change-key")
        page.wait("document.getElementById('key-dialog').open")
        page.type(ADMIN)
        page.press("Enter")
        self.rows(page, "Sessions, those opened last first")
        self.assertEqual(page.text("#problem"), "")

    def test_what_takes_no_key_is_shown_without_one(self):
        page = self.console("live", key=None)
        self.assertIn("store.writer", [row[0] for row in self.rows(page, "Components")])
        self.assertFalse(page.run("document.getElementById('key-dialog').open"))


class LiveTest(ConsoleTest):
    def test_figures(self):
        page = self.console("live")
        names = [row[0] for row in self.rows(page, "Time by step of a turn")]
        self.assertEqual(names[:2], ["whole turn", "engine alone"])
        self.ask()
        page.wait("[...document.querySelectorAll('tbody tr')].some(r => r.cells[0].innerText === 'classify' && r.cells[1].innerText === '1' && /[µm]?s$/.test(r.cells[2].innerText))")
        page.wait("document.querySelectorAll('.figure svg path').length === 7")
        page.click("summary")
        self.assertEqual(len(self.rows(page, "How the figures went")[0]), 8)
        writer = next(row for row in self.rows(page, "Components") if row[0] == "store.writer")
        self.assertEqual((writer[1], writer[3]), ("up", "0"))

    def test_a_tab_that_nobody_sees_asks_nothing(self):
        page = self.console("live")
        self.rows(page, "Components")
        page.run("Object.defineProperty(document, 'hidden', {value: true, configurable: true});"
                 "window.asked = 0; window.fetch = (real => (...all) => (++window.asked, real(...all)))(window.fetch);"
                 "window.rests = 0; window.setTimeout = (real => act => real(() => (++window.rests, act()), 1))(window.setTimeout)")
        page.wait("window.rests > 5")  # so many looks would have been due
        self.assertEqual(page.run("window.asked"), 0)
        page.run("delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))")
        page.wait("window.asked > 0")


class SessionsTest(ConsoleTest):
    def test_pages_and_statuses(self):
        opened = [self.admin.post("/v1/sessions").json["session_id"] for _ in range(51)]
        self.admin.post(f"/v1/sessions/{opened[7]}/handoff")
        page = self.console("sessions")
        caption = "Sessions, those opened last first"
        self.assertEqual(len(self.rows(page, caption)), 50)
        self.press(page, "More")
        page.wait("document.querySelectorAll('tbody tr').length > 50")
        shown = [row[0] for row in self.rows(page, caption)]
        self.assertEqual(shown[:51], opened[::-1])
        page.run("(s => { s.value = 'escalated'; s.dispatchEvent(new Event('change')); })(document.querySelector('select'))")
        page.wait("document.getElementById('heading').textContent === 'Queue'")
        page.wait("document.querySelectorAll('tbody tr').length < 50")
        self.assertIn(opened[7], [row[0] for row in self.rows(page, caption)])
        self.assertEqual(page.run("document.querySelector('header nav [aria-current]').textContent"), "Queue")
        self.assertEqual(page.run("document.activeElement.id"), "heading")

    def test_the_queue_comes_by_itself(self):
        page = self.console("sessions?status=escalated")
        self.rows(page, "Sessions, those opened last first")
        session = self.ask("I want to talk to a human")["session_id"]
        page.wait(f"document.querySelector('tbody a[href=\"#/sessions/{session}\"]')")

    def messages(self, page):
        return page.run("[...document.querySelectorAll('#transcript > *')].map(e => [e.classList.contains('note') ? 'note' : e.classList[1], (e.querySelector('.text') ?? e).innerText.trim()])")

    def test_take_over_answer_return_close(self):
        answer = self.ask()
        session = answer["session_id"]
        page = self.console(f"sessions/{session}")
        page.wait("document.querySelectorAll('.message').length === 2")
        self.assertEqual(self.messages(page)[0], ["customer", QUESTION])
        self.press(page, "Take over")
        page.wait("document.getElementById('status').textContent === 'escalated' && document.activeElement.tagName === 'TEXTAREA'")
        self.ask("<b>Hello?</b>", session_id=session)
        page.wait("document.querySelectorAll('.message.customer').length === 2")
        page.type("I am **Ann**.")
        page.press("Enter")
        page.wait("document.querySelector('.message.agent.done')")
        self.assertEqual([who for who, _ in self.messages(page)], ["customer", "assistant", "note", "customer", "agent"])
        self.assertEqual([text for _, text in self.messages(page)][-2:], ["<b>Hello?</b>", "I am Ann."])
        self.assertEqual(self.admin.history(session)[-1]["role"], "agent")
        self.press(page, "Return to the bot")
        page.wait("document.getElementById('status').textContent === 'awaiting user reply'")
        self.ask(session_id=session)
        page.wait("document.querySelectorAll('.message.assistant.done').length === 2")
        self.press(page, "Close")
        self.press(page, "Cancel")
        self.assertEqual(self.admin.get(f"/v1/sessions/{session}").json["status"], "awaiting_user_reply")
        self.press(page, "Close")
        self.press(page, "Close it")
        page.wait("document.getElementById('status').textContent === 'closed' && document.querySelector('form:not([method])').hidden")
        said = [one for one in self.messages(page) if one[0] != "note"]
        page.reload()
        page.wait(f"document.querySelectorAll('.message').length === {len(said)}")
        self.assertEqual(self.messages(page), said)

    def test_a_long_transcript(self):
        session = self.ask()["session_id"]
        self.admin.post(f"/v1/sessions/{session}/handoff")
        for n in range(60):
            self.admin.post(f"/v1/sessions/{session}/messages", {"message": f"Message {n}", "role": "agent"})
        page = self.console(f"sessions/{session}")
        page.wait("document.querySelectorAll('.message').length === 50")
        self.press(page, "Earlier messages")
        page.wait("document.querySelectorAll('.message').length === 62")
        self.assertEqual([text for _, text in self.messages(page)], [one["text"].replace("**", "") if one["role"] != "assistant" else text for one, (_, text) in zip(self.admin.history(session), self.messages(page))])
        self.assertEqual(page.run("[...document.querySelectorAll('button')].find(b => b.textContent === 'Earlier messages').hidden"), True)

    def test_a_session_that_is_not_there(self):
        page = self.console("sessions/ses_aaaaaaaaaaaaaaaaaaaaaaaaaa")
        page.wait("document.getElementById('problem').textContent.includes('ses_aaaaaaaaaaaaaaaaaaaaaaaaaa')")


class KnowledgeTest(ConsoleTest):
    def test_documents_sync_and_delete(self):
        page = self.console("knowledge")
        self.assertEqual([row[:2] for row in self.rows(page, "Documents")], [["refunds.md", "indexed"], ["returns.md", "indexed"]])
        self.folder.write("gifts.md", "# Gifts\n\nWe wrap gifts for 3 pounds.\n")
        self.press(page, "Sync now")
        page.wait("document.querySelector('[aria-label=\"Delete gifts.md\"]')")
        page.wait("document.getElementById('sync-state').textContent.includes('1 added')")
        self.press(page, "Delete gifts.md")
        self.press(page, "Cancel")
        self.press(page, "Delete gifts.md")
        self.press(page, "Delete")
        self.says(page, "gifts.md was deleted")
        self.assertEqual(self.admin.get("/v1/knowledge/documents/" + quoted("gifts.md")).status, 404)

    def test_search(self):
        page = self.console("knowledge/search")
        self.fill(page, "Question", QUESTION)
        page.press("Enter")
        best = self.rows(page, "Passages, best first")[0]
        found = self.admin.get("/v1/knowledge/search?q=How+long+does+a+refund+take%3F").json
        first = found["results"][0]
        scores = [first["score"], *(first["scores"][stage] for stage in ("bm25", "vector", "fused", "page", "tokens"))]
        self.assertEqual(best[:7], ["refunds.md, How long a refund takes", *(f"{value:.3f}" for value in scores)])
        self.assertEqual(page.text("#answerable"), f"{found['answerable']:.3f}")


class LearningTest(ConsoleTest):
    def test_evaluations_and_a_promotion(self):
        for _ in range(3):
            self.admin.post("/v1/turns/{}/feedback".format(self.ask()["turn_id"]), {"metric": "thumbs", "value": "up"})
        page = self.console("learning")
        self.assertIn("direct answer", [row[0] for row in self.rows(page, "Value of each way of answering")])
        self.assertTrue(self.rows(page, "Rewards by kind"))
        self.press(page, "Evaluate all policies")
        self.says(page, "All policies were evaluated")
        self.assertIn("square_cb", [row[0] for row in self.rows(page, "What each policy would have earned with the decisions that were logged")])
        self.press(page, "Promote lin_ts")
        page.wait("document.getElementById('question').open")
        self.fill(page, "Note: why", "to compare")
        page.press("Enter")
        self.says(page, "lin_ts chooses now")
        page.wait("document.getElementById('policy').textContent === 'lin_ts'")
        self.assertEqual(self.rows(page, "Promotions, the last first")[0][1:5:3], ["lin_ts", "to compare"])
        self.press(page, "Promote lin_ts")
        self.press(page, "Promote")
        page.wait("document.getElementById('problem').textContent")  # it chooses already


class CustomersTest(ConsoleTest):
    def customer(self, **members):
        return self.admin.post("/v1/customers", members).json["customer_id"]

    def test_a_search(self):
        ann = self.customer(external_id="c-17", name="Ann Example")
        self.customer(external_id="c-18", name="Bob Example")
        page = self.console("customers")
        self.rows(page, "Customers, those met last first")
        self.fill(page, "Name, e-mail or your id", "ann ex")
        page.press("Enter")
        page.wait("location.hash.includes('q=ann') && document.querySelectorAll('tbody tr').length === 1")
        self.assertEqual(self.rows(page, "Customers, those met last first")[0][0:2], [ann, "Ann Example"])

    def test_edit(self):
        who = self.customer(external_id="c-20", name="Cy", attributes={"vip": True})
        page = self.console(f"customers/{who}")
        self.fill(page, "Plan", "Team")
        self.fill(page, "Attributes, as JSON", '{"seats": 12')
        self.press(page, "Save")
        self.assertNotIn("plan", self.admin.get(f"/v1/customers/{who}").json, "nothing is sent while the attributes are no JSON")
        page.run("document.querySelector('textarea').focus(), document.querySelector('textarea').setSelectionRange(99, 99)")
        page.type("}")
        self.press(page, "Save")
        self.says(page, "was changed")
        known = self.admin.get(f"/v1/customers/{who}").json
        self.assertEqual((known["plan"], known["attributes"], known["name"]), ("Team", {"seats": 12}, "Cy"))
        self.fill(page, "E-mail", "nobody")
        self.press(page, "Save")
        page.wait("document.getElementById('problem').textContent.includes('email')")

    def test_insights_and_export(self):
        who = self.ask(customer={"external_id": "c-21"})["customer_id"]
        page = self.console(f"customers/{who}")
        page.wait("[...document.querySelectorAll('dt')].some(e => e.textContent === 'Satisfaction')")
        page.run("URL.createObjectURL = blob => (window.exported = blob.text(), 'data:,')")
        page.run("HTMLAnchorElement.prototype.click = function () { window.named = this.download; }")
        self.press(page, "Export")
        self.says(page, "was downloaded")
        exported = json.loads(page.run("window.exported"))
        self.assertEqual((page.run("window.named"), exported["customer"]["external_id"]), (f"{who}.json", "c-21"))

    def test_erase(self):
        who = self.customer(external_id="c-22", name="Di")
        page = self.console(f"customers/{who}")
        self.press(page, "Erase")
        self.fill(page, "The customer's id", "cus_another")
        page.press("Enter")
        self.assertTrue(page.run("document.querySelector('#question .main').disabled && document.getElementById('question').open"))
        self.fill(page, "The customer's id", who)
        page.press("Enter")
        self.says(page, "was erased")
        self.assertEqual(self.admin.get(f"/v1/customers/{who}").status, 404)


class JobsTest(ConsoleTest):
    def test_a_run_by_hand(self):
        page = self.console("jobs")
        self.assertIn("knowledge", [row[0] for row in self.rows(page, "Jobs")])
        self.press(page, "Run now: knowledge")
        runs = "[...document.querySelectorAll('tbody')][1].rows"
        page.wait(f"[...{runs}].some(r => r.cells[0].innerText === 'knowledge' && r.cells[3].innerText === 'done' && r.cells[4].innerText === 'request')")
        done = next(row for row in self.rows(page, "Runs, the last first") if row[4] == "request")
        self.assertIn("seen 2", done[5])


class GapsTest(ConsoleTest):
    def test_what_the_documents_lack(self):
        asked = ["Do you breed <b>axolotls</b>?", "Which axolotls do you breed?"]
        sessions = [self.ask(question)["session_id"] for question in asked]
        page = self.console("knowledge/gaps")
        self.assertEqual(self.rows(page, "Questions that were not answered, the most frequent first")[0][1], "2")
        shown = page.run("[...document.querySelectorAll('tbody li a')].map(a => [a.textContent, a.hash])")
        self.assertEqual(sorted(shown), sorted([question, f"#/sessions/{session}"] for question, session in zip(asked, sessions)))


class PlayedTest(ConsoleTest):
    """What is hard to bring about, by answers of the page's own: `window.answers` holds them by address."""

    def console(self, view, answers):
        page = super().console("customers")
        page.run(f"""window.answers = {json.dumps(answers)}; window.posted = [];
            window.fetch = (real => (url, asked) => {{
                if (asked.method === "POST") posted.push(url.pathname);
                const answer = answers[url.pathname];
                if (answer === undefined) return real(url, asked);
                const [status, body] = answer;
                return Promise.resolve(new Response(JSON.stringify(body), {{status}}));
            }})(window.fetch)""")
        page.run(f"location.hash = '#/{view}'")
        return page

    def test_a_version_without_them(self):
        absent = [404, {"type": "/problems/not_found", "title": "no such address", "status": 404}]
        for view, path in (("jobs", "/v1/jobs"), ("knowledge/gaps", "/v1/knowledge/gaps")):
            with self.subTest(view):
                page = self.console(view, {path: absent})
                page.wait("document.querySelector('#place > div > p')?.textContent.startsWith('This version of the server')")
                self.assertEqual(page.text("#problem"), "")

    def test_a_job_that_runs(self):
        run = {"started_at": "2026-11-24T06:12:39.203402Z", "ended_at": "2026-11-24T06:12:40.203402Z", "outcome": "failed", "trigger": "schedule",
               "counts": {"seen": 26}, "reason": "the folder is gone"}
        now = run | {"started_at": "2026-11-25T06:12:39.203402Z", "ended_at": None, "outcome": "running", "reason": None}
        job = {"name": "knowledge", "state": "running", "next_run": None, "runs": [now, run]}
        page = self.console("jobs", {"/v1/jobs": [200, {"jobs": [job]}], "/v1/jobs/knowledge/cancel": [202, job]})
        self.assertEqual(self.rows(page, "Jobs")[0][1:3], ["running", "–"])
        self.assertEqual([(row[2] == "–", row[3], row[6]) for row in self.rows(page, "Runs, the last first")], [(True, "running", "–"), (False, "failed", "the folder is gone")])
        page.run("document.querySelector('[aria-label=\"Cancel: knowledge\"]').focus()")
        page.press("Enter")
        page.wait("posted.length === 1")
        self.assertEqual(page.run("posted"), ["/v1/jobs/knowledge/cancel"])
        page.run(f"answers['/v1/jobs'][1] = {json.dumps({'jobs': [job | {'state': 'idle'}]})}")
        page.wait("document.querySelector('[aria-label=\"Run now: knowledge\"]')")
        self.assertEqual(page.run("document.activeElement.getAttribute('aria-label')"), "Jobs", "what had the focus has gone, its table has not")


class WithoutKeysTest(ConsoleTest):
    SETTINGS = {}

    def test_no_key_is_needed(self):
        page = self.console("sessions", key=None)
        self.rows(page, "Sessions, those opened last first")
        self.assertFalse(page.run("document.getElementById('key-dialog').open"))


class LooksTest(ConsoleTest):
    def setUp(self):
        self.session = self.ask("I want to talk to a human", customer={"external_id": "w" * 200})["session_id"]

    def views(self):
        customer = self.admin.get("/v1/customers").json["customers"][0]["customer_id"]
        return [*VIEWS, f"sessions/{self.session}", f"customers/{customer}"]

    def shows(self, page, view):
        page.run(f"location.hash = '#/{view}'")
        page.wait("document.querySelector('#place table, #place form, #place #transcript, #place > div > p')")

    def test_a_narrow_window(self):
        page = self.console(width=360, height=640)
        for view in self.views():
            with self.subTest(view):
                self.shows(page, view)
                self.assertLessEqual(page.run("document.scrollingElement.scrollWidth"), 360)

    def test_by_keyboard_alone(self):
        page = self.console("sessions?status=escalated")
        self.rows(page, "Sessions, those opened last first")
        reached = []
        for _ in range(14):
            page.press("Tab")
            reached.append(page.run("document.activeElement.id || document.activeElement.textContent"))
        for name in ("skip", "Live", "Queue", "Jobs", "change-key", self.session):
            self.assertIn(name, reached)
        page.run(f"document.querySelector('tbody a[href=\"#/sessions/{self.session}\"]').focus()")
        page.press("Enter")
        page.wait("document.getElementById('transcript')")

    def test_dark(self):
        page = self.console()
        colour = "getComputedStyle(document.body).backgroundColor"
        light = page.run(colour)
        self.prefer(page, "prefers-color-scheme", "dark")
        self.assertNotEqual(page.run(colour), light)

    @needs_axe
    def test_axe(self):
        page = self.console()
        for scheme in ("light", "dark"):
            self.prefer(page, "prefers-color-scheme", scheme)
            for view in self.views():
                self.shows(page, view)
                self.check_by_axe(page, f"{scheme}, {view}")
            page.click("#change-key")
            self.check_by_axe(page, f"{scheme}, the key")
            page.press("Escape")
            self.shows(page, "knowledge")
            self.press(page, "Delete refunds.md")
            self.check_by_axe(page, f"{scheme}, a question")
            page.press("Escape")


if __name__ == "__main__":
    unittest.main(verbosity=2)
