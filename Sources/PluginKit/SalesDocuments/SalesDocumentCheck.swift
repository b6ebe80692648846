/// Whether the ERP can take a sales document of the CRM, line by line, before anything of it is written.
public struct SalesDocumentCheck: Sendable {
    private let document: SalesDocument
    private let pair: RecordPair
    private let run: RunFacts

    /// Looks at a pair of documents.
    public init(of document: SalesDocument, _ pair: RecordPair, _ run: RunFacts) {
        self.document = document
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

    /// Refuses a document with all that stands in its way, has it wait for all that it lacks, or completes its lines.
    ///
    /// `more` are reasons of its own kind.
    public func apply(to decision: inout Decision, refusing more: [String] = []) {
        guard pair.sides.crm.presence == .present else { return }
        // What does not travel by itself changes no decision: who edits nothing else is told all the same.
        let unheard = changedAfterwards
        guard unheard.isEmpty else { return refuse(unheard, by: &decision) }
        guard concernsERP(decision) else { return }
        var problems = more + ofHeader
        let isNew = Self.isNew(decision)
        if isNew { problems += ofTotals }
        var missing = missingOfHeader
        var fields: [RecordID: Fields] = [:]
        for (place, state) in pair.sides.crm.lines.enumerated() {
            let line = SalesDocumentLine(state)
            guard state.partner == nil else { continue }
            switch verdict(on: line) {
            case .fields(let values):
                // Comments follow it in a new document only.
                if !isNew, values["description"] != nil, line.words.count > 1 {
                    problems.append("tooLong:\(place + 1)")
                }
                fields[line.id] = values
            case .refused(let why): problems.append("\(why):\(place + 1)")
            case .waits(let reference): missing.append(reference)
            }
        }
        if !problems.isEmpty {
            refuse(problems, by: &decision)
        } else if let first = missing.first {
            decision = Decision(
                pair: pair.id, action: .wait(first), reason: Reason("waits", Self.names(missing)),
                leftOut: Self.others(than: first, missing))
        } else {
            complete(&decision, fields)
        }
    }

    private func refuse(_ problems: [String], by decision: inout Decision) {
        decision = Decision(
            pair: pair.id, action: .setAside(Problem(.refusedByRule, [document.name] + problems)),
            reason: Reason("cannotCross", ["lines"]))
    }

    /// What was changed of a document that the ERP has, and can't be changed there: what a line is of, and the freight.
    private var changedAfterwards: [String] {
        guard pair.isCoupled, pair.sides.erp.presence == .present else { return [] }
        let lines = pair.sides.crm.lines.enumerated().filter { _, line in
            line.partner != nil && SalesDocumentLine(line).isOfSomethingElse
        }
        var changed = lines.map { "changed:\($0.offset + 1)" }
        if case .fields(let fields) = pair.sides.crm.change, fields.contains("freightamount") {
            changed.append("changedFreight")
        }
        return changed
    }

    private static func isNew(_ decision: Decision) -> Bool {
        if case .create = decision.action { true } else { false }
    }

    /// Whether a document is made in the ERP, is held back from it, or is changed there.
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
        if freight != .zero, run.configuration.text("freightAccount") == nil { problems.append("freight") }
        return problems
    }

    private var freight: Amount { Amount(pair.sides.crm.fields["freightamount"]) }

    /// Where the ERP would come to another amount than the CRM: what is sent must lead to the same total, to the cent.
    private var ofTotals: [String] {
        let lines = pair.sides.crm.lines.map(SalesDocumentLine.init)
        let wrong = lines.enumerated().filter { $0.element.expectedAmount != $0.element.amount }
        guard wrong.isEmpty else { return wrong.map { "total:\($0.offset + 1)" } }
        let sum = lines.map(\.amount).reduce(.zero, +)
        return sum == Amount(pair.sides.crm.fields["totallineitemamount"]) ? [] : ["total"]
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

    private static func others(than first: RecordReference, _ references: [RecordReference]) -> [RecordReference] {
        var others: [RecordReference] = []
        for reference in references where reference != first && !others.contains(reference) { others.append(reference) }
        return others
    }

    private func verdict(on line: SalesDocumentLine) -> Verdict {
        if line.isOfBundle { return .refused("bundle") }
        guard let product = line.product else { return writtenIn(line) }
        let found = run.found(SalesDocumentLine.lookup(product))?.first?.fields
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

    private func writtenIn(_ line: SalesDocumentLine) -> Verdict {
        for (setting, type) in [("writeInItem", "Item"), ("writeInResource", "Resource")] {
            guard let number = run.configuration.text(setting) else { continue }
            return .fields([
                "lineType": .text(type), "lineObjectNumber": .text(number),
                "description": .text(line.words.first ?? ""),
            ])
        }
        return .refused("writeIn")
    }

    private func complete(_ decision: inout Decision, _ more: [RecordID: Fields]) {
        let words = Dictionary(pair.sides.crm.lines.map { ($0.id, SalesDocumentLine($0).words) }) { first, _ in first }
        let isNew = Self.isNew(decision)
        var lines: [LineWrite] = []
        for write in decision.lines.erp {
            guard case .create(let line, var fields) = write, let more = more[line] else {
                lines.append(write)
                continue
            }
            for field in more { fields[field.name] = field.value }
            // The ERP has discounts of its own where nobody says that there is none.
            if fields["discountAmount"] == nil { fields["discountAmount"] = "0" }
            lines.append(.create(from: line, fields))
            // What is too long for the line follows it, as the ERP's own comments do.
            if isNew, more["description"] != nil {
                lines += ownLines((words[line] ?? []).dropFirst().map(Self.comment))
            }
        }
        decision.lines.erp = lines
        guard case .create(.erp, var fields, let key) = decision.action else { return }
        // Half of another address is none: what the CRM leaves empty must not come from the customer.
        if SalesDocument.shipTo.contains(where: { fields[$0.fields.erp] != nil }) {
            for rule in SalesDocument.shipTo where fields[rule.fields.erp] == nil { fields[rule.fields.erp] = "" }
        }
        decision.action = .create(.erp, fields, key: key)
        // Looked at again as soon as it is coupled: then the ERP has worked out what the document comes to.
        if let id = pair.sides.crm.id {
            decision.leftOut.append(RecordReference(entity: document.entity, side: .crm, id: id))
        }
        if let account = run.configuration.text("freightAccount"), freight != .zero {
            decision.lines.erp += ownLines([
                [
                    "lineType": "Account", "lineObjectNumber": .text(account), "quantity": "1",
                    "unitPrice": .text(freight.text),
                ]
            ])
        }
    }

    /// Lines of the ERP that stand for no line of the CRM, but for something of the document itself.
    private func ownLines(_ lines: [Fields]) -> [LineWrite] {
        guard let id = pair.sides.crm.id else { return [] }
        return lines.map { .create(from: id, $0) }
    }

    private static func comment(_ text: String) -> Fields { ["lineType": "Comment", "description": .text(text)] }
}
