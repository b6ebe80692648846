"""Microsoft's Python SDK for Dataverse, with the credentials of azure-identity."""

from azure.identity import ClientSecretCredential
from judge import CRM, READY, check, equal, refused, verdict
from PowerPlatform.Dataverse.client import DataverseClient
from PowerPlatform.Dataverse.core.errors import HttpError
from PowerPlatform.Dataverse.models.upsert import UpsertItem

credential = ClientSecretCredential(
    READY["tenant"],
    READY["clientId"],
    READY["clientSecret"],
    authority=READY["authority"].rsplit("/", 1)[0],
    disable_instance_discovery=True,
)
client = DataverseClient(CRM, credential)
records = client.records


@check("a row is created, read, changed and deleted")
def one_row():
    key = records.create("account", {"name": "Judge & Söhne", "creditlimit": 1234.5, "creditonhold": False})
    row = records.retrieve("account", key, select=["name", "creditlimit", "statecode"])
    equal((row["name"], row["creditlimit"], row["statecode"]), ("Judge & Söhne", 1234.5, 0))
    records.update("account", key, {"telephone1": "+33 1", "creditlimit": None})
    row = records.retrieve("account", key, select=["telephone1", "creditlimit"])
    equal((row["telephone1"], row["creditlimit"]), ("+33 1", None))
    records.delete("account", key)
    assert records.retrieve("account", key) is None


@check("the label of a choice is turned into its value")
def label():
    key = records.create("account", {"name": "Labelled", "paymenttermscode": "Net 30"})
    equal(records.retrieve("account", key, select=["paymenttermscode"])["paymenttermscode"], 1)


@check("a lookup is bound, expanded and annotated")
def lookup():
    account = records.create("account", {"name": "Parent"})
    contact = records.create(
        "contact",
        {"firstname": "Ada", "lastname": "Judge", "parentcustomerid_account@odata.bind": f"/accounts({account})"},
    )
    records.update("account", account, {"primarycontactid@odata.bind": f"/contacts({contact})"})
    row = records.retrieve(
        "account",
        account,
        select=["name", "_primarycontactid_value"],
        expand=["primarycontactid($select=fullname)"],
        include_annotations="*",
    )
    equal(row["primarycontactid"]["fullname"], "Ada Judge")
    equal(row["_primarycontactid_value@OData.Community.Display.V1.FormattedValue"], "Ada Judge")
    equal(row["_primarycontactid_value@Microsoft.Dynamics.CRM.lookuplogicalname"], "contact")


@check("many rows are created, changed and deleted in bulk")
def bulk():
    keys = records.create("account", [{"name": f"Bulk {n:03}", "accountnumber": f"JB{n:03}"} for n in range(250)])
    equal(len(set(keys)), 250)
    records.update("account", keys, {"address1_city": "Lyon"})
    records.update("account", keys[:2], [{"fax": "1"}, {"fax": "2"}])
    rows = records.list("account", filter="startswith(accountnumber,'JB') and address1_city eq 'Lyon'", select=["fax"])
    equal(len(rows), 250)
    equal(sorted(row["fax"] for row in rows if row["fax"]), ["1", "2"])
    assert records.delete("account", keys[200:])
    equal(len(records.list("account", filter="startswith(accountnumber,'JB')", select=["name"])), 200)


@check("one bad row undoes a bulk create")
def bulk_is_atomic():
    good, bad = {"name": "Atomic", "accountnumber": "JATOM"}, {"name": "x" * 161}
    error = refused(lambda: records.create("account", [good, bad]), HttpError)
    equal((error.status_code, error.details["service_error_code"]), (400, "0x80044331"))
    equal(len(records.list("account", filter="accountnumber eq 'JATOM'", select=["name"])), 0)


@check("a row is upserted by its alternate key, and many rows are")
def upsert():
    item = UpsertItem(alternate_key={"accountnumber": "JU001"}, record={"name": "First"})
    records.upsert("account", [item])
    records.upsert("account", [{"alternate_key": {"accountnumber": "JU001"}, "record": {"name": "Second"}}])
    rows = records.list("account", filter="accountnumber eq 'JU001'", select=["name"])
    equal([row["name"] for row in rows], ["Second"])
    many = [UpsertItem(alternate_key={"accountnumber": f"JU{n:03}"}, record={"name": f"Up {n}"}) for n in range(1, 30)]
    records.upsert("account", many)
    rows = records.list("account", filter="startswith(accountnumber,'JU')", select=["name"])
    equal(len(rows), 29)
    assert "Up 1" in [row["name"] for row in rows]


@check("a listing goes over many pages, each row once")
def paging():
    pages = list(
        records.list_pages("account", filter="startswith(accountnumber,'JB')", select=["accountnumber"],
                           orderby=["accountnumber desc"], page_size=37)
    )
    equal([len(list(page)) for page in pages], [37, 37, 37, 37, 37, 15])
    found = [row["accountnumber"] for page in pages for row in page]
    equal(found, sorted({f"JB{n:03}" for n in range(200)}, reverse=True))


@check("a query with the builder: filter, order, top, expand")
def builder():
    from PowerPlatform.Dataverse.models.filters import col

    rows = list(
        client.query.builder("account")
        .select("name", "accountnumber")
        .where((col("address1_city") == "Lyon") & col("name").contains("Bulk 00"))
        .order_by("name")
        .top(3)
        .execute()
    )
    equal([row["name"] for row in rows], ["Bulk 000", "Bulk 001", "Bulk 002"])


@check("a query in SQL")
def sql():
    rows = client.query.sql("SELECT TOP 2 name, accountnumber FROM account WHERE accountnumber LIKE 'JB01%' ORDER BY name")
    equal([row["name"] for row in rows], ["Bulk 010", "Bulk 011"])


@check("a query in FetchXML, over more than one page")
def fetch():
    xml = """<fetch count="7"><entity name="account"><attribute name="name" /><order attribute="name" />
        <filter><condition attribute="accountnumber" operator="like" value="JB02%" /></filter></entity></fetch>"""
    rows = client.query.fetchxml(xml).execute()
    equal([row["name"] for row in rows], [f"Bulk {n:03}" for n in range(20, 30)])


@check("a batch with a change set whose operations refer to each other")
def change_set():
    batch = client.batch.new()
    with batch.changeset() as changes:
        account = changes.records.create("account", {"name": "In a change set"})
        contact = changes.records.create(
            "contact", {"lastname": "Set", "parentcustomerid_account@odata.bind": account}
        )
        changes.records.update("account", account, {"primarycontactid@odata.bind": contact, "telephone1": "7"})
    batch.records.list("account", filter="name eq 'In a change set'", select=["name", "telephone1"])
    result = batch.execute()
    assert not result.has_errors, [(r.status_code, r.error_message) for r in result.responses]
    equal([response.status_code for response in result.responses], [204, 204, 204, 200])
    listed = result.responses[3].data["value"]
    equal([row["telephone1"] for row in listed], ["7"])
    equal(listed[0]["accountid"], result.responses[0].entity_id)


@check("a change set that fails leaves nothing behind")
def change_set_fails():
    batch = client.batch.new()
    with batch.changeset() as changes:
        changes.records.create("account", {"name": "Never seen"})
        changes.records.create("account", {"name": "y" * 161})
    result = batch.execute()
    assert result.has_errors
    equal(len(result.responses), 1)
    equal(records.list("account", filter="name eq 'Never seen'", select=["name"]).records, [])


@check("a batch goes on after an error when it is asked to")
def continue_on_error():
    batch = client.batch.new()
    batch.records.update("account", "00000000-0000-0000-0000-000000000009", {"name": "nobody"})
    batch.records.create("account", {"name": "After the error"})
    result = batch.execute(continue_on_error=True)
    equal([response.status_code for response in result.responses], [404, 204])


@check("a missing row and a duplicate key are told apart by their codes")
def errors():
    error = refused(lambda: records.update("account", "00000000-0000-0000-0000-000000000009", {"name": "x"}), HttpError)
    equal((error.status_code, error.details["service_error_code"]), (404, "0x80040217"))
    error = refused(lambda: records.create("account", {"name": "again", "accountnumber": "JU001"}), HttpError)
    equal((error.status_code, error.details["service_error_code"]), (412, "0x80060892"))


@check("tables, columns, keys and relationships are described")
def metadata():
    table = client.tables.get("account")
    equal((table["entity_set_name"], table["primary_id_attribute"]), ("accounts", "accountid"))
    columns = {column["LogicalName"]: column for column in client.tables.list_columns("account")}
    equal(columns["creditlimit"]["AttributeType"], "Money")
    equal([key.key_attributes for key in client.tables.get_alternate_keys("account")], [["accountnumber"]])
    assert client.tables.list_table_relationships("account")
    assert len(client.tables.list()) > 5


verdict()
