"""The community's dataverse-api: rows one by one, in batches and in bulk."""

import requests
from dataverse_api import DataverseAPIError, DataverseClient
from judge import CRM, check, equal, refused, token, verdict

session = requests.Session()
session.headers["Authorization"] = f"Bearer {token()}"
client = DataverseClient(session, f"{CRM}/")
accounts = client.entity("account")


def numbered(prefix, **options):
    return accounts.read(filter=f"startswith(accountnumber,'{prefix}')", **options)


@check("a table is described: set, keys, bulk actions, relationships")
def described():
    equal(accounts.entity_set_name, "accounts")
    equal(list(accounts.alternate_keys.values()), [["accountnumber"]])
    assert accounts.supports_create_multiple and accounts.supports_update_multiple
    assert not client.entity("uom").supports_create_multiple
    assert accounts.relationships.single_valued and accounts.relationships.collection_valued


@check("rows are created one by one, and given back")
def singles():
    answers = accounts.create(
        [{"name": "Single 1", "accountnumber": "DA1"}, {"name": "Single 2", "accountnumber": "DA2"}], return_created=True
    )
    equal([answer.status_code for answer in answers], [201, 201])
    equal([answer.json()["name"] for answer in answers], ["Single 1", "Single 2"])


@check("rows are created in a batch with bare line feeds")
def batch():
    rows = [{"name": f"Batch {n}", "accountnumber": f"DB{n:03}"} for n in range(120)]
    answers = accounts.create(rows, mode="batch", batch_size=50)
    equal([answer.status_code for answer in answers], [200, 200, 200])
    equal(len(numbered("DB", select=["name"])), 120)


@check("rows are created in bulk, by several threads at once")
def multiple():
    rows = [{"name": f"Multiple {n}", "accountnumber": f"DM{n:03}"} for n in range(120)]
    answers = accounts.create(rows, mode="multiple", batch_size=25, threading=True)
    equal(sum(len(answer.json()["Ids"]) for answer in answers), 120)


@check("a listing goes over pages, with formatted values")
def pages():
    rows = numbered("DB", select=["name", "statecode"], page_size=50, order_by="name", return_formatted_values=True)
    equal(len(rows), 120)
    equal(rows[0]["statecode@OData.Community.Display.V1.FormattedValue"], "Active")
    equal(len(numbered("DB", select=["name"], top=7)), 7)


@check("rows are upserted by alternate key, one by one and in a batch")
def upsert():
    rows = [{"accountnumber": "DA1", "name": "Upserted"}, {"accountnumber": "DA9", "name": "New, O'Neil"}]
    accounts.upsert(rows, altkey_name=list(accounts.alternate_keys)[0])
    equal(sorted(row["name"] for row in numbered("DA")), ["New, O'Neil", "Single 2", "Upserted"])
    rows = [{"accountnumber": f"DB{n:03}", "name": f"Again {n}"} for n in range(60)]
    accounts.upsert(rows, mode="batch", altkey_name=list(accounts.alternate_keys)[0])
    equal(len(accounts.read(filter="startswith(name,'Again ')", select=["name"])), 60)


@check("columns are emptied, and rows deleted, one by one and in a batch")
def delete():
    keys = [row["accountid"] for row in numbered("DB", select=["accountid"])]
    accounts.delete_columns(["accountnumber"], ids=keys[:2])
    equal(len(numbered("DB", select=["accountid"])), 118)
    accounts.delete(ids=keys[:2])
    accounts.delete(ids=keys[2:], mode="batch")
    equal(len(numbered("DB", select=["accountid"])), 0)


@check("a refused request says why, and so does a filter")
def refusal():
    answers = accounts.create([{"name": "x", "nosuchcolumn": 1}])
    equal(answers[0].status_code, 400)
    assert "nosuchcolumn" in answers[0].json()["error"]["message"]
    refused(lambda: accounts.read(filter="nosuchcolumn eq 1"), DataverseAPIError)


verdict()
