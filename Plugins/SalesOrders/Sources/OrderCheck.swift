import Foundation
import PluginKit

/// Whether the ERP can take an order of the CRM, line by line, before anything of it is written.
struct OrderCheck {
    private let pair: RecordPair
    private let run: RunFacts

    init(_ pair: RecordPair, _ run: RunFacts) {
        self.pair = pair
        self.run = run
    }

    /// What a line of the ERP is made with, or why there is none.
    private enum Verdict {
        case fields(Fields)
        case refused(String)
        case waits(RecordReference)
    }

    /// What is written to the ERP for a product's type.
    private enum ProductType: Int64 {
        case inventory = 1
        case services = 3
    }

    /// Refuses an order with all that stands in its way, has it wait for all that it lacks, or completes its lines.
    func apply(to decision: inout Decision) {
        guard pair.sides.crm.presence == .present, concernsERP(decision) else { return }
        var problems = ofHeader
        var missing = missingOfHeader
        var fields: [RecordID: Fields] = [:]
        for (place, state) in pair.sides.crm.lines.enumerated() {
            let line = OrderLine(state)
            if state.partner != nil {
                if line.isOfSomethingElse { problems.append("changed:\(place + 1)") }
                continue
            }
            switch verdict(on: line) {
            case .fields(let values): fields[line.id] = values
            case .refused(let why): problems.append("\(why):\(place + 1)")
            case .waits(let reference): missing.append(reference)
            }
        }
        if !problems.isEmpty {
            decision = Decision(
                pair: pair.id, action: .setAside(Problem(.refusedByRule, ["order"] + problems)),
                reason: Reason("cannotCross", ["lines"]))
        } else if let first = missing.first {
            decision = Decision(pair: pair.id, action: .wait(first), reason: Reason("waits", Self.names(missing)))
        } else {
            complete(&decision, fields)
        }
    }

    /// Whether an order is made in the ERP, is held back from it, or is changed there.
    private func concernsERP(_ decision: Decision) -> Bool {
        switch decision.action {
        case .create(let side, _, _), .update(let side, _): side == .erp
        case .updateBoth, .wait: true
        case .setAside(let problem): problem.code == .gone
        case .none, .delete, .couple, .uncouple: false
        }
    }

    private var ofHeader: [String] {
        var problems: [String] = []
        if pair.sides.crm.fields["customeridtype"] == "contact" { problems.append("contact") }
        if OrderLine.amount(pair.sides.crm.fields["freightamount"]) != 0 { problems.append("freight") }
        return problems
    }

    private var missingOfHeader: [RecordReference] {
        let needed: [(FieldName, EntityName)] = [("customerid", "customers"), ("transactioncurrencyid", "currencies")]
        return needed.compactMap { field, entity in
            guard let id = pair.sides.crm.fields[field]?.text, !id.isEmpty else { return nil }
            let reference = RecordReference(entity: entity, side: .crm, id: RecordID(id))
            return isCoupled(reference) ? nil : reference
        }
    }

    private func isCoupled(_ reference: RecordReference) -> Bool {
        guard case .coupled = run.references[reference] else { return false }
        return true
    }

    /// The entities that are waited for, each once.
    private static func names(_ references: [RecordReference]) -> [String] {
        references.map(\.entity.text).reduce(into: []) { names, name in
            if !names.contains(name) { names.append(name) }
        }
    }

    private func verdict(on line: OrderLine) -> Verdict {
        guard let product = line.product else { return writtenIn(line) }
        let found = run.found(OrderLine.lookup(product))?.first?.fields
        if let found, let unit = line.unit, !unit.isEmpty, unit != found["defaultuomid"] { return .refused("unit") }
        let (item, resource) = (
            RecordReference(entity: "items", side: .crm, id: product),
            RecordReference(entity: "resources", side: .crm, id: product)
        )
        if isCoupled(item) { return .fields(["lineType": "Item"]) }
        if isCoupled(resource) {
            return .fields(["lineType": "Resource", "lineObjectNumber": found?["productnumber"] ?? .null])
        }
        guard case .integer(let type)? = found?["producttypecode"] else { return .waits(item) }
        switch ProductType(rawValue: type) {
        case .inventory: return .waits(item)
        case .services: return .waits(resource)
        case nil: return .refused("kind")
        }
    }

    private func writtenIn(_ line: OrderLine) -> Verdict {
        for (setting, type) in [("writeInItem", "Item"), ("writeInResource", "Resource")] {
            guard let number = run.configuration.text(setting) else { continue }
            return .fields([
                "lineType": .text(type), "lineObjectNumber": .text(number), "description": .text(line.words),
            ])
        }
        return .refused("writeIn")
    }

    private func complete(_ decision: inout Decision, _ more: [RecordID: Fields]) {
        decision.lines.erp = decision.lines.erp.map { write in
            guard case .create(let line, var fields) = write, let more = more[line] else { return write }
            for field in more { fields[field.name] = field.value }
            return .create(from: line, fields)
        }
        guard case .create(.erp, var fields, let key) = decision.action else { return }
        // Half of another address is none: what the CRM leaves empty must not come from the customer.
        if OrderFields.shipTo.contains(where: { fields[$0.fields.erp] != nil }) {
            for rule in OrderFields.shipTo where fields[rule.fields.erp] == nil { fields[rule.fields.erp] = "" }
        }
        decision.action = .create(.erp, fields, key: key)
    }
}
