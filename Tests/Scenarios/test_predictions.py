"""A plan says what a run will do, to the field, whatever people did in both systems before."""
import random
import unittest
import uuid

from scenario import LONG, final
import prediction
from turmoil import Turmoil
from world import UNGUARDED, World

POLICIES = ("manual", "erpWins", "crmWins", "latestWins")
DELETES = ("uncouple", "delete", "deactivate")
SEEDS = range(1, 25 if LONG else 3)


def settings(chance):
    """What a company decided for itself: who wins, and what becomes of the partner of a deleted record."""
    entities = ", ".join(
        f"{entity}: {{ policy: {chance.choice(POLICIES)}, settings: {{ deletes: {chance.choice(DELETES)} }} }}"
        for entity in ("customers", "contacts", "items", "currencies"))
    return f"{UNGUARDED}entities: {{ {entities} }}\n"


class Predictions(unittest.TestCase):
    """The second does what the first said."""

    def test_wild_days(self):
        for seed in SEEDS:
            chance = random.Random(seed)
            with self.subTest(seed=seed), World(more=settings(chance), seed=seed) as world:
                world.run("sync", "--json")
                turmoil = Turmoil(world.systems, chance)
                for day in range(3):
                    done = turmoil.day(70)
                    self.assertGreater(len(done), 40, "the servers refused too much for the day to be wild")
                    different = prediction.foretold(world)
                    self.assertEqual(different, [], f"on day {day} of seed {seed}, after:\n" + "\n".join(done))

    def test_a_currency_that_is_gone_though_nobody_was_told(self):
        with World() as world:
            systems = world.systems
            rows = systems.rows("erp", "customers")
            world.run("sync", "--json")
            pairs = {pair["erp"]: pair["crm"] for pair in world.lines("couplings", "currencies")}
            lost = min(pairs,
                       key=lambda currency: (sum(row["currencyId"] == currency for row in rows), currency))
            for row in rows:
                if row["currencyId"] == lost:
                    systems.edit("erp", "customers", row["id"], "*", {"currencyId": str(uuid.UUID(int=0))})
            world.run("sync", "--json")
            accounts = {pair["crm"] for pair in world.lines("couplings", "customers")}
            account = next(row["accountid"] for row in systems.rows("crm", "accounts", "$filter=statecode%20eq%200")
                           if row["accountid"] in accounts)
            # Business Central reports no deletion; the account refers to the partner of what is not there.
            systems.call("erp", "DELETE", f"currencies({lost})", If_Match="*")
            systems.edit("crm", "accounts", account, "*", {
                "transactioncurrencyid@odata.bind": f"/transactioncurrencies({pairs[lost]})"})
            plan = final(world.run("plan", "customers", "--json"))
            entry = next(entry for entry in plan["entities"][0]["planned"]["entries"] if entry["crm"] == account)
            self.assertEqual(entry["do"], "wait", entry)
            self.assertEqual(prediction.foretold(world, "customers"), [])
