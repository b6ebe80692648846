"""A copy of a part of the project, built by itself: some targets, what they need, and nothing else.

What changes sources or compiles them in another way works in such a copy, so that the build that people use stays as it is.
"""
import pathlib
import re
import shutil
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]

# What the deciding and writing code and its tests are made of.
CORE = ["Model", "JSON", "JSONRPC", "PluginProtocol", "Reconciliation", "MapLanguage", "PluginKit", "RemoteSystems", "SyncStore",
        "Coordinator", "couplet-launch", "TestSupport"]
# What stands on nothing but the standard library: a part of these alone needs no other package.
ALONE = {"Model", "JSON", "Reconciliation", "JSONTests", "ReconciliationTests", "ModelTests"}


def sources():
    """The files of the project, without what git ignores."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z", "--", "Package.swift", "Sources", "Tests"],
        cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [name for name in listed.split("\0") + ["Package.resolved"] if name and (ROOT / name).is_file()]


def content(name, targets):
    """What a file of the copy says."""
    data = (ROOT / name).read_bytes()
    if name != "Package.swift":
        return data
    words = ", ".join(f'"{target}"' for target in targets)
    lines = ["", f"let part: Set = [{words}]", "package.targets.removeAll { !part.contains($0.name) }", "package.products = []"]
    if set(targets) <= ALONE:
        lines.append("package.dependencies = []")
    return data + "\n".join([*lines, ""]).encode()


def bring_up_to_date(copy, targets, changed=None):
    """Makes the copy equal to the project but for `changed` files; those that are equal already keep their time."""
    copy.mkdir(parents=True, exist_ok=True)
    changed = changed or {}
    wanted = {name: content(name, targets) for name in sources()} | {name: text.encode() for name, text in changed.items()}
    for folder in ["Sources", "Tests"]:
        for path in (copy / folder).rglob("*"):
            if path.is_file() and str(path.relative_to(copy)) not in wanted:
                path.unlink()
    for name, data in sorted(wanted.items()):
        target = copy / name
        if target.exists() and target.read_bytes() == data:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        if (ROOT / name).exists():
            shutil.copymode(ROOT / name, target)


def build(copy, *options):
    """Builds the copy with its tests; returns the errors, [(file in the copy, line, words)], and the folder of the products."""
    command = ["swift", "build", *options]
    done = subprocess.run([*command, "--build-tests"], cwd=copy, capture_output=True, text=True)
    shown = subprocess.run([*command, "--show-bin-path"], cwd=copy, capture_output=True, text=True)
    folder = pathlib.Path(shown.stdout.strip())
    if done.returncode == 0:
        return [], folder
    text = done.stdout + done.stderr
    found = re.findall(rf"^{re.escape(str(copy.resolve()))}/(\S+?):(\d+):\d+: error: (.*)$", text, re.MULTILINE)
    errors = [(name, int(line), words) for name, line, words in found]
    if not errors:
        raise SystemExit("the copy could not be built:\n" + text[-3000:])
    return errors, folder
