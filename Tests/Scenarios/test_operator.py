"""What an operator does to a run, and what the machine does to it: each ends with a sentence, and nothing is lost."""
import fcntl
import json
import os
import pty
import re
import resource
import select
import shlex
import signal
import subprocess
import time
import unittest

import scenario  # noqa: F401
from world import World, descendants, is_alive

NOBODY = 65534


class Terminal:
    """A command in a terminal of 80 columns, and what is on it."""

    def __init__(self, words, **environment):
        self.child, self.descriptor = pty.fork()
        if self.child == 0:
            os.execve(words[0], words, {**os.environ, "LANG": "en_US.UTF-8", "TERM": "xterm", "COLUMNS": "80", **environment})
        self.text, self.status = "", None

    def read(self, seconds):
        """Reads for so long, or to the end of the command; returns whether it goes on."""
        deadline = time.monotonic() + seconds
        while self.status is None and (left := deadline - time.monotonic()) > 0:
            if select.select([self.descriptor], [], [], min(left, 0.1))[0]:
                try:
                    self.text += os.read(self.descriptor, 65536).decode(errors="replace")
                except OSError:  # the other end is closed
                    self.status = os.waitstatus_to_exitcode(os.waitpid(self.child, 0)[1])
                    return False
        return self.status is None

    def wait_for(self, pattern, seconds=60):
        deadline = time.monotonic() + seconds
        while not re.search(pattern, self.text) and time.monotonic() < deadline and self.status is None:
            self.read(0.05)
        return re.search(pattern, self.text) is not None


class Interrupted(unittest.TestCase):
    """Whoever stops a run is told what is left, leaves no process behind, and the next run goes on."""

    def stops(self, number, key=None):
        with World(records=2000, options=["--unlimited"]) as world:
            terminal = Terminal(world.command("sync"))
            self.assertTrue(terminal.wait_for(r"\[#*\.+\]|carries across"), terminal.text[-500:])
            children = descendants(terminal.child)
            if key:
                os.write(terminal.descriptor, key)
            else:
                os.kill(terminal.child, number)
            self.assertFalse(terminal.read(60), "it did not end within a minute")
            self.assertEqual(terminal.status, 130, terminal.text[-1500:])
            self.assertIn("Stopping: the batch that is under way is finished first.", terminal.text.replace("\r\n", " "))
            self.assertIn("couplet retry", terminal.text)
            self.assertEqual([child for child in children if is_alive(child)], [])
            done = world.run("sync")
            self.assertIn(done.returncode, (0, 1), done.stderr[-1500:])
            agrees, report = world.agreement()
            self.assertTrue(agrees, report)

    def test_by_ctrl_c_in_a_terminal(self):
        self.stops(signal.SIGINT, key=b"\x03")

    def test_by_a_service_manager(self):
        self.stops(signal.SIGTERM)

    def test_by_a_second_ctrl_c(self):
        with World() as world:
            world.lying("shipmentmethods", "stop", 3)
            terminal = Terminal(world.command("sync", "shipmentmethods"))
            terminal.wait_for("shipmentmethods", 20)
            time.sleep(1)
            children = descendants(terminal.child)
            os.write(terminal.descriptor, b"\x03")
            self.assertTrue(terminal.wait_for("Ctrl-C again", 5), terminal.text)
            os.write(terminal.descriptor, b"\x03")
            self.assertFalse(terminal.read(10), "it did not end at once")
            self.assertEqual(terminal.status, 130)
            deadline = time.monotonic() + 5
            while any(map(is_alive, children)) and time.monotonic() < deadline:
                time.sleep(0.05)
            self.assertEqual([child for child in children if is_alive(child)], [])
            world.lying("shipmentmethods", "honest")
            self.assertEqual(world.run("sync", "shipmentmethods").returncode, 0)

    def test_one_that_goes_on_carries_across_what_happens_until_ctrl_c(self):
        with World() as world:
            world.run("sync")
            terminal = Terminal(world.command("sync", "customers", "--watch", "--every", "1"))
            self.assertTrue(terminal.wait_for("nothing to do|Finished"), terminal.text[-500:])
            world.systems.call("erp", "POST", "customers", {"displayName": "Unterwegs AG", "city": "Luzern"})
            deadline = time.monotonic() + 60
            there = "$filter=name%20eq%20'Unterwegs%20AG'"
            while not world.systems.rows("crm", "accounts", there) and time.monotonic() < deadline:
                terminal.read(0.2)
            self.assertEqual(len(world.systems.rows("crm", "accounts", there)), 1)
            told = len(terminal.text)
            terminal.read(3)
            os.write(terminal.descriptor, b"\x03")
            self.assertFalse(terminal.read(30), "it did not end")
            # 130 where a run was just under way: it is broken off in order.
            self.assertIn(terminal.status, (0, 1, 130), terminal.text[-500:])
            self.assertLess(terminal.text[told:].count("customers"), 3, "runs in which nothing happened were told")

    def test_a_watcher_sees_a_run_to_its_end(self):
        with World() as world:
            self.assertEqual(world.run("sync", "paymentterms").returncode, 0)
            run = world.start("sync")
            watcher = Terminal(world.command("status", "--watch"))
            self.assertFalse(watcher.read(60), "the watcher did not end with the run")
            self.assertEqual(watcher.status, 0, watcher.text[-500:])
            self.assertIn("Finished", watcher.text)
            self.assertIn(run.wait(), (0, 1))

    def test_a_second_host_is_told_who_owns_the_store(self):
        with World() as world:
            world.lying("shipmentmethods", "stop", 2)
            run = world.start("sync", "shipmentmethods")
            deadline = time.monotonic() + 20
            while len(descendants(run.pid)) < 3 and time.monotonic() < deadline:
                time.sleep(0.02)
            second = world.run("sync", "paymentterms")
            self.assertEqual(second.returncode, 2)
            self.assertIn(f"is in use by process {run.pid}", second.stderr)
            self.assertEqual(world.run("status").returncode, 0)


    def test_both_sides_of_a_conflict_are_shown_beside_a_run(self):
        with World() as world:
            world.configure(world.more + "entities: { customers: { policy: manual } }\n")
            world.run("sync", "+customers")
            pair = world.lines("couplings", "customers")[0]
            world.systems.edit("erp", "customers", pair["erp"], "*", {"website": "https://erp.example.com"})
            world.systems.edit("crm", "accounts", pair["crm"], "*", {"websiteurl": "https://crm.example.com"})
            self.assertEqual(world.run("sync", "customers").returncode, 1)
            with open(f"{world.store}.lock", "w") as lock:
                # As the owner of a store does: https://man7.org/linux/man-pages/man2/flock.2.html
                fcntl.flock(lock, fcntl.LOCK_EX)
                told = world.run("why", pair["erp"])
            self.assertEqual((told.returncode, told.stderr), (0, ""))
            self.assertRegex(told.stdout, '"https://erp.example.com" +"https://crm.example.com"')


class Machine(unittest.TestCase):
    """What the machine lacks is named before anything is begun, or costs nothing but the run."""

    @classmethod
    def setUpClass(cls):
        cls.world = World().__enter__()

    @classmethod
    def tearDownClass(cls):
        cls.world.__exit__()

    def limited(self, limit, value, *words, user=None):
        def limits():
            resource.setrlimit(limit, (value, value))
            if user is not None and os.getuid() == 0:
                os.setgroups([])
                os.setuid(user)
        return subprocess.run([str(self.world.products / "couplet"), *words], preexec_fn=limits, capture_output=True,
                              text=True, timeout=30, env={"LANG": "en_US.UTF-8"}, cwd="/")

    def test_too_few_threads(self):
        for words in (["status"], ["--version"]):
            done = self.limited(resource.RLIMIT_NPROC, 4, *words, user=NOBODY)
            self.assertEqual(done.returncode, 2, done.stderr)
            self.assertIn("threads can run here at the same time.", done.stderr)

    def test_too_little_memory(self):
        done = self.limited(resource.RLIMIT_AS, 600 << 20, "status")
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn("Only 600 MiB of address space may be used here", done.stderr)

    def test_output_that_is_lost(self):
        for words, language in ((["sync", "paymentterms"], "en"), (["status", "--json"], "en"), (["--help"], "en")):
            with open("/dev/full", "w") as full:
                done = subprocess.run(self.world.command(*words) if words != ["--help"] else
                                      [str(self.world.products / "couplet"), *words],
                                      stdout=full, stderr=subprocess.PIPE, text=True, env={**os.environ, "LANG": language})
            self.assertEqual(done.returncode, 4, words)
            self.assertIn("The result could not be written.", done.stderr)

    def mounted(self, script):
        """Runs a script in a mount namespace of its own, where that is allowed."""
        if subprocess.run(["unshare", "-rm", "true"], capture_output=True).returncode:
            self.skipTest("no mount namespaces here")
        return subprocess.run(["unshare", "-rm", "sh", "-c", script], capture_output=True, text=True, timeout=120,
                              env={**os.environ, "LANG": "en_US.UTF-8"})

    def test_store_on_a_read_only_file_system(self):
        self.assertEqual(self.world.run("sync", "paymentterms").returncode, 0)
        folder = shlex.quote(str(self.world.folder))
        status = shlex.join(self.world.command("status"))
        sync = shlex.join(self.world.command("sync", "paymentterms"))
        done = self.mounted(f"mount --bind {folder} {folder} && mount -o remount,ro,bind {folder} && "
                            f"{{ {status}; echo status $?; {sync}; echo sync $?; }}")
        self.assertIn("can't be looked at here. Its folder is read-only", done.stderr)
        self.assertIn("can't be written to", done.stderr)
        self.assertEqual(done.stdout.split(), ["status", "2", "sync", "2"], done.stderr)

    def test_disk_that_is_full(self):
        disk = self.world.folder / "disk"
        disk.mkdir()
        self.world.configure(store=disk / "couplet.sqlite")
        sync, place = shlex.join(self.world.command("sync")), shlex.quote(str(disk))
        couplings = shlex.join(self.world.command("couplings"))
        done = self.mounted(f"mount -t tmpfs -o size=1m full {place} && {{ {sync} > {place}/../first 2>&1; echo full $?; "
                            f"mount -o remount,size=64m {place}; {sync} > /dev/null 2>&1; echo free $?; {couplings}; }}")
        first = (self.world.folder / "first").read_text()
        self.world.configure()
        self.assertIn("is full", first)
        self.assertIn("Nothing is sent that could not be recorded", first)
        self.assertIn("full 4", done.stdout, first[-1500:])
        self.assertRegex(done.stdout, "free [01]")
        self.assertEqual(self.world.systems.control("GET", "/ledger/twice"), [])

    def test_clock_that_jumps_during_a_run(self):
        for jump in (30 * 86400, -30 * 86400):
            with self.subTest(jump=jump), World() as world:
                done = world.run("sync", environment=world.clock(jump, after=1))
                self.assertIn(done.returncode, (0, 1), done.stderr[-1000:])
                self.assertIn(world.run("sync").returncode, (0, 1))
                agrees, report = world.agreement()
                self.assertTrue(agrees, report)
                before = world.systems.control("GET", "/ledger/summary")
                world.run("sync")
                self.assertEqual(before, world.systems.control("GET", "/ledger/summary"), "a run with nothing to do wrote")


class Encrypted(unittest.TestCase):
    """Both systems speak TLS, as they do outside."""

    def test_whole_run(self):
        with World(options=["--tls"]) as world:
            self.assertIn(world.run("sync").returncode, (0, 1))
            agrees, report = world.agreement()
            self.assertTrue(agrees, report)
            self.assertEqual(world.run("doctor").returncode, 0)


class Programs(unittest.TestCase):
    """A program reads every command's `--json`, line by line, on both streams."""

    def test_every_line_is_a_document(self):
        with World() as world:
            for words in (["sync"], ["retry"], ["doctor"], ["plan", "customers", "--full"], ["sync", "--verify"], ["status"],
                          ["errors"], ["why", "C10400"], ["why", "nobody"], ["why", "nobody", "--offline"], ["couplings"],
                          ["couplings", "customers"], ["plugins"], ["plugins", "release", "customers"], ["sync", "nothing"]):
                done = world.run(*words, "--json")
                for line in (done.stdout + done.stderr).splitlines():
                    with self.subTest(words=words):
                        json.loads(line)
