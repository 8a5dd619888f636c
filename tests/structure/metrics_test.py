#!/usr/bin/env python3
"""What deploy/ and docs/operations.md say of metrics and alerts is what there is."""

import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PARTS_OF_HISTOGRAMS = re.compile(r"_(bucket|sum|count)$")


def text(*paths):
    return "\n".join((ROOT / path).read_text() for path in paths)


class MetricsTest(unittest.TestCase):
    def test_every_metric_that_is_watched_is_served(self):
        served = set(re.findall(r'"(troupe_[a-z_]+)"', text("telemetry/metrics.cpp")))
        watching = text("deploy/prometheus/alerts.yml", "deploy/prometheus/alerts_test.yml", "deploy/grafana/troupe.json", "docs/operations.md")
        for name in sorted(set(re.findall(r"\btroupe_[a-z_]+\b", watching))):
            with self.subTest(name=name):
                self.assertIn(PARTS_OF_HISTOGRAMS.sub("", name), served)

    def test_every_alert_is_tried_and_explained(self):
        alerts = re.findall(r"- alert: (\w+)", text("deploy/prometheus/alerts.yml"))
        self.assertTrue(alerts)
        self.assertEqual(sorted(alerts), sorted(re.findall(r"^\| `(Troupe\w+)` \|", text("docs/operations.md"), re.M)))
        for alert in alerts:
            with self.subTest(alert=alert):
                self.assertRegex(text("deploy/prometheus/alerts_test.yml"), rf"alertname: {alert}\n\s+exp_alerts")


if __name__ == "__main__":
    unittest.main()
