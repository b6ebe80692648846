"""Orders that were submitted in the CRM, and what becomes of them in the ERP."""
import json
import unittest
from decimal import Decimal

import scenario  # noqa: F401
from world import UNGUARDED, World

ON = UNGUARDED + "entities:\n  salesorders: { enabled: true }\n"
OWN = {"ispriceoverridden": True}


def cents(amount):
    return Decimal(str(amount)).quantize(Decimal("0.01"))


class Orders(unittest.TestCase):
    def root(self, world):
        """The ERP's own API: its orders are on no other route."""
        return f"{world.systems.ready['erp']['url']}/api/v2.0/companies({world.systems.ready['companyId']})"

    def orders(self, world):
        url = f"{self.root(world)}/salesOrders?$expand=salesOrderLines"
        return {row["id"]: row for row in world.systems.call("erp", "GET", url)["value"]}

    def submit(self, world, lines, **more):
        """A person enters an order of a coupled customer, and submits it."""
        systems = world.systems
        account = sorted(pair["crm"] for pair in world.lines("couplings", "customers"))[0]
        made = systems.call("crm", "POST", "salesorders", {
            "name": "O", "customerid_account@odata.bind": f"/accounts({account})", "order_details": lines} | more,
            Prefer="return=representation")
        systems.edit("crm", "salesorders", made["salesorderid"], "*", {"statecode": 1, "statuscode": 3})
        return made["salesorderid"]

    def product(self, world, entity):
        """A product that is coupled with an item or a resource, as a line names it."""
        products = {row["productid"]: row for row in world.systems.rows("crm", "products", "$filter=statecode%20eq%200")}
        coupled = [pair["crm"] for pair in world.lines("couplings", entity) if pair["crm"] in products]
        blocked = {row["number"] for row in world.systems.rows("erp", entity, "$filter=blocked%20eq%20true")}
        one = next(row for row in (products[one] for one in sorted(coupled)) if row["productnumber"] not in blocked)
        return {"productid@odata.bind": f"/products({one['productid']})",
                "uomid@odata.bind": f"/uoms({one['_defaultuomid_value']})"} | OWN

    def test_a_submitted_order_becomes_one_of_the_erp_to_the_cent(self):
        with World(more=ON) as world:
            self.assertIn(world.run("sync").returncode, (0, 1))
            order = self.submit(world, [
                self.product(world, "items") | {"quantity": 3, "priceperunit": 19.99, "manualdiscountamount": 4.97},
                self.product(world, "resources") | {"quantity": 1.5, "priceperunit": 72.35}], discountpercentage=2.5)
            self.assertIn(world.run("sync").returncode, (0, 1))
            pairs = {pair["crm"]: pair["erp"] for pair in world.lines("couplings", "salesorders")}
            there = {row["salesorderid"]: row for row in world.systems.rows("crm", "salesorders")}
            here = self.orders(world)
            self.assertIn(order, pairs)
            for crm, erp in pairs.items():
                self.assertEqual(cents(here[erp]["totalAmountExcludingTax"]), cents(there[crm]["totalamountlessfreight"]))
                self.assertEqual(here[erp]["externalDocumentNumber"], there[crm]["ordernumber"].upper())
            lines = here[pairs[order]]["salesOrderLines"]
            self.assertEqual([line["lineType"] for line in lines], ["Item", "Resource"])
            self.assertEqual([cents(line["amountExcludingTax"]) for line in lines], [cents(55), cents("108.53")])
            ledger = world.systems.control("GET", "/ledger/summary")
            world.run("sync")
            self.assertEqual(ledger, world.systems.control("GET", "/ledger/summary"), "a run with nothing to do wrote")

    def test_an_order_that_the_erp_cannot_take_is_refused_by_name_and_nothing_of_it_is_written(self):
        with World(more=ON) as world:
            self.assertIn(world.run("sync").returncode, (0, 1))
            before = self.orders(world)
            self.submit(world, [
                self.product(world, "items") | {"quantity": 1, "priceperunit": 5},
                {"isproductoverridden": True, "productdescription": "Gravure", "quantity": 1, "priceperunit": 9}],
                freightamount=12.5)
            self.assertIn(world.run("sync").returncode, (0, 1))
            said = world.run("errors", "salesorders", "--json").stdout
            self.assertIn("writeIn:2", said)
            self.assertIn("freight", said)
            self.assertEqual(before, self.orders(world))

    def test_an_order_waits_for_its_customer_and_then_goes_by_itself_once(self):
        with World(more=ON) as world:
            systems = world.systems
            self.assertIn(world.run("sync").returncode, (0, 1))
            stranger = systems.call("crm", "POST", "accounts", {"name": "Nordlys Bokhandel AS", "address1_city": "Tromsø"},
                                    Prefer="return=representation")["accountid"]
            before = self.orders(world)
            order = self.submit(world, [self.product(world, "items") | {"quantity": 7, "priceperunit": 3.33}],
                                **{"customerid_account@odata.bind": f"/accounts({stranger})"})
            self.assertIn(world.run("sync").returncode, (0, 1))
            self.assertEqual(before, self.orders(world))
            told = [entry for entry in world.lines("errors", "salesorders") if entry.get("crm") == order]
            self.assertIn("customers", json.dumps(told))
            # It becomes a customer: the order is not touched.
            systems.edit("crm", "accounts", stranger, "*", {"customertypecode": 3})
            self.assertIn(world.run("sync").returncode, (0, 1))
            pairs = {pair["crm"]: pair["erp"] for pair in world.lines("couplings", "salesorders")}
            new = [row for key, row in self.orders(world).items() if key not in before]
            self.assertEqual([row["id"] for row in new], [pairs.get(order)])
            self.assertEqual([(row["quantity"], cents(row["amountExcludingTax"])) for row in new[0]["salesOrderLines"]],
                             [(7, cents("23.31"))])
            world.run("sync")
            self.assertEqual(len(self.orders(world)), len(before) + 1)


if __name__ == "__main__":
    unittest.main()
