#!/usr/bin/env -S python3 -B
"""A Couplet plugin in Python: gadgets are mirrored from the ERP to the CRM and back. The kit does what the protocol asks."""
import couplet_plugin as couplet


class Gadgets(couplet.Plugin):
    name, version = "gadgets", "1.0.0"
    fields = [
        couplet.Field("number", "gadgetnumber", to="crm", length=(20, 20)),
        couplet.Field("displayName", "name", length=(50, 100)),
        couplet.Field("weight", "weight"),
    ]
    match = [couplet.Match("key", ("number", "gadgetnumber"))]
    natural_key = {"erp": [], "crm": ["gadgetnumber"]}


if __name__ == "__main__":
    couplet.run(Gadgets)
