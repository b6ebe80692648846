"""Notes of sales orders: new ones both ways, changed ones too; where both sides changed one, the CRM's stays."""
import unittest

import prediction
import scenario  # noqa: F401
from world import UNGUARDED, World

ON = UNGUARDED + "entities:\n  salesorders: { enabled: true }\n  ordernotes: { enabled: true }\n"


class Notes(unittest.TestCase):
    def note(self, world, order, text, **more):
        body = {"objectid_salesorder@odata.bind": f"/salesorders({order})", "notetext": text, "subject": "Note"} | more
        return world.systems.call("crm", "POST", "annotations", body, Prefer="return=representation")["annotationid"]

    def here(self, world):
        return {row["id"]: row for row in world.systems.rows("erp", "orderNotes")}

    def there(self, world):
        return {row["annotationid"]: row for row in world.systems.rows("crm", "annotations")}

    def test_notes_of_orders_go_both_ways_and_nothing_else_does(self):
        with World(more=ON) as world:
            systems = world.systems
            self.assertIn(world.run("sync").returncode, (0, 1))
            orders = {pair["crm"]: pair["erp"] for pair in world.lines("couplings", "salesorders")}
            crm, erp = sorted(orders.items())[0]
            draft = systems.rows("crm", "salesorders", "$filter=statecode%20eq%200")[0]["salesorderid"]
            account = systems.rows("crm", "accounts", "$top=1")[0]["accountid"]
            long = "Livraison par le quai. " * 150
            first = self.note(world, crm, "Appeler le magasinier")
            second = self.note(world, crm, long)
            self.note(world, crm, "Plan de l'atelier", isdocument=True, filename="plan.pdf")
            self.note(world, draft, "Pas encore soumise")
            systems.call("crm", "POST", "annotations", {
                "objectid_account@odata.bind": f"/accounts({account})", "notetext": "D'un compte"})
            systems.call("erp", "POST", "orderNotes", {"documentId": erp, "note": "Attention, fragile"})
            self.assertEqual(prediction.foretold(world), [])

            here = self.here(world)
            self.assertEqual({row["documentId"] for row in here.values()}, {erp})
            self.assertEqual({row["externalId"]: row["note"] for row in here.values()},
                             {"": "Attention, fragile", first: "Appeler le magasinier", second: long[:2048].rstrip()})
            made = [row for row in self.there(world).values() if row["notetext"] == "Attention, fragile"]
            self.assertEqual([row["_objectid_value"] for row in made], [crm])
            agrees, report = world.agreement()
            self.assertTrue(agrees, report)

            pairs = {pair["crm"]: pair["erp"] for pair in world.lines("couplings", "ordernotes")}
            systems.edit("crm", "annotations", first, "*", {"notetext": "Appeler avant midi"})
            systems.edit("erp", "orderNotes", pairs[made[0]["annotationid"]], "*", {"note": "Très fragile"})
            self.assertEqual(prediction.foretold(world), [])
            self.assertEqual(self.here(world)[pairs[first]]["note"], "Appeler avant midi")
            self.assertEqual(self.there(world)[made[0]["annotationid"]]["notetext"], "Très fragile")
            systems.edit("crm", "annotations", first, "*", {"notetext": "Ne plus appeler"})
            systems.edit("erp", "orderNotes", pairs[first], "*", {"note": "Appeler demain"})
            self.assertIn(world.run("sync").returncode, (0, 1))
            self.assertEqual(self.here(world)[pairs[first]]["note"], "Ne plus appeler")

            ledger = systems.control("GET", "/ledger/summary")
            world.run("sync")
            self.assertEqual(ledger, systems.control("GET", "/ledger/summary"), "a run with nothing to do wrote")

    def test_a_note_waits_for_its_order_and_goes_with_it(self):
        with World(more=ON) as world:
            systems = world.systems
            self.assertIn(world.run("sync").returncode, (0, 1))
            coupled = {pair["crm"] for pair in world.lines("couplings", "salesorders")}
            order = next(row for row in systems.rows("crm", "salesorders", "$orderby=ordernumber") if row["salesorderid"] in coupled)
            copied = {"name": "Suite", "customerid_account@odata.bind": f"/accounts({order['_customerid_value']})",
                      "order_details": [{"productid@odata.bind": f"/products({line['_productid_value']})", "quantity": 1,
                                         "ispriceoverridden": True, "priceperunit": 5}
                                        for line in systems.rows("crm", f"salesorders({order['salesorderid']})/order_details")]}
            made = systems.call("crm", "POST", "salesorders", copied, Prefer="return=representation")["salesorderid"]
            self.note(world, made, "À suivre")
            world.run("sync")
            self.assertEqual(self.here(world), {})
            systems.edit("crm", "salesorders", made, "*", {"statecode": 1, "statuscode": 3})
            world.run("sync")
            pairs = {pair["crm"]: pair["erp"] for pair in world.lines("couplings", "salesorders")}
            self.assertEqual([(row["documentId"], row["note"]) for row in self.here(world).values()], [(pairs[made], "À suivre")])


if __name__ == "__main__":
    unittest.main()
