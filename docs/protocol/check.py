#!/usr/bin/env python3
"""Checks recorded conversations against v1.schema.json, and the schema against its own rules.

    docs/protocol/check.py [transcript.jsonl ...]

A line is {"host": FRAME} or {"plugin": FRAME}. Without arguments, the golden transcripts of the tests and the recorded
conversations of the bundled plugins are checked, their maps against map.schema.json, and the schema must also refuse a handful of wrong messages. Needs python3 with jsonschema.
"""
import json
import pathlib
import re
import sys

from jsonschema import Draft202012Validator

here = pathlib.Path(__file__).resolve().parent
root = here.parent.parent
golden = [root / "Tests" / "PluginProtocolTests" / "Fixtures", *sorted(root.glob("Plugins/*/Tests/Fixtures"))]
schema = json.loads((here / "v1.schema.json").read_text())
Draft202012Validator.check_schema(schema)
frames = Draft202012Validator(schema)


def definition(name):
    return Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": schema["$defs"]})


def complaints(path):
    asked = {"host": {}, "plugin": {}}
    for number, line in enumerate(path.read_text().splitlines(), 1):
        (sender, frame), = json.loads(line).items()
        place = f"{path}:{number}"
        if not frames.is_valid(frame):
            yield f"{place}: no message of the protocol: {json.dumps(frame)[:200]}"
        if "method" in frame:
            if "id" in frame:
                asked[sender][frame["id"]] = frame["method"]
            continue
        method = asked["plugin" if sender == "host" else "host"].pop(frame["id"], None)
        if method is None:
            yield f"{place}: an answer that nobody asked for"
        elif "result" in frame:
            for error in definition(method.replace("/", ".") + ".result").iter_errors(frame["result"]):
                yield f"{place}: the result of {method}: {error.json_path}: {error.message[:200]}"
        elif "data" in frame["error"] and frame["error"]["code"] > 0:
            for error in definition("errorData").iter_errors(frame["error"]["data"]):
                yield f"{place}: the data of the error: {error.message[:200]}"
    for sender, left in asked.items():
        for number, method in left.items():
            yield f"{path}: {sender}'s request {number} ({method}) was never answered"


def wrong_messages():
    """What the schema must refuse; it would be worth nothing if it took everything."""
    frame = {"jsonrpc": "2.0", "id": 1, "method": "changes/next", "params": {"runId": "r", "limit": 1}}
    decision = {"pair": 1, "do": "update", "set": {}, "reason": {"code": "x"}}
    apply = {"runId": "r", "batch": 1, "decisions": [decision], "checkpoint": "c"}
    yield {**frame, "jsonrpc": "1.0"}
    yield {**frame, "id": "1"}
    yield {**frame, "method": "changes/previous"}
    yield {**frame, "params": {"runId": "r"}}
    yield {**frame, "method": "decisions/apply", "params": apply}
    lines = {"erp": [{"do": "create", "from": "a", "set": {}}]}
    for write in ({"do": "create", "set": {}}, {"do": "update", "id": "a"}, {"do": "delete"}, {"do": "move", "id": "a"}):
        named = {**decision, "side": "erp", "lines": {"erp": [write]}}
        yield {**frame, "method": "decisions/apply", "params": {**apply, "decisions": [named]}}
    kept = {"pair": 1, "do": "none", "reason": {"code": "x"}, "lines": lines}
    yield {**frame, "method": "decisions/apply", "params": {**apply, "decisions": [kept]}}
    yield {"jsonrpc": "2.0", "id": 1, "result": 1, "error": {"code": 1, "message": ""}}
    yield {"jsonrpc": "2.0", "method": "$/progress", "id": 1, "params": {"runId": "r", "phase": "p", "done": 1}}


def map_examples():
    """Maps, right and wrong: the reader of maps is tested against the same file."""
    for line in (root / "Tests" / "MapLanguageTests" / "Fixtures" / "maps.jsonl").read_text().splitlines():
        example = json.loads(line)
        yield example["map"], example.get("wrong")


def overlay_complaints(maps):
    """Overlays, right and wrong, against their schema, which stands on that of maps."""
    schema = json.loads((here / "overlay.schema.json").read_text().replace("map.schema.json#", "#"))
    Draft202012Validator.check_schema(schema)
    schema["$defs"] = maps["$defs"] | schema["$defs"]
    overlays = Draft202012Validator(schema)
    right = [
        {}, {"disable": ["a", "a=b"], "policy": "erpWins"}, {"change": {"a": {"crm": "b", "direction": "toCRM"}}},
        {"change": {"a": {"type": "text", "length": {"erp": 1, "crm": 2}}}, "creates": {"erp": False}},
        {"add": [{"erp": "a", "crm": "b", "type": "date"}], "filters": {"crm": [{"field": "x", "test": "isEmpty"}]}},
    ]
    wrong = [
        {"disabled": []}, {"disable": "a"}, {"change": {"a": {"colour": 1}}}, {"change": {"a": {"direction": "up"}}},
        {"change": {"a": {"length": {"erp": 1, "crm": 2}}}}, {"add": [{"erp": "a"}]},
    ]
    for example in right + wrong:
        if overlays.is_valid(example) != (example in right):
            yield f"the schema of overlays and its example disagree: {json.dumps(example)}"


def map_complaints():
    schema = json.loads((here / "map.schema.json").read_text())
    Draft202012Validator.check_schema(schema)
    maps = Draft202012Validator(schema)
    for path in sorted(root.glob("Plugins/*/map.json")):
        for error in maps.iter_errors(json.loads(path.read_text())):
            yield f"{path}: {error.json_path}: {error.message[:200]}"
    guide = (root / "docs" / "guides" / "add-an-entity.md").read_text()
    shown = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", guide, re.S)]
    for example in shown:
        if "fields" in example and not maps.is_valid(example):
            yield f"the guide shows a map that the schema refuses: {json.dumps(example)[:200]}"
    if not any("fields" in example for example in shown):
        yield "the guide shows no map"
    for error in overlay_complaints(schema):
        yield error
    for example, wrong in map_examples():
        if maps.is_valid(example) == bool(wrong):
            yield f"the schema of maps and its example disagree ({wrong or 'right'}): {json.dumps(example)}"


found = []
paths = [pathlib.Path(argument) for argument in sys.argv[1:]] or [path for folder in golden for path in sorted(folder.glob("*.jsonl"))]
for path in paths:
    found += complaints(path)
if len(sys.argv) == 1:
    found += map_complaints()
    found += [f"the schema takes what is wrong: {json.dumps(frame)}" for frame in wrong_messages() if frames.is_valid(frame)]
print("\n".join(found) or f"{len(paths)} transcripts follow the schema")
sys.exit(1 if found else 0)
