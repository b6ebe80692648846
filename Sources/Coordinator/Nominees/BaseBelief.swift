import Model

/// How far a run believes the bases of its couplings.
enum BaseBelief: Sendable, Hashable {
    /// What they say of every field.
    case everything
    /// That somebody edited what differs from them, though the mapping changed since they were made.
    ///
    /// A pair of which nothing was edited is compared by its contents.
    case edits
    /// Nothing: the contents decide about everything, since a person asks for it.
    case nothing

    /// Whether pairs are compared by their contents, where nothing was edited.
    var comparesContents: Bool { self != .everything }
}

extension Nominee {
    /// Of a coupled pair whose one side was edited, nothing was edited on a side of which that isn't said.
    mutating func tellEdits() {
        guard coupling != nil else { return }
        let isEdited = Side.allCases.contains { side in
            if case .fields(let names) = sides[side].change { !names.isEmpty } else { false }
        }
        guard isEdited else { return }
        for side in Side.allCases where sides[side].change == .unknown { sides[side].change = .fields([]) }
    }
}
