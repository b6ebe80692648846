#!/usr/bin/env -S python3 -B
"""A Couplet plugin about documents, in Python: orders of gadgets travel with their lines, or not at all."""
import couplet_plugin as couplet


class Orders(couplet.Plugin):
    name, version = "orders", "1.0.0"
    fields = [
        couplet.Field("externalNumber", "ordernumber", length=(35, 100), required=True),
        couplet.Field("description", "name", length=(100, 300)),
    ]
    lines = [
        couplet.Field("gadgetId", "gadgetid", reference="gadgets", required=True),
        couplet.Field("quantity", "quantity"),
        couplet.Field("text", "description", length=(100, 2000)),
    ]
    match = [couplet.Match("key", ("externalNumber", "ordernumber"))]
    natural_key = {"erp": ["externalNumber"], "crm": ["ordernumber"]}


if __name__ == "__main__":
    couplet.run(Orders)
