#!/usr/bin/env python3
"""Kills the program again and again while it learns: every decision is learned once, and the checkpoint is, byte for byte,
the fold of the log.

TROUPE_TEST_SEED repeats the draws of a run that failed.
"""

import os
import random
import sqlite3
import threading
import unittest

from troupe import LONG, Folder, Server, wait_until

KILLS = 60 if LONG else 12
CONVERSATIONS = 3
MOST_CALLS = 60  # between two kills
POLICIES = ["epsilon_greedy", "q_learning", "linucb", "square_cb"]

DOCUMENTS = {
    "refunds.md": "# Refunds\n\n## How to get a refund\n\nReturn the item within 30 days of delivery. We pay the money back "
                  "to your card within 5 working days.\n",
    "shipping.md": "# Shipping\n\n## Delivery times\n\nOrders placed before 4 pm leave the warehouse on the same day.\n",
}
MESSAGES = [
    "How do I get a refund?",
    "Thanks, that solved it!",
    "It is still not solved. Why? And when?",
    "I am angry, get me a human",
    "When do orders leave the warehouse?",
]
FEEDBACK = [("thumbs", "up"), ("thumbs", "down"), ("csat", 1), ("csat", 5), ("resolved", True), ("resolved", False),
            ("escalated", True), ("escalated", False)]


class Customer:
    """Asks, judges what was answered lately or long ago, and ends a session now and then."""

    def __init__(self, draw):
        self.draw = draw
        self.session_id = None
        self.turns = []

    def act(self, client):
        what = self.draw.random()
        if what < 0.6 or not self.turns:
            session = {"session_id": self.session_id} if self.session_id else {}
            answer = client.chat(self.draw.choice(MESSAGES), **session)
            if answer.status == 409:  # a close whose answer got lost
                self.session_id = None
                return
            if answer.status != 200:
                raise AssertionError(f"{answer}")
            # A human has the session that was asked for: nothing is decided in it any more.
            self.session_id = None if answer.json["status"] == "escalated" else answer.json["session_id"]
            if answer.json["strategy"]:
                self.turns.append(answer.json["turn_id"])
        elif what < 0.85:
            metric, value = self.draw.choice(FEEDBACK)
            turn = self.draw.choice(self.turns)
            for _ in range(self.draw.choice([1, 1, 2])):  # said twice is said once
                answer = client.post(f"/v1/turns/{turn}/feedback", {"metric": metric, "value": value})
                if answer.status != 202:
                    raise AssertionError(f"{answer}")
        elif self.session_id:
            session, self.session_id = self.session_id, None
            client.request("DELETE", f"/v1/sessions/{session}")


class LearningTest(unittest.TestCase):
    def setUp(self):
        seed = int(os.environ.get("TROUPE_TEST_SEED", random.SystemRandom().randrange(1 << 32)))
        print(f"TROUPE_TEST_SEED={seed}", flush=True)
        self.draw = random.Random(seed)
        self.folder = Folder(DOCUMENTS)
        self.addCleanup(self.folder.remove)
        self.settings = {"RL_POLICY": self.draw.choice(POLICIES), "TROUPE_LEARNING_INTERVAL_MS": 10,
                         "TROUPE_RL_CHALLENGER": self.draw.choice(["none", "lin_ts"]),
                         "TROUPE_CHECKPOINT_SECONDS": 0}

    def server(self, **changes):
        return Server(self.folder, **self.settings | changes)

    def troupe(self, *arguments):
        return self.folder.run(*arguments, **self.settings)

    def query(self, sql):
        database = sqlite3.connect(f"file:{self.folder.database}?mode=ro", uri=True)
        try:
            return database.execute(sql).fetchall()
        finally:
            database.close()

    def test_every_decision_is_learned_once_whatever_is_killed(self):
        customers = [Customer(random.Random(self.draw.random())) for _ in range(CONVERSATIONS)]
        verified = 0
        for kill in range(KILLS):
            with self.subTest(kill=kill):
                self.use_and_kill(customers)
                verified += self.assert_checkpoint_is_the_fold(may_be_missing=True)
        # Sessions whose ids got lost with an answer end by silence.
        with self.server(TROUPE_SESSION_END_SECONDS=1, TROUPE_TURN_DEADLINE_MS=1000) as server:
            self.wait_for_the_learner(server.client)
        self.assert_checkpoint_is_the_fold()
        self.assert_each_decision_once()
        self.assert_feedback_counts()
        self.assertGreater(verified, KILLS // 2, "hardly a kill found a checkpoint: this proves little")
        print(f"{self.settings['RL_POLICY']}: {KILLS} kills, {self.query('SELECT count(*) FROM lessons')[0][0]} lessons")

    def use_and_kill(self, customers):
        server = self.server()
        calls = threading.Semaphore(0)
        faults = []

        def use(customer):
            try:
                while True:
                    customer.act(server.client)
                    calls.release()
            except (ConnectionError, TimeoutError):
                return
            except Exception as fault:  # told in the test's own thread
                faults.append(fault)
                calls.release(MOST_CALLS)

        threads = [threading.Thread(target=use, args=(c,)) for c in customers]
        for thread in threads:
            thread.start()
        for _ in range(1 + self.draw.randrange(MOST_CALLS)):
            calls.acquire()
        server.kill()
        for thread in threads:
            thread.join()
        if faults:
            raise faults[0]

    def wait_for_the_learner(self, client):
        def learned():
            policy = client.get("/v1/learning/policy").json
            expected = self.query("SELECT count(*) FROM experience e JOIN turns t ON t.id = e.turn "
                                  "WHERE e.strategy IS NOT NULL AND t.state = 2")[0][0]
            return policy["decisions"] == expected and policy["behind"] == 0

        wait_until(learned, "all decisions learned")
        position = lambda: self.query("SELECT coalesce(max(position), 0) FROM lessons")
        saved = lambda: self.query("SELECT coalesce(max(position), 0) FROM checkpoints")
        wait_until(lambda: position() == saved(), "a checkpoint behind the last lesson")

    def assert_checkpoint_is_the_fold(self, may_be_missing=False):
        result = self.troupe("learning", "verify")
        if may_be_missing and "there is no checkpoint" in result.stderr:
            return False
        self.assertEqual(result.returncode, 0, result.stderr)
        return True

    def assert_each_decision_once(self):
        self.assertEqual(self.query("SELECT turn FROM lessons WHERE kind = 1 GROUP BY turn HAVING count(*) > 1"), [])
        self.assertEqual(
            self.query("SELECT t.turn_id FROM experience e JOIN turns t ON t.id = e.turn LEFT JOIN lessons l "
                       "ON l.turn = t.id AND l.kind = 1 WHERE e.strategy IS NOT NULL AND t.state = 2 AND l.turn IS NULL"), [])

    def assert_feedback_counts(self):
        wrong = self.query(
            "SELECT t.turn_id, f.metric, f.value, r.value FROM feedback_in_force f JOIN turns t ON t.id = f.turn "
            "LEFT JOIN rewards r ON r.turn_id = t.turn_id AND r.type = 'thumbs' "
            "WHERE f.metric = 'thumbs' AND (r.value IS NULL OR r.value <> f.value OR r.source <> 'feedback')")
        self.assertEqual(wrong, [])

    def test_a_rebuild_learns_what_q_learning_could_not_take_back(self):
        self.settings["RL_POLICY"] = "q_learning"
        with self.server() as server:
            client = server.client
            answer = client.chat("How do I get a refund?").json
            client.request("DELETE", f"/v1/sessions/{answer['session_id']}")
            policy = lambda: client.get("/v1/learning/policy").json
            wait_until(lambda: policy()["decisions"] == 1, "the decision learned")
            client.post(f"/v1/turns/{answer['turn_id']}/feedback", {"metric": "thumbs", "value": "down"})
            wait_until(lambda: policy()["left_to_rebuild"] == 1, "the correction told")
            refused = self.troupe("learning", "rebuild")
            self.assertEqual(refused.returncode, 1)
            self.assertIn("locked by another Troupe", refused.stderr)
        rebuilt = self.troupe("learning", "rebuild")
        self.assertEqual(rebuilt.returncode, 0, rebuilt.stderr)
        self.assert_checkpoint_is_the_fold()
        with self.server() as server:
            policy = server.client.get("/v1/learning/policy").json
            self.assertEqual((policy["decisions"], policy["left_to_rebuild"]), (1, 0))

    def test_an_apprentice_watches_what_the_champion_does(self):
        self.settings |= {"RL_POLICY": "fixed", "TROUPE_RL_CHALLENGER": "uniform", "TROUPE_RL_APPRENTICE": "true",
                          "TROUPE_CHECKPOINT_SECONDS": 3600}
        with self.server() as server:
            client = server.client
            answer = client.chat("How do I get a refund?").json
            self.assertEqual(answer["strategy"]["policy"], "fixed")
            client.request("DELETE", f"/v1/sessions/{answer['session_id']}")
            policy = lambda: client.get("/v1/learning/policy").json
            wait_until(lambda: policy()["decisions"] == 1, "the decision learned")
            watching = policy()["challenger"]
            self.assertEqual((watching["policy"], watching["apprentice"], watching["conversations"], watching["better"]),
                             ("uniform", True, 1, False))
            self.assertEqual(watching["agreement"], 0.2)  # one of five
        self.assert_checkpoint_is_the_fold()  # though none was due: the stop kept it
        shown = self.troupe("learning", "show")
        self.assertIn("challenger uniform", shown.stdout)

    def test_a_rebuild_needs_a_database(self):
        refused = self.troupe("learning", "rebuild")
        self.assertEqual(refused.returncode, 1)
        self.assertIn("there is no database", refused.stderr)

    def test_a_policy_that_was_promoted_has_learned_the_log_and_stays(self):
        with self.server() as server:
            client = server.client
            answer = client.chat("How do I get a refund?").json
            client.request("DELETE", f"/v1/sessions/{answer['session_id']}")
            policy = lambda: client.get("/v1/learning/policy").json
            wait_until(lambda: policy()["decisions"] == 1, "the decision learned")
            told = client.post("/v1/learning/promote", {"policy": "lin_ts", "note": "to see"})
            self.assertEqual(told.status, 200, told)
            wait_until(lambda: policy()["policy"] == "lin_ts" and policy()["decisions"] == 1, "the promotion")
            again = client.post("/v1/learning/promote", {"policy": "lin_ts"})
            self.assertEqual(again.status, 409, again)
            self.assertEqual(client.chat("And now?").json["strategy"]["policy"], "lin_ts")
        with self.server() as server:
            policy = server.client.get("/v1/learning/policy").json
            self.assertEqual(policy["policy"], "lin_ts")
            self.assertEqual([(p["policy"], p["reason"]) for p in policy["promotions"]],
                             [(self.settings["RL_POLICY"], "configured"), ("lin_ts", "asked")])
            self.assertEqual(policy["promotions"][-1]["note"], "to see")
        shown = self.troupe("learning", "show")
        self.assertEqual(shown.returncode, 0, shown.stderr)
        self.assertIn("lin_ts", shown.stdout)
        self.assertIn("to see", shown.stdout)
        exported = self.troupe("export", "decisions")
        self.assertEqual(exported.returncode, 0, exported.stderr)
        self.assertEqual(exported.stdout.count("_label_probability"), 1)


if __name__ == "__main__":
    unittest.main(verbosity=2)
