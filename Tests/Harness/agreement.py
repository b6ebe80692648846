#!/usr/bin/env python3
"""Do both systems say the same? Read from both as an outsider, field by field; Couplet is asked for the pairs only.

    agreement.py READY COUPLET [OPTION ...]       COUPLET is the command, OPTION is added to it (--configuration …)

Prints a line per entity, and every difference. Ends with 0 when all pairs agree but those that Couplet says wait for a
person, and the ledger shows no record created twice; with 1 otherwise.
"""
import json
import re
import subprocess
import sys
from decimal import ROUND_HALF_UP, Decimal

from systems import Systems

# What an outsider would expect to agree: ERP field, CRM column, how; `code` ignores case, a number cuts the longer text, an entity pairs its records.
ENTITIES = {
    "currencies": ("currencies", "transactioncurrencies", "transactioncurrencyid", [
        ("code", "isocurrencycode", "code"), ("displayName", "currencyname", 100)]),
    "salespeople": ("salespeoplePurchasers", "systemusers", "systemuserid", [
        ("email", "internalemailaddress", "code"), ("displayName", "fullname", 50)]),
    "unitsofmeasure": ("unitsOfMeasure", "uomschedules", "uomscheduleid", [("code", "baseuomname", "code")]),
    "unitgroups": ("unitGroups", "uomschedules", "uomscheduleid", [("code", "name", "code")]),
    "itemunits": ("itemUnitsOfMeasure", "uoms", "uomid", [
        ("unitGroupId", "_uomscheduleid_value", "unitgroups"), ("code", "name", "code"),
        ("quantityPerUnitOfMeasure", "quantity", "number")]),
    "resourceunits": ("resourceUnitsOfMeasure", "uoms", "uomid", [
        ("unitGroupId", "_uomscheduleid_value", "unitgroups"), ("code", "name", "code"),
        ("quantityPerUnitOfMeasure", "quantity", "number")]),
    "customers": ("customers", "accounts", "accountid", [
        ("displayName", "name", 100), ("contactName", "address1_primarycontactname", 100),
        ("addressLine1", "address1_line1", 100), ("addressLine2", "address1_line2", 50),
        ("postalCode", "address1_postalcode", "code"), ("city", "address1_city", 30),
        ("country", "address1_country", "code"), ("state", "address1_stateorprovince", 30),
        ("email", "emailaddress1", 80), ("faxNumber", "fax", 30), ("website", "websiteurl", 200),
        ("phoneNumber", "telephone1", 30), ("creditLimit", "creditlimit", "number"),
        ("currencyId", "_transactioncurrencyid_value", "currencies"),
        ("primaryContactId", "_primarycontactid_value", "contacts")]),
    "accountstatistics": ("customerStatistics", "couplet_accountstatisticses", "couplet_accountstatisticsid", [
        ("customerId", "_couplet_accountid_value", "customers"), ("customerNumber", "couplet_customerno", "code"),
        ("balance", "couplet_balance", "number"), ("outstandingOrders", "couplet_outstandingorders", "number"),
        ("shippedNotInvoiced", "couplet_shippednotinvoiced", "number"), ("total", "couplet_total", "number"),
        ("creditLimit", "couplet_creditlimit", "number"), ("overdueAmount", "couplet_overdueamount", "number"),
        ("totalSales", "couplet_totalsales", "number"), ("overdueAsOf", "couplet_overdueasof", "date")]),
    "vendors": ("vendors", "accounts", "accountid", [
        ("displayName", "name", 100), ("contactName", "address1_primarycontactname", 100),
        ("addressLine1", "address1_line1", 100), ("addressLine2", "address1_line2", 50),
        ("postalCode", "address1_postalcode", "code"), ("city", "address1_city", 30),
        ("country", "address1_country", "code"), ("state", "address1_stateorprovince", 30),
        ("email", "emailaddress1", 80), ("faxNumber", "fax", 30), ("website", "websiteurl", 200),
        ("phoneNumber", "telephone1", 30), ("currencyId", "_transactioncurrencyid_value", "currencies")]),
    "contacts": ("contacts", "contacts", "contactid", [
        ("firstName", "firstname", 30), ("middleName", "middlename", 30), ("surname", "lastname", 30),
        ("addressLine1", "address1_line1", 100), ("addressLine2", "address1_line2", 50),
        ("postalCode", "address1_postalcode", "code"), ("city", "address1_city", 30),
        ("country", "address1_country", "code"), ("state", "address1_stateorprovince", 30),
        ("email", "emailaddress1", 80), ("faxNumber", "fax", 30), ("website", "websiteurl", 200),
        ("mobilePhoneNumber", "mobilephone", 30), ("pager", "pager", 30), ("phoneNumber", "telephone1", 30),
        ("customerId", "_parentcustomerid_value", "customers")]),
    "items": ("items", "products", "productid", [
        ("number", "productnumber", "code"), ("displayName", "name", 100), ("unitPrice", "price", "amount"),
        ("unitCost", "standardcost", "amount"), ("unitCost", "currentcost", "amount"),
        ("unitVolume", "stockvolume", "quantity"), ("grossWeight", "stockweight", "quantity"),
        ("vendorNumber", "vendorid", "code"), ("vendorItemNumber", "vendorpartnumber", "code"),
        ("inventory", "quantityonhand", "quantity"), ("baseUnitOfMeasureId", "_defaultuomscheduleid_value", "unitsofmeasure")]),
    "resources": ("resources", "products", "productid", [
        ("number", "productnumber", "code"), ("displayName", "name", 100), ("unitPrice", "price", "amount"),
        ("unitCost", "standardcost", "amount"), ("unitCost", "currentcost", "amount"), ("vendorNumber", "vendorid", "code"),
        ("capacity", "quantityonhand", "quantity"), ("baseUnitOfMeasureId", "_defaultuomscheduleid_value", "unitsofmeasure")]),
    "opportunities": ("opportunities", "opportunities", "opportunityid", [
        ("description", "name", 100), ("contactId", "_parentcontactid_value", "contacts"),
        ("customerId", "_parentaccountid_value", "customers"), ("estimatedValue", "estimatedvalue", "amount"),
        ("estimatedClosingDate", "estimatedclosedate", "date")]),
    "ordernotes": ("orderNotes", "annotations", "annotationid", [("note", "notetext", 2048)]),
    "pricelists": ("priceListHeaders", "pricelevels", "pricelevelid", [
        ("code", "name", "code"), ("description", "description", 250), ("startingDate", "begindate", "date"),
        ("endingDate", "enddate", "date"), ("currencyId", "_transactioncurrencyid_value", "currencies")]),
    # The CRM's description is written once.
    "customerpricegroups": ("customerPriceGroups", "pricelevels", "pricelevelid", [
        ("code", "name", "code"), ("currencyId", "_transactioncurrencyid_value", "currencies")]),
    "pricelistlines": ("priceListLines", "productpricelevels", "productpricelevelid", [
        ("priceListId", "_pricelevelid_value", "pricelists"), ("itemId", "_productid_value", "items"),
        ("resourceId", "_productid_value", "resources"), ("assetNumber", "productnumber", "code"),
        ("unitPrice", "amount", "amount"), ("currencyId", "_transactioncurrencyid_value", "currencies")]),
    "salesprices": ("salesPrices", "productpricelevels", "productpricelevelid", [
        ("customerPriceGroupId", "_pricelevelid_value", "customerpricegroups"), ("itemId", "_productid_value", "items"),
        ("itemNumber", "productnumber", "code"), ("unitPrice", "amount", "amount"),
        ("currencyId", "_transactioncurrencyid_value", "currencies")]),
    # Of the API of the ERP itself: its orders are on no other route. What has been invoiced is there no more.
    "salesorders": ("salesOrders", "salesorders", "salesorderid", [
        ("externalDocumentNumber", "ordernumber", "code"), ("customerId", "_customerid_value", "customers"),
        ("currencyId", "_transactioncurrencyid_value", "currencies"), ("requestedDeliveryDate", "requestdeliveryby", "date"),
        ("shipToName", "shipto_name", "given"), ("totalAmountExcludingTax", ("totalamountlessfreight", "freightamount"), "sum")]),
}
NOTHING = (None, "", "00000000-0000-0000-0000-000000000000")


def same(erp, crm, how, pairs):
    if isinstance(how, str) and how in pairs:
        if erp in NOTHING and crm in NOTHING:
            return True
        partner = pairs[how].get(erp)
        # A reference to what is not coupled can't agree; Couplet leaves it empty or waits.
        return partner == crm if partner else (erp in NOTHING or crm in NOTHING)
    if how in ("number", "amount", "quantity"):
        left, right = Decimal(str(erp or 0)), Decimal(str(crm or 0))
        if how == "quantity":  # the CRM keeps two digits
            left = left.quantize(Decimal("0.01"), ROUND_HALF_UP)
        return left == right or (how != "number" and max(left, Decimal(0)) == right)
    if how == "sum":
        return Decimal(str(erp)) == sum(Decimal(str(part or 0)) for part in crm)
    if how == "given":  # what the CRM leaves open is the ERP's business
        return not crm or str(erp) == str(crm)[:100]
    if how == "date":
        return (erp or None) == ((crm or "")[:10] or None) or (erp == "0001-01-01" and crm is None)
    left, right = str(erp or "").strip(), str(crm or "").strip()
    if how == "code":
        return left.upper() == right.upper()
    return left == right or (len(left) >= len(right) and left[:how].strip() == right[:how].strip()) or left == right[:how].strip()


def ask(command, *words):
    done = subprocess.run([*command[:1], *words, *command[1:]], capture_output=True, text=True)
    if done.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(words)} ended with {done.returncode}: {done.stderr[-500:]}")
    return [json.loads(line) for line in done.stdout.splitlines() if line.strip()]


def main():
    systems, command = Systems(sys.argv[1]), sys.argv[2:]
    pairs = {entity: {pair["erp"]: pair["crm"] for pair in ask(command, "couplings", entity, "--json")}
             for entity in ENTITIES}
    # Where units stand in groups, a product has the group of its item or resource.
    if pairs["unitgroups"]:
        for entity, base in (("items", "baseItemUnitOfMeasureId"), ("resources", "baseResourceUnitOfMeasureId")):
            units = entity.removesuffix("s") + "units"
            ENTITIES[entity][3][-1:] = [("unitGroupId", "_defaultuomscheduleid_value", "unitgroups"),
                                        (base, "_defaultuomid_value", units)]
    waiting = {identity for aside in ask(command, "errors", "--json", "--limit", "1000000")
               for identity in re.findall(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", json.dumps(aside))}
    wrong = 0
    for entity, (erp_set, crm_set, key, fields) in ENTITIES.items():
        own = f"{systems.ready['erp']['url']}/api/v2.0/companies({systems.ready['companyId']})/"
        erp = {row["id"]: row for row in systems.rows("erp", (own if entity == "salesorders" else "") + erp_set)}
        crm = {row[key]: row for row in systems.rows("crm", crm_set)}
        compared = differences = aside = 0
        for left, right in pairs[entity].items():
            if left in waiting or right in waiting:
                aside += 1
                continue
            if left not in erp or right not in crm:
                print(f"  {entity}: {left} or its partner {right} is not there")
                differences += 1
                continue
            compared += 1
            for erp_field, crm_field, how in fields:
                columns = crm_field if isinstance(crm_field, tuple) else (crm_field,)
                if erp_field not in erp[left] or any(column not in crm[right] for column in columns):
                    print(f"  {entity}: no field {erp_field} or {crm_field}")
                    differences += 1
                    continue
                there = [crm[right][column] for column in columns]
                if not same(erp[left][erp_field], there if len(there) > 1 else there[0], how, pairs):
                    print(f"  {entity} {left}: {erp_field} is {erp[left][erp_field]!r}, {crm_field} is {there!r}")
                    differences += 1
        wrong += differences
        print(f"{entity:20}{compared:6} pairs, {len(fields):2} fields each: "
              f"{'agree' if not differences else str(differences) + ' differences'}"
              f"{f', {aside} wait for a person' if aside else ''}"
              f"{f', {len(erp) - len(pairs[entity])} only in the ERP' if len(erp) > len(pairs[entity]) else ''}"
              f"{f', {len(crm) - len(pairs[entity])} only in the CRM' if len(crm) > len(pairs[entity]) else ''}")
    twice = systems.control("GET", "/ledger/twice")
    print(f"created twice, by the sandbox's ledger: {len(twice)}")
    raise SystemExit(1 if wrong or twice else 0)


main()
