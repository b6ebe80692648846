"""Units in groups, together with the old pricing and with orders."""
import json
import unittest
from decimal import Decimal

import prediction
import scenario  # noqa: F401
from world import UNGUARDED, World

GROUPED = "{ settings: { units: groups } }"
ENTITIES = UNGUARDED + (
    "entities:\n  unitsofmeasure: { enabled: false }\n  unitgroups: { enabled: true }\n"
    "  itemunits: { enabled: true }\n  resourceunits: { enabled: true }\n"
    f"  items: {GROUPED}\n  resources: {GROUPED}\n"
    "  pricelists: { enabled: false }\n  pricelistlines: { enabled: false }\n  customerpricegroups: { enabled: true }\n"
    "  salesprices: { enabled: true, settings: { units: groups } }\n  salesorders: { enabled: true }\n")


def cents(amount):
    return Decimal(str(amount or 0)).quantize(Decimal("0.01"))


class Groups(unittest.TestCase):
    def orders(self, world):
        url = f"{world.ready['erp']['url']}/api/v2.0/companies({world.ready['companyId']})/salesOrders?$expand=salesOrderLines"
        return {row["externalDocumentNumber"]: row for row in world.systems.call("erp", "GET", url)["value"]}

    def submit(self, world, lines, price_list=None):
        """A person enters an order of a coupled customer, and submits it; returns it as it was then."""
        systems = world.systems
        account = sorted(pair["crm"] for pair in world.lines("couplings", "customers"))[0]
        body = {"name": "O", "customerid_account@odata.bind": f"/accounts({account})", "order_details": lines}
        if price_list:
            body["pricelevelid@odata.bind"] = f"/pricelevels({price_list})"
        made = systems.call("crm", "POST", "salesorders", body, Prefer="return=representation")
        systems.edit("crm", "salesorders", made["salesorderid"], "*", {"statecode": 1, "statuscode": 3})
        return systems.call("crm", "GET", f"salesorders({made['salesorderid']})?$expand=order_details")

    @staticmethod
    def line(product, unit, **more):
        return {"productid@odata.bind": f"/products({product})", "uomid@odata.bind": f"/uoms({unit})", **more}

    def test_sales_prices_and_orders_are_in_the_units_of_their_products_groups(self):
        with World(more=ENTITIES) as world:
            systems = world.systems
            self.assertEqual(prediction.foretold(world), [])
            agrees, report = world.agreement()
            self.assertTrue(agrees, report)
            group = {row["uomid"]: row["_uomscheduleid_value"] for row in systems.rows("crm", "uoms")}
            products = {row["productid"]: row for row in systems.rows("crm", "products", "$filter=statecode%20eq%200")}
            prices = [row for row in systems.rows("crm", "productpricelevels") if row["_productid_value"] in products]
            coupled = {pair["crm"] for pair in world.lines("couplings", "salesprices")}
            self.assertTrue(coupled)
            for row in prices:
                if row["productpricelevelid"] in coupled:
                    self.assertEqual(group[row["_uomid_value"]], products[row["_productid_value"]]["_defaultuomscheduleid_value"])

            # By the price of a group's list, in the unit of the price.
            blocked = {row["number"] for row in systems.rows("erp", "items", "$filter=blocked%20eq%20true")}
            items = {pair["crm"] for pair in world.lines("couplings", "items")}
            usable = [row for row in prices if row["productpricelevelid"] in coupled and row["_productid_value"] in items
                      and row["amount"] and products[row["_productid_value"]]["productnumber"] not in blocked]
            own = [row for row in usable if row["_uomid_value"] == products[row["_productid_value"]]["_defaultuomid_value"]]
            price = min(own, key=lambda row: row["productpricelevelid"])
            listed = self.submit(world, [self.line(price["_productid_value"], price["_uomid_value"], quantity=3)],
                                 price["_pricelevelid_value"])
            self.assertEqual(cents(listed["totalamount"]), cents(3 * Decimal(str(price["amount"]))))
            # In another unit of the group: a box has the price of a box, which the plugin does not turn into pieces.
            boxed = next(({"product": key, "unit": unit} for key, row in sorted(products.items()) for unit in sorted(group)
                          if key in items and group[unit] == row["_defaultuomscheduleid_value"]
                          and unit != row["_defaultuomid_value"] and row["productnumber"] not in blocked), None)
            self.assertIsNotNone(boxed)
            other = self.submit(world, [self.line(boxed["product"], boxed["unit"], quantity=2, ispriceoverridden=True,
                                                  priceperunit=120)])
            self.assertIn(world.run("sync").returncode, (0, 1))

            orders = self.orders(world)
            crossed = orders[listed["ordernumber"].upper()]
            self.assertEqual(cents(crossed["totalAmountExcludingTax"]), cents(listed["totalamountlessfreight"]))
            code = next(row["name"] for row in systems.rows("crm", "uoms") if row["uomid"] == price["_uomid_value"])
            self.assertEqual(crossed["salesOrderLines"][0]["unitOfMeasureCode"], code)
            self.assertNotIn(other["ordernumber"].upper(), orders)
            told = [entry for entry in world.lines("errors", "salesorders") if entry.get("crm") == other["salesorderid"]]
            self.assertIn("unit:1", json.dumps(told))
            ledger = systems.control("GET", "/ledger/summary")
            world.run("sync")
            self.assertEqual(ledger, systems.control("GET", "/ledger/summary"), "a run with nothing to do wrote")


if __name__ == "__main__":
    unittest.main()
