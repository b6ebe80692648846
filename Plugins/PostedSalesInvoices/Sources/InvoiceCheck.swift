import Foundation
import PluginKit

/// Completes what a posted invoice becomes in the CRM, or has it wait for what it is of.
struct InvoiceCheck {
    private let pair: RecordPair
    private let run: RunFacts
    private let units: CRMUnits

    init(_ pair: RecordPair, _ run: RunFacts) {
        self.pair = pair
        self.run = run
        units = CRMUnits(run.configuration)
    }

    /// Completes a new invoice; of one that is there nothing but its header is written, and nothing ever in the ERP.
    func apply(to decision: inout Decision) {
        switch decision.action {
        case .create(.crm, let fields, let key): create(fields, key, &decision)
        case .create, .update, .updateBoth, .none, .couple:
            keepPosted(&decision)
            moveDays(&decision)
        case .delete, .uncouple, .setAside, .wait: return
        }
    }

    private var lines: [InvoiceLine] {
        let hasTaxInPrices = pair.sides.erp.fields["pricesIncludeTax"] == true
        return pair.sides.erp.lines.map { InvoiceLine($0, hasTaxInPrices: hasTaxInPrices) }
    }

    // A new invoice.

    private func create(_ fields: Fields, _ key: [FieldName], _ decision: inout Decision) {
        let missing = lines.flatMap(missing)
        if let first = missing.first {
            var names: [String] = []
            for name in missing.map(\.entity.text) where !names.contains(name) { names.append(name) }
            decision = Decision(pair: pair.id, action: .wait(first), reason: Reason("waits", names))
            return
        }
        var fields = fields
        fields["discountamount"] = Amount.value(lines.map(\.invoiceDiscount).reduce(0, +))
        let complete = Dictionary(lines.map { ($0.id, $0) }) { first, _ in first }
        for day in InvoiceFields.days {
            let moment = InvoiceFields.moment(pair.sides.erp.fields[day.erp])
            if moment != .null { fields[day.crm] = moment }
        }
        decision.lines.crm = decision.lines.crm.map { write in
            guard case .create(let id, let fields) = write, let line = complete[id] else { return write }
            return .create(from: id, completed(line, fields))
        }
        decision.action = .create(.crm, fields, key: key)
    }

    private func isCoupled(_ reference: RecordReference?) -> Bool {
        guard let reference, case .coupled = run.references[reference] else { return false }
        return true
    }

    /// What a line is of, and counted in, that the CRM does not know yet.
    private func missing(_ line: InvoiceLine) -> [RecordReference] {
        guard let product = line.product else { return [] }
        let unit = units == .groups ? line.ownUnit : line.baseUnit
        return [product, unit].compactMap(\.self).filter { !isCoupled($0) }
    }

    private func completed(_ line: InvoiceLine, _ made: Fields) -> Fields {
        let inBaseUnit = units == .measures && line.product != nil
        var fields = line.amounts(inBaseUnit: inBaseUnit)
        for name: FieldName in ["productid", "uomid", "ispriceoverridden"] {
            // Of two units that are coupled the one that counts here is the last, or the first.
            let values = made.filter { $0.name == name }.map(\.value)
            if let value = inBaseUnit ? values.last : values.first { fields[name] = value }
        }
        guard line.product == nil else { return fields }
        fields["uomid"] = nil
        fields["isproductoverridden"] = true
        fields["productdescription"] = .text(String(line.words.prefix(500)))
        return fields
    }

    // One that is there.

    /// What was posted has its lines once and for all: what people add to them in the CRM, or take from them, stays theirs.
    private func keepPosted(_ decision: inout Decision) {
        guard Side.allCases.contains(where: { decision.lines[$0].contains(where: Self.isWritten) }) else { return }
        for side in Side.allCases { decision.lines[side].removeAll(where: Self.isWritten) }
        guard decision.lines.erp.isEmpty, decision.lines.crm.isEmpty else { return }
        switch decision.action {
        case .update(.erp, _): decision.action = .none
        case .update(.crm, let fields) where fields.isEmpty: decision.action = .none
        case .updateBoth(let fields): decision.action = fields.crm.isEmpty ? .none : .update(.crm, fields.crm)
        case .create, .update, .none, .couple, .delete, .uncouple, .setAside, .wait: return
        }
        if decision.action == .none { decision.reason = Reason("unchanged") }
    }

    /// A day that changed in the ERP, or that two records differ in that were just found to be one, changes in the CRM.
    private func moveDays(_ decision: inout Decision) {
        guard pair.sides.erp.presence == .present, pair.sides.crm.presence == .present else { return }
        var moved = Fields()
        for day in InvoiceFields.days where isNew(day.erp) {
            let moment = InvoiceFields.moment(pair.sides.erp.fields[day.erp])
            if let there = pair.sides.crm.fields[day.crm], there != moment { moved[day.crm] = moment }
        }
        guard !moved.isEmpty else { return }
        switch decision.action {
        case .none where pair.isCoupled, .couple:
            decision.action = .update(.crm, moved)
            decision.reason = Reason("changedInERP", moved.names)
        case .update(.crm, var fields):
            for day in moved { fields[day.name] = day.value }
            decision.action = .update(.crm, fields)
        case .create, .update, .updateBoth, .none, .delete, .uncouple, .setAside, .wait: return
        }
    }

    /// Whether a field of the ERP's record is not what it was when the CRM last got it.
    private func isNew(_ field: FieldName) -> Bool {
        switch pair.sides.erp.change {
        case .unknown: true
        case .fields(let changed): changed.contains(field)
        }
    }

    /// Whether something would be written of a line.
    private static func isWritten(_ write: LineWrite) -> Bool {
        switch write {
        case .create, .update, .delete: true
        case .leave, .couple: false
        }
    }
}
