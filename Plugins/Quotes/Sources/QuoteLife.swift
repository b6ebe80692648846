import PluginKit

/// What becomes of a quote in the CRM, and what that means for the ERP's.
struct QuoteLife {
    private let pair: RecordPair

    init(_ pair: RecordPair) { self.pair = pair }

    /// The states of a quote of the CRM.
    private enum State: Int64 {
        case draft = 0
        case active = 1
        case won = 2
        case closed = 3
    }

    /// Why a quote was closed.
    private enum Closing: Int64 {
        case lost = 5
        case canceled = 6
        case revised = 7
    }

    private func number(_ field: FieldName) -> Int64? {
        guard case .integer(let number)? = pair.sides.crm.fields[field] else { return nil }
        return number
    }

    private var state: State? { number("statecode").flatMap(State.init) }

    /// Whether it is a later revision of a quote, which has the number of the first.
    var isRevision: Bool { (number("revisionnumber") ?? 0) > 0 && !pair.isCoupled }

    /// Tells a person what the ERP does not get to know by itself; makes nothing of quotes that are not active.
    func apply(to decision: inout Decision) {
        switch (pair.sides.erp.presence, pair.sides.crm.presence) {
        case (.present, .outOfScope) where pair.isCoupled && state == .closed:
            let isRevised = number("statuscode") == Closing.revised.rawValue
            decision = Decision(
                pair: pair.id,
                action: .setAside(Problem(.refusedByRule, ["quote", isRevised ? "wasRevised" : "wasClosed"])),
                reason: Reason(isRevised ? "revisedInCRM" : "closedInCRM"))
        case (.absent, .present) where state != .active:
            decision = Decision(pair: pair.id, action: .none, reason: Reason("outOfScope"))
        default: return
        }
    }
}
