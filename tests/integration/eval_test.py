#!/usr/bin/env python3
"""`troupe eval`: its figures on files so small that they can be computed by hand."""

import json
import math
import unittest

from troupe import Folder

DOCUMENTS = {
    "returns.md": "# Returns\n\n## Who pays the postage\n\nYou pay the *postage* of what you send back, unless it was faulty.\n\n"
                  "## When does a voucher end?\n\nThree years after the day on which we have sent it to you by mail.\n",
    "bills/print.md": "# Invoices\n\nEvery invoice is in your account, under Orders, as a file that you can print.\n",
}
POSTAGE = {"id": "postage", "q": "Who pays the postage?", "doc": "returns.md",
           "answer": "You pay the **postage** of what\nyou send back, unless it was faulty."}
ELSEWHERE = {"id": "elsewhere", "q": "Where is my invoice?", "doc": "returns.md",
             "answer": "Three years after the day on which we have sent it to you by mail."}
VOUCHER = ELSEWHERE | {"id": "voucher", "q": "When does my voucher end?"}
UNKNOWN = POSTAGE | {"id": "unknown", "q": "How is the weather in Lisbon?"}

PASSAGES = [{"id": "a", "title": None, "text": "A refund takes three days."}, {"id": "b", "text": "An invoice is sent by mail."},
            {"id": "c", "text": "A parcel is sent by mail."}]
IT = {"id": "it", "text": "How is it sent?", "answerability": ["ANSWERABLE"],
      "turns": [{"speaker": "user", "text": "I wait for a parcel."}, {"speaker": "agent", "text": "I see."},
                {"speaker": "user", "text": "How is it sent?"}]}
PARCEL = {"id": "parcel", "text": "parcel sent by mail", "answerability": ["ANSWERABLE"]}
WEATHER = {"id": "weather", "text": "How is the weather in Lisbon?", "answerability": ["UNANSWERABLE"]}


class EvalTest(unittest.TestCase):
    def setUp(self):
        self.folder = Folder(DOCUMENTS)
        self.addCleanup(self.folder.remove)

    def keep(self, name, rows):
        path = self.folder.path / name
        path.write_text(rows if isinstance(rows, str) else "".join(json.dumps(row) + "\n" for row in rows))
        return str(path)

    def eval(self, *arguments):
        """The figures, and the predictions."""
        predictions = self.folder.path / "predictions.jsonl"
        done = self.folder.run("eval", *arguments, "--json", "--predictions", str(predictions))
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout), [json.loads(line) for line in predictions.read_text().splitlines()]

    def eval_questions(self, command, *questions, flags=()):
        return self.eval(command, "--documents", str(self.folder.documents), "--questions",
                         self.keep("questions.jsonl", questions), *flags)

    def eval_passages(self, command, *queries, flags=()):
        return self.eval(command, "--passages", self.keep("passages.jsonl", PASSAGES), "--queries",
                         self.keep("queries.jsonl", queries), *flags)

    def assert_refused(self, status, complaint, *arguments):
        done = self.folder.run("eval", *arguments)
        self.assertEqual(done.returncode, status, done.stderr)
        self.assertIn(complaint, done.stdout + done.stderr)

    def test_retrieval_of_pages(self):
        figures, predictions = self.eval_questions("retrieval", POSTAGE, ELSEWHERE)
        self.assertEqual((figures["documents"], figures["questions"]), (2, 2))
        bm25 = figures["bm25"]
        for name in ("page_ndcg_at_10", "hit_at_3", "mrr", "section_ndcg_at_10", "answer_recall"):
            self.assertEqual(bm25[name], 0.5, name)  # the first of the two is found, the other one's page is another
        self.assertEqual(bm25["questions_with_section"], 1)
        self.assertEqual([p["id"] for p in predictions], ["postage", "elsewhere"])
        self.assertEqual([p["ranking"][0]["doc"] for p in predictions], ["returns.md", "bills/print.md"])
        self.assertFalse(self.folder.data.exists())

    def test_question_headings_can_be_left_out(self):
        figures, _ = self.eval_questions("retrieval", VOUCHER)
        self.assertEqual(figures["bm25"]["section_ndcg_at_10"], 1)
        figures, predictions = self.eval_questions("retrieval", VOUCHER, flags=["--drop-question-headings"])
        self.assertEqual(figures["bm25"]["section_ndcg_at_10"], 0)
        self.assertEqual(predictions[0]["ranking"], [])

    def test_retrieval_of_passages(self):
        qrels = self.keep("qrels.tsv", "it\tc\t1\nit\tnot-in-the-pool\t1\nparcel\tc\t0\n")
        figures, predictions = self.eval_passages("retrieval", IT, PARCEL, flags=["--qrels", qrels])
        self.assertEqual((figures["passages"], figures["queries"], figures["queries_with_relevant_passages"]), (3, 2, 1))
        ideal = 1 + 1 / math.log2(3)
        for leg, rank in (("bm25", 1), ("bm25_last_turn", 2)):  # without the parcel, b and c are equal
            found = figures[leg]
            self.assertAlmostEqual(found["ndcg_at_10"], 1 / math.log2(1 + rank) / ideal)
            self.assertAlmostEqual(found["p_at_3"], 1 / 3)
            self.assertAlmostEqual(found["r_at_3"], 1 / 2)
            self.assertAlmostEqual(found["mrr_at_3"], 1 / rank)
            self.assertAlmostEqual(found["map_at_1000"], 1 / rank / 2)
        self.assertEqual([r["passage"] for r in predictions[0]["ranking"]], ["c", "b"])

    def test_unanswerable(self):
        vague = PARCEL | {"id": "vague", "answerability": ["UNDERSPECIFIED"]}
        figures, predictions = self.eval_passages("unanswerable", PARCEL, WEATHER, vague)
        self.assertEqual(figures["auc_answerable"], 1)
        self.assertEqual(figures["auc_answerable_with_underspecified"], 0.75)  # one of two pairs is a tie
        self.assertEqual(figures["refusal_rate_at_10_percent"], 1)
        self.assertEqual([p["refused"] for p in predictions], [False, True, False])

    def test_unanswerable_without_one_class_has_no_auc(self):
        figures, _ = self.eval_passages("unanswerable", PARCEL)
        self.assertIsNone(figures["auc_answerable"])

    def test_answers(self):
        figures, predictions = self.eval_questions("answers", POSTAGE, UNKNOWN)
        self.assertEqual(figures["token_f1"], 0.5)
        self.assertEqual(figures["rouge_l"], 0.5)
        self.assertEqual(figures["token_f1_of_answered"], 1)
        self.assertEqual(figures["sentences_verbatim"], 1)
        self.assertEqual(figures["citations_that_hold"], 1)
        self.assertEqual(figures["refusals"], 0.5)
        self.assertEqual(predictions[0]["answer"], "You pay the postage of what you send back, unless it was faulty.")
        self.assertEqual(predictions[0]["citations"][0]["quote"], "You pay the *postage* of what you send back, unless it was faulty.")
        self.assertEqual(predictions[1], {"id": "unknown", "answer": "", "citations": [], "refused": True})

    def test_intent(self):
        texts = {"refund": ["I want a refund", "refund my money", "how do I get a refund", "a refund please", "is the refund paid"],
                 "access": ["I forgot my password", "reset the password", "the password is wrong", "password please", "new password"]}
        train = self.keep("train.jsonl", [{"text": t, "intent": i} for i, all_of in texts.items() for t in all_of])
        test = self.keep("test.jsonl", [{"text": "where is my refund", "intent": "refund"}, {"text": "password lost", "intent": "access"},
                                        {"text": "password", "intent": "refund"}, {"text": "漢字", "intent": "other"},
                                        {"text": "a refund please", "intent": "refund"}])
        figures, predictions = self.eval("intent", "--train", train, "--test", test, "--out-of-scope", "other",
                                         "--exclude-training-texts")
        self.assertEqual((figures["texts"], figures["in_scope"], figures["out_of_scope"]), (4, 3, 1))
        self.assertAlmostEqual(figures["accuracy_in_scope"], 2 / 3)
        self.assertEqual(figures["accuracy_over_all_at_best_threshold"], 0.75)
        self.assertEqual(figures["auroc"], 1)
        self.assertIsNone(figures["out_of_scope_recall_at_93_percent"])
        self.assertEqual([p["intent"] for p in predictions], ["refund", "access", "access", "unknown"])
        self.assertEqual(predictions[3]["in_scope"], 0)
        again, _ = self.eval("intent", "--train", train, "--cross-validate", "5", "--shots", "4")
        self.assertEqual(again["texts"], 10)
        self.assertEqual(again["accuracy_in_scope"], 1)

    def test_sentiment(self):
        rated = [{"id": "a", "text": "This is great", "rating": 3.0}, {"id": "b", "text": "This is terrible", "rating": -3.0},
                 {"id": "c", "text": "This is a kettle", "rating": 0.1}]
        figures, predictions = self.eval("sentiment", self.keep("rated.jsonl", rated))
        self.assertGreater(figures["pearson_r"], 0.9)
        self.assertGreater(predictions[0]["sentiment"], 0)
        self.assertLess(predictions[1]["sentiment"], 0)
        self.assertEqual([p["id"] for p in predictions], ["a", "b", "c"])

    def test_conversations(self):
        def conversation(number, said, done):
            return {"id": number, "turns": [{"s": "user", "t": "where is it"}, {"s": "agent", "t": "wait"}, {"s": "user", "t": said},
                                            {"s": "agent", "t": "bye"}],
                    "label_task_success": done, "label_user_annoyed": None if number == 1 else not done}
        judged = self.keep("judged.jsonl", [conversation(n, "useless" if n % 2 else "lovely", n % 2 == 0) for n in range(20)])
        figures, predictions = self.eval("conversations", "--train", judged, "--cross-validate", "5")
        self.assertEqual((figures["auc_resolved"], figures["auc_frustrated"]), (1, 1))
        self.assertEqual(len(predictions), 20)
        self.assertGreater(predictions[0]["resolved"], predictions[1]["resolved"])
        figures, _ = self.eval("conversations", "--train", judged, "--test", judged)
        self.assertEqual(figures["auc_resolved"], 1)

    def test_intents_check(self):
        done = self.folder.run("intents", "check")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(done.stdout, r"\d+ of \d+ agree with their intent")
        self.assertIn("order_status", done.stdout)

    def test_the_table_names_each_figure(self):
        done = self.folder.run("eval", "retrieval", "--documents", str(self.folder.documents), "--questions",
                               self.keep("questions.jsonl", [POSTAGE]))
        self.assertRegex(done.stdout, r"(?m)^documents +2$")
        self.assertRegex(done.stdout, r"(?m)^page ndcg at 10 +1\.0000$")

    def test_a_bad_line_is_named(self):
        documents = ("--documents", str(self.folder.documents))
        without = self.keep("questions.jsonl", [POSTAGE, {"id": "x", "q": "y", "answer": "z"}])
        self.assert_refused(1, without + ':2: has no "doc"', "retrieval", *documents, "--questions", without)
        nowhere = self.keep("questions.jsonl", [POSTAGE | {"doc": "no.md"}])
        self.assert_refused(1, nowhere + ':1: "doc": there is no no.md', "answers", *documents, "--questions", nowhere)
        twice = self.keep("passages.jsonl", [PASSAGES[0], PASSAGES[0]])
        queries = self.keep("queries.jsonl", [IT])
        self.assert_refused(1, twice + ":2: a second passage", "unanswerable", "--passages", twice, "--queries", queries)
        speaker = self.keep("queries.jsonl", [IT | {"turns": [{"speaker": "robot", "text": "x"}]}])
        passages = self.keep("passages.jsonl", PASSAGES)
        self.assert_refused(1, speaker + ':1: "turns"', "unanswerable", "--passages", passages, "--queries", speaker)

    def test_a_bad_command_line_is_refused(self):
        documents = ("--documents", str(self.folder.documents))
        self.assert_refused(2, "--documents or --passages", "retrieval")
        self.assert_refused(2, "--questions", "retrieval", *documents)
        self.assert_refused(2, "--test or --cross-validate", "intent", "--train", self.keep("train.jsonl", [{"text": "x", "intent": "y"}]))
        self.assert_refused(2, "no-such-file", "retrieval", *documents, "--questions", "no-such-file")

    def test_the_wheel_at_random(self):
        figures, predictions = self.eval("bandit", "--wheel", "0.5", "--steps", "200", "--seeds", "3", "--policy", "uniform")
        self.assertAlmostEqual(figures["regret_percent"], sum(p["regret_percent"] for p in predictions) / 3)
        self.assertAlmostEqual(figures["regret_percent"], 100, delta=30)
        self.assertEqual([p["seed"] for p in predictions], [1, 2, 3])
        self.assertEqual(figures, self.eval("bandit", "--wheel", "0.5", "--steps", "200", "--seeds", "3", "--policy", "uniform")[0])

    def test_logged_bandit_decisions(self):
        decisions = self.keep("log.vw", "1:1:0.5 | a\n2:3:0.25 | a\n1:2:0.5 | a\n")
        figures, predictions = self.eval("bandit", "--vw", decisions, "--cb", "--policy", "fixed")
        self.assertEqual([p["loss"] for p in predictions], [2, 0, 4])  # fixed takes action 1 of those that are believed alike
        self.assertAlmostEqual(figures["average_loss"], 2)

    def test_labelled_bandit_examples(self):
        labels = self.keep("labels.vw", "1 | a\n2 | b\n1 | c\n1 | d\n")
        figures, _ = self.eval("bandit", "--vw", labels, "--cbify", "2", "--policy", "fixed")
        self.assertEqual(figures["average_loss"], 0.25)

    def test_simulated_customers(self):
        figures, predictions = self.eval("simulator", "--policy", "uniform", "--turns", "300", "--seeds", "2", "--drift", "abrupt")
        self.assertEqual(figures["regret_percent"], 100)
        self.assertAlmostEqual(figures["regret"], sum(p["regret"] for p in predictions) / 2)
        self.assertIn("recovery_turns", figures)

    def test_promotions(self):
        duel = ("promotion", "--champion", "uniform", "--challenger", "linucb")
        figures, predictions = self.eval(*duel, "--turns", "300", "--seeds", "20", "--indifferent")
        won = [p for p in predictions if p["conversations"] is not None]
        self.assertEqual(len(predictions), 20)
        self.assertEqual(figures["promoted_percent"], 5 * len(won))
        self.assertLessEqual(len(won), 1)  # 5 %
        figures, predictions = self.eval(*duel, "--turns", "6000", "--seeds", "2")
        self.assertTrue(all(p["gain"] >= p["gain_low"] for p in predictions))
        self.assert_refused(2, "--challenger", "promotion", "--champion", "uniform")

    def test_coverage(self):
        figures, _ = self.eval("coverage", "--decisions", "300", "--repetitions", "20", "--first", "0.4")
        self.assertEqual(figures["told"], 20)
        for estimator in ("ips", "snips", "dr", "switch_dr"):
            self.assertGreaterEqual(figures[estimator]["covered"], 0.75, estimator)  # of 20, 4.6 deviations below 95 %
        figures, _ = self.eval("coverage", "--decisions", "20", "--repetitions", "2")
        self.assertEqual(figures["told"], 0)

    def test_the_value_of_actions(self):
        rows = "".join(f"{1 + i % 2}:{1 if i % 4 < 2 else 0}:0.5 | a\n" for i in range(400))
        figures, _ = self.eval("policy", "--decisions", self.keep("log.vw", rows), "--actions", self.keep("actions", "1\n" * 400))
        self.assertEqual(figures["effective_sample_size"], 200)
        for estimate in ("ips", "snips"):
            self.assertAlmostEqual(figures[estimate]["value"], 0.5, msg=estimate)
        for estimate in ("ips", "snips", "dr", "switch_dr"):
            self.assertTrue(figures[estimate]["low"] < 0.5 < figures[estimate]["high"], estimate)

    def test_dsjson_is_told_from_text(self):
        rows = [{"_label_cost": i % 3, "_label_probability": 0.5, "_labelIndex": i % 2, "a": [1, 2], "c": {"x": 1}} for i in range(300)]
        figures, _ = self.eval("policy", "--decisions", self.keep("log.json", rows), "--policy", "uniform")
        self.assertAlmostEqual(figures["ips"]["value"], 1)
        self.assertAlmostEqual(figures["logged_cost"], 1)

    def test_a_value_that_cannot_be_told_is_refused(self):
        few = self.keep("log.vw", "1:1:0.5 | a\n2:0:0.5 | b\n")
        figures, _ = self.eval("policy", "--decisions", few, "--policy", "uniform")
        self.assertIn("not enough data", figures["refused"])
        self.assertNotIn("ips", figures)
        self.assert_refused(1, "has 1 actions for 2 decisions", "policy", "--decisions", few, "--actions", self.keep("a", "1\n"))
        self.assert_refused(1, "a:2: \"3\" is no action from 1 to 2", "policy", "--decisions", few, "--actions", self.keep("a", "1\n3\n"))
        for line, reason in (("1:nan:0.5 | a", "is no number"), ("1:1:nan | a", "is no number"), ("1:1e300:0.5 | a", "beyond 1e30"),
                             ("1:1:1e-200 | a", "probability below 1e-30"), ("1:1:0.5 | a:1e999", "is no number")):
            self.assert_refused(1, reason, "policy", "--decisions", self.keep("bad.vw", line), "--policy", "uniform")
        self.assert_refused(1, "bad.vw:1: has no |", "policy", "--decisions", self.keep("bad.vw", "1:1:0.5"), "--policy", "uniform")


if __name__ == "__main__":
    unittest.main(verbosity=2)
