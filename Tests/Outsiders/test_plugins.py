"""`couplet plugin …` as an author uses it: plugins in several languages pass, broken ones are named by the rule that they break."""
import concurrent.futures
import importlib.util
import json
import os
import pathlib
import resource
import runpy
import shutil
import subprocess
import sys
import tempfile
import unittest
import unittest.mock
import venv
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PRODUCTS = pathlib.Path(os.environ.get("COUPLET_PRODUCTS") or ROOT / ".build" / "debug").resolve()

sys.path.insert(0, str(ROOT / "Kits" / "Python"))
import couplet_plugin  # noqa: E402  the kit itself

# What each broken plugin does, and the rule that it breaks by that.
HABITS = {
    "prints": "onlyMessages", "writes long lines": "limitsKept", "asks too much at once": "limitsKept",
    "raises limits": "limitsKept", "answers twice": "everyRequestAnswered", "needs no beginning": "initializeFirst",
    "speaks any version": "versionAgreed", "is deaf to what it does not know": "unknownMemberIgnored",
    "describes by chance": "describePure", "takes any setting": "settingsChecked", "forgets a pair": "everyPairDecided",
    "writes what it never described": "writesWhatIsDescribed", "writes unchanged": "unchangedLeftAlone",
    "decides by the clock": "deterministic", "remembers earlier pairs": "resumes", "tells a value": "noValuesTold",
    "is deaf while it waits": "pingAnswered", "goes on when cancelled": "cancelAnswered", "hoards": "memoryBounded",
    "reaches out": "noNetwork", "writes beside itself": "staysInScratch", "writes for all to see": "staysInScratch",
    "starts what outlives it": "leavesNothingBehind", "leaves with an error": "endsInOrder",
    "outlives the stream": "endsWithStream", "says nothing by hand": "startedByHand",
}


def couplet(*words, cwd=None, before=(), **options):
    """Runs the command, behind other words where there are some."""
    return subprocess.run(
        [*before, str(PRODUCTS / "couplet"), *map(str, words)], capture_output=True, text=True, timeout=300, cwd=cwd,
        stdin=subprocess.DEVNULL, env={**os.environ, "LANG": "en_US.UTF-8", "LC_ALL": "en_US.UTF-8"}, **options)


def broken_rules(done):
    """The rules that a check with --json found broken."""
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return {line["rule"]: line["details"] for line in lines if line.get("state") == "broken"}


class Folder(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def plugin(self, name="gadgets", script=None, **changes):
        """A folder with a plugin: by default the one in Python, its manifest changed."""
        folder = self.folder / name
        folder.mkdir(mode=0o755)
        manifest = json.loads((HERE / "python" / "plugin.json").read_text()) | changes
        (folder / "plugin.json").write_text(json.dumps(manifest, indent=2))
        shutil.copy(HERE / "sample.json", folder)
        shutil.copy(ROOT / "Kits" / "Python" / "couplet_plugin.py", folder)
        command = folder / manifest["command"][0]
        command.write_text(script or (HERE / "python" / "gadgets.py").read_text())
        for path in folder.iterdir():
            path.chmod(0o644)
        command.chmod(0o755)
        return folder


class Check(Folder):
    """couplet plugin test"""

    def test_plugins_in_python_in_shell_and_from_the_page_alone_keep_the_rules(self):
        programs = {"shell": "jq", "javascript": "node"}
        for kind in ("python", "page", *(kind for kind, program in programs.items() if shutil.which(program))):
            with self.subTest(kind):
                done = couplet("plugin", "test", HERE / kind, "--json")
                self.assertEqual((done.returncode, broken_rules(done)), (0, {}), done.stdout[-600:] + done.stderr)

    def test_a_plugin_about_documents_keeps_the_rules_of_their_lines(self):
        done = couplet("plugin", "test", HERE / "documents", "--json")
        self.assertEqual((done.returncode, broken_rules(done)), (0, {}), done.stdout[-600:] + done.stderr)

    def test_what_is_wrong_about_lines_is_named(self):
        habits = {
            "decision['lines'] = {side: writes * 2 for side, writes in decision['lines'].items()}": "decisionFits",
            "decision['lines'] = {side: [{'do': 'delete', 'id': 'nobody'}] for side in decision['lines']}": "decisionFits",
            "decision['lines'] = {side: [{**one, 'set': {'sequence': 1}} if 'set' in one else one for one in writes]"
            " for side, writes in decision['lines'].items()}": "writesWhatIsDescribed",
            "decision['lines'] = {side: [{**one, 'set': {}} if 'set' in one else one for one in writes]"
            " for side, writes in decision['lines'].items()}": "settles",
            "decision['lines'] = {side: writes[:-1] for side, writes in decision['lines'].items()}": "decisionFits",
            "decision.update(do='none'); decision.pop('side', None); decision.pop('set', None)": "decisionFits",
        }
        for number, (habit, rule) in enumerate(habits.items()):
            with self.subTest(habit):
                folder = self.folder / f"orders{number}"
                shutil.copytree(HERE / "documents", folder)
                script = (folder / "orders.py").read_text().replace("    lines = [", (
                    "    def adjust(self, decision, pair, run):\n"
                    "        if 'lines' in decision:\n"
                    f"            {habit}\n"
                    "        return decision\n\n    lines = ["))
                (folder / "orders.py").write_text(script)
                self.assertIn(rule, broken_rules(couplet("plugin", "test", folder, "--json")))

    def test_a_manifest_and_a_description_of_which_one_alone_speaks_of_lines_are_named(self):
        folder = self.folder / "orders"
        shutil.copytree(HERE / "documents", folder)
        (folder / "orders.py").write_text((folder / "orders.py").read_text().replace("    lines = [", "    others = ["))
        self.assertIn("manifestTold", broken_rules(couplet("plugin", "test", folder, "--json")))

    def test_a_broken_plugin_is_named_by_the_rule_that_it_breaks(self):
        def check(habit):
            name = habit.replace(" ", "-")
            script = (f"#!/bin/sh\nPLUGIN_FOLDER=$(dirname \"$0\") exec {sys.executable} -B "
                      f"'{HERE / 'broken.py'}' '{habit}' \"$@\"\n")
            folder = self.plugin(name, script, command=["broken.sh"])
            return habit, couplet("plugin", "test", folder, "--json", "--patience", "4")

        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            for habit, done in pool.map(check, HABITS):
                with self.subTest(habit):
                    unwatched = json.loads(done.stdout.splitlines()[-1])["unwatched"] if done.stdout else []
                    if HABITS[habit] in unwatched:
                        continue  # This machine has no room to watch it in, and the command said so.
                    broken = broken_rules(done)
                    # Two runs may fall into one tick of its clock; then the run that goes on from a checkpoint tells it.
                    by_luck = {"resumes"} if habit == "decides by the clock" else set()
                    self.assertTrue({HABITS[habit], *by_luck} & set(broken), (broken, done.stderr))
                    self.assertEqual(done.returncode, 3)

    def test_a_broken_rule_is_told_with_its_reason_and_its_repair(self):
        folder = self.plugin(version="9.9.9")
        said = couplet("plugin", "test", folder).stdout
        self.assertIn("manifestTold: What the plugin says of itself is what its manifest says.", said)
        self.assertIn("why: The host plans by the manifest", said)
        self.assertIn("repair: Make name, version and deletePolicy in plugin.json", said)
        self.assertIn("gadgets breaks 1 rule of", said)
        french = couplet("plugin", "test", folder, "--language", "fr").stdout
        self.assertIn("gadgets enfreint 1 règle sur", french)

    def test_every_rule_is_listed_with_its_words_in_both_languages(self):
        for language in ("en", "fr"):
            rules = [json.loads(line) for line in couplet("plugin", "rules", "--json", "--language", language).stdout.splitlines()]
            self.assertGreater(len(rules), 30)
            for rule in rules:
                self.assertTrue(all(rule[word] for word in ("rule", "demand", "reason", "repair")), rule)


class BadInput(Folder):
    """What is wrong is named with its place and its remedy before anything runs."""

    def refused(self, folder, *words):
        done = couplet("plugin", "test", folder)
        self.assertEqual(done.returncode, 2, done.stderr)
        said = " ".join(done.stderr.split())
        for word in words:
            self.assertIn(word, said)

    def test_a_misspelt_member_of_a_manifest_is_named_with_its_line(self):
        folder = self.plugin(qietSeconds=30)
        line = (folder / "plugin.json").read_text().split("qietSeconds")[0].count("\n") + 1
        self.refused(folder, f"plugin.json can't be used, line {line}", 'Did you mean "quietSeconds"?')

    def test_a_version_that_nobody_offers_is_named(self):
        self.refused(self.plugin(protocol=[9]), "It speaks version 9 of the plugin protocol", "Update Couplet.")

    def test_an_executable_that_was_changed_since_it_was_packed_is_refused(self):
        folder = self.plugin()
        self.assertEqual(couplet("plugin", "pack", folder).returncode, 0)
        self.assertEqual(couplet("plugin", "test", folder).returncode, 0)
        with open(folder / "gadgets.py", "a") as script:
            script.write("# changed\n")
        self.refused(folder, "is not the executable that its manifest was packed with")

    def test_a_folder_that_is_not_there_and_one_without_records_are_named(self):
        self.refused(self.folder / "nothing", "There is no folder")
        folder = self.plugin()
        (folder / "sample.json").unlink()
        done = couplet("plugin", "test", folder, cwd=self.folder)
        self.assertEqual(done.returncode, 2)
        self.assertIn("There are no records to check with.", done.stderr)


class Installed(Folder):
    """couplet plugin install: the copy is what the host would take"""

    def install(self, folder, *words):
        done = couplet("plugin", "install", folder, "--into", self.folder / "theirs", *words)
        return done.returncode, " ".join((done.stdout + done.stderr).split())

    def ours(self, **changes):
        (self.folder / "ours").mkdir(exist_ok=True)
        return self.plugin("ours/gadgets", **changes)

    def test_what_is_started_and_what_lies_deeper_is_copied_whatever_it_is_called(self):
        plugin = self.ours(command=["build"])
        for place in ("kit/build", "kit/Sources", "lib/Tests", "Sources", "Tests", ".git", "kit/__pycache__"):
            (plugin / place).mkdir(parents=True)
            (plugin / place / "a.py").write_text("")
        self.assertEqual(self.install(plugin)[0], 0)
        copy = self.folder / "theirs" / "gadgets"
        there = {str(path.relative_to(copy)) for path in copy.rglob("*") if path.is_file()}
        self.assertEqual(there - {"build", "plugin.json", "sample.json", "couplet_plugin.py"},
                         {"kit/build/a.py", "kit/Sources/a.py", "lib/Tests/a.py"})
        self.assertEqual(couplet("plugin", "test", copy).returncode, 0)

    def test_a_copy_that_the_host_would_refuse_replaces_nothing(self):
        plugin = self.ours()
        self.assertEqual(self.install(plugin)[0], 0)
        copy = self.folder / "theirs" / "gadgets"
        before = (copy / "plugin.json").read_text()
        (plugin / "plugin.json").write_text((plugin / "plugin.json").read_text().replace("1.0.0", "1.0.1"))
        (self.folder / "theirs").chmod(0o777)
        code, said = self.install(plugin)
        self.assertEqual(code, 2, said)
        self.assertIn("theirs", said)
        self.assertEqual((copy / "plugin.json").read_text(), before)
        self.assertEqual(os.listdir(self.folder / "theirs"), ["gadgets"])

    def test_a_link_to_a_folder_is_named_and_one_to_a_file_is_followed(self):
        plugin = self.ours()
        (self.folder / "shared.txt").write_text("shared")
        (plugin / "shared.txt").symlink_to("../../shared.txt")
        self.assertEqual(self.install(plugin)[0], 0)
        self.assertEqual((self.folder / "theirs" / "gadgets" / "shared.txt").read_text(), "shared")
        (plugin / "inner").symlink_to(".")
        code, said = self.install(plugin)
        self.assertEqual(code, 2, said)
        self.assertIn("gadgets/inner is a link to a folder", said)
        self.assertEqual(os.listdir(self.folder / "theirs"), ["gadgets"])


class MapOnly(Folder):
    """A plugin without code, with a mistake"""

    def setUp(self):
        super().setUp()
        shutil.copytree(PRODUCTS / "plugins" / "paymentterms", self.folder / "ours" / "paymentterms")

    def change(self, file, old, new):
        path = self.folder / "ours" / "paymentterms" / file
        text = path.read_text()
        self.assertIn(old, text)
        path.write_text(text.replace(old, new, 1))

    def test_an_unknown_word_in_a_map_is_named_with_file_line_column_and_remedy(self):
        self.change("map.json", '"type": "code"', '"type": "cod"')
        done = couplet("plugin", "test", self.folder / "ours" / "paymentterms")
        self.assertEqual(done.returncode, 2)
        said = " ".join(done.stderr.split())
        self.assertRegex(said, r'map.json, line \d+, column \d+ \(fields\[0\].type\): "cod" is no word for it. Did you mean "code"\?')

    def test_a_second_plugin_for_an_entity_is_not_installed(self):
        done = couplet("plugin", "install", self.folder / "ours" / "paymentterms", "--into", self.folder / "theirs")
        self.assertEqual(done.returncode, 2)
        self.assertIn("holds a plugin for paymentterms, and of two neither would be taken.", " ".join(done.stderr.split()))

    def test_a_plugin_is_not_installed_over_itself(self):
        plugin = self.folder / "ours" / "paymentterms"
        before = sorted(str(path.relative_to(plugin)) for path in plugin.rglob("*"))
        for place in (plugin.parent, plugin, plugin / "inside"):
            done = couplet("plugin", "install", plugin, "--into", place)
            self.assertEqual(done.returncode, 2, done.stderr)
            self.assertIn("Its copy would take the place of its own folder", done.stderr)
        self.assertEqual(sorted(str(path.relative_to(plugin)) for path in plugin.rglob("*")), before)

    def test_what_is_not_installed_and_needed_is_named_with_the_line_that_needs_it(self):
        self.change("plugin.json", '"paymentterms"', '"terms"')
        self.change("plugin.json", '"entity": "paymentterms"', '"entity": "terms",\n  "requires": [{"entity": "planets", "version": "^1"}]')
        line = (self.folder / "ours" / "paymentterms" / "plugin.json").read_text().split("planets")[0].count("\n") + 1
        done = couplet("plugin", "install", self.folder / "ours" / "paymentterms", "--into", self.folder / "theirs")
        said = " ".join(done.stderr.split())
        self.assertIn(f"plugin.json, line {line}: terms needs planets in a version ^1. It isn't installed. Install it:", said)


class Guide(Folder):
    """docs/guides/add-an-entity.md, from nothing to an entity"""

    def run_it(self, command):
        return subprocess.run(
            ["sh", "-c", command], capture_output=True, text=True, timeout=600, cwd=self.folder, stdin=subprocess.DEVNULL,
            env={**os.environ, "LANG": "en_US.UTF-8", "LC_ALL": "en_US.UTF-8", "PATH": f"{PRODUCTS}:{os.environ['PATH']}"})

    def test_every_command_of_the_guide_does_what_it_says(self):
        text = (ROOT / "docs" / "guides" / "add-an-entity.md").read_text()
        commands = [line for block in text.split("```sh\n")[1:] for line in block.split("```")[0].splitlines()]
        self.assertGreater(len(commands), 12)
        self.addCleanup(couplet, "sandbox", "stop", cwd=self.folder)
        for command in commands:
            done = self.run_it(command)
            # The guard asks before a first run that makes records.
            asks = "plugin run" in command and "--write" not in command
            self.assertEqual(done.returncode, 3 if asks else 0, f"{command}: {done.stdout}{done.stderr}")
            if "plugin run" in command:
                self.assertIn("→ sync/run", done.stdout)
            if command.startswith("couplet sync machines"):
                self.assertIn("complete, 4 inserted, 1 modified", done.stdout + done.stderr)
                again = self.run_it("couplet sync machines")
                self.assertIn("nothing to do, 5 unchanged", again.stdout + again.stderr)

    def test_a_field_that_a_table_lacks_is_named_before_anything_is_written(self):
        self.addCleanup(couplet, "sandbox", "stop", cwd=self.folder)
        couplet("sandbox", "start", cwd=self.folder)
        new = ["plugin", "new", "machines", "--erp", "example/assets/v1.0/machines", "--crm", "new_machine"]
        done = couplet(*new, "--field", "wieght=new_weight", cwd=self.folder)
        self.assertEqual(done.returncode, 2)
        self.assertIn("There is no field wieght in machines that can be read. Did you mean weight?", " ".join(done.stderr.split()))
        self.assertFalse((self.folder / "machines").exists())
        self.assertEqual(couplet(*new, cwd=self.folder).returncode, 0)
        file = self.folder / "machines" / "map.json"
        file.write_text(file.read_text().replace('"new_weight"', '"new_wieght"'))
        done = couplet("plugin", "run", "machines", "--write", cwd=self.folder)
        said = " ".join((done.stdout + done.stderr).split())
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("new_wieght", said)
        self.assertNotIn("inserted", said.split("Entity")[0])


class Made(Folder):
    """couplet plugin new and run, when something is in the way"""

    def setUp(self):
        super().setUp()
        self.addCleanup(couplet, "sandbox", "stop", cwd=self.folder)
        self.assertEqual(couplet("sandbox", "start", cwd=self.folder).returncode, 0)
        self.new = ["plugin", "new", "machines", "--erp", "example/assets/v1.0/machines", "--crm", "new_machine"]

    def test_a_plugin_that_could_not_be_written_whole_is_not_there(self):
        def small():
            resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 16, 1 << 16))

        done = couplet(*self.new, cwd=self.folder, preexec_fn=small, restore_signals=False)
        self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
        self.assertIn("The system says: File too large.", " ".join(done.stderr.split()))
        self.assertEqual([name for name in os.listdir(self.folder) if "machines" in name], [])
        self.assertEqual(couplet(*self.new, cwd=self.folder).returncode, 0)

    def test_a_new_map_names_its_schema_which_lies_beside_it(self):
        self.assertEqual(couplet(*self.new, cwd=self.folder).returncode, 0)
        named = json.loads((self.folder / "machines" / "map.json").read_text())["$schema"]
        self.assertEqual((self.folder / "machines" / named).read_text(), (ROOT / "docs" / "protocol" / "map.schema.json").read_text())

    def test_a_plugin_in_swift_finds_a_package_that_was_named_from_here(self):
        self.assertEqual(couplet(*self.new, "--kind", "swift", "--package", "../couplet", cwd=self.folder).returncode, 0)
        self.assertIn(f'path: "{self.folder.parent}/couplet"', (self.folder / "machines" / "Package.swift").read_text())

    def test_a_run_by_hand_shows_its_own_conversation_and_leaves_nothing(self):
        self.assertEqual(couplet(*self.new, cwd=self.folder).returncode, 0)
        place = self.folder / "temporary"
        place.mkdir()
        # Somebody foresaw the number of the process, and put something there.
        foresee = 'mkdir "$TMPDIR/couplet-run-$$"; echo planted > "$TMPDIR/couplet-run-$$/machines-0.jsonl"; exec "$@"'
        done = couplet("plugin", "run", "machines", cwd=self.folder,
                       before=["env", f"TMPDIR={place}", "sh", "-c", foresee, "sh"])
        self.assertEqual(done.returncode, 3, done.stdout + done.stderr)
        self.assertIn("Conversation machines-1.jsonl", done.stdout)
        self.assertNotIn("machines-0", done.stdout + done.stderr)
        self.assertEqual(len(os.listdir(place)), 1, os.listdir(place))


class Overlay(Folder):
    """docs/guides/customize-a-map.md: mappings/ENTITY.yaml and couplet mapping"""

    def setUp(self):
        super().setUp()
        self.addCleanup(couplet, "sandbox", "stop", cwd=self.folder)

    def write(self, text, name="machines"):
        (self.folder / "mappings").mkdir(exist_ok=True)
        (self.folder / "mappings" / f"{name}.yaml").write_text(text)

    def do(self, *words):
        done = couplet(*words, cwd=self.folder)
        return done.returncode, " ".join((done.stdout + done.stderr).split())

    def test_every_command_of_the_guide_does_what_it_says(self):
        text = (ROOT / "docs" / "guides" / "customize-a-map.md").read_text()
        for command in [line for block in text.split("```sh\n")[1:] for line in block.split("```")[0].splitlines()]:
            code, said = self.do(*command.split()[1:])
            self.assertEqual(code, 0, f"{command}: {said}")
            if " show " in command:
                self.assertRegex(said, r"map.json:\d+")
            if " diff " in command:
                self.assertIn("everything is as the plugin has it", said)

    def test_an_overlay_changes_what_travels_and_the_next_run_compares_again(self):
        for kind in ("map", "python"):
            with self.subTest(kind):
                self.customizes(kind)

    def begin(self, kind):
        """A sandbox anew, with a plugin for its machines."""
        couplet("sandbox", "stop", cwd=self.folder)
        shutil.rmtree(self.folder)
        self.folder.mkdir(mode=0o700)
        self.assertEqual(self.do("sandbox", "start")[0], 0)
        new = self.do("plugin", "new", "machines", "--kind", kind, "--erp", "example/assets/v1.0/machines", "--crm", "new_machine")
        self.assertEqual(new[0], 0, new[1])
        self.assertEqual(self.do("plugin", "install", "machines", "--into", "ours")[0], 0)
        with open(self.folder / "couplet.yaml", "a") as file:
            file.write("plugins: {folders: [ours]}\n")

    def test_filters_and_creates_of_an_overlay_hold_in_a_run(self):
        for kind in ("map", "python"):
            with self.subTest(kind):
                self.begin(kind)
                self.write("filters: {erp: [{field: number, test: isNoneOf, values: [M0010]}]}\ncreates: {erp: false}\n")
                code, said = self.do("sync", "machines", "--approve")
                self.assertEqual(code, 0, said)
                # Without them 4 are made: three there, and one here.
                self.assertIn("2 inserted, 1 modified", said)
                self.assertIn("nothing to do", self.do("sync", "machines")[1])
                self.write("creates: {erp: false}\n")
                code, said = self.do("sync", "machines", "--approve")
                self.assertEqual(code, 0, said)
                self.assertIn("1 inserted", said)

    def customizes(self, kind):
        self.begin(kind)
        self.write("disable: [weight, serialNumber]\n")
        code, said = self.do("sync", "machines", "--approve")
        self.assertEqual(code, 0, said)
        self.assertIn("4 inserted", said)
        self.assertIn("The last run had this map.", self.do("mapping", "diff", "machines")[1])
        # The weight travels from now on, and under another name of the CRM's nothing else does.
        self.write("disable: [serialNumber]\nchange:\n  displayName: {policy: crmWins}\n")
        code, said = self.do("mapping", "diff", "machines")
        self.assertEqual(code, 0, said)
        self.assertIn("The last run had another map.", said)
        self.assertIn("mappings/machines.yaml:3", said)
        code, said = self.do("sync", "machines", "--approve")
        self.assertEqual(code, 0, said)
        self.assertIn("modified", said)
        self.assertNotIn("inserted,", said)
        self.assertIn("nothing to do", self.do("sync", "machines")[1])

    def test_what_a_plugin_in_python_has_no_word_for_is_named_and_never_passed_over(self):
        self.begin("python")
        for text, sentence in (
                ("disable:\n  - wieght\n", "machines.yaml, line 2 (disable[0]): the map has no line wieght. Did you mean weight?"),
                ("change:\n  weight: {policy: latestWins}\n", "does not know the policy latestWins. Known: erpWins"),
                ("add:\n  - {crm: new_name, constant: a}\n", "line 2 (add[0]): a plugin in Python writes no constants."),
                ("change:\n  weight: {type: decimal, scale: 2}\n", "line 2 (change.weight): a plugin in Python does not know scale."),
                ("change:\n  weight: {crm: new_name}\n", "the field new_name of the CRM is written by two lines.")):
            with self.subTest(text):
                self.write(text)
                code, said = self.do("mapping", "check", "machines")
                self.assertEqual(code, 3, said)
                self.assertIn(sentence, said)

    def test_what_holds_for_the_whole_entity_is_shown_as_a_change_too(self):
        self.assertEqual(self.do("sandbox", "start")[0], 0)
        self.write("filters: {erp: [{field: displayName, test: isNotEmpty}]}\ncreates: {erp: false}\nwhenFirstCoupled: manual\n", "customers")
        code, said = self.do("mapping", "diff", "customers")
        self.assertEqual(code, 0, said)
        self.assertNotIn("everything is as the plugin has it", said)
        self.assertIn("+ whenFirstCoupled: manual", said)
        self.assertRegex(said, r"\+ filters.erp: .*displayName isNotEmpty")
        self.assertIn("- creates.erp: true", said)
        self.assertIn("+ creates.erp: false", said)
        self.assertIn("No run was finished yet.", said)

    def test_a_line_that_can_not_travel_here_does_not_pass_the_check(self):
        self.assertEqual(self.do("sandbox", "start")[0], 0)
        self.write("add:\n  - {erp: displayName, crm: versionnumber, type: integer, direction: toCRM}\n", "customers")
        code, said = self.do("mapping", "check", "customers")
        self.assertEqual(code, 3, said)
        self.assertIn("not all that mappings/customers.yaml asks for can travel here.", said)
        self.assertIn("does not let versionnumber be written here", said)
        self.assertNotIn("the map fits both systems", said)
        self.write("disable: [phoneNumber]\n", "customers")
        self.assertEqual(self.do("mapping", "check", "customers")[0], 0)

    def test_the_map_of_an_entity_that_is_switched_off_is_looked_at_before_it_is_switched_on(self):
        self.assertEqual(self.do("sandbox", "start")[0], 0)
        for command in "show", "diff":
            code, said = self.do("mapping", command, "customerpricegroups")
            self.assertEqual(code, 0, said)
            self.assertIn("customerpricegroups is switched off: no run uses this map.", said)
        self.write("disable:\n  - nmae\n", "customerpricegroups")
        code, said = self.do("mapping", "check", "customerpricegroups")
        self.assertEqual(code, 3, said)
        self.assertIn("line 2", said)
        self.write("{}\n", "customerpricegroups")
        code, said = self.do("mapping", "check", "customerpricegroups")
        self.assertEqual(code, 0, said)
        self.assertIn("customerpricegroups is switched off: no run uses this map.", said)
        self.assertIn("the map fits both systems", said)

    def test_a_mistake_is_named_with_file_line_and_remedy_and_disturbs_no_other_entity(self):
        self.begin("map")
        manifest = self.folder / "ours" / "machines" / "plugin.json"
        manifest.write_text(manifest.read_text().replace(', "mapping": {}', "").replace('"mapping": {}', ""))
        self.write("disable:\n  - nmae\n", "shippingagents")
        code, said = self.do("mapping", "check", "shippingagents")
        self.assertEqual(code, 3)
        self.assertIn("mappings/shippingagents.yaml, line 2, column 5 (disable[0]): the map has no line nmae.", said)
        self.assertEqual(self.do("mapping", "check", "shipmentmethods")[0], 0)
        self.write("disable: [customerId]\n", "contacts")
        self.assertIn("(disable[0]): customerId is needed by the plugin's own code", self.do("mapping", "check", "contacts")[1])
        self.write("disable: [weight]\n")
        self.assertIn("the plugin of machines takes no overlay.", self.do("mapping", "check", "machines")[1])
        # What makes a customer inactive is written by the plugin itself.
        self.write("disable: [phoneNumber, blocked]\n", "customers")
        said = self.do("mapping", "check", "customers")[1]
        self.assertIn("(disable[1]): blocked is needed by the plugin's own code", said)
        self.write("disable: [phoneNumber]\n", "customers")
        code, said = self.do("mapping", "diff", "customers")
        self.assertEqual(code, 0, said)
        self.assertIn("- phoneNumber <-> telephone1", said)
        self.write("{}\n", "paymenterms")
        self.assertIn('Did you mean "paymentterms"?', self.do("plugins")[1])


class Kit(unittest.TestCase):
    """What a plugin made with the kit for Python decides."""

    def test_an_edit_of_what_travels_both_ways_brings_back_what_was_deleted_and_a_figure_does_not(self):
        kit = runpy.run_path(str(ROOT / "Kits" / "Python" / "couplet_plugin.py"))

        class Gadgets(kit["Plugin"]):
            fields = [kit["Field"]("displayName", "name"), kit["Field"]("inventory", "stock", to="crm")]

        def decided(*changed):
            here = {"state": "present", "id": "1", "fields": {"displayName": "A", "inventory": "7"}, "changed": [*changed]}
            pair = {"pair": 1, "coupled": True, "erp": here, "crm": {"state": "deleted", "id": "2"}}
            return Gadgets().decide(pair, kit["Run"](None, {"runId": "1", "now": "2026-01-01T00:00:00Z"}))

        self.assertEqual(decided("inventory"), {"do": "uncouple", "reason": {"code": "deletedInCRM"}})
        made = decided("displayName", "inventory")
        self.assertEqual((made["do"], made["set"]), ("create", {"name": "A", "stock": "7"}))
        self.assertEqual(made["reason"], {"code": "editBeatsDeletion", "args": ["displayName"]})


class PythonKit(unittest.TestCase):
    """Kits/Python/couplet_plugin.py: what an administrator's file does to a plugin that stands on it."""

    class Gadgets(couplet_plugin.Plugin):
        name = "gadgets"
        fields = [couplet_plugin.Field("number", "gadgetnumber", to="crm"), couplet_plugin.Field("displayName", "name"),
                  couplet_plugin.Field("ownerId", "owner", to="crm", reference="people")]
        natural_key = {"erp": ["number"], "crm": ["gadgetnumber"]}
        filters = {"erp": [], "crm": [{"field": "kind", "test": "isOneOf", "values": [3]},
                                      {"field": "name", "test": "isNotEmpty"}]}

    TENANT = {side: {"fields": [{"name": name} for name in names]} for side, names in (
        ("erp", ("number", "displayName", "ownerId")), ("crm", ("gadgetnumber", "name", "owner")))}

    def described(self, **overlay):
        return self.Gadgets().describe(self.TENANT, {"mapping": {"file": "gadgets.yaml", "overlay": overlay}})

    def problems(self, **overlay):
        found = self.Gadgets().validate({"mapping": {"file": "gadgets.yaml", "overlay": overlay}})
        return [problem["message"] for problem in found]

    def test_conditions_that_tell_its_records_from_others_stay_whatever_a_file_says(self):
        theirs = {"field": "statecode", "test": "isOneOf", "values": [0]}
        kind, name = self.Gadgets.filters["crm"]
        self.assertEqual(self.described()["filters"]["crm"], [kind, name])
        told = self.described(filters={"crm": [theirs]})
        self.assertEqual(told["filters"], {"erp": [], "crm": [theirs, kind]})
        self.assertIn("kind", told["reads"]["crm"])
        self.assertNotEqual(told["fingerprint"], self.described()["fingerprint"])
        with unittest.mock.patch.object(self.Gadgets, "held", {"crm": ["name"]}):
            self.assertEqual(self.described(filters={"crm": [theirs]})["filters"]["crm"], [theirs, name])

    def test_a_line_that_is_added_travels_and_one_that_is_written_twice_is_named_by_its_place(self):
        added = {"erp": "color", "crm": "new_color", "direction": "toCRM", "length": {"erp": 20, "crm": 10}}
        tenant = {side: {"fields": [*self.TENANT[side]["fields"], {"name": added[side]}]} for side in ("erp", "crm")}
        told = self.Gadgets().describe(tenant, {"mapping": {"file": "gadgets.yaml", "overlay": {"add": [added]}}})
        self.assertIn({"erp": "color", "crm": "new_color", "group": "color", "policy": "erpWins", "direction": "toCRM",
                       "transform": "text 20/10"}, told["fields"])
        self.assertEqual(self.problems(add=[added | {"crm": "name"}]),
                         ["gadgets.yaml (add[0]): the field name of the CRM is written by two lines."])

    def test_a_name_of_one_side_does_not_hold_a_field_of_the_other(self):
        class Others(self.Gadgets):
            fields = [*self.Gadgets.fields, couplet_plugin.Field("gadgetnumber", "old_number")]
        config = {"mapping": {"file": "gadgets.yaml", "overlay": {"disable": ["gadgetnumber"]}}}
        self.assertEqual(Others().validate(config), [])

    def test_whether_records_are_created_makes_another_map_of_it(self):
        self.assertNotEqual(self.described(creates={"crm": False})["fingerprint"], self.described()["fingerprint"])

    def test_a_reference_that_is_skipped_is_left_out_until_its_record_is_coupled(self):
        def strengths(**words):
            told = self.described(change={"ownerId": {"type": "reference", "to": "people", **words}})["references"]
            return {reference["strength"] for reference in told}
        self.assertEqual(strengths(whenMissing="skip"), {"weak"})
        self.assertEqual(strengths(whenMissing="wait"), {"reference"})
        self.assertEqual(strengths(), {"reference"})

    def test_what_it_has_no_word_for_is_a_problem(self):
        for change in ({"type": "decimal", "scale": 2}, {"type": "decimal", "atLeast": 0},
                       {"type": "reference", "to": "people", "whenMissing": "clear"}):
            with self.subTest(change):
                self.assertEqual(len(self.problems(change={"ownerId": change})), 1)

    def test_what_its_natural_key_needs_stays(self):
        for change in ({"direction": "toERP"}, {"type": "text"}, {"required": False}, {"crm": "name"}):
            with self.subTest(change):
                self.assertIn("number belongs to the natural key.", " ".join(self.problems(change={"number": change})))
        self.assertEqual(self.problems(change={"number": {"policy": "crmWins"}}), [])


class Documents(unittest.TestCase):
    """What the kit for Python decides about the lines of documents"""

    def setUp(self):
        class Orders(couplet_plugin.Plugin):
            name = "orders"
            fields = [couplet_plugin.Field("number", "ordernumber"), couplet_plugin.Field("text", "name")]
            lines = [couplet_plugin.Field("itemId", "productid", reference="items"),
                     couplet_plugin.Field("quantity", "quantity"), couplet_plugin.Field("price", "price", to="crm")]
        self.plugin = Orders()
        self.states = {}

    def decide(self, erp, crm, coupled=True, erp_lines=(), crm_lines=()):
        """The decision about a pair, and what was asked."""
        session = unittest.mock.Mock()
        session.ask = lambda method, **asked: {"states": [
            self.states.get(one["id"], {"state": "coupled", "id": one["id"].swapcase()}) for one in asked["refs"]]}
        run = couplet_plugin.Run(session, {"runId": "r", "now": "2026-01-01T00:00:00Z"})
        pair = {"pair": 1, "coupled": coupled, "cause": "selected", "erp": {"state": "absent"}, "crm": {"state": "absent"}}
        for side, fields, lines in (("erp", erp, erp_lines), ("crm", crm, crm_lines)):
            if fields is not None:
                pair[side] = {"state": "present", "id": side, "fields": fields, "lines": list(lines)}
        return couplet_plugin._Session(self.plugin, 0, 1).decide(pair, run)

    @staticmethod
    def line(name, item="a", quantity="1", **more):
        side = "erp" if name.startswith("e") else "crm"
        names = ("itemId", "quantity") if side == "erp" else ("productid", "quantity")
        return {"id": name, "fields": dict(zip(names, (item if side == "erp" else item.swapcase(), quantity))), **more}

    ORDER = ({"number": "1", "text": "t"}, {"ordernumber": "1", "name": "t"})

    def test_a_new_document_takes_its_lines_along(self):
        made = self.decide(self.ORDER[0], None, coupled=False, erp_lines=[
            {**self.line("e1"), "fields": {"itemId": "a", "quantity": "2", "price": "9"}}, self.line("e2", "b")])
        self.assertEqual(made["do"], "create")
        self.assertEqual(made["lines"], {"crm": [
            {"do": "create", "from": "e1", "set": {"productid": "A", "quantity": "2", "price": "9"}},
            {"do": "create", "from": "e2", "set": {"productid": "B", "quantity": "1"}}]})

    def test_a_line_that_has_to_wait_has_its_document_wait(self):
        self.states["b"] = {"state": "waiting"}
        waits = self.decide(self.ORDER[0], None, coupled=False, erp_lines=[self.line("e1"), self.line("e2", "b")])
        self.assertEqual((waits["do"], waits["for"]), ("wait", {"entity": "items", "side": "erp", "id": "b"}))
        self.assertNotIn("lines", waits)

    def test_a_line_that_is_new_changed_or_gone_is_written_on_the_other_side(self):
        both = [self.line("e1", partner="c1")], [self.line("c1", partner="e1")]
        self.assertEqual(self.decide(*self.ORDER, erp_lines=both[0], crm_lines=both[1])["do"], "none")
        new = self.decide(*self.ORDER, erp_lines=[*both[0], self.line("e2", "b")], crm_lines=both[1])
        self.assertEqual((new["do"], new["side"], new["set"], new["reason"]),
                         ("update", "crm", {}, {"code": "changedInERP", "args": ["lines"]}))
        self.assertEqual(new["lines"], {"crm": [{"do": "create", "from": "e2", "set": {"productid": "B", "quantity": "1"}}]})
        changed = self.decide(*self.ORDER, erp_lines=both[0],
                              crm_lines=[self.line("c1", quantity="5", partner="e1", changed=["quantity"])])
        self.assertEqual(changed["lines"], {"erp": [{"do": "update", "id": "e1", "set": {"quantity": "5"}}]})
        gone = self.decide(*self.ORDER, erp_lines=both[0], crm_lines=[])
        self.assertEqual(gone["lines"], {"erp": [{"do": "delete", "id": "e1"}]})

    def test_what_nobody_can_settle_is_a_conflict_of_the_document(self):
        conflict = {"code": 4007, "args": ["lines"]}
        edited = [self.line("e1", quantity="3", partner="c1", changed=["quantity"])]
        self.assertEqual(self.decide(*self.ORDER, erp_lines=edited, crm_lines=[])["problem"], conflict)
        others = [self.line("c1", partner="e1"), self.line("c2", "b")]
        self.assertEqual(self.decide(*self.ORDER, erp_lines=edited, crm_lines=others)["problem"], conflict)
        self.assertEqual(self.decide(*self.ORDER, coupled=False, erp_lines=edited, crm_lines=others)["problem"], conflict)

    def test_lines_that_are_the_same_and_that_nothing_couples_are_coupled_without_a_write(self):
        lines = {"erp_lines": [self.line("e1"), self.line("e2", "b")], "crm_lines": [self.line("c1", "b"), self.line("c2")]}
        tied = [{"do": "couple", "id": "c2", "with": "e1"}, {"do": "couple", "id": "c1", "with": "e2"}]
        for coupled, do in ((True, "none"), (False, "couple")):
            with self.subTest(do):
                decision = self.decide(*self.ORDER, coupled=coupled, **lines)
                self.assertEqual((decision["do"], decision["lines"]), (do, {"crm": tied}))
        lines["erp_lines"].append(self.line("e3", "c"))
        more = self.decide(*self.ORDER, **lines)
        self.assertEqual((more["do"], more["side"], more["set"]), ("update", "crm", {}))
        self.assertEqual(more["lines"]["crm"][1:], tied)
        self.assertEqual(more["lines"]["crm"][0]["from"], "e3")

    def test_fields_and_lines_of_one_document_are_written_together(self):
        erp, crm = self.ORDER
        pair = {"erp": {"state": "present", "id": "e", "fields": erp, "lines": [self.line("e1")]},
                "crm": {"state": "present", "id": "c", "fields": {**crm, "name": "v"}, "changed": ["name"]}}
        both = self.decide_pair(pair)
        self.assertEqual((both["do"], both["erp"], both["crm"]), ("updateBoth", {"text": "v"}, {}))
        self.assertEqual([write["from"] for write in both["lines"]["crm"]], ["e1"])

    def decide_pair(self, pair):
        session = unittest.mock.Mock()
        session.ask = lambda method, **asked: {"states": [{"state": "coupled", "id": one["id"].swapcase()} for one in asked["refs"]]}
        run = couplet_plugin.Run(session, {"runId": "r", "now": "2026-01-01T00:00:00Z"})
        return couplet_plugin._Session(self.plugin, 0, 1).decide({"pair": 1, "coupled": True, "cause": "both", **pair}, run)

    def test_the_description_names_the_lines_and_what_they_refer_to(self):
        metadata = {side: {"table": "t", "route": "", "fields": [{"name": name} for name in names]} for side, names in (
            ("erp", ("number", "text")), ("crm", ("ordernumber", "name")))}
        lines = {side: {"table": "l", "route": "", "fields": [{"name": name} for name in names]} for side, names in (
            ("erp", ("itemId", "quantity", "price")), ("crm", ("productid", "quantity", "price")))}
        told = self.plugin.describe(metadata, {}, lines)
        self.assertEqual(told["lines"]["reads"], {"erp": ["itemId", "quantity", "price"], "crm": ["productid", "quantity", "price"]})
        self.assertIn({"side": "erp", "field": "itemId", "entity": "items", "strength": "reference"}, told["references"])
        other = self.plugin.describe(metadata, {}, lines)["fingerprint"]
        self.assertEqual(told["fingerprint"], other)
        type(self.plugin).lines = self.plugin.lines[:2]
        self.assertNotEqual(self.plugin.describe(metadata, {}, lines)["fingerprint"], other)
        lines["crm"]["fields"].pop(0)
        with self.assertRaises(couplet_plugin.Failure) as refused:
            self.plugin.describe(metadata, {}, lines)
        self.assertEqual(refused.exception.code, 2003)


class Package(Folder):
    """Kits/Python as a package: built and installed without network"""

    def do(self, *words, cwd=None):
        # No proxy and no index leads anywhere: what would have to be fetched fails.
        done = subprocess.run([*map(str, words)], capture_output=True, text=True, timeout=300, cwd=cwd, env={
            **os.environ, "PIP_NO_INDEX": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PYTHONDONTWRITEBYTECODE": "1"})
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def wheel(self, source, place):
        self.do(sys.executable, "-m", "pip", "wheel", "--no-deps", "--wheel-dir", self.folder / place, source)
        return next((self.folder / place).glob("*.whl"))

    def setUp(self):
        super().setUp()
        if sys.version_info < (3, 11) or not importlib.util.find_spec("pip"):
            self.skipTest("building takes Python 3.11 and pip")
        self.kit = self.folder / "kit"
        shutil.copytree(ROOT / "Kits" / "Python", self.kit, ignore=shutil.ignore_patterns("__pycache__"))

    def test_the_folder_and_its_archive_of_sources_give_the_same_wheel(self):
        (self.folder / "sources").mkdir()
        build = "import build_kit, sys; print(build_kit.build_sdist(sys.argv[1]))"
        name = self.do(sys.executable, "-c", build, self.folder / "sources", cwd=self.kit).strip()
        self.assertEqual(name, f"couplet_plugin-{couplet_plugin.__version__}.tar.gz")
        one = self.wheel(self.kit, "one")
        self.assertEqual(one.name, f"couplet_plugin-{couplet_plugin.__version__}-py3-none-any.whl")
        self.assertEqual(one.read_bytes(), self.wheel(self.folder / "sources" / name, "other").read_bytes())
        with zipfile.ZipFile(one) as archive:
            self.assertEqual(archive.read("couplet_plugin/__init__.py"), (self.kit / "couplet_plugin.py").read_bytes())
            self.assertIn("couplet_plugin/py.typed", archive.namelist())
            licence = (ROOT / "LICENSE").is_file()
            self.assertEqual(any(name.endswith("/LICENSE") for name in archive.namelist()), licence)

    def test_what_is_built_says_what_its_form_demands_and_takes_no_stranger_s_licence(self):
        def built(source):
            place = self.folder / f"built-{source.parent.name}"
            place.mkdir()
            build = "import build_kit, sys; print(build_kit.build_wheel(sys.argv[1]))"
            with zipfile.ZipFile(place / self.do(sys.executable, "-c", build, place, cwd=source).strip()) as archive:
                notes = next(name for name in archive.namelist() if name.endswith("/METADATA"))
                return archive.namelist(), archive.read(notes).decode()

        # An archive of sources, unpacked two folders below a licence of somebody else's.
        unpacked = self.folder / "theirs" / "downloads" / "couplet_plugin"
        shutil.copytree(self.kit, unpacked)
        (self.folder / "theirs" / "LICENSE").write_text("theirs")
        names, notes = built(unpacked)
        self.assertFalse(any("LICENSE" in name for name in names), names)
        self.assertNotIn("License-File", notes)
        # The project's own, at the top of the repository.
        ours = self.folder / "ours" / "Kits" / "Python"
        shutil.copytree(self.kit, ours)
        (self.folder / "ours" / "LICENSE").write_text("ours")
        (self.folder / "ours" / "Package.swift").write_text("")
        names, notes = built(ours)
        self.assertTrue(any(name.endswith("/LICENSE") for name in names), names)
        # https://peps.python.org/pep-0639/: the field came with this version.
        self.assertTrue(notes.startswith("Metadata-Version: 2.4\n"), notes)
        self.assertIn("License-File: LICENSE\n", notes)

    def test_a_plugin_that_stands_on_the_installed_kit_keeps_the_rules(self):
        wheel, place = self.wheel(self.kit, "wheels"), self.folder / "environment"
        venv.create(place, with_pip=False)
        python = place / "bin" / "python"
        self.do(sys.executable, "-m", "pip", "--python", python, "install", wheel)
        self.assertIn("Version: " + couplet_plugin.__version__, self.do(sys.executable, "-m", "pip", "--python", python, "show", "couplet-plugin"))
        script = (HERE / "python" / "gadgets.py").read_text().split("\n", 1)[1]
        plugin = self.plugin(script=f"#!{python}\n{script}")
        (plugin / "couplet_plugin.py").unlink()
        done = couplet("plugin", "test", plugin, "--json")
        self.assertEqual((done.returncode, broken_rules(done)), (0, {}), done.stdout[-600:] + done.stderr)
        self.do(sys.executable, "-m", "pip", "--python", python, "uninstall", "--yes", "couplet-plugin")
        self.assertNotEqual(couplet("plugin", "test", plugin, "--json").returncode, 0)


class Recordings(unittest.TestCase):
    """couplet plugin trace, replay"""

    def test_a_recorded_conversation_is_replayed_and_can_be_read(self):
        folder = ROOT / "Plugins" / "PaymentTerms"
        recording = folder / "Tests" / "Fixtures" / "full.jsonl"
        done = couplet("plugin", "replay", PRODUCTS / "plugins" / "paymentterms", recording)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        said = couplet("plugin", "trace", recording).stdout
        self.assertIn("→ sync/run", said)
        self.assertIn("← decisions/apply", said)

    def test_what_is_no_recording_is_named_with_its_line(self):
        done = couplet("plugin", "trace", HERE / "sample.json")
        self.assertEqual(done.returncode, 2)
        self.assertIn("line 1", done.stderr)


if __name__ == "__main__":
    unittest.main()
