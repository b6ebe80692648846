"""Orders whose lines a person changes after they are in both systems."""
import unittest

import scenario  # noqa: F401
from test_orders import ON, Orders as _Orders, cents
from world import World

# Only its helpers are wanted: its tests run from their own file.
HELPERS = _Orders("root")


class OrderLines(unittest.TestCase):
    def sync(self, world):
        self.assertIn(world.run("sync").returncode, (0, 1))

    def there(self, world, order):
        pairs = {pair["crm"]: pair["erp"] for pair in world.lines("couplings", "salesorders")}
        return HELPERS.orders(world)[pairs[order]]

    def lines(self, world, order):
        return [(line["quantity"], cents(line["amountExcludingTax"])) for line in self.there(world, order)["salesOrderLines"]]

    def test_lines_that_are_changed_added_and_deleted_are_so_in_the_erp_together(self):
        with World(more=ON) as world:
            systems = world.systems
            self.sync(world)
            item = HELPERS.product(world, "items")
            order = HELPERS.submit(world, [
                item | {"quantity": 3, "priceperunit": 19.99, "lineitemnumber": 1},
                HELPERS.product(world, "resources") | {"quantity": 2, "priceperunit": 50, "lineitemnumber": 2},
                item | {"quantity": 1, "priceperunit": 5, "lineitemnumber": 3}])
            self.sync(world)
            self.assertEqual(self.lines(world, order), [(3, cents("59.97")), (2, cents(100)), (1, cents(5))])
            # Dataverse keeps a submitted order as it is: a person takes it back, changes it, and submits it again.
            systems.edit("crm", "salesorders", order, "*", {"statecode": 0, "statuscode": 1})
            mine = sorted((row for row in systems.rows("crm", "salesorderdetails") if row["_salesorderid_value"] == order),
                          key=lambda row: row["lineitemnumber"])
            systems.edit("crm", "salesorderdetails", mine[0]["salesorderdetailid"], "*", {"quantity": 7})
            systems.call("crm", "DELETE", f"salesorderdetails({mine[1]['salesorderdetailid']})")
            systems.call("crm", "POST", "salesorderdetails", item | {
                "salesorderid@odata.bind": f"/salesorders({order})", "quantity": 4, "priceperunit": 2.5, "lineitemnumber": 4})
            systems.edit("crm", "salesorders", order, "*", {"statecode": 1, "statuscode": 3})
            self.sync(world)
            self.assertEqual(self.lines(world, order), [(7, cents("139.93")), (1, cents(5)), (4, cents(10))])
            self.assertEqual([entry for entry in world.lines("errors", "salesorders") if entry.get("crm") == order], [])
            ledger = systems.control("GET", "/ledger/summary")
            world.run("sync")
            self.assertEqual(ledger, systems.control("GET", "/ledger/summary"), "a run with nothing to do wrote")

    def test_a_line_that_the_erp_refuses_leaves_its_order_as_it_was_there(self):
        with World(more=ON) as world:
            systems = world.systems
            self.sync(world)
            item = HELPERS.product(world, "items")
            order = HELPERS.submit(world, [item | {"quantity": 3, "priceperunit": 19.99}])
            self.sync(world)
            before = self.there(world, order)
            systems.edit("crm", "salesorders", order, "*", {"statecode": 0, "statuscode": 1})
            mine = next(row for row in systems.rows("crm", "salesorderdetails") if row["_salesorderid_value"] == order)
            systems.edit("crm", "salesorderdetails", mine["salesorderdetailid"], "*", {"quantity": 8})
            systems.call("crm", "POST", "salesorderdetails", item | {
                "salesorderid@odata.bind": f"/salesorders({order})", "quantity": 4, "priceperunit": 2.5})
            systems.edit("crm", "salesorders", order, "*", {"statecode": 1, "statuscode": 3})
            number = next(row["number"] for row in systems.rows("erp", "items")
                          if row["id"] == before["salesOrderLines"][0]["itemId"])
            self.block(world, number, True)
            self.sync(world)
            self.assertEqual(self.there(world, order)["salesOrderLines"], before["salesOrderLines"])
            self.assertTrue([entry for entry in world.lines("errors", "salesorders") if entry.get("crm") == order])
            self.block(world, number, False)
            world.run("retry", "salesorders")
            self.sync(world)
            self.assertEqual([quantity for quantity, _ in self.lines(world, order)], [8, 4])

    def test_totals_that_differ_are_told_and_hold_nothing_up(self):
        with World(more=ON) as world:
            self.sync(world)
            order = HELPERS.submit(world, [HELPERS.product(world, "items") | {"quantity": 3, "priceperunit": 19.99}])
            self.sync(world)
            self.assertNotIn("differ", world.run("status").stdout)
            here = self.there(world, order)
            line = here["salesOrderLines"][0]
            root = HELPERS.root(world)
            for price, differs in ((19.5, True), (19.99, False)):
                now = next(one for one in self.there(world, order)["salesOrderLines"] if one["id"] == line["id"])
                world.systems.call("erp", "PATCH", f"{root}/salesOrders({here['id']})/salesOrderLines({line['id']})",
                                   {"unitPrice": price}, **{"If-Match": now["@odata.etag"]})
                self.sync(world)
                said = world.run("status").stdout
                self.assertEqual("The totals of a document of salesorders differ" in said, differs, said)
                listed = {pair["crm"]: pair.get("unequalTotals") for pair in world.lines("couplings", "salesorders")}
                self.assertEqual(listed[order], ["totalAmountExcludingTax"] if differs else None)
                self.assertEqual([entry for entry in world.lines("errors", "salesorders") if entry.get("crm") == order], [])

    def block(self, world, number, blocked):
        item = next(row for row in world.systems.rows("erp", "items") if row["number"] == number)
        world.systems.edit("erp", "items", item["id"], item["@odata.etag"], {"blocked": blocked})


del _Orders
