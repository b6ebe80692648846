import Model

extension SampleCompany {
    /// The unit group that the ERP keeps for an item or a resource.
    mutating func addUnitGroup(_ id: String, of number: String, _ name: String, isResource: Bool) {
        let code = (isResource ? "RESOURCE " : "ITEM ") + number
        draft.add(
            .erp, "unitGroup", id: id, code: code,
            [
                "sourceType": isResource ? 1 : 0, "sourceNumber": .text(number), "code": .text(code),
                "sourceId": draft.id(.erp, isResource ? "resource" : "item", number), "sourceName": .text(name),
            ])
    }

    /// A unit of an item or a resource, of so many base units.
    mutating func addUnit(
        _ id: String, _ code: String, _ quantity: String = "1", of number: String, isResource: Bool
    ) {
        let whose = isResource ? "resource" : "item"
        draft.add(
            .erp, whose + "UnitOfMeasure", id: id, code: "\(number) \(code)",
            [
                whose + "Id": draft.id(.erp, whose, number), whose + "Number": .text(number),
                "unitOfMeasureId": draft.id(.erp, "unitOfMeasure", code), "code": .text(code),
                "quantityPerUnitOfMeasure": .text(quantity),
            ])
    }

    /// Unit groups that an earlier integration left in the CRM: of three items and a resource, with some of their units.
    mutating func addKnownUnitGroups() {
        var random = self.random.branch("known units")
        for (number, isResource) in [("A10003", false), ("A10017", false), ("A10031", false), ("R0030", true)] {
            let name = (isResource ? "RESOURCE " : "ITEM ") + number
            let group = draft.add(
                .crm, "uomschedule", id: random.guid(), code: name, ["name": .text(name), "baseuomname": .text(name)])
            let base = draft.add(
                .crm, "uom", id: random.guid(),
                ["name": .text(name), "uomscheduleid": .text(group), "quantity": "1", "isschedulebaseuom": true])
            // Of each, the CRM knows the unit that the ERP counts by.
            let item = draft.rows.first { $0.values["number"] == .text(number) }?.values
            guard let code = item?["baseUnitOfMeasureCode"] else { continue }
            draft.add(
                .crm, "uom", id: random.guid(),
                ["name": code, "uomscheduleid": .text(group), "quantity": "1", "baseuom": .text(base)])
        }
    }
}
