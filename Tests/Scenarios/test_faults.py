"""Faults of networks and servers under whole runs of every entity: they cost time, and nothing else."""
import unittest

from scenario import LONG
from storm import Storm


class Faults(unittest.TestCase):
    """Runs go through a fault; then one more clean run, and both systems agree, and nothing was created twice or lost."""

    maxDiff = None

    def weathers(self, *faults, is_counted=True, **options):
        with Storm(**options) as storm:
            # The first run makes everything; the second carries people's edits and new records across.
            storm.run_through(faults)
            storm.work()
            storm.run_through(faults)
            if is_counted:
                self.assertGreater(storm.strikes, 0, "the fault struck nothing")
            self.assertEqual(storm.complaints(), [])
            self.assertEqual(storm.writes_of_one_more_run(), 0, "a run with nothing to do wrote")

    def long(self):
        if not LONG:
            self.skipTest("takes long")

    def test_servers_that_are_unavailable_now_and_then(self):
        self.weathers(*({"fault": "status", "status": status, "share": 0.04} for status in (500, 502, 503, 504)))

    def test_throttling_that_says_when_to_come_back(self):
        self.long()
        self.weathers({"fault": "throttle", "limit": 10, "retryAfter": 1, "times": 40},
                      {"fault": "status", "status": 429, "share": 0.1, "times": 10})

    def test_answers_that_are_lost(self):
        self.weathers({"fault": "dropReply", "share": 0.15})

    def test_requests_that_land_after_they_were_given_up(self):
        self.weathers({"fault": "landLate", "seconds": 2, "share": 0.15})

    def test_batches_that_are_cut_short(self):
        self.weathers({"fault": "batchPartial", "operations": 7, "times": 6})

    def test_tokens_that_expire(self):
        self.weathers(*({"fault": "expireTokens", "times": 1} for _ in range(3)))

    def test_replicas_that_lag(self):
        self.weathers({"fault": "staleReads", "seconds": 60}, is_counted=False)

    def test_a_server_that_rewrites_what_it_is_given(self):
        self.weathers({"fault": "rewrite", "system": "crm", "field": "address1_postalcode", "rule": "lower"},
                      {"fault": "rewrite", "system": "erp", "field": "pager", "rule": "trim"},
                      is_counted=False)

    def test_a_slow_line(self):
        self.weathers({"fault": "slow", "bytesPerSecond": 400_000, "times": 40})

    def test_everything_at_once(self):
        self.long()
        for seed in range(1, 6):
            with self.subTest(seed=seed):
                self.weathers(
                    {"fault": "status", "status": 503, "share": 0.05}, {"fault": "status", "status": 429, "share": 0.05},
                    {"fault": "dropReply", "share": 0.05}, {"fault": "landLate", "seconds": 3, "share": 0.05},
                    {"fault": "staleReads", "seconds": 60}, {"fault": "batchPartial", "operations": 3, "times": 3},
                    {"fault": "expireTokens", "times": 1}, seed=seed)
