"""Bad input: each gets a sentence and the right exit code, and loses nothing."""
import contextlib
import fcntl
import shlex
import sqlite3
import subprocess
import unittest

import scenario  # noqa: F401
from world import World


class BadInput(unittest.TestCase):
    """Each gets a sentence and the right exit code, and loses nothing."""

    @classmethod
    def setUpClass(cls):
        cls.world = World().__enter__()

    @classmethod
    def tearDownClass(cls):
        cls.world.__exit__()

    def setUp(self):
        self.world.configure()

    def ended(self, code, words, *command, **options):
        done = self.world.run(*command, **options)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        self.assertIn(words, done.stdout + done.stderr)

    def test_misspelt_entity(self):
        self.ended(2, "Did you mean customers?", "sync", "custmers")

    def test_empty_selection(self):
        self.ended(2, "Nothing is selected.", "sync", "items", "--except", "items")

    def test_unknown_option(self):
        self.ended(2, "--fast", "sync", "--fast")

    def test_misspelt_setting(self):
        self.world.configure("sideBySyde: 2\n")
        self.ended(2, "Did you mean sideBySide?", "sync")

    def test_wrong_secret(self):
        (self.world.folder / "secret").write_text("a-wrong-canary")
        done = self.world.run("sync", "paymentterms")
        self.assertIn(done.returncode, (2, 4), done.stderr)
        self.assertNotIn("a-wrong-canary", done.stdout + done.stderr)

    def test_secret_that_others_may_read(self):
        (self.world.folder / "secret").chmod(0o644)
        self.ended(2, "Others than you can read it.", "doctor")
        (self.world.folder / "secret").chmod(0o600)

    def test_misspelt_entity_of_the_configuration(self):
        self.world.configure("entities: { custmers: { policy: erpWins } }\n")
        self.ended(2, "Did you mean customers?", "doctor")

    def test_setting_that_only_the_plugin_understands(self):
        self.world.configure("entities: { customers: { settings: { ownership: team } } }\n")
        self.ended(3, "Setting team: A team is to own the records, and none is named.", "doctor")
        for command in (["plan", "customers"], ["sync", "customers"]):
            done = self.world.run(*command)
            self.assertNotEqual(done.returncode, 0)
            self.assertIn("Setting team: A team is to own the records", done.stdout + done.stderr)
        self.assertEqual(self.world.lines("couplings", "customers"), [])
        self.world.configure("entities: { customers: { settings: { ownership: team, team: t-1 } } }\n")
        self.assertNotIn("Setting team", self.world.run("doctor").stdout)

    def test_wish_for_inactive_records_of_a_kind_that_has_none(self):
        self.world.configure("entities: { paymentterms: { settings: { deletes: deactivate } } }\n")
        self.ended(3, "Setting deletes: ", "doctor")
        self.world.configure("entities: { contacts: { settings: { deletes: deactivate } } }\n")
        self.ended(0, "Business Central has no way to make such a record inactive", "doctor")

    def test_misspelt_setting_of_an_entity(self):
        self.world.configure("entities: { customers: { settings: { ownershp: team } } }\n")
        self.ended(2, "Did you mean ownership?", "doctor")

    def test_folder_of_plugins_that_is_not_there(self):
        self.world.configure("plugins: { folders: [/nowhere] }\n")
        self.ended(2, "plugins.folders names /nowhere, which does not exist.", "sync")

    def test_configuration_that_is_a_folder(self):
        self.world.configuration.unlink()
        self.world.configuration.mkdir()
        self.ended(2, "it is no plain file", "status")
        self.world.configuration.rmdir()

    def test_unreachable_server_is_given_up_soon_and_once_for_all(self):
        self.world.configure(crm="http://127.0.0.1:9")
        self.ended(4, "Dynamics 365 Sales can't be reached from this machine.", "sync", timeout=60)
        self.ended(3, "Dynamics 365 Sales can't be reached from this machine.", "doctor", timeout=30)

    def test_unreachable_sign_in(self):
        self.world.configure(token="http://127.0.0.1:9/token")
        self.ended(4, "The sign-in service of", "sync", "paymentterms", timeout=60)

    def test_address_of_something_else(self):
        self.world.configure(erp=self.world.ready["control"])
        self.assertNotEqual(self.world.run("sync", "paymentterms").returncode, 0)

    def test_certificate_that_is_not_trusted(self):
        with World(options=["--tls"]) as other:
            other.ready["ca"] = None
            other.configure()
            done = other.run("doctor")
            self.assertEqual(done.returncode, 3, done.stderr)
            self.assertIn("is not trusted on this machine", done.stdout)

    def test_store_that_is_no_store(self):
        path = self.world.folder / "text.sqlite"
        path.write_text("this is no database, and it is long enough to be read as one: " * 40)
        before = path.read_bytes()
        self.world.configure(store=path)
        self.assertEqual(self.world.run("sync", "paymentterms").returncode, 2)
        self.assertEqual(path.read_bytes(), before)

    def test_folder_that_is_not_there(self):
        self.world.configure(store=self.world.folder / "nowhere" / "couplet.sqlite")
        self.assertEqual(self.world.run("sync", "paymentterms").returncode, 2)

    def test_store_of_a_newer_version(self):
        store = self.world.folder / "newer.sqlite"
        self.world.configure(store=store)
        self.world.run("sync", "paymentterms")
        with contextlib.closing(sqlite3.connect(store)) as database:
            database.execute("PRAGMA user_version = 99")
        self.ended(2, "A newer Couplet wrote it", "sync", "paymentterms")

    def test_store_that_is_lost(self):
        store = self.world.folder / "lost.sqlite"
        self.world.configure(store=store)
        self.world.run("sync", "paymentterms")
        store.unlink()
        self.ended(2, "is gone", "sync", "paymentterms")
        self.assertFalse(store.exists())

    def test_second_host_on_the_same_store(self):
        store = self.world.folder / "shared.sqlite"
        self.world.configure(store=store)
        with open(f"{store}.lock", "w") as lock:
            # As the owner of a store does: https://man7.org/linux/man-pages/man2/flock.2.html
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.ended(2, "in use", "sync", "paymentterms")

    def test_standard_streams_that_are_closed(self):
        done = subprocess.run(["sh", "-c", 'exec "$0" "$@" <&- >&- 2>&-', *self.world.command("sync", "paymentterms")])
        self.assertIn(done.returncode, (0, 1))

    def test_reader_that_has_seen_enough(self):
        words = shlex.join(self.world.command("sync", "paymentterms", "shipmentmethods", "--json"))
        done = subprocess.run(["bash", "-o", "pipefail", "-c", f"{words} 2>/dev/null | head -c 1"], capture_output=True)
        self.assertIn(done.returncode, (0, 1))

    def test_surroundings_that_lack_everything(self):
        done = subprocess.run(
            self.world.command("sync", "paymentterms"), cwd="/", env={}, capture_output=True, text=True)
        self.assertIn(done.returncode, (0, 1), done.stderr)

