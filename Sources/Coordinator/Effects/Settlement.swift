#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import Model
import RemoteSystems

/// What is to be done about a write of which nobody knows whether it was carried out.
enum Settlement: Sendable, Hashable {
    /// It was carried out: the record has these hashes, and this base says what of it was our doing.
    case applied(RecordID, base: Base)
    /// Its delete was carried out.
    case deleted
    /// It was not carried out, and can't be any more: what led to it is decided again.
    case notApplied
    /// It isn't there, but may still land: what led to it is decided again, and the attempt is remembered.
    case notYet
    /// Nothing may happen to the record before the server's longest execution time is over.
    case wait
    /// A person must decide: the key belongs to another record, or several could be ours.
    case unclear(Problem, [RecordID])
}

/// Settles intents against what was read.
///
/// Pure: the table of the order of effects.
struct Settling: Sendable {
    /// A record that was read, with its hashes.
    struct Seen: Sendable {
        var record: RemoteRecord
        var hashes: [UInt8]
        /// The fields that a person may have filled in since the record was made.
        var doubtful: [FieldName]
        /// Whether it is told from others like it, rather than merely alike.
        var isRecognised = true
    }

    let shape: EntityShape
    /// Whether the server may still be executing what was sent.
    let mayStillLand: Bool

    /// Settles one intent.
    ///
    /// `before` is the base that the written side had; `seen` are the records found for it.
    func settle(_ intent: Intent, before: Base?, seen: [Seen]) -> Settlement {
        let record = only(seen, intent)
        switch (intent.operation, record) {
        // Neither there any more nor anywhere else: the deletion is found by its feed.
        case (.update, nil): return .notApplied
        case (.update(_, let version), let record?): return update(intent, version, before, record)
        case (.delete, nil): return .deleted
        // An edit beats a delete; an unchanged record may still be deleted by it, which does no harm.
        case (.delete, _?): return mayStillLand ? .notYet : .notApplied
        case (.createKeyed, nil): return mayStillLand ? .notYet : .notApplied
        case (.createKeyed, let record?): return .applied(record.id, base: base(of: record, as: intent))
        // No server keeps the number of a document unique: sent again beside one that lands late, it would be there twice.
        case (.createNatural, nil) where seen.isEmpty && mayStillLand: return shape.lines == nil ? .notYet : .wait
        case (.createNatural, nil) where seen.isEmpty: return .notApplied
        case (.createNatural, let record?) where isOurs(record, intent):
            return .applied(record.id, base: base(of: record, as: intent))
        // One that merely resembles it says nothing of ours while that may still land.
        case (.createNatural, _) where shape.lines != nil && mayStillLand: return .wait
        case (.createNatural, _): return .unclear(Problem(.duplicateKey, side: intent.side), seen.map(\.id))
        // It was sent once, and there it is, all as it was sent.
        case (.createKeyless, let record?) where isWhollyAsSent(record, intent):
            return .applied(record.id, base: base(of: record, as: intent))
        // A probe that finds nothing yet proves nothing.
        case (.createKeyless, _) where mayStillLand: return .wait
        case (.createKeyless, nil) where seen.isEmpty: return .notApplied
        case (.createKeyless, let record?) where record.isRecognised:
            return .applied(record.id, base: base(of: record, as: intent))
        // It has much of what was sent, as a colleague of the same company has, and may be somebody else.
        case (.createKeyless, _): return .unclear(Problem(.ambiguousMatch, side: intent.side), seen.map(\.id))
        }
    }

    private func update(_ intent: Intent, _ version: RecordVersion, _ before: Base?, _ record: Seen) -> Settlement {
        // Its condition was that version: once the record has another, what was sent can't land any more.
        let unsettled: Settlement = record.version == version && mayStillLand ? .notYet : .notApplied
        // A coupling that this write was to make is found and decided again; its values are there already.
        guard let before, record.version != version else { return unsettled }
        let evidence = evidence(of: intent, before, record)
        // Otherwise overtaken by a person, or never arrived: the old base tells the edits of both sides. Two records that had just met
        // have none: an edit of all that was sent is taken for one that was made with our write in view, and flows back.
        let isRewritten = intent.targetBase != nil && isRewritten(record, intent, before)
        let applied = Settlement.applied(record.id, base: base(of: record, patching: before, with: intent))
        // A field of one record that is as before was set back by a person: that edit flows back.
        if intent.lines.isEmpty { return evidence.isShown || isRewritten ? applied : unsettled }
        if evidence.isCertain { return applied }
        // A line under our number that is not as we sent it is ours, edited since, or somebody's: made again it may be there twice.
        if evidence.isDoubtful || evidence.isContrary && evidence.isEdited {
            return .unclear(Problem(.timeout, side: intent.side), [record.id])
        }
        return !evidence.isContrary && (evidence.isShown || isRewritten) ? applied : unsettled
    }

    /// What a record and its lines tell of an update that was sent to it.
    private func evidence(of intent: Intent, _ before: Base, _ record: Seen) -> LineEvidence {
        let side = intent.side
        var evidence = shape.lines?.evidence(of: intent, in: record.record.lines) ?? LineEvidence()
        for sent in intent.sent {
            guard let now = shape.layouts[side].hash(of: sent.name, in: record.hashes) else { continue }
            evidence.note(now, sent: sent.hash, before: shape.comparisons[side].hash(of: sent.name, in: before))
        }
        return evidence
    }

    /// Whether everything that was sent is neither as it was sent nor as it was before.
    private func isRewritten(_ record: Seen, _ intent: Intent, _ before: Base) -> Bool {
        let layout = shape.layouts[intent.side]
        return !intent.sent.isEmpty
            && intent.sent.allSatisfy { sent in
                guard let now = layout.hash(of: sent.name, in: record.hashes),
                    let old = shape.comparisons[intent.side].hash(of: sent.name, in: before)
                else { return false }
                return now != old && !now.elementsEqual(sent.hash)
            }
    }

    /// Whether a record with our natural key is the one that we sent: everything sent that can be compared is as sent.
    ///
    /// The number of a document is not unique: while it may still land, only what is as sent throughout is ours.
    private func isOurs(_ record: Seen, _ intent: Intent) -> Bool {
        guard let lines = shape.lines, mayStillLand else { return shape.resembles(record.hashes, intent) }
        return isAsFarAsRead(record, intent) && lines.areAsSent(record.record.lines, intent)
    }

    /// The record that an intent is settled by: the one that was found, or of several documents of one number the one that is as sent.
    private func only(_ seen: [Seen], _ intent: Intent) -> Seen? {
        guard let lines = shape.lines, seen.count > 1, case .createNatural = intent.operation else {
            return seen.count == 1 ? seen[0] : nil
        }
        let asSent = seen.filter { isAsFarAsRead($0, intent) && lines.areAsSent($0.record.lines, intent) }
        return asSent.count == 1 ? asSent[0] : nil
    }

    /// Whether everything that an attempt sent, and that is read, is there as it was sent.
    private func isAsFarAsRead(_ record: Seen, _ intent: Intent) -> Bool {
        intent.sent.allSatisfy { sent in
            shape.layouts[intent.side].hash(of: sent.name, in: record.hashes)?.elementsEqual(sent.hash) ?? true
        }
    }

    private func isAsSent(_ sent: Intent.SentField, _ record: Seen, _ side: Side) -> Bool {
        shape.layouts[side].hash(of: sent.name, in: record.hashes)?.elementsEqual(sent.hash) ?? false
    }

    /// Whether everything that an attempt sent is there as it was sent.
    func isWhollyAsSent(_ record: Seen, _ intent: Intent) -> Bool {
        !intent.sent.isEmpty && intent.sent.allSatisfy { isAsSent($0, record, intent.side) }
    }

    /// Whether a record is as an attempt left it: all as sent, and nothing filled in that was not.
    func isUntouched(_ record: Seen, by intent: Intent) -> Bool {
        let sent = Set(intent.sent.map(\.name))
        guard shape.lines?.areAsSent(record.record.lines, intent) ?? true else { return false }
        return isWhollyAsSent(record, intent) && record.doubtful.allSatisfy(sent.contains)
    }

    /// The base that a record had, with what was sent: whatever else differs was edited, before or since, and is an edit still.
    private func base(of record: Seen, patching before: Base, with intent: Intent) -> Base {
        var base = shape.comparisons[intent.side].translated(before)
        base.version = record.version
        for sent in intent.sent { shape.layouts[intent.side].set(sent.hash, for: sent.name, in: &base.hashes) }
        return base
    }

    /// The base of a record as an attempt left it: what it sent, in place of what was edited since, so that the edit flows back.
    ///
    /// A server may rewrite what it is sent (trim it, upper-case a code): that comes back as an edit as well, once, and equals what it
    /// came from or is what the server wants. Of a field that was sent empty, and is not, the base knows nothing: its content decides.
    func base(of record: Seen, as intent: Intent) -> Base {
        let layout = shape.layouts[intent.side]
        var hashes = record.hashes
        for field in record.doubtful { layout.set(FieldLayout.unknown, for: field, in: &hashes) }
        for sent in intent.sent { layout.set(sent.hash, for: sent.name, in: &hashes) }
        // Lines that somebody edited since are looked at one by one.
        if let lines = shape.lines, !lines.areAsSent(record.record.lines, intent) {
            layout.set(FieldLayout.unknown, for: LineText.field, in: &hashes)
        }
        return Base(version: record.version, layout: layout.id, hashes: hashes)
    }

    /// Of several attempts to create a record, the one that it resembles most, in its fields and then in its lines; the oldest of equals.
    func resembled(_ record: Seen, _ attempts: [Intent]) -> Intent? {
        func likeness(_ intent: Intent) -> (fields: Int, lines: Int) {
            let hasItsLines = shape.lines?.areAsSent(record.record.lines, intent) ?? true
            return (intent.sent.count { isAsSent($0, record, intent.side) }, hasItsLines ? 1 : 0)
        }
        return attempts.max { likeness($0) < likeness($1) }
    }
}
