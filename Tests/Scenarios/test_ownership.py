"""Who owns what Couplet creates in the CRM."""
import unittest

from scenario import final
from world import World

NEEDED = ["currencies", "paymentterms", "shipmentmethods", "shippingagents", "salespeople", "customers"]


class Ownership(unittest.TestCase):
    """A company decides for itself whether people own accounts, or one team does."""

    def test_one_team_owns_all_new_accounts(self):
        with World() as world:
            team = world.systems.rows("crm", "teams")[0]["teamid"]
            before = {row["accountid"] for row in world.systems.rows("crm", "accounts")}
            world.configure(world.more + "entities: { customers: { settings: { ownership: team, team: %s } } }\n" % team)
            done = final(world.run("sync", *NEEDED, "--json"))
            self.assertGreater(done["entities"][-1]["counters"]["inserted"]["crm"], 100, done)
            new = [row for row in world.systems.rows("crm", "accounts") if row["accountid"] not in before]
            self.assertEqual({row["_ownerid_value"] for row in new}, {team})
            again = final(world.run("sync", "customers", "--json"))
            self.assertEqual(sum(again["entities"][0]["counters"]["modified"].values()), 0)
