import Model
import SyncStore

/// Turns set-asides that may be retried into nominees, with both records as they are now.
struct RetryReader: Sendable {
    let reader: SideReader

    /// The nominees, uncoupled ones without a partner yet, and the set-asides whose records are gone.
    func nominees(of asides: [Aside]) async throws -> (nominees: [Nominee], findings: Findings) {
        var findings = Findings()
        let wanted = asides.map { aside in
            var sides = Sided(erp: SideReading.absent, crm: .absent)
            for side in Side.allCases where aside.ids[side] != nil { sides[side].id = aside.ids[side] }
            // A record without a coupling looks for its partner again.
            if case .record(let side, let id) = aside.subject {
                sides[side].id = id
                sides[side.opposite] = .absent
            }
            let cause: RecordPair.Cause =
                switch aside.cause {
                case .waiting: .referenceReady
                case .problem: .retry
                }
            return Nominee(sides: sides, cause: cause, aside: aside)
        }
        var nominees: [Nominee] = []
        for (asked, nominee) in zip(wanted, try await reader.pairs(wanted)) {
            guard let nominee else {
                if let aside = asked.aside { findings.cleared.append(aside.subject) }
                continue
            }
            let isOutside =
                nominee.coupling == nil && Side.allCases.contains { nominee.sides[$0].presence == .outOfScope }
            if isOutside {
                findings.skipped += 1
                if let aside = nominee.aside { findings.cleared.append(aside.subject) }
            } else {
                nominees.append(nominee)
            }
        }
        return (nominees, findings)
    }
}
