"""What is on hand of an item: the figure on the product, and the answer to a person or a form at this moment."""
import base64
import http.client
import json
import os
import signal
import subprocess
import unittest
import urllib.parse

from scenario import final, states
from world import UNGUARDED, World

KEY = "Zm9yIHRoZSBmb3JtIG9uIHRoZSBvcmRlciBsaW5l"
SERVICE = "availability: { user: form, accessKey: { file: key } }\n"


class Stock:
    """A world whose items are in step; a context manager."""

    def __init__(self, more=""):
        self.world = World(more=UNGUARDED + more)

    def __enter__(self):
        world = self.world.__enter__()
        done = world.run("sync", "+items", "--json")
        if states(final(done))["items"] not in ("complete", "partial"):
            raise RuntimeError(done.stderr)
        return world

    def __exit__(self, *all_of_it):
        return self.world.__exit__(*all_of_it)


def pairs(world):
    """Items that are coupled, each with its product."""
    partner = {pair["erp"]: pair["crm"] for pair in world.lines("couplings", "items")}
    products = {row["productid"]: row for row in world.systems.rows("crm", "products")}
    items = world.systems.rows("erp", "items")
    return [(item, products[partner[item["id"]]]) for item in items if item["id"] in partner]


class OnTheProduct(unittest.TestCase):
    """The figure on the product follows the stock."""

    def test_what_is_shipped_is_on_the_product_after_the_next_run_and_nothing_is_listed_for_it(self):
        with Stock() as world:
            item, product = next((item, product) for item, product in pairs(world)
                                 if item["type"] == "Inventory" and float(item["inventory"]) > 10)
            customer = next(row for row in world.systems.rows("erp", "customers") if row["blocked"] in (" ", "_x0020_"))
            standard = f"{world.ready['erp']['url']}/api/v2.0/companies({world.ready['companyId']})"
            order = world.systems.call("erp", "POST", f"{standard}/salesOrders", {
                "customerId": customer["id"], "salesOrderLines": [
                    {"lineType": "Item", "lineObjectNumber": item["number"], "quantity": 3, "unitOfMeasureCode": item["baseUnitOfMeasureCode"]}]})
            world.systems.call("erp", "POST", f"{standard}/salesOrders({order['id']})/Microsoft.NAV.shipAndInvoice")
            now = next(row for row in world.systems.rows("erp", "items", f"$filter=id%20eq%20{item['id']}"))
            self.assertEqual(float(now["inventory"]), float(item["inventory"]) - 3)
            self.assertEqual(now["lastModifiedDateTime"], item["lastModifiedDateTime"], "the item keeps its stamp")
            before = world.systems.control("GET", "/stats")["erp"]["requests"]
            planned = final(world.run("plan", "items", "--json"))
            done = world.run("sync", "items", "--json")
            self.assertEqual(done.returncode, 0, done.stderr)
            for report in (planned, final(done)):
                counters = report["entities"][0]["counters"]
                self.assertEqual(counters["modified"]["crm"], 1, counters)
            asked = world.systems.control("GET", "/stats")["erp"]["requests"] - before
            # Its feed, that of the ledger, the one item, and what a look at the tables costs: no page of all items.
            self.assertLessEqual(asked, 14)
            after = world.systems.rows("crm", "products", f"$filter=productid%20eq%20{product['productid']}")[0]
            self.assertEqual(float(after["quantityonhand"]), float(now["inventory"]))
            again = world.run("sync", "items", "--json")
            self.assertEqual(states(final(again))["items"], "unchanged")


class Asked(unittest.TestCase):
    """couplet availability ITEM"""

    def failing(self, world, word, *parts, status=2):
        done = world.run("availability", word)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        said = " ".join(done.stderr.split())
        for part in parts:
            self.assertIn(part, said)
        return said

    def test_it_is_told_by_number_by_the_name_of_the_product_and_by_identity(self):
        with Stock() as world:
            known = pairs(world)
            names = [product["name"] for _, product in known]
            item, product = next((item, product) for item, product in known
                                 if names.count(product["name"]) == 1 and item["inventory"] not in ("0", 0))
            for word in (item["number"], item["number"].lower(), product["name"], item["id"], product["productid"]):
                answer, = world.lines("availability", word)
                self.assertEqual(answer["number"], item["number"])
                self.assertEqual(float(answer["onHand"]), float(item["inventory"]))
                self.assertEqual(float(answer["available"]), max(0, float(item["inventory"])))
                self.assertEqual((answer["erp"], answer["crm"]), (item["id"], product["productid"]))
            said = world.run("availability", item["number"]).stdout
            self.assertRegex(said, rf"^{item['number']} .*: [\d.]+ {item['baseUnitOfMeasureCode']} on hand \(Business Central, ")
            french = world.run("availability", item["number"], "--language", "fr").stdout
            self.assertIn("en stock (Business Central, ", french)
            # Nobody synchronizes in between: it is asked at this moment.
            standard = f"{world.ready['erp']['url']}/api/v2.0/companies({world.ready['companyId']})"
            world.systems.call("erp", "PATCH", f"{standard}/items({item['id']})", {"inventory": 77.5}, If_Match="*")
            answer, = world.lines("availability", item["number"])
            self.assertEqual(float(answer["onHand"]), 77.5)

    def test_what_can_t_be_told_says_why_and_what_to_do(self):
        with Stock() as world:
            known = pairs(world)
            said = self.failing(world, "NOTHING", "There is no item NOTHING.", "Name it by its number in Business Central.")
            self.assertTrue(said.startswith("couplet: "))
            report = json.loads(world.run("availability", "NOTHING", "--json").stderr.splitlines()[-1])
            self.assertEqual(report["error"], "availability")
            for (_, product) in known[:2]:
                world.systems.call("crm", "PATCH", f"products({product['productid']})", {"name": "Two of one name"})
            self.failing(world, "Two of one name", "Several items are called Two of one name.",
                         *sorted(item["number"] for item, _ in known[:2]), "Name one by its number.")
            partners = {product["productid"] for _, product in known}
            alone = next(row for row in world.systems.rows("crm", "products") if row["productid"] not in partners)
            self.failing(world, alone["productid"], "The product is coupled with no item.")
            # Before the first run nothing is coupled, and numbers are answered all the same.
            world.configure(store=world.folder / "other.sqlite")
            answer, = world.lines("availability", known[0][0]["number"])
            self.assertNotIn("crm", answer)
            world.configure(erp="http://127.0.0.1:9")
            self.failing(world, known[0][0]["number"], "Business Central", status=4)

    def test_nobody_can_say_where_no_plugin_keeps_stock(self):
        with World(more=UNGUARDED + "entities: { items: { enabled: false } }\n") as world:
            self.failing(world, "A10000", "No plugin that is switched on keeps stock.")


class Served(unittest.TestCase):
    """couplet availability serve"""

    def serve(self, world, *words):
        """The service of a world and where it answers."""
        key = world.folder / "key"
        key.touch(mode=0o600)
        key.write_text(KEY)
        child = subprocess.Popen(
            world.command("availability", "serve", "--json", *words), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL, text=True, env={**os.environ, "LANG": "en_US.UTF-8"})
        world.children.append(child)
        line = child.stdout.readline()
        self.assertTrue(line, child.stderr.read() if child.poll() is not None else "")
        return child, urllib.parse.urlsplit(json.loads(line)["url"])

    def ask(self, place, item, key=KEY, method="GET", **headers):
        link = http.client.HTTPConnection(place.netloc, timeout=60)
        if key is not None:
            headers["Authorization"] = "Basic " + base64.b64encode(f"form:{key}".encode()).decode()
        link.request(method, f"{place.path}?{urllib.parse.urlencode({'item': item})}", headers=headers)
        answer = link.getresponse()
        body = answer.read()
        link.close()
        return answer.status, json.loads(body) if body else None, answer.headers

    def test_a_form_gets_one_answer_with_the_key_of_the_service_user_and_none_without(self):
        with Stock(SERVICE) as world:
            item, product = pairs(world)[0]
            child, place = self.serve(world, "--port", "0")
            self.assertEqual(place.hostname, "127.0.0.1")
            for word in (item["number"], product["productid"]):
                status, answer, headers = self.ask(place, word)
                self.assertEqual((status, answer["number"]), (200, item["number"]))
                self.assertEqual(headers["Cache-Control"], "no-store")
            for key in (None, "", KEY[:-1], KEY + "x", KEY.swapcase()):
                status, answer, _ = self.ask(place, item["number"], key=key)
                self.assertEqual((status, answer["error"]["code"]), (401, "unauthorized"))
            status, answer, _ = self.ask(place, "NOTHING", **{"Accept-Language": "fr"})
            self.assertEqual((status, answer["error"]["what"]), (404, "Il n'y a pas d'article NOTHING."))
            self.assertEqual(self.ask(place, item["number"], method="POST")[0], 405)
            origin = world.ready["crm"]["url"]
            self.assertEqual(self.ask(place, item["number"], Origin=origin)[2]["Access-Control-Allow-Origin"], origin)
            self.assertIsNone(self.ask(place, item["number"], Origin="https://evil.example")[2]["Access-Control-Allow-Origin"])
            # A run owns the store meanwhile.
            self.assertEqual(world.run("sync", "items").returncode, 0)
            self.assertEqual(self.ask(place, item["number"])[0], 200)
            child.send_signal(signal.SIGINT)
            out, err = child.communicate(timeout=30)
            self.assertEqual(child.returncode, 0, err)
            self.assertNotIn(KEY, out + err)
            for path in world.folder.rglob("*"):
                if path.is_file() and path.name != "key":
                    self.assertNotIn(KEY.encode(), path.read_bytes(), path)

    def test_what_would_give_the_key_away_is_refused_before_it_listens(self):
        with World(more=UNGUARDED) as world:
            done = world.run("availability", "serve")
            self.assertEqual(done.returncode, 2)
            self.assertIn("availability is missing", done.stderr)
            key = world.folder / "key"
            key.touch(mode=0o600)
            key.write_text(KEY)
            world.configure(UNGUARDED + "availability: { user: form, accessKey: { file: key }, address: 0.0.0.0 }\n")
            done = world.run("availability", "serve")
            self.assertEqual(done.returncode, 2, done.stdout)
            self.assertIn("the access key would travel in the clear", " ".join(done.stderr.split()))
            key.write_text("short")
            world.configure(UNGUARDED + SERVICE)
            done = world.run("availability", "serve")
            self.assertEqual(done.returncode, 2, done.stdout)
            self.assertIn("it could be guessed", " ".join(done.stderr.split()))
            key.chmod(0o644)
            done = world.run("availability", "serve")
            self.assertIn("Others than you can read it.", " ".join(done.stderr.split()))


if __name__ == "__main__":
    unittest.main()
