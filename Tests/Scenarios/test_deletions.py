"""What becomes of a record whose partner a person deleted."""
import unittest

from scenario import final
from world import World

NEEDED = ["currencies", "paymentterms", "shipmentmethods", "shippingagents", "salespeople", "customers"]


class Deletions(unittest.TestCase):
    """A person deletes an account; its customer stays."""

    def test_a_listing_does_not_make_it_anew_an_edit_does(self):
        with World() as world:
            world.run("sync", *NEEDED)
            pair = world.lines("couplings", "customers")[0]
            world.systems.call("crm", "DELETE", f"accounts({pair['crm']})")
            ended = self.counters(world, "sync", "customers")
            self.assertEqual(ended["uncoupled"], 1)
            accounts = len(world.systems.rows("crm", "accounts"))
            for words in [("plan", "customers", "--full"), ("sync", "customers", "--full")]:
                listed = self.counters(world, *words)
                self.assertEqual(sum(listed["inserted"].values()), 0, words)
            self.assertEqual(len(world.systems.rows("crm", "accounts")), accounts)
            story = world.lines("why", pair["erp"], "--offline")[0]
            self.assertEqual([entry["code"] for entry in story["skipped"]], ["partnerDeleted"])
            self.assertIn("--record", world.run("why", pair["erp"], "--offline").stdout)

            world.systems.edit("erp", "customers", pair["erp"], "*", {"phoneNumber": "+41 44 555 01 02"})
            made = self.counters(world, "sync", "customers")
            self.assertEqual(made["inserted"]["crm"], 1)
            self.assertEqual(world.lines("why", pair["erp"], "--offline")[0]["skipped"], [])

    def test_a_person_who_names_it_has_it_made_anew(self):
        with World() as world:
            world.run("sync", *NEEDED)
            pair = world.lines("couplings", "customers")[0]
            world.systems.call("crm", "DELETE", f"accounts({pair['crm']})")
            world.run("sync", "customers")
            made = self.counters(world, "sync", "customers", "--record", pair["erp"])
            self.assertEqual(made["inserted"]["crm"], 1)

    def test_the_people_of_an_account_made_anew_are_in_step_again_once_they_are_given_to_it(self):
        with World() as world:
            world.run("sync", *NEEDED, "contacts")
            contact = world.lines("couplings", "contacts")[0]
            account = self.contact(world, contact)["_parentcustomerid_value"]
            customer = next(pair["erp"] for pair in world.lines("couplings", "customers") if pair["crm"] == account)
            world.systems.edit("erp", "customers", customer, "*", {"phoneNumber": "+41 44 555 01 02"})
            world.systems.call("crm", "DELETE", f"accounts({account})")
            self.assertEqual(self.counters(world, "sync", "customers", "contacts")["inserted"]["crm"], 1)
            new = next(pair["crm"] for pair in world.lines("couplings", "customers") if pair["erp"] == customer)
            # The CRM took its contacts from the deleted account: they are nobody's, and left alone.
            self.assertIsNone(self.contact(world, contact)["_parentcustomerid_value"])
            world.systems.edit("erp", "contacts", contact["erp"], "*", {"phoneNumber": "+41 44 555 01 03"})
            world.run("sync", "customers", "contacts")
            self.assertNotEqual(self.contact(world, contact)["telephone1"], "+41 44 555 01 03")
            self.assertIn(contact, world.lines("couplings", "contacts"))
            owner = {"parentcustomerid_account@odata.bind": f"accounts({new})"}
            world.systems.edit("crm", "contacts", contact["crm"], "*", owner)
            world.run("sync", "customers", "contacts")
            self.assertEqual(self.contact(world, contact)["telephone1"], "+41 44 555 01 03")

    def contact(self, world, pair):
        """A contact as the CRM has it."""
        return next(row for row in world.systems.rows("crm", "contacts") if row["contactid"] == pair["crm"])

    def counters(self, world, *words):
        """What a run counted of customers."""
        done = world.run(*words, "--json")
        self.assertIn(done.returncode, (0, 1, 3), done.stderr)
        return next(entity["counters"] for entity in final(done)["entities"] if entity["entity"] == "customers")
