"""Write a Couplet plugin in Python: say which fields belong together, and run it.

    import couplet_plugin as couplet

    class Gadgets(couplet.Plugin):
        name, version = "gadgets", "1.0.0"
        fields = [couplet.Field("number", "gadgetnumber", to="crm"), couplet.Field("displayName", "name")]
        match = [couplet.Match("number", ("number", "gadgetnumber"))]

    couplet.run(Gadgets)

One file, nothing but the standard library, Python 3.9 or later. What a plugin is: docs/protocol/v1.md of Couplet.
"""
from __future__ import annotations

import dataclasses
import difflib
import hashlib
import json
import os
import sys
from typing import Any, Callable, Dict, Iterator, List, Optional, Sequence, Set, Tuple, Type, TypedDict, Union, cast

__version__ = "1.0.0"
__all__ = ["Failure", "Field", "LineState", "LineWrite", "Match", "Plugin", "Run", "run"]

Json = Dict[str, Any]
SIDES = ("erp", "crm")
#: What conflicts and reasons call the lines of a document: they are one group.
LINES = "lines"

#: A line of a document as a pair carries it; `partner` is that line of the other side, `changed` the names of fields or "unknown".
LineState = TypedDict("LineState", {"id": str, "partner": str, "fields": Json, "changed": Union[List[str], str]}, total=False)
#: What becomes of a line: {"do": "create", "from", "set"}, {"do": "leave", "from"}, {"do": "update", "id", "set"}, {"do": "delete", "id"} or
#: {"do": "couple", "id", "with"}.
LineWrite = TypedDict("LineWrite", {"do": str, "from": str, "id": str, "with": str, "set": Json}, total=False)


class Failure(Exception):
    """What a request is answered with when it can't be carried out; the codes are those of the protocol."""

    def __init__(self, code: int, message: str, data: Optional[Json] = None):
        super().__init__(message)
        self.code, self.message, self.data = code, message, data


@dataclasses.dataclass(frozen=True)
class Field:
    """Two fields that hold the same thing.

    `to` says where values travel: "both", "crm" or "erp". Fields of one `group` travel together. `choices` maps the ERP's values to the
    CRM's; `reference` names the entity of the record that the field refers to, `weak` leaves it out until that record is coupled.
    `length` is the greatest length on each side. A tenant may lack an `optional` field; a `required` one is never written empty.
    """

    erp: str
    crm: str
    to: str = "both"
    group: Optional[str] = None
    policy: str = "erpWins"
    length: Optional[Tuple[int, int]] = None
    choices: Optional[Dict[Any, Any]] = None
    reference: Optional[str] = None
    weak: bool = False
    required: bool = False
    optional: bool = False

    def on(self, side: str) -> str:
        return self.erp if side == "erp" else self.crm

    def travels(self, side: str) -> bool:
        return self.to in ("both", side)

    @property
    def key(self) -> str:
        return self.group or self.erp


@dataclasses.dataclass(frozen=True)
class Match:
    """How records that no coupling ties are found to be the same thing: pairs of fields that are alike."""

    name: str
    fields: Union[Tuple[str, str], Sequence[Tuple[str, str]]]
    like: str = "exact"

    def criteria(self) -> List[Json]:
        one = isinstance(self.fields[0], str)
        pairs = cast(Sequence[Tuple[str, str]], [self.fields] if one else self.fields)
        return [{"erp": erp, "crm": crm, "like": self.like} for erp, crm in pairs]


class Plugin:
    """One entity: say what it is, and override `decide` or `adjust` where it is special."""

    name: str = ""
    version: str = "1.0.0"
    #: The name of the entity; the plugin's own by default.
    entity: Optional[str] = None
    fields: Sequence[Field] = ()
    match: Sequence[Match] = ()
    #: The fields whose values a server keeps unique together, per side.
    natural_key: Dict[str, List[str]] = {"erp": [], "crm": []}
    #: Which records take part, per side: {"field", "test", "values"}.
    filters: Dict[str, List[Json]] = {"erp": [], "crm": []}
    #: Whether records may be created, per side.
    creates: Dict[str, bool] = {"erp": True, "crm": True}
    #: The fields, per side, that tell the entity's records from those of others: no overlay takes the conditions on them away.
    #: Where nothing is said, those that no line of the map carries.
    held: Optional[Dict[str, List[str]]] = None
    #: Names of the settings that people may use.
    settings: Sequence[str] = ()
    #: The fields of the lines, for an entity of documents, whose manifest says where these are; no overlay changes them.
    lines: Optional[Sequence[Field]] = None

    def __init__(self) -> None:
        #: The settings of the run.
        self.config: Json = {}
        #: The fields that this tenant has.
        self.present: List[Field] = list(self.fields)
        self._own = (list(self.fields), dict(self.filters), dict(self.creates))

    def describe(self, metadata: Json, config: Json, lines: Optional[Json] = None) -> Json:
        """What the plugin does in a tenant; `lines` is the metadata of the lines, for documents."""
        problems = self._customize(config)
        if problems:
            raise Failure(2000, f"the overlay does not fit: {problems[0]['message']}")
        lacking = []
        for field in self.fields:
            for side in SIDES:
                there = {column["name"]: column for column in metadata[side]["fields"]}
                if field.on(side) not in there:
                    if not field.optional:
                        raise Failure(2003, f"{side} lacks {field.on(side)}")
                    lacking.append(field)
        if lacking and len({field.erp for field in lacking}) == len(self.fields):
            raise Failure(2003, "the tenant lacks every field")
        self.present = [field for field in self.fields if field not in lacking]
        self._require_lines(lines)
        result: Json = {
            "fields": [self._line(field) for field in self.present],
            "reads": {side: list(dict.fromkeys(self._read(side))) for side in SIDES},
            "matchRules": [{"name": rule.name, "criteria": rule.criteria()} for rule in self.match],
            "naturalKey": {side: list(self.natural_key.get(side, [])) for side in SIDES},
            "references": [
                {"side": side, "field": field.on(side), "entity": field.reference,
                 "strength": "weak" if field.weak else "reference"}
                for field in [*self.present, *(self.lines or ())] if field.reference for side in SIDES],
            "filters": {side: list(self.filters.get(side, [])) for side in SIDES},
            "creates": {side: self.creates.get(side, True) for side in SIDES},
            "notes": [
                {"severity": "note", "path": field.erp, "message": f"This tenant lacks {field.erp} or {field.crm}."}
                for field in dict.fromkeys(lacking)],
        }
        if self.lines is not None:
            result["lines"] = {"fields": [self._line(field) for field in self.lines],
                               "reads": {side: list(dict.fromkeys(field.on(side) for field in self.lines)) for side in SIDES}}
        result["fingerprint"] = self._fingerprint([field.erp for field in dict.fromkeys(lacking)])
        return result

    def _require_lines(self, metadata: Optional[Json]) -> None:
        """A document is nothing without what its lines say: none of their fields can be left out."""
        if not metadata:
            return
        for side in SIDES:
            there = {column["name"] for column in metadata[side]["fields"]}
            lacking = [field.on(side) for field in self.lines or () if field.on(side) not in there]
            if lacking:
                raise Failure(2003, f"{side} lacks {lacking[0]} of the lines")

    def validate(self, config: Json) -> List[Json]:
        """What is wrong with the settings, and with what an administrator changed about the map."""
        known = ", ".join(self.settings) or "none"
        return self._customize(config) + [
            {"severity": "error", "path": name, "message": f"There is no setting {name}.", "hint": f"Known: {known}."}
            for name in config if name not in (*self.settings, "policy", "ownership", "mapping")]

    def decide(self, pair: Json, run: "Run") -> Json:
        """What happens to a pair; a decision as the protocol has it, without its number."""
        state = {side: pair[side]["state"] for side in SIDES}
        ambiguous = pair.get("match", {}).get("ambiguous")
        if ambiguous:
            return _aside(4006, [pair["match"]["rule"]], "ambiguous")
        for side in SIDES:
            if state[side] == "deleted":
                source = "crm" if side == "erp" else "erp"
                edits = self._shared_edits(pair[source], source)
                if pair.get("coupled") and self.creates.get(side, True) and edits:
                    made = self._create(side, pair[source], run)
                    return {**made, "reason": {"code": "editBeatsDeletion", "args": edits}} if made["do"] == "create" else made
                reason = "deletedInERP" if side == "erp" else "deletedInCRM"
                return _decision("uncouple" if pair.get("coupled") else "none", reason)
        if "outOfScope" in state.values():
            return _decision("none", "outOfScope")
        for side, source in (("crm", "erp"), ("erp", "crm")):
            if state[side] == "absent":
                return self._create(side, pair[source], run) if state[source] == "present" else _decision("none", "absent")
        return self._merge(pair, run)

    def adjust(self, decision: Json, pair: Json, run: "Run") -> Json:
        """A last word about a decision; as it is by default."""
        return decision

    # What follows is the kit's own.

    def _customize(self, config: Json) -> List[Json]:
        """Takes over what an administrator's overlay says; what is wrong with it."""
        fields, filters, creates = self._own
        overlay = _Overlay(fields, {side: set(self.natural_key.get(side, [])) for side in SIDES}, config.get("mapping") or {})
        self.fields = overlay.fields
        self.present = list(overlay.fields)
        self.filters = {**filters, **{side: conditions + self._kept(side) for side, conditions in overlay.said.get("filters", {}).items()}}
        self.creates = {**creates, **overlay.said.get("creates", {})}
        return overlay.problems

    def _kept(self, side: str) -> List[Json]:
        """The conditions that stay whatever an overlay says: without them, records of another kind would be taken over."""
        fields, filters, _ = self._own
        carried = {field.on(side) for field in fields}
        held = None if self.held is None else self.held.get(side, [])
        return [condition for condition in filters.get(side, [])
                if (condition["field"] not in carried if held is None else condition["field"] in held)]

    def _shared_edits(self, record: Json, side: str) -> List[str]:
        """The fields edited on a side that travel both ways; what travels one way is a copy, and says nothing about a deletion."""
        changed = record.get("changed") if record["state"] == "present" else None
        names = {field.on(side) for field in self.present if field.to == "both"}
        return [name for name in changed if name in names] if isinstance(changed, list) else []

    def _line(self, field: Field) -> Json:
        line: Json = {"erp": field.erp, "crm": field.crm, "group": field.key, "policy": field.policy,
                      "direction": {"both": "both", "crm": "toCRM", "erp": "toERP"}[field.to]}
        if field.reference:
            line["reference"] = field.reference
        words = (["choice " + ", ".join(f"{erp}={crm}" for erp, crm in field.choices.items())] if field.choices else [])
        words += [f"text {field.length[0]}/{field.length[1]}"] if field.length else []
        words += ["required"] if field.required else []
        return {**line, "transform": ", ".join(words)} if words else line

    def _read(self, side: str) -> Iterator[str]:
        column = 0 if side == "erp" else 1
        yield from (field.on(side) for field in self.present)
        for rule in self.match:
            yield from (criterion[SIDES[column]] for criterion in rule.criteria())
        yield from (condition["field"] for condition in self.filters.get(side, []))

    def _fingerprint(self, lacking: List[str]) -> str:
        told: List[Any] = [self.version, [dataclasses.astuple(field) for field in self.fields], self.filters, self.creates]
        if self.lines is not None:
            told.append([dataclasses.astuple(field) for field in self.lines])
        text = json.dumps(told, sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()[:16] + ("-" + ",".join(lacking) if lacking else "")

    def _begin(self, params: Json) -> None:
        """A run may follow a description of an earlier session: what the tenant lacks stands in the fingerprint."""
        self._customize(params.get("config") or {})
        told = params.get("fingerprint", "")
        lacking = told.split("-", 1)[1].split(",") if "-" in told else []
        if told and told != self._fingerprint(lacking):
            raise Failure(2004, "the description is one of another map")
        self.config = params.get("config", {})
        self.present = [field for field in self.fields if field.erp not in lacking]

    def _create(self, side: str, source: Json, run: "Run") -> Json:
        if not self.creates.get(side, True):
            return _decision("none", "notCreated")
        new, left = self._copied(self.present, side, source, run)
        decision = _decision("create", "onlyInERP" if side == "crm" else "onlyInCRM", side=side, set=new)
        key = self.natural_key.get(side, [])
        if key and all(name in new for name in key):
            decision["key"] = key
        return {**decision, "leftOut": left} if left else decision

    @staticmethod
    def _copied(fields: Sequence[Field], side: str, source: Json, run: "Run") -> Tuple[Json, List[Json]]:
        """What a new record or line of a side holds, and the records that it does not refer to yet."""
        new: Json = {}
        left: List[Json] = []
        for field in fields:
            if field.travels(side) and field.on(_other(side)) in source.get("fields", {}):
                value = run.translate(source["fields"][field.on(_other(side))], field, side)
                if isinstance(value, _LeftOut):
                    left.append(value.reference)
                elif not _empty(value):
                    new[field.on(side)] = value
        return new, left

    def _merge(self, pair: Json, run: "Run") -> Json:
        return self._written(pair, *self._merged(self.present, pair, run))

    def _merged(self, present: Sequence[Field], pair: Json, run: "Run") -> Tuple[Dict[str, Json], List[Json], List[Json]]:
        """What each side lacks of the other, the conflicts that were settled, and the records that are not referred to yet."""
        write: Dict[str, Json] = {"erp": {}, "crm": {}}
        left: List[Json] = []
        settled: List[Json] = []
        for name, fields in self._groups(present):
            differing = {side: self._differing(fields, side, pair, run, left) for side in SIDES}
            changed = {side: any(_changed(pair[side], field.on(side)) for field in fields) for side in SIDES}
            # What only one side changed goes across; what both changed is settled by the policy.
            if changed["erp"] and changed["crm"] and differing["crm"] and differing["erp"]:
                if fields[0].policy == "manual":
                    raise _Undecided(_aside(4007, [name], "conflict"))
                winner = "crm" if fields[0].policy == "crmWins" else "erp"
                settled.append({"group": name, "winner": winner})
                write[_other(winner)].update(differing[_other(winner)])
            elif changed["erp"] and differing["crm"]:
                write["crm"].update(differing["crm"])
            elif changed["crm"] and differing["erp"]:
                write["erp"].update(differing["erp"])
        return write, settled, left

    @staticmethod
    def _written(pair: Json, write: Dict[str, Json], settled: List[Json], left: List[Json]) -> Json:
        if write["erp"] and write["crm"]:
            decision = _decision("updateBoth", "merged", erp=write["erp"], crm=write["crm"])
        elif write["erp"] or write["crm"]:
            side = "erp" if write["erp"] else "crm"
            decision = _decision("update", "merged", side=side, set=write[side])
        else:
            decision = _decision("none" if pair.get("coupled") else "couple", "same")
        if settled and pair.get("coupled"):
            decision["settled"] = settled
        if left:
            decision["leftOut"] = left
        return decision

    @staticmethod
    def _groups(present: Sequence[Field]) -> List[Tuple[str, List[Field]]]:
        groups: Dict[str, List[Field]] = {}
        for field in present:
            groups.setdefault(field.key, []).append(field)
        return list(groups.items())

    def _with_lines(self, decision: Json, pair: Json, run: "Run") -> Json:
        """The decision about a document with what becomes of its lines; what holds a line back holds the document back."""
        if self.lines is None:
            return decision
        if decision["do"] == "create":
            side: str = decision["side"]
            made = [self._new_line(line, side, run, decision) for line in _lines(pair, _other(side))]
            return {**decision, "lines": {side: made}} if made else decision
        both = all(pair[side]["state"] == "present" for side in SIDES)
        if decision["do"] in ("none", "couple", "update", "updateBoth") and both:
            return self._merge_lines(decision, pair, run)
        return decision

    def _new_line(self, line: LineState, side: str, run: "Run", decision: Json) -> LineWrite:
        new, left = self._copied(self.lines or (), side, cast(Json, line), run)
        if left:
            decision["leftOut"] = [*decision.get("leftOut", []), *left]
        return {"do": "create", "from": line["id"], "set": new}

    def _merge_lines(self, decision: Json, pair: Json, run: "Run") -> Json:
        decision = dict(decision)
        known = {side: {line["id"]: line for line in _lines(pair, side)} for side in SIDES}
        # What nobody coupled yet, and is the same on both sides, is not written.
        equal = self._equal_lines(pair, run)
        if not pair.get("coupled") and any(len(lines) != len(equal) for lines in known.values()):
            # Two documents that meet for the first time, with other lines: which is which nobody can say.
            return _aside(4007, [LINES], "conflict")
        paired = {line for both in equal for line in both}
        writes: Dict[str, List[LineWrite]] = {"erp": [], "crm": []}
        for side in SIDES:
            for line in _lines(pair, side):
                if (side, line["id"]) in paired:
                    continue
                partner = known[_other(side)].get(line.get("partner", ""))
                if partner is None:
                    target, write = self._lone_line(line, side, run, decision)
                    writes[target].append(write)
                elif side == "erp":
                    self._merge_line({"erp": line, "crm": partner}, run, writes)
        if writes["erp"] and writes["crm"]:
            return _aside(4007, [LINES], "conflict")
        for side in SIDES:
            if writes[side]:
                decision = self._touching(decision, side)
        writes["crm"] += [{"do": "couple", "id": crm, "with": erp} for (_, erp), (_, crm) in equal]
        lines = {side: writes[side] for side in SIDES if writes[side]}
        return {**decision, "lines": lines} if lines else decision

    def _equal_lines(self, pair: Json, run: "Run") -> List[Tuple[Tuple[str, str], Tuple[str, str]]]:
        """The lines that no coupling ties and that say the same, each with the first such line of the other side from its place on."""
        lone = {side: [line for line in _lines(pair, side) if "partner" not in line] for side in SIDES}
        free = list(range(len(lone["crm"])))
        equal: List[Tuple[Tuple[str, str], Tuple[str, str]]] = []
        for place, line in enumerate(lone["erp"]):
            for other in [*(one for one in free if one >= place), *(one for one in free if one < place)]:
                partner = lone["crm"][other]
                if self._are_equal(line, partner, run):
                    free.remove(other)
                    equal.append((("erp", line["id"]), ("crm", partner["id"])))
                    break
        return equal

    def _are_equal(self, erp: LineState, crm: LineState, run: "Run") -> bool:
        """Whether two lines that nobody coupled have nothing to tell each other."""
        both = {side: {"fields": line.get("fields", {}), "changed": "unknown"} for side, line in (("erp", erp), ("crm", crm))}
        try:
            differing, _, left = self._merged(self.lines or (), both, run)
        except _Undecided:
            return False
        return not (differing["erp"] or differing["crm"] or left)

    def _lone_line(self, line: LineState, side: str, run: "Run", decision: Json) -> Tuple[str, LineWrite]:
        """A line without a partner: new, or the other one was deleted."""
        if "partner" not in line:
            return _other(side), self._new_line(line, _other(side), run, decision)
        names = {field.on(side) for field in self.lines or () if field.travels(_other(side))}
        if any(_changed(cast(Json, line), name) for name in names):
            raise _Undecided(_aside(4007, [LINES], "conflict"))
        return side, {"do": "delete", "id": line["id"]}

    def _merge_line(self, both: Dict[str, LineState], run: "Run", writes: Dict[str, List[LineWrite]]) -> None:
        try:
            differing, _, _ = self._merged(self.lines or (), cast(Json, both), run)
        except _Undecided as undecided:
            if undecided.decision.get("problem", {}).get("code") == 4007:
                raise _Undecided(_aside(4007, [LINES], "conflict")) from None
            raise
        for side in SIDES:
            if differing[side]:
                writes[side].append({"do": "update", "id": both[side]["id"], "set": differing[side]})

    @staticmethod
    def _touching(decision: Json, side: str) -> Json:
        """The decision about a document of which a side's lines are written as well."""
        if decision["do"] in ("none", "couple"):
            reason = {"code": "changedInERP" if side == "crm" else "changedInCRM", "args": [LINES]}
            return {**decision, "do": "update", "side": side, "set": {}, "reason": reason}
        if decision["do"] == "update" and decision["side"] != side:
            rest = {name: value for name, value in decision.items() if name not in ("side", "set")}
            return {**rest, "do": "updateBoth", side: {}, _other(side): decision["set"]}
        return decision

    @staticmethod
    def _differing(fields: List[Field], side: str, pair: Json, run: "Run", left: List[Json]) -> Json:
        """What would have to be written on a side so that it holds what the other one does."""
        source, target = pair[_other(side)].get("fields", {}), pair[side].get("fields", {})
        found: Json = {}
        for field in fields:
            if not field.travels(side) or field.on(_other(side)) not in source:
                continue
            # A side that nobody changed need not be understood: its values do not travel.
            if not _changed(pair[_other(side)], field.on(_other(side))) and not _changed(pair[side], field.on(side)):
                continue
            value = run.translate(source[field.on(_other(side))], field, side)
            if isinstance(value, _LeftOut):
                left.append(value.reference)
            elif field.on(side) not in target or not _same(value, target[field.on(side)]):
                found[field.on(side)] = value
        return found


class _Overlay:
    """The lines of a plugin with what an administrator says about them: `mappings/ENTITY.yaml`, which the host has read and checked.

    What is said there and the kit has no word for is a problem, never passed over.
    """

    TO = {"both": "both", "toCRM": "crm", "toERP": "erp"}
    #: What a change says of a value itself, which a natural key can't do without.
    VALUE = frozenset(("erp", "crm", "direction", "type", "required"))

    def __init__(self, own: Sequence[Field], fixed: Dict[str, Set[str]], mapping: Json):
        self.fields, self.fixed = list(own), fixed
        self.said: Json = mapping.get("overlay") or {}
        self.file, self.lines = mapping.get("file", ""), mapping.get("lines") or {}
        self.problems: List[Json] = []
        self._decided: List[Field] = []
        self._added: List[Tuple[Field, str]] = []
        for place, name in enumerate(self.said.get("disable") or []):
            gone = self._named(name, f"disable[{place}]", moves=True)
            self.fields = [field for field in self.fields if field not in gone]
        for name, change in (self.said.get("change") or {}).items():
            self._change(name, change, f"change.{name}")
        for place, line in enumerate(self.said.get("add") or []):
            self._add(line, f"add[{place}]")
        if "policy" in self.said:
            policy = self._policy(self.said["policy"], "policy")
            self.fields = [field if field in self._decided else dataclasses.replace(field, policy=policy) for field in self.fields]
        if "whenFirstCoupled" in self.said:
            self._problem("whenFirstCoupled", "a plugin in Python has no such choice.", "Leave it out.")
        self._refuse_twins()

    def _problem(self, path: str, why: str, hint: str = "") -> None:
        line = self.lines.get(path)
        place = f"{self.file}, line {line}" if line else self.file
        problem = {"severity": "error", "path": "mapping", "message": f"{place} ({path}): {why}"}
        self.problems.append({**problem, "hint": hint} if hint else problem)

    def _named(self, name: str, path: str, moves: bool) -> List[Field]:
        """The fields that a name stands for: one by its ERP's field or by both, or a group."""
        found = [field for field in self.fields if name in (field.erp, f"{field.erp}={field.crm}", field.group)]
        if not found:
            known = sorted({word for field in self.fields for word in (field.erp, field.group) if word})
            near = difflib.get_close_matches(name, known, 1)
            self._problem(path, f"the map has no line {name}.", f"Did you mean {near[0]}?" if near else f"Lines: {', '.join(known)}.")
        if moves and any(field.on(side) in self.fixed[side] for field in found for side in SIDES):
            self._problem(path, f"{name} belongs to the natural key.", "Leave it as it is, or change the plugin.")
            return []
        return found

    def _policy(self, word: str, path: str) -> str:
        if word not in ("erpWins", "crmWins", "manual"):
            self._problem(path, f"a plugin in Python does not know the policy {word}.", "Known: erpWins, crmWins, manual.")
            return "erpWins"
        return word

    def _change(self, name: str, change: Json, path: str) -> None:
        found = self._named(name, path, moves=bool(self.VALUE & set(change)))
        if not found:
            return
        group = [field for field in self.fields if field.group and field.group == found[0].group]
        if "policy" in change and 0 < len(found) < len(group):
            return self._problem(path, "fields of a group have one policy.", f"Change it by the group's name: {found[0].group}.")
        if len(found) > 1 and set(change) - {"policy", "comment"}:
            return self._problem(path, "of a group, the policy alone can be changed.", "Name one of its fields.")
        for old in found:
            new = self._made(change, path, old)
            self.fields[self.fields.index(old)] = new
            if "policy" in change:
                self._decided.append(new)

    def _add(self, line: Json, path: str) -> None:
        if "constant" in line or "computed" in line:
            return self._problem(path, "a plugin in Python writes no constants.", "Override adjust in the plugin.")
        group = line.get("group")
        for place, one in enumerate(line["fields"] if "fields" in line else [line]):
            where = f"{path}.fields[{place}]" if "fields" in line else path
            new = self._made({**one, **({"policy": line["policy"]} if "policy" in line else {})}, where,
                             Field(one["erp"], one["crm"], group=group))
            self.fields.append(new)
            self._added.append((new, where))
            if "policy" in line:
                self._decided.append(new)

    def _made(self, line: Json, path: str, field: Field) -> Field:
        """A field with what a line says of it."""
        for word in ("onInsertOnly", "constant", "when", "via", "crmForm", "erpEmpty", "whenEmpty", "scale", "atLeast"):
            if word in line:
                self._problem(path, f"a plugin in Python does not know {word}.", "Leave it out.")
        if line.get("whenMissing") == "clear":
            self._problem(path, "a plugin in Python does not clear a reference.", "Write whenMissing: skip, or wait.")
        new: Json = {word: line[word] for word in ("erp", "crm", "required", "optional") if word in line}
        if "direction" in line:
            new["to"] = self.TO[line["direction"]]
        if "policy" in line:
            new["policy"] = self._policy(line["policy"], path)
        kind = line.get("type")
        if kind:
            new.update(length=None, choices=None, reference=None, weak=False)
        if "length" in line:
            new["length"] = (line["length"]["erp"], line["length"]["crm"])
        if kind == "choice":
            new["choices"] = {pair["erp"]: pair["crm"] for pair in line["values"]}
        if kind == "reference":
            new["reference"], new["weak"] = line["to"], line.get("whenMissing") == "skip"
        return dataclasses.replace(field, **new)

    def _refuse_twins(self) -> None:
        for side in SIDES:
            written = [field.on(side) for field in self.fields if field.travels(side)]
            for name in dict.fromkeys(name for name in written if written.count(name) > 1):
                added = [path for field, path in self._added if field.on(side) == name]
                self._problem(added[0] if added else "change", f"the field {name} of the {side.upper()} is written by two lines.", "Disable one of them.")


class Run:
    """What a plugin knows of the run that it decides in, and what it may ask."""

    def __init__(self, session: "_Session", params: Json):
        self._session = session
        self.id: str = params["runId"]
        #: The time that holds for the whole run; ask no clock.
        self.now: str = params["now"]
        #: The only source of chance: random.Random(run.seed).
        self.seed: int = params.get("seed", 0)
        self.config: Json = params.get("config", {})
        self._partners: Dict[Tuple[str, str, str], Json] = {}

    def ask(self, method: str, **params: Any) -> Json:
        """Asks the host something that it offers during a run."""
        return self._session.ask(method, runId=self.id, **params)

    def log(self, message: str, level: str = "info") -> None:
        """Says something to the host's log; no values of records."""
        self._session.send({"method": "$/log", "params": {"level": level, "message": message}})

    def recall(self, key: str) -> Any:
        """What was remembered in an earlier batch or run; None when nothing was."""
        return self.ask("state/get", key=key).get("value")

    def remember(self, key: str, value: Any) -> None:
        """Has the host keep a small value, from the next batch on."""
        self.ask("state/put", key=key, value=value)

    def translate(self, value: Any, field: Field, side: str) -> Any:
        """A value of the other side as it is written on this one."""
        if _empty(value):
            if field.required:
                raise _Undecided(_aside(4001, [field.on(side)], "required"))
            return value
        if field.choices is not None:
            return self._chosen(value, field, side)
        if field.reference:
            return self._partner(value, field, side)
        most = field.length[0 if side == "erp" else 1] if field.length else None
        if most is not None and isinstance(value, str) and len(value) > most:
            raise _Undecided(_aside(4002, [field.on(side)], "tooLong"))
        return value

    @staticmethod
    def _chosen(value: Any, field: Field, side: str) -> Any:
        choices = field.choices or {}
        table = choices if side == "crm" else {crm: erp for erp, crm in choices.items()}
        if value not in table:
            raise _Undecided(_aside(4000, [field.on(_other(side))], "unknownChoice"))
        return table[value]

    def _partner(self, value: Any, field: Field, side: str) -> Any:
        reference = {"entity": field.reference, "side": _other(side), "id": str(value)}
        state = self._partners.get((str(field.reference), _other(side), str(value))) or self._resolve([reference])[0]
        if state["state"] == "coupled":
            partner = state["id"]
            return int(partner) if isinstance(value, int) and str(partner).isdigit() else partner
        if field.weak:
            return _LeftOut(reference)
        raise _Undecided(_decision("wait", "referenceWaiting", **{"for": reference}))

    def _resolve(self, references: List[Json]) -> List[Json]:
        states: List[Json] = self.ask("couplings/resolve", refs=references)["states"]
        for reference, state in zip(references, states):
            self._partners[(reference["entity"], reference["side"], reference["id"])] = state
        return states

    def prepare(self, pairs: List[Json], fields: Sequence[Field], lines: Sequence[Field] = ()) -> None:
        """Resolves the references of a page, those of its lines too, in one question rather than one by one."""
        self._partners = {}
        wanted: Dict[Tuple[str, str, str], Json] = {}

        def want(record: Json, fields: Sequence[Field], side: str) -> None:
            for field in fields:
                value = record.get("fields", {}).get(field.on(side)) if field.reference else None
                if not _empty(value):
                    key = (str(field.reference), side, str(value))
                    wanted[key] = {"entity": key[0], "side": side, "id": key[2]}

        for pair in pairs:
            for side in SIDES:
                want(pair[side], fields, side)
                for line in _lines(pair, side) if lines else ():
                    want(cast(Json, line), lines, side)
        references = list(wanted.values())
        for start in range(0, len(references), 1000):
            self._resolve(references[start:start + 1000])


class _LeftOut:
    def __init__(self, reference: Json):
        self.reference = reference


class _Undecided(Exception):
    """A value can't be written: the decision that follows from it."""

    def __init__(self, decision: Json):
        super().__init__()
        self.decision = decision


class _Session:
    """The conversation: one line in, one line out, one question at a time."""

    def __init__(self, plugin: Plugin, reading: int, writing: int):
        self.plugin, self.reading, self.writing = plugin, reading, writing
        self.last, self.ready, self.cancelled, self.running = 0, False, False, 0
        self.frame, self.most = 8 << 20, 500
        self.lines = self._lines()

    def send(self, message: Json) -> None:
        line = json.dumps({"jsonrpc": "2.0", **message}, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        while line:
            line = line[os.write(self.writing, line):]

    def _lines(self) -> Iterator[bytes]:
        """Lines as they come; of one that is too long the beginning, and never more is kept."""
        kept, long = b"", False
        while True:
            chunk = os.read(self.reading, 1 << 16)
            if not chunk:
                sys.exit(0)
            *whole, rest = chunk.split(b"\n")
            for part in whole:
                line, kept = kept + part, b""
                if long or len(line) > self.frame:
                    self._too_long(line)
                elif line.strip():
                    yield line
                long = False
            kept += rest
            if len(kept) > self.frame:
                kept, long = kept[:256], True

    def _too_long(self, line: bytes) -> None:
        head = line[:256].decode("utf-8", "replace")
        number = head.partition('"id":')[2].strip().partition(",")[0].rstrip("}")
        if '"method"' in head and number.isdigit():
            self.send({"id": int(number), "error": {"code": 1006, "message": "the line is too long"}})

    def messages(self) -> Iterator[Json]:
        for line in self.lines:
            try:
                message = json.loads(line)
            except ValueError:
                self.send({"id": None, "error": {"code": -32700, "message": "not JSON"}})
                continue
            if isinstance(message, dict):
                yield message
            else:
                self.send({"id": None, "error": {"code": -32600, "message": "one object a line"}})

    def ask(self, method: str, **params: Any) -> Json:
        """Asks the host, and serves what it asks meanwhile."""
        self.last += 1
        mine = self.last
        self.send({"id": mine, "method": method, "params": params})
        for message in self.messages():
            if "method" in message:
                self.serve(message)
            elif message.get("id") == mine:
                if "error" in message:
                    failure = message["error"]
                    raise Failure(failure["code"], failure["message"], failure.get("data"))
                return cast(Json, message["result"])
        sys.exit(0)

    def serve(self, message: Json) -> None:
        if "id" not in message:
            self.cancelled = self.cancelled or message["method"] == "$/cancelRequest"
            return
        try:
            self.send({"id": message["id"], "result": self.answer(message["method"], message.get("params") or {})})
        except Failure as failure:
            error: Json = {"code": failure.code, "message": failure.message}
            self.send({"id": message["id"], "error": {**error, "data": failure.data} if failure.data else error})
        except (KeyError, TypeError, IndexError, AttributeError) as error:
            print(f"{type(error).__name__} in {message['method']}", file=sys.stderr)
            self.send({"id": message["id"], "error": {"code": -32602, "message": f"wrong parameters: {type(error).__name__}"}})

    def answer(self, method: str, params: Json) -> Json:
        if method == "initialize":
            return self.initialize(params)
        if not self.ready:
            raise Failure(1002, "initialize comes first")
        if method == "entity/describe":
            if self.plugin.lines is None:
                return self.plugin.describe(params["metadata"], params.get("config") or {})
            return self.plugin.describe(params["metadata"], params.get("config") or {}, params.get("lines"))
        if method == "config/validate":
            return {"diagnostics": self.plugin.validate(params["config"])}
        if method == "record/decide":
            run = Run(self, {"runId": "", "now": params["now"], "config": params.get("config") or {}})
            self.plugin._customize(run.config)
            return {"decision": self.decide(params["pair"], run)}
        if method == "sync/run":
            return self.run(params)
        if method == "$/ping":
            return {"inFlight": self.running}
        if method == "shutdown":
            return {}
        raise Failure(-32601, "no such method")

    def initialize(self, params: Json) -> Json:
        if 1 not in params["protocol"]:
            raise Failure(1004, "this plugin speaks version 1")
        self.ready = True
        self.frame = min(self.frame, params.get("limits", {}).get("frame", self.frame))
        return {"protocol": 1, "plugin": {"name": self.plugin.name, "version": self.plugin.version},
                "capabilities": {"decide": {}, "validate": {}}}

    def decide(self, pair: Json, run: Run) -> Json:
        try:
            decision = self.plugin._with_lines(self.plugin.decide(pair, run), pair, run)
        except _Undecided as undecided:
            decision = undecided.decision
        return {"pair": pair["pair"], **self.plugin.adjust(decision, pair, run)}

    def run(self, params: Json) -> Json:
        self.plugin._begin(params)
        run, self.cancelled, self.running = Run(self, params), False, 1
        try:
            return self.pages(run)
        finally:
            self.running = 0

    def pages(self, run: Run) -> Json:
        batch, outcome = 0, "complete"
        while True:
            page = run.ask("changes/next", limit=self.most)
            run.prepare(page["pairs"], self.plugin.present, self.plugin.lines or ())
            decisions = [self.decide(pair, run) for pair in page["pairs"]]
            for part in self.parts(decisions):
                batch += 1
                answer = run.ask("decisions/apply", batch=batch, decisions=part, checkpoint=page["checkpoint"])
                if any(result["outcome"] not in ("done", "unchanged", "planned") for result in answer["results"]):
                    outcome = "partial"
                if answer.get("stop"):
                    return {"outcome": "partial"}
            if self.cancelled:
                raise Failure(1000, "cancelled")
            if page.get("end"):
                return {"outcome": outcome}

    def parts(self, decisions: List[Json]) -> Iterator[List[Json]]:
        """The decisions of a page, in as many batches as the longest line demands."""
        part: List[Json] = []
        size = 0
        for decision in decisions:
            length = len(json.dumps(decision, ensure_ascii=False).encode()) + 1
            if part and size + length > self.frame // 2:
                yield part
                part, size = [], 0
            part.append(decision)
            size += length
        if part:
            yield part


def _other(side: str) -> str:
    return "crm" if side == "erp" else "erp"


def _lines(pair: Json, side: str) -> List[LineState]:
    return cast(List[LineState], pair[side].get("lines", []))


def _empty(value: Any) -> bool:
    return value is None or value == ""


def _same(one: Any, other: Any) -> bool:
    return one == other or _empty(one) and _empty(other)


def _changed(side: Json, field: str) -> bool:
    changed = side.get("changed", [])
    return changed == "unknown" or field in changed


def _decision(do: str, code: str, **members: Any) -> Json:
    return {"do": do, **members, "reason": {"code": code}}


def _aside(code: int, args: List[str], reason: str) -> Json:
    return _decision("setAside", reason, problem={"code": code, "args": args})


def run(plugin: Union[Type[Plugin], Callable[[], Plugin]]) -> None:
    """Talks with the host until it ends the stream."""
    made = plugin()
    if "COUPLET_PROTOCOL" not in os.environ:
        print(f"This is the {made.name} plugin {made.version} of Couplet; Couplet starts it.", file=sys.stderr)
        sys.exit(64)
    # A stray print goes to standard error, and nothing that is started inherits the conversation.
    reading, writing = os.dup(0), os.dup(1)
    os.dup2(2, 1)
    session = _Session(made, reading, writing)
    for message in session.messages():
        session.serve(message)
