import Model
import RemoteSystems
import SyncStore

/// One side of a nominee, as it was read or as the store knows it.
struct SideReading: Sendable {
    /// Whether the record is there.
    var presence: SideState.Presence
    /// Its identity.
    var id: RecordID?
    /// Its version: as read, else as stored.
    var version: RecordVersion?
    /// What was read; empty when the side did not need to be.
    var fields = Fields()
    /// The hashes of what was read; `nil` when it was not.
    var hashes: [UInt8]?
    /// What differs from the base.
    var change: SideState.Change = .fields([])
    /// What the lines that were read go by, where the record is a document.
    var lineMarks: [RecordID: LineMark] = [:]

    /// Lets go of what was read, and keeps how the record is called: it is read again when it is needed.
    mutating func drop() {
        fields = Fields()
        hashes = nil
        lineMarks = [:]
    }

    /// Nothing on this side.
    static let absent = SideReading(presence: .absent)

    /// Whether the lines of a document are others than those of its base.
    var hasOtherLines: Bool {
        switch change {
        case .fields(let names): names.contains(LineText.field)
        case .unknown: fields[LineText.field] != nil
        }
    }

    /// Whether anything about the side needs a decision.
    var isChanged: Bool {
        switch (presence, change) {
        case (.present, .fields([])), (.absent, _): false
        case (.present, _), (.deleted, _), (.outOfScope, _): true
        }
    }
}

extension SideState.Presence {
    /// Whether there is a record, inside of the filter or not.
    var isThere: Bool {
        switch self {
        case .present, .outOfScope: true
        case .deleted, .absent: false
        }
    }
}

/// A pair that was nominated for a decision, with what the host must remember to carry the decision out.
struct Nominee: Sendable {
    /// The coupling that ties the two.
    @Boxed var coupling: Coupling? = nil
    /// Both sides.
    @Boxed var sides: Sided<SideReading>
    /// How the two were found to belong together, when no coupling says so.
    var match: RecordPair.Match?
    /// What stands in the way of looking for its partner: it is set aside, and nothing is decided about it.
    var obstacle: Problem?
    /// Why it was nominated.
    var cause: RecordPair.Cause
    /// The set-aside that is stored for it.
    var aside: Aside?
    /// How often it was decided anew in this run, since another wrote first.
    var tries = 0
    /// Whether it was decided as often as it may be in one run.
    var isTriedOut: Bool { tries >= 3 }
    /// What earlier decisions about it were counted as in this run.
    var counted = WriteTally()
    /// The lines of both sides, where the entity is one of documents; `nil` before they were taken out of what was read.
    var lines: Sided<[LineState]>?
    /// Whether this dry run counted it as waiting before.
    var isCountedAsWaiting = false

    /// The nominee, to be decided about once more in this run; `isTry` says that it failed by what it met.
    func decidedAnew(isTry: Bool = true) -> Nominee {
        var nominee = self
        if isTry { nominee.tries += 1 }
        return nominee
    }

    /// The pair as the plugin sees it.
    func pair(_ id: RecordPair.ID) -> RecordPair {
        RecordPair(
            id: id, isCoupled: coupling != nil,
            sides: Sided { side in
                let reading = sides[side]
                guard let lines else {
                    return SideState(
                        presence: reading.presence, id: reading.id, fields: reading.fields, change: reading.change)
                }
                return SideState(
                    presence: reading.presence, id: reading.id, fields: reading.fields.withoutLines,
                    change: reading.change.withoutLines, lines: lines[side])
            }, match: match, cause: cause)
    }

    /// The identities that there are.
    var ids: Sided<RecordID?> { Sided { sides[$0].id } }

    /// What the pair is called when it is set aside.
    var subject: Aside.Subject? {
        if let row = coupling?.id { return .coupling(row) }
        for side in Side.allCases {
            if let id = sides[side].id { return .record(side, id) }
        }
        return nil
    }

    /// Takes up what is set aside for it.
    ///
    /// What was tried and failed is tried again whole, whatever changed since: a reference that was to be filled in is no change.
    mutating func note(_ aside: Aside?) {
        self.aside = aside
        if coupling != nil, aside?.isProblem == true, cause != .verify { cause = .retry }
    }

    /// Everything that it may be set aside as.
    var subjects: [Aside.Subject] {
        let records = Side.allCases.compactMap { side in sides[side].id.map { Aside.Subject.record(side, $0) } }
        return ([subject, aside?.subject].compactMap(\.self) + records).unique()
    }

    /// Whether the pair is in step, but for a reference that was left out until its record was coupled.
    var isAwaited: Bool {
        guard cause == .referenceReady, coupling != nil, let aside, aside.tries == 0 else { return false }
        return !Side.allCases.contains { sides[$0].isChanged }
    }

    /// Each record of an uncoupled pair for itself: one of them was coupled otherwise, and the other must not be forgotten.
    var apart: [Nominee] {
        guard coupling == nil else { return [self] }
        return Side.allCases.filter { sides[$0].id != nil }.map { side in
            var alone = self
            alone.sides[side.opposite] = .absent
            alone.match = nil
            if alone.aside?.subject != alone.subject { alone.aside = nil }
            return alone
        }
    }

    /// Whether a record of the pair left the filter.
    var hasLeft: Bool { Side.allCases.contains { sides[$0].presence == .outOfScope } }

    /// The bytes that the pair takes on the wire, roughly.
    var weight: Int {
        Side.allCases.reduce(160) { $0 + sides[$1].fields.weight }
    }
}

extension SideState.Change {
    /// What differs besides the lines.
    fileprivate var withoutLines: SideState.Change {
        switch self {
        case .fields(let names): .fields(names.filter { $0 != LineText.field })
        case .unknown: .unknown
        }
    }
}

extension Aside {
    /// Whether something stood in the way, rather than a record that is not coupled yet.
    var isProblem: Bool { if case .problem = cause { true } else { false } }
}

extension Fields {
    /// The bytes that the fields take on the wire, roughly.
    var weight: Int {
        reduce(0) { sum, field in
            let value =
                switch field.value {
                case .text(let text): text.utf8.count
                case .null, .boolean, .integer: 6
                }
            return sum + field.name.utf8.count + value + 6
        }
    }
}
