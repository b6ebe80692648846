"""Does a run do what the plan said? Compared record by record and field by field, with what an outsider reads and the ledger.

What the plan calls by an identity of its own, since a server has not given it one yet, is found by its partner; the unit that
the CRM makes along with a planned unit group is called by the group.
"""
import json
from decimal import Decimal, InvalidOperation

# Where the records of an entity are read: the ERP's set; the CRM's set and key. Choices are read by Couplet alone.
SETS = {
    "currencies": ("currencies", "transactioncurrencies", "transactioncurrencyid"),
    "customers": ("customers", "accounts", "accountid"),
    "contacts": ("contacts", "contacts", "contactid"),
    "items": ("items", "products", "productid"),
    "salespeople": ("salespeoplePurchasers", "systemusers", "systemuserid"),
    "unitsofmeasure": ("unitsOfMeasure", "uomschedules", "uomscheduleid"),
    "accountstatistics": ("customerStatistics", "couplet_accountstatisticses", "couplet_accountstatisticsid"),
    "unitgroups": ("unitGroups", "uomschedules", "uomscheduleid"),
    "itemunits": ("itemUnitsOfMeasure", "uoms", "uomid"),
    "resourceunits": ("resourceUnitsOfMeasure", "uoms", "uomid"),
    "vendors": ("vendors", "accounts", "accountid"),
    "opportunities": ("opportunities", "opportunities", "opportunityid"),
    "ordernotes": ("orderNotes", "annotations", "annotationid"),
    "resources": ("resources", "products", "productid"),
    "pricelists": ("priceListHeaders", "pricelevels", "pricelevelid"),
    "customerpricegroups": ("customerPriceGroups", "pricelevels", "pricelevelid"),
    "pricelistlines": ("priceListLines", "productpricelevels", "productpricelevelid"),
    "salesprices": ("salesPrices", "productpricelevels", "productpricelevelid"),
}
NOTHING = (None, "", "00000000-0000-0000-0000-000000000000")


def report(done):
    """The last line of `--json`."""
    return json.loads(done.stdout.splitlines()[-1])


def foretold(world, *words):
    """Plans, then synchronizes; returns every difference between the two, in words."""
    planned = report(world.run("plan", *words, "--json"))
    mark = newest(world)
    done = report(world.run("sync", *words, "--json"))
    return counted(planned, done, made(world, mark)) + carried_out(world, planned, mark)


def newest(world):
    """The number of the ledger's last entry."""
    entries = world.systems.control("GET", "/ledger?limit=1000000")
    return entries[-1]["number"] if entries else 0


def made(world, mark):
    """How many rows each table of the CRM got."""
    tables = {}
    for entry in world.systems.control("GET", f"/ledger?who=couplet&after={mark}&limit=1000000"):
        if entry["system"] == "dataverse" and entry["operation"] == "create":
            tables[entry["table"]] = tables.get(entry["table"], 0) + 1
    return tables


def counted(planned, done, made):
    """What was counted otherwise than planned.

    `made` are the rows that came into the CRM's tables meanwhile. Those that others made, or the CRM along with others, an entity of the
    same table may see, and leave alone: when they come, no plan can say.
    """
    found = []
    for plan, run in zip(planned["entities"], done["entities"], strict=True):
        if run["state"] != plan["state"] and run["state"] not in ("complete", "partial", "unchanged"):
            found.append(f"{plan['entity']}: planned to end {plan['state']}, ended {run['state']}: {run.get('says')}")
        for name, value in plan["counters"].items():
            if stopped(plan):
                value = dict.fromkeys(value, 0) if isinstance(value, dict) else 0
            others = 0
            if name in ("unchanged", "skipped") and plan["entity"] in SETS:
                table = SETS[plan["entity"]][2].removesuffix("id")
                others = made.get(table, 0) - run["counters"]["inserted"]["crm"]
            if others and value <= run["counters"][name] <= value + others:
                continue
            if run["counters"][name] != value:
                found.append(f"{plan['entity']}: {name} planned {value}, done {run['counters'][name]}")
    return found


def stopped(plan):
    """Whether the plan says that a guard would stop the run of this entity, before its first write."""
    return bool(plan.get("planned")) and plan["planned"]["verdict"] is not None


def carried_out(world, planned, mark):
    """What was written otherwise than planned: a record too many, a record too few, another value."""
    found, written = [], {}
    for entry in world.systems.control("GET", f"/ledger?who=couplet&after={mark}&limit=1000000"):
        written.setdefault((entry["system"], entry["id"]), []).append(entry)
    entities = []
    for entity in planned["entities"]:
        name, plan = entity["entity"], entity.get("planned") or {"entries": [], "omitted": 0}
        if stopped(entity):
            plan = {"entries": [], "omitted": 0}
        if plan["omitted"]:
            found.append(f"{name}: {plan['omitted']} entries of the plan are not shown")
        if name in SETS:
            entities.append(Entity(world, name, plan["entries"]))
    bases = units(world)
    known = {group: unit for unit, group in bases}
    # The CRM makes a base unit along with each group.
    alone = {("crm", unit) for unit, _ in bases}
    for entity in entities:
        known |= {entry["erp"]: entity.identities(entry)["erp"] for entry in entity.entries}
    times, idle, values = {}, {}, []
    for entity in entities:
        values += entity.differences(times, idle, known)
    # Several entities share a table: what one of them wrote is no surprise to the others.
    tables = {}
    for entity in entities:
        tables |= {(side, record): entity.name for side in entity.rows for record in entity.rows[side]}
    for (side, record), name in tables.items():
        system = "businessCentral" if side == "erp" else "dataverse"
        if (side, record) in alone and (side, record) not in times:
            continue
        done, planned = len(written.get((system, record), [])), times.get((side, record), 0)
        # A write that changes nothing need not be in the ledger.
        if not planned - idle.get((side, record), 0) <= done <= planned:
            found.append(f"{name}: {record} in the {side} was to be written {planned} times, was {done} times")
    return found + values


def units(world):
    """The base units of the CRM, each with its group."""
    rows = world.systems.rows("crm", "uoms", "$filter=isschedulebaseuom%20eq%20true")
    return [(row["uomid"], row["_uomscheduleid_value"]) for row in rows]


class Entity:
    """What was planned for one entity, and what became of it."""

    def __init__(self, world, name, entries):
        self.name, self.entries = name, entries
        erp_set, crm_set, key = SETS[name]
        self.rows = {"erp": {row["id"]: row for row in world.systems.rows("erp", erp_set)},
                     "crm": {row[key]: row for row in world.systems.rows("crm", crm_set)}}
        pairs = [json.loads(line) for line in world.run("couplings", name, "--json").stdout.splitlines()]
        self.partners = {pair["crm"]: pair["erp"] for pair in pairs}

    def differences(self, times, idle, known):
        """Every difference of values, in words; `known` says what a planned identity became.

        `times` counts the planned writes, `idle` those of them that change nothing.
        """
        found, last = [], {}
        for entry in self.entries:
            ids = self.identities(entry)
            for change in entry["changes"]:
                last[change["side"], ids[change["side"]], change["field"]] = change["after"]
            for side in {change["side"] for change in entry["changes"]}:
                times[side, ids[side]] = times.get((side, ids[side]), 0) + 1
                if all(self.same(change["after"], change["before"]) for change in entry["changes"] if change["side"] == side):
                    idle[side, ids[side]] = idle.get((side, ids[side]), 0) + 1
        for (side, record, field), value in last.items():
            row = self.rows[side].get(record)
            if row is None:
                found.append(f"{self.name}: {record} is not in the {side}")
                continue
            actual = row.get(field, row.get(f"_{field}_value"))
            # What a lookup with several tables refers to is written with its table.
            if f"_{field}_value" in row and isinstance(value, str):
                value = value.rpartition("/")[2]
            if not self.same(value, actual) and known.get(value, value) != actual:
                found.append(f"{self.name}: {field} of {record} planned {value!r}, is {actual!r}")
        return found

    def identities(self, entry):
        """The identities of an entry; a record that the plan had to name itself has the identity of its partner's partner."""
        erp, crm = entry["erp"], entry["crm"]
        if erp not in self.rows["erp"] and crm in self.partners:
            erp = self.partners[crm]
        return {"erp": erp, "crm": crm}

    @staticmethod
    def same(planned, actual):
        if planned in NOTHING and actual in NOTHING:
            return True
        try:
            return Decimal(str(planned)) == Decimal(str(actual))
        except InvalidOperation:
            return str(planned) == str(actual)
