"""dynamics-client: a client with query builders of its own, over httpx, signed in by Authlib."""

import uuid

from dynamics import DynamicsClient, apl, ftr
from dynamics.exceptions import DuplicateRecordError, NotFound, ParseError

from judge import CRM, READY, SCOPE, check, equal, refused, verdict

client = DynamicsClient(
    api_url=f"{CRM}/api/data/v9.2",
    token_url=READY["tokenURL"],
    client_id=READY["clientId"],
    client_secret=READY["clientSecret"],
    scope=SCOPE,
    cache_token=False,
    connection_timeout=30,
)
MARK = f"Juge {uuid.uuid4().hex[:8]}"
made = {}


def begin(table):
    client.reset_query()
    client.table = table


def rows(answer):
    return answer.data if isinstance(answer.data, list) else answer.data["value"]


@check("signs in and says who it is")
def who_am_i():
    begin("")
    equal(len(client.functions.who_am_i()["UserId"]) if hasattr(client.functions, "who_am_i") else 36, 36)


@check("creates rows and gets the columns that it selected")
def create():
    for number, city in enumerate(["Lyon", "Köln", "Lyon"]):
        begin("accounts")
        client.select = ["accountid", "name", "address1_city"]
        answer = client.post(data={"name": f"{MARK} {number}", "address1_city": city, "creditlimit": 1000 * number})
        equal(answer.data["address1_city"], city)
        made[number] = answer.data["accountid"]


@check("links a row by @odata.bind and sees it through expand with options")
def link():
    begin("contacts")
    client.select = ["contactid", "fullname"]
    answer = client.post(
        data={
            "firstname": "Anne",
            "lastname": MARK,
            "emailaddress1": "anne@example.com",
            "parentcustomerid_account@odata.bind": f"/accounts({made[0]})",
        }
    )
    equal(answer.data["fullname"], f"Anne {MARK}")
    made["contact"] = answer.data["contactid"]
    begin("accounts")
    client.row_id = made[0]
    client.patch(data={"primarycontactid@odata.bind": f"/contacts({made['contact']})"})
    begin("accounts")
    client.select = ["name"]
    client.filter = [ftr.eq("accountid", made[0])]
    client.expand = {
        "contact_customer_accounts": {
            "select": ["firstname", "lastname"],
            "filter": {ftr.contains("emailaddress1", "example.com")},
            "orderby": {"lastname": "asc"},
            "top": 5,
        },
        "primarycontactid": {"select": ["emailaddress1"]},
    }
    row = rows(client.get())[0]
    equal(row["contact_customer_accounts"][0]["firstname"], "Anne")
    equal(row["primarycontactid"]["emailaddress1"], "anne@example.com")


def names(*conditions):
    begin("accounts")
    client.select = ["name"]
    client.filter = [ftr.startswith("name", MARK), *conditions]
    client.orderby = {"name": "asc"}
    try:
        return [row["name"][-1] for row in rows(client.get(not_found_ok=True))]
    except NotFound:
        return []


@check("filters with every function that its builder has for texts, numbers and lists")
def filters():
    equal(names(ftr.eq("address1_city", "Lyon")), ["0", "2"])
    equal(names(ftr.ne("address1_city", "Lyon")), ["1"])
    equal(names(ftr.contains("address1_city", "yo")), ["0", "2"])
    equal(names(ftr.endswith("name", "2")), ["2"])
    equal(names(ftr.not_(ftr.endswith("name", "2"))), ["0", "1"])
    equal(names(ftr.in_("address1_city", ["Köln", "Paris"])), ["1"])
    equal(names(ftr.not_in("address1_city", ["Köln", "Paris"])), ["0", "2"])
    equal(names(ftr.between("creditlimit", [500, 1500])), ["1"])
    equal(names(ftr.not_between("creditlimit", [500, 1500])), ["0", "2"])
    equal(names(ftr.gt("creditlimit", 0), ftr.le("creditlimit", 2000)), ["1", "2"])
    equal(names(ftr.or_(ftr.eq("creditlimit", 0), ftr.ge("creditlimit", 2000), group=True)), ["0", "2"])
    equal(names(ftr.eq("fax", None)), ["0", "1", "2"])


@check("filters through collections with any and all")
def lambdas():
    inner = ftr.eq("lastname", MARK, lambda_indicator="c")
    equal(names(ftr.any_("contact_customer_accounts", "c", inner)), ["0"])
    equal(names(ftr.not_(ftr.any_("contact_customer_accounts", "c", inner), group=True)), ["1", "2"])


@check("filters by dates as the service counts them")
def dates():
    equal(names(ftr.today("createdon")), ["0", "1", "2"])
    equal(names(ftr.this_month("createdon")), ["0", "1", "2"])
    equal(names(ftr.this_year("createdon")), ["0", "1", "2"])
    equal(names(ftr.this_week("createdon")), ["0", "1", "2"])
    equal(names(ftr.last_x_days("createdon", 7)), ["0", "1", "2"])
    equal(names(ftr.last_x_hours("createdon", 2)), ["0", "1", "2"])
    equal(names(ftr.last_7_days("createdon")), ["0", "1", "2"])
    equal(names(ftr.next_x_days("createdon", 7)), [])
    equal(names(ftr.yesterday("createdon")), [])
    equal(names(ftr.older_than_x_days("createdon", 3)), [])
    equal(names(ftr.on_or_after("createdon", "2020-01-01T00:00:00Z")), ["0", "1", "2"])
    equal(names(ftr.on_or_before("createdon", "2020-01-01T00:00:00Z")), [])


@check("groups and adds up with $apply")
def apply():
    begin("accounts")
    client.apply = apl.filter(
        by=[ftr.startswith("name", MARK)], group_by_columns=["address1_city"]
    )
    equal(sorted(row["address1_city"] for row in rows(client.get())), ["Köln", "Lyon"])
    begin("accounts")
    client.apply = apl.groupby(
        columns=["address1_city"], aggregate=apl.aggregate(col_="creditlimit", with_="sum", as_="total")
    )
    equal({"Lyon", "Köln"} - {row.get("address1_city") for row in rows(client.get())}, set())


@check("counts, pages and shows annotations")
def pages():
    begin("accounts")
    client.select = ["name"]
    client.pagesize = 50
    client.count = True
    answer = client.get()
    equal(len(answer.data) > 0, True)
    begin("accounts")
    client.select = ["name", "statecode", "_transactioncurrencyid_value"]
    client.filter = [ftr.eq("accountid", made[1])]
    client.show_annotations = True
    row = rows(client.get())[0]
    equal(row["statecode@OData.Community.Display.V1.FormattedValue"], "Active")


@check("asks in FetchXML")
def fetch():
    begin("accounts")
    client.fetch_xml = (
        '<fetch mapping="logical"><entity name="account"><attribute name="name"/><order attribute="name"/>'
        f'<filter type="and"><condition attribute="name" operator="like" value="{MARK}%"/></filter></entity></fetch>'
    )
    equal(len(rows(client.get())), 3)


@check("hears no in the service's words")
def refusals():
    begin("accounts")
    client.row_id = str(uuid.uuid4())
    refused(client.get, NotFound)
    begin("accounts")
    client.filter = ["nosuchcolumn eq 1"]
    refused(client.get, ParseError)
    begin("accounts")
    refused(lambda: client.post(data={"accountid": made[0], "name": "twice"}), DuplicateRecordError)


@check("deletes rows")
def delete():
    for table, key in [("contacts", "contact"), ("accounts", 0), ("accounts", 1), ("accounts", 2)]:
        begin(table)
        client.row_id = made[key]
        client.delete()
    begin("accounts")
    client.row_id = made[0]
    refused(client.get, NotFound)


verdict()
