import Model
import RemoteSystems

extension Settler {
    /// What is known of writes to a coupled pair that turned out to have been carried out.
    struct Patch {
        let coupling: Coupling
        /// What was delivered from each side.
        var sources: [(side: Side, base: Base)] = []
        /// What was sent to each side, and the lines that are there.
        var targets: [(intent: Intent, base: Base, lines: [RemoteRecord])] = []
    }

    /// What was delivered from each side is agreed; then what was sent to each side.
    ///
    /// `lines` are the line couplings so far.
    func patched(_ patch: Patch, _ lines: [LineCoupling]) -> Coupling {
        var coupling = patch.coupling
        for side in Side.allCases {
            coupling.bases[side] = shape.comparisons[side].translated(coupling.bases[side])
            // The version moves, and nobody says whether the record left its filter meanwhile.
            coupling.bases[side].filter = nil
        }
        for (side, delivered) in patch.sources {
            let layout = shape.layouts[side]
            let base = shape.comparisons[side].translated(delivered)
            if let version = base.version { coupling.bases[side].version = version }
            for field in layout.fields {
                guard let hash = layout.hash(of: field, in: base.hashes) else { continue }
                layout.set(Array(hash), for: field, in: &coupling.bases[side].hashes)
            }
        }
        for (intent, base, _) in patch.targets {
            let side = intent.side
            for sent in intent.sent {
                shape.layouts[side].set(sent.hash, for: sent.name, in: &coupling.bases[side].hashes)
            }
            coupling.bases[side].version = base.version
            if case .update(_, let replaced) = intent.operation, shape.tables[side].declaration.choice == nil {
                coupling.bases[side].replaced = replaced
            }
        }
        settleLines(of: &coupling, patch, lines)
        return coupling
    }

    /// The lines are looked at one by one when the document comes again: somebody may have edited others meanwhile.
    private func settleLines(of coupling: inout Coupling, _ patch: Patch, _ known: [LineCoupling]) {
        guard let shape = shape.lines else { return }
        for (intent, _, there) in patch.targets where !intent.lines.isEmpty {
            coupling.lines = shape.settled(coupling.lines ?? known, after: intent, there: there)
            self.shape.layouts[intent.side].set(
                FieldLayout.unknown, for: LineText.field, in: &coupling.bases[intent.side].hashes)
        }
    }
}
