"""Rules that the sources themselves have to keep, and what docs/security.md says of them."""
import json
import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
HOST = ("Availability", "Coordinator", "RemoteSystems", "SyncStore", "couplet")
SQL = re.compile(r"\b(SELECT|INSERT|UPDATE|DELETE FROM|PRAGMA|CREATE|ALTER|WHERE|VALUES)\b")
LITERAL = re.compile(r'"""(.*?)"""|"((?:\\.|[^"\\\n])*)"', re.DOTALL)
# What may stand in SQL otherwise than bound: names of columns and numbers that the source itself writes.
CONSTANTS = {
    "$0", "JobRow.columns", "Self.applicationID", "columns", "migration.version", "mine", "other", "side.column", "sums",
    "Array(repeating: \"?\", count: written.count + 3).joined(separator: \", \")", "written.joined(separator: \", \")",
    r'written.map { "\($0) = excluded.\($0)" }.joined(separator: ", ")',
}


def sources(*modules):
    """The Swift files of modules, without their comments."""
    for module in modules:
        for path in sorted((ROOT / "Sources" / module).rglob("*.swift")):
            lines = path.read_text().splitlines()
            yield path.relative_to(ROOT), "\n".join(line for line in lines if not line.lstrip().startswith("//"))


def interpolations(literal):
    """What is put into a literal, up to the parenthesis that ends it."""
    for match in re.finditer(r"\\\(", literal):
        depth, place = 1, match.end()
        while depth and place < len(literal):
            depth += {"(": 1, ")": -1}.get(literal[place], 0)
            place += 1
        yield literal[match.end():place - 1]


class Sources(unittest.TestCase):
    def test_values_go_into_sql_as_bound_parameters_alone(self):
        found, statements = {}, 0
        for path, text in sources("SyncStore"):
            for literal in ("".join(groups) for groups in LITERAL.findall(text)):
                if SQL.search(literal):
                    statements += 1
                    found |= {word: path for word in interpolations(literal)}
        self.assertGreater(statements, 60)
        self.assertEqual({word: path for word, path in found.items() if word not in CONSTANTS}, {})

    def test_history_is_written_in_one_place(self):
        writers = [str(path) for path, text in sources(*HOST) for _ in re.findall("INSERT INTO history_entry", text)]
        self.assertEqual(writers, ["Sources/SyncStore/SQLite/CommitWriter.swift"])

    def test_the_host_knows_no_address_but_the_two_services_own_and_listens_in_one_place(self):
        hosts, listeners = set(), []
        for path, text in sources(*HOST, "Model", "JSON", "JSONRPC", "PluginProtocol", "PluginKit", "MapLanguage", "Reconciliation"):
            hosts |= set(re.findall(r'"https?://([^/"\\]+)', text))
            if re.search(r"ServerBootstrap|NIOTSListener|NWListener|\blisten\(|\bApplication\(", text):
                listeners.append(str(path))
        self.assertEqual(hosts, {"api.businesscentral.dynamics.com", "login.microsoftonline.com"})
        self.assertEqual(listeners, ["Sources/Availability/AvailabilityServer.swift"])

    def test_nothing_switches_the_check_of_certificates_off(self):
        for path, text in sources(*HOST):
            self.assertNotRegex(text, r"certificateVerification|trustRoots = |noHostnameVerification", path)

    def test_plugins_can_reach_no_network_client_and_no_database_through_the_kit(self):
        manifest = (ROOT / "Package.swift").read_text()
        for name in ("JSONRPC", "PluginProtocol", "Reconciliation", "MapLanguage", "PluginKit"):
            target = re.search(rf'\.target\(\s*name: "{name}".*?dependencies: \[(.*?)\]', manifest, re.DOTALL).group(1)
            self.assertLessEqual(set(re.findall(r'"(\w+)"', target)),
                                 {"JSON", "JSONRPC", "MapLanguage", "Model", "PluginProtocol", "Reconciliation"}, name)


class SecurityPage(unittest.TestCase):
    """docs/security.md names tests and dependencies: they are there."""

    page = (ROOT / "docs" / "security.md").read_text()

    def test_every_test_that_it_names_is_there(self):
        rows = re.findall(r"`(Tests/[^`: ]+|Plugins/[^`: ]+)`: ((?:“[^”]+”(?:, )?)+)", self.page)
        self.assertGreater(len(rows), 40)
        for file, names in rows:
            text = (ROOT / file).read_text()
            for name in re.findall("“([^”]+)”", names):
                self.assertTrue(name in text, f"{file}: {name}")

    def test_every_dependency_is_listed_with_the_licence_that_it_has(self):
        pins = json.loads((ROOT / "Package.resolved").read_text())["pins"]
        rows = re.findall(r"^\| ([\w.-]+) \| (Apache 2\.0|MIT)", self.page, re.M)
        listed = {name.lower(): licence for name, licence in rows}
        self.assertEqual({pin["identity"].lower() for pin in pins} - set(listed), set())
        for folder in (ROOT / ".build" / "checkouts").glob("*"):
            licence = next(path for path in folder.iterdir() if path.name.upper().startswith("LICEN")).read_text()
            is_apache = "Apache License" in licence
            self.assertEqual(listed[folder.name.lower()], "Apache 2.0" if is_apache else "MIT", folder.name)
