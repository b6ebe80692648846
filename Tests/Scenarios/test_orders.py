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
            # The CRM's order, which stays submitted, is told the number of the ERP's.
            world.run("sync")
            told = world.systems.call("crm", "GET", f"salesorders({order})")
            self.assertEqual((told["bcbi_businesscentralordernumber"], told["statecode"], told["statuscode"]),
                             (here[pairs[order]]["number"], 1, 3))
            ledger = world.systems.control("GET", "/ledger/summary")
            world.run("sync")
            self.assertEqual(ledger, world.systems.control("GET", "/ledger/summary"), "a run with nothing to do wrote")

    def test_freight_and_what_is_written_in_have_lines_of_their_own_to_the_cent(self):
        settings = "{ freightAccount: '708500', writeInItem: %s }"
        with World(more=ON) as world:
            self.assertIn(world.run("sync").returncode, (0, 1))
            coupled = {pair["erp"] for pair in world.lines("couplings", "items")}
            item = next(row["number"] for row in world.systems.rows("erp", "items", "$filter=blocked%20eq%20false&$orderby=number")
                        if row["id"] in coupled)
            world.configure(ON.replace("enabled: true }", "enabled: true, settings: " + settings % item + " }"))
            text = "Gravure du nom sur la plaque de laiton, en caractères romains de douze points, avec un filet doré autour de la plaque\nMerci !"
            order = self.submit(world, [
                self.product(world, "items") | {"quantity": 3, "priceperunit": 19.99, "manualdiscountamount": 4.97},
                {"isproductoverridden": True, "productdescription": text, "quantity": 1, "priceperunit": 9.99}],
                freightamount=12.35, discountamount=1.11)
            self.assertIn(world.run("sync").returncode, (0, 1))
            here = self.orders(world)[{pair["crm"]: pair["erp"] for pair in world.lines("couplings", "salesorders")}[order]]
            lines = here["salesOrderLines"]
            self.assertEqual([line["lineType"] for line in lines], ["Item", "Item", "Comment", "Comment", "Account"])
            self.assertEqual(" ".join(line["description"] for line in lines[1:4]), text.replace("\n", " "))
            there = world.systems.call("crm", "GET", f"salesorders({order})")
            self.assertEqual(cents(here["totalAmountExcludingTax"]), cents(there["totalamount"]))
            self.assertEqual(cents(here["totalAmountExcludingTax"]), cents(59.97 - 4.97 + 9.99 - 1.11 + 12.35))
            # Others that could not go without these settings go now, and are told their numbers.
            world.run("sync", "--full")
            world.run("sync", "--full")
            ledger = world.systems.control("GET", "/ledger/summary")
            world.run("sync", "--full")
            self.assertEqual(ledger, world.systems.control("GET", "/ledger/summary"), "a run with nothing to do wrote")

    def test_what_is_edited_while_an_order_is_open_goes_with_it_when_it_is_submitted_again(self):
        with World(more=ON) as world:
            systems = world.systems
            self.assertIn(world.run("sync").returncode, (0, 1))
            order = self.submit(world, [self.product(world, "items") | {"quantity": 3, "priceperunit": 5}])
            self.assertIn(world.run("sync").returncode, (0, 1))
            systems.edit("crm", "salesorders", order, "*", {"statecode": 0, "statuscode": 1})
            line = systems.rows("crm", "salesorderdetails", f"$filter=_salesorderid_value%20eq%20{order}")[0]
            systems.edit("crm", "salesorderdetails", line["salesorderdetailid"], "*", {"quantity": 8})
            self.assertIn(world.run("sync").returncode, (0, 1))
            pairs = {pair["crm"]: pair["erp"] for pair in world.lines("couplings", "salesorders")}
            self.assertEqual([3], [line["quantity"] for line in self.orders(world)[pairs[order]]["salesOrderLines"]])
            systems.edit("crm", "salesorders", order, "*", {"statecode": 1, "statuscode": 3})
            self.assertIn(world.run("sync").returncode, (0, 1))
            self.assertEqual([8], [line["quantity"] for line in self.orders(world)[pairs[order]]["salesOrderLines"]])

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

    def test_everything_that_an_order_lacks_is_named_at_once_with_the_command_that_mends_it(self):
        with World(more=ON) as world:
            systems = world.systems
            self.assertIn(world.run("sync").returncode, (0, 1))
            unit = self.product(world, "items")["uomid@odata.bind"].split("(")[1].rstrip(")")
            group = systems.call("crm", "GET", f"uoms({unit})")["_uomscheduleid_value"]
            new = [systems.call("crm", "POST", "products", {
                "name": name, "productnumber": number, "producttypecode": 1, "defaultuomscheduleid@odata.bind": f"/uomschedules({group})",
                "defaultuomid@odata.bind": f"/uoms({unit})"}, Prefer="return=representation")
                for name, number in [("Bureau chêne", "NEU-1"), ("Fauteuil", "NEU-2")]]
            stranger = systems.call("crm", "POST", "accounts", {"name": "Nordlys Bokhandel AS"}, Prefer="return=representation")
            for product in new:
                systems.edit("crm", "products", product["productid"], "*", {"statecode": 0, "statuscode": 1})
            before = self.orders(world)
            order = self.submit(world, [{
                "productid@odata.bind": f"/products({row['productid']})", "uomid@odata.bind": f"/uoms({unit})",
                "quantity": 2, "priceperunit": 12.5} | OWN for row in new],
                **{"customerid_account@odata.bind": f"/accounts({stranger['accountid']})"})
            # The products are not copied yet: only the orders are looked at.
            self.assertIn(world.run("sync", "salesorders").returncode, (0, 1))
            self.assertEqual(before, self.orders(world))
            told = next(entry for entry in world.lines("errors", "salesorders") if entry.get("crm") == order)
            lacks = [told["waitsFor"], *told["alsoWaitsFor"]]
            self.assertEqual(lacks[0]["entity"], "customers")
            self.assertEqual({(one["entity"], one["id"]) for one in lacks},
                             {("customers", stranger["accountid"])} | {("items", row["productid"]) for row in new})
            said = " ".join(world.run("errors", "salesorders").stdout.split())
            commands = [["sync", one["entity"], "--record", one["id"]] for one in lacks]
            systems.edit("crm", "accounts", stranger["accountid"], "*", {"customertypecode": 3})
            for command in commands:
                self.assertIn("couplet " + " ".join(command), said)
                self.assertIn(world.run(*command).returncode, (0, 1))
            self.assertIn(world.run("sync", "salesorders").returncode, (0, 1))
            pairs = {pair["crm"]: pair["erp"] for pair in world.lines("couplings", "salesorders")}
            self.assertEqual(cents(self.orders(world)[pairs[order]]["totalAmountExcludingTax"]), cents(50))

    def test_the_release_and_what_is_shipped_of_each_line_come_back(self):
        with World(more=ON) as world:
            systems = world.systems
            self.assertIn(world.run("sync").returncode, (0, 1))
            order = self.submit(world, [self.product(world, "items") | {"quantity": 4, "priceperunit": 25}])
            self.assertIn(world.run("sync").returncode, (0, 1))
            erp = {pair["crm"]: pair["erp"] for pair in world.lines("couplings", "salesorders")}[order]
            here = self.orders(world)[erp]

            def told(quantity, state):
                self.assertIn(world.run("sync").returncode, (0, 1))
                row = systems.call("crm", "GET", f"salesorders({order})?$expand=order_details")
                self.assertEqual([line["quantityshipped"] or 0 for line in row["order_details"]], [quantity])
                self.assertEqual((row["submitstatus"], row["statecode"]), (2, state))
                self.assertEqual(cents(row["totalamountlessfreight"]), cents(100))

            systems.control("POST", "/office", {"do": "release", "order": here["number"]})
            told(0, 1)
            line = here["salesOrderLines"][0]["id"]
            systems.call("erp", "PATCH", f"{self.root(world)}/salesOrders({erp})/salesOrderLines({line})", {"shipQuantity": 1}, If_Match="*")
            systems.control("POST", "/office", {"do": "ship", "order": here["number"]})
            told(1, 1)
            systems.control("POST", "/office", {"do": "ship", "order": here["number"]})
            told(4, 3)
            ledger = systems.control("GET", "/ledger/summary")
            world.run("sync")
            self.assertEqual(ledger, systems.control("GET", "/ledger/summary"), "a run with nothing to do wrote")

    def test_an_order_that_was_invoiced_and_is_changed_after_all_is_told_and_goes_out_no_second_time(self):
        with World(more=ON) as world:
            systems = world.systems
            self.assertIn(world.run("sync").returncode, (0, 1))
            order = self.submit(world, [self.product(world, "items") | {"quantity": 2, "priceperunit": 29.5}])
            for _ in range(2):
                self.assertIn(world.run("sync").returncode, (0, 1))
            erp = {pair["crm"]: pair["erp"] for pair in world.lines("couplings", "salesorders")}[order]
            systems.call("erp", "POST", f"{self.root(world)}/salesOrders({erp})/Microsoft.NAV.shipAndInvoice")
            left = self.orders(world)

            def change(day):
                systems.edit("crm", "salesorders", order, "*", {"statecode": 0, "statuscode": 1})
                systems.edit("crm", "salesorders", order, "*", {"requestdeliveryby": f"2026-12-{day}T00:00:00Z"})
                systems.edit("crm", "salesorders", order, "*", {"statecode": 1, "statuscode": 3})

            for day, words in [(10, "changed in Dynamics 365 Sales after it left Business Central"), (11, "after it left Business Central")]:
                change(day)
                self.assertIn(world.run("sync").returncode, (0, 1))
                self.assertIn(words, " ".join(world.run("errors", "salesorders").stdout.split()))
                self.assertEqual(left, self.orders(world))
            world.run("sync", "--full")
            self.assertEqual(left, self.orders(world))

    def test_cancelling_in_the_crm_is_told_and_the_order_of_the_erp_stays(self):
        with World(more=ON) as world:
            systems = world.systems
            self.assertIn(world.run("sync").returncode, (0, 1))
            order = self.submit(world, [self.product(world, "items") | {"quantity": 1, "priceperunit": 5}])
            self.assertIn(world.run("sync").returncode, (0, 1))
            erp = {pair["crm"]: pair["erp"] for pair in world.lines("couplings", "salesorders")}[order]
            systems.call("crm", "POST", "CancelSalesOrder", {
                "Status": -1, "OrderClose": {"salesorderid@odata.bind": f"/salesorders({order})", "subject": "Nothing comes of it"}})
            self.assertIn(world.run("sync").returncode, (0, 1))
            said = " ".join(world.run("errors", "salesorders").stdout.split())
            self.assertIn("The order was cancelled in Dynamics 365 Sales. Business Central has it still", said)
            self.assertIn(erp, self.orders(world))
            # A person deletes it: nothing is left to tell.
            systems.call("erp", "DELETE", f"{self.root(world)}/salesOrders({erp})", If_Match="*")
            self.assertIn(world.run("sync", "--full").returncode, (0, 1))
            self.assertNotIn("cancelled", world.run("errors", "salesorders").stdout)
            self.assertEqual(systems.call("crm", "GET", f"salesorders({order})")["statecode"], 2)

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
