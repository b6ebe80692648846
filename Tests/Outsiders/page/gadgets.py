#!/usr/bin/env python3
"""A Couplet plugin in Python, with nothing but the standard library: gadgets are mirrored from the ERP to the CRM and back.

It is written against docs/protocol/v1.md alone.
"""
import hashlib
import json
import os
import sys

NAME, VERSION = "gadgets", "1.0.0"
# ERP field, CRM field, direction
MAP = [("number", "gadgetnumber", "toCRM"), ("displayName", "name", "both"), ("weight", "weight", "both")]


class Failure(Exception):
    """What a request is answered with when it can't be carried out."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code, self.message = code, message


def describe(params):
    for side, column in (("erp", 0), ("crm", 1)):
        there = {field["name"] for field in params["metadata"][side]["fields"]}
        missing = [line[column] for line in MAP if line[column] not in there]
        if missing:
            raise Failure(2003, f"{side} lacks {', '.join(missing)}")
    return {
        "fields": [{"erp": e, "crm": c, "group": e, "direction": d, "policy": "erpWins"} for e, c, d in MAP],
        "reads": {"erp": [line[0] for line in MAP], "crm": [line[1] for line in MAP]},
        "matchRules": [{"name": "key", "criteria": [{"erp": "number", "crm": "gadgetnumber", "like": "exact"}]}],
        "naturalKey": {"erp": [], "crm": ["gadgetnumber"]},
        "references": [],
        "filters": {"erp": [], "crm": []},
        "creates": {"erp": True, "crm": True},
        "notes": [],
        "fingerprint": hashlib.sha256(json.dumps(MAP).encode()).hexdigest()[:16],
    }


def travels(direction, side):
    return direction == "both" or direction == ("toCRM" if side == "crm" else "toERP")


def values(source, side, names=None):
    """The values of a record that travel to a side, under the names that they have there."""
    found = {}
    for erp, crm, direction in MAP:
        here, there = (erp, crm) if side == "crm" else (crm, erp)
        if travels(direction, side) and here in source and (names is None or here in names):
            found[there] = source[here]
    return found


def decide(pair):
    sides = {side: pair[side] for side in ("erp", "crm")}
    state = {side: sides[side]["state"] for side in sides}
    fields = {side: sides[side].get("fields", {}) for side in sides}
    if pair.get("match", {}).get("ambiguous"):
        problem = {"code": 4006, "args": [pair["match"]["rule"]]}
        return {"do": "setAside", "problem": problem, "reason": {"code": "ambiguous"}}
    for side in sides:
        if state[side] == "deleted":
            return {"do": "uncouple", "reason": {"code": "deletedIn" + side.upper()}}
    if "outOfScope" in state.values():
        return {"do": "none", "reason": {"code": "outOfScope"}}
    if state["crm"] == "absent":
        return create("crm", fields["erp"], ["gadgetnumber"])
    if state["erp"] == "absent":
        return create("erp", fields["crm"], [])
    return merge(pair, sides, fields)


def create(side, source, key):
    new = {name: value for name, value in values(source, side).items() if value not in (None, "")}
    decision = {"do": "create", "side": side, "set": new, "reason": {"code": "onlyIn" + ("ERP" if side == "crm" else "CRM")}}
    if key and all(name in new for name in key):
        decision["key"] = key
    return decision


def merge(pair, sides, fields):
    changed = {side: sides[side].get("changed", []) for side in sides}
    write = {"erp": {}, "crm": {}}
    # The ERP wins: what it changed goes to the CRM, and only what it left alone comes back.
    for erp, crm, direction in MAP:
        in_erp = changed["erp"] == "unknown" or erp in changed["erp"]
        in_crm = changed["crm"] == "unknown" or crm in changed["crm"]
        if in_erp and travels(direction, "crm") and erp in fields["erp"]:
            if crm not in fields["crm"] or (fields["erp"][erp] or None) != (fields["crm"][crm] or None):
                write["crm"][crm] = fields["erp"][erp]
        elif in_crm and travels(direction, "erp") and crm in fields["crm"]:
            if erp not in fields["erp"] or (fields["crm"][crm] or None) != (fields["erp"][erp] or None):
                write["erp"][erp] = fields["crm"][crm]
    reason = {"code": "merged"}
    if write["erp"] and write["crm"]:
        return {"do": "updateBoth", "erp": write["erp"], "crm": write["crm"], "reason": reason}
    for side in write:
        if write[side]:
            return {"do": "update", "side": side, "set": write[side], "reason": reason}
    return {"do": "none" if pair.get("coupled") else "couple", "reason": {"code": "same"}}


class Plugin:
    """The conversation: one line in, one line out."""

    def __init__(self, reading, writing):
        self.reading, self.writing = reading, writing
        self.last, self.ready, self.cancelled = 0, False, False

    def send(self, **message):
        self.writing.write(json.dumps({"jsonrpc": "2.0", **message}, ensure_ascii=False) + "\n")
        self.writing.flush()

    def messages(self):
        for line in self.reading:
            if line.strip():
                yield json.loads(line)
        sys.exit(0)

    def ask(self, method, **params):
        """Asks the host, and serves what it asks meanwhile."""
        self.last += 1
        mine = self.last
        self.send(id=mine, method=method, params=params)
        for message in self.messages():
            if "method" in message:
                self.serve(message)
            elif message["id"] == mine:
                if "error" in message:
                    raise Failure(message["error"]["code"], message["error"]["message"])
                return message["result"]

    def serve(self, message):
        if "id" not in message:
            self.cancelled = self.cancelled or message["method"] == "$/cancelRequest"
            return
        try:
            self.send(id=message["id"], result=self.answer(message["method"], message.get("params", {})))
        except Failure as failure:
            self.send(id=message["id"], error={"code": failure.code, "message": failure.message})
        except (KeyError, TypeError) as error:
            self.send(id=message["id"], error={"code": -32602, "message": f"wrong parameters: {error}"})

    def answer(self, method, params):
        if method == "initialize":
            if 1 not in params["protocol"]:
                raise Failure(1004, "only version 1 is spoken here")
            self.ready = True
            return {"protocol": 1, "plugin": {"name": NAME, "version": VERSION}, "capabilities": {"decide": {}}}
        if not self.ready:
            raise Failure(1002, "initialize comes first")
        if method == "entity/describe":
            return describe(params)
        if method == "record/decide":
            return {"decision": {"pair": params["pair"]["pair"], **decide(params["pair"])}}
        if method == "sync/run":
            return self.run(params["runId"])
        if method == "$/ping":
            return {"inFlight": 0}
        if method == "shutdown":
            return {}
        raise Failure(-32601, "no such method")

    def run(self, run):
        batch, outcome, self.cancelled = 0, "complete", False
        while True:
            page = self.ask("changes/next", runId=run, limit=500)
            if page["pairs"]:
                batch += 1
                decisions = [{"pair": pair["pair"], **decide(pair)} for pair in page["pairs"]]
                answer = self.ask(
                    "decisions/apply", runId=run, batch=batch, decisions=decisions, checkpoint=page["checkpoint"])
                if any(result["outcome"] not in ("done", "unchanged", "planned") for result in answer["results"]):
                    outcome = "partial"
                if answer.get("stop"):
                    return {"outcome": "partial"}
            if self.cancelled:
                raise Failure(1000, "cancelled")
            if page.get("end"):
                return {"outcome": outcome}


def main():
    if "COUPLET_PROTOCOL" not in os.environ:
        print(f"This is the {NAME} plugin {VERSION} of Couplet; Couplet starts it.", file=sys.stderr)
        sys.exit(64)
    writing = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    os.dup2(2, 1)  # A stray print goes to stderr.
    reading = open(0, encoding="utf-8", newline="\n", closefd=False)
    plugin = Plugin(reading, writing)
    for message in plugin.messages():
        plugin.serve(message)


if __name__ == "__main__":
    main()
