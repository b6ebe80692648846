"""Plugins that misbehave: their entity ends with a sentence, the others go on, and nothing is lost."""
import json
import time
import unittest

from scenario import LONG, final, states
from world import World, descendants, is_alive

LIAR = "shipmentmethods"


class OneFailure(unittest.TestCase):
    """One entity's failure is its own."""

    def test_a_plugin_that_dies_leaves_the_others_alone(self):
        with World() as world:
            folder = world.folder / "more" / "broken"
            folder.mkdir(parents=True, mode=0o755)
            manifest = json.loads((world.products / "plugins" / "items" / "plugin.json").read_text())
            manifest |= {"name": "broken", "entity": "broken", "command": ["broken"], "requires": [], "references": []}
            (folder / "plugin.json").write_text(json.dumps(manifest))
            script = folder / "broken"
            script.write_text("#!/bin/sh\nexit 3\n")
            script.chmod(0o755)
            world.configure(world.more + f"plugins: {{ folders: [{world.folder / 'more'}] }}\n")
            done = world.run("sync", "unitsofmeasure", "broken", "paymentterms", "--json")
            self.assertEqual(done.returncode, 4, done.stderr)
            states = {entity["entity"]: entity["state"] for entity in final(done)["entities"]}
            self.assertEqual(states, {"broken": "failed", "paymentterms": "complete", "unitsofmeasure": "complete"})


class Liars(unittest.TestCase):
    """What one plugin does to its own run alone; an honest one afterwards finds everything as it must be."""

    def misbehaves(self, state, words, *behaviour):
        with World() as world:
            world.lying(LIAR, *behaviour)
            done = world.run("sync", LIAR, "paymentterms", "--json")
            found = states(final(done))
            if state is None:
                self.assertIn(found.pop(LIAR), ("failed", "complete"), done.stderr)
            self.assertEqual(found, {"paymentterms": "complete"} | ({LIAR: state} if state else {}), done.stderr)
            says = [entity.get("says", "") for entity in final(done)["entities"] if entity["entity"] == LIAR]
            self.assertIn(words, says[0])
            world.lying(LIAR, "honest")
            self.assertEqual(world.run("sync", LIAR).returncode, 0)
            self.assertEqual(len(world.lines("couplings", LIAR)), 7)
            self.assertEqual(world.systems.control("GET", "/ledger/twice"), [])
        return done

    def test_ends_at_once(self):
        done = self.misbehaves("failed", "Its process ended at once (exit status 3).", "exit", 3)
        self.assertIn("there is no such library", done.stderr)

    def test_floods(self):
        self.misbehaves("failed", "wrote too much to standard output that is no message", "flood")

    def test_writes_a_line_without_end(self):
        self.misbehaves("failed", "wrote to standard output without ever ending the line", "endless")

    def test_writes_a_line_that_only_grows(self):
        self.misbehaves("failed", "wrote to standard output without ever ending the line", "dots")

    def test_decides_twice(self):
        self.misbehaves("failed", "Its plugin decided about pair 1 twice, or was never given it.", "twice")

    def test_decides_for_a_stranger(self):
        self.misbehaves("failed", "pair 999999", "stranger")

    def test_forgets_a_decision(self):
        self.misbehaves("failed", "without deciding", "forget")

    def test_stops_in_the_middle_of_a_message(self):
        self.misbehaves("complete", "", "half", 5) if LONG else self.skipTest("takes long")

    def test_is_stopped_for_good(self):
        if not LONG:
            self.skipTest("takes long")
        self.misbehaves("failed", "was silent for too long", "stop", 4)

    def test_dies_at_each_message(self):
        if not LONG:
            self.skipTest("takes long")
        for moment in range(1, 8):
            with self.subTest(moment=moment):
                # A process that comes after one that died has less to be told, and may get to the end.
                self.misbehaves("failed" if moment < 4 else None, "", "die", moment)

    def test_leaves_children_behind(self):
        with World() as world:
            world.lying(LIAR, "children")
            host = world.start("sync", LIAR)
            seen = set()
            while host.poll() is None:
                seen |= set(descendants(host.pid))
                time.sleep(0.02)
            self.assertGreater(len(seen), 3)
            self.assertEqual([child for child in seen if is_alive(child)], [])

    def test_stopped_plugin_goes_with_its_host(self):
        with World() as world:
            world.lying(LIAR, "stop", 2)
            host = world.start("sync", LIAR)
            children, deadline = [], time.monotonic() + 20
            while len(children) < 3 and time.monotonic() < deadline:
                children = descendants(host.pid)
                time.sleep(0.02)
            self.assertGreaterEqual(len(children), 3, "the launcher, the plugin, and what it started")
            time.sleep(0.5)
            host.kill()
            host.wait()
            deadline = time.monotonic() + 5
            while any(map(is_alive, children)) and time.monotonic() < deadline:
                time.sleep(0.05)
            self.assertEqual([child for child in children if is_alive(child)], [])
