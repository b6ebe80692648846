import Model
import SyncStore

/// The writes of earlier runs whose effect may still land: what each sent, and to which record.
///
/// A value on the written side that equals what an attempt sent is our own write arriving late, not a person's edit.
struct Attempts: Sendable {
    private var sent: Sided<[RecordID: [FieldName: Set<[UInt8]>]]> = Sided(erp: [:], crm: [:])
    private var bySource: Sided<[RecordID: [Intent]]> = Sided(erp: [:], crm: [:])
    /// Records whose create nothing keeps from happening twice, and may still land: nothing else may happen to them.
    private(set) var blocked: Sided<Set<RecordID>> = Sided(erp: [], crm: [])

    /// The creates that may still land, or may have landed unseen, by the side that they were sent to: without a key, or of a document, whose
    /// number no server keeps unique.
    private(set) var unrecognised: Sided<[Intent]> = Sided(erp: [], crm: [])
    /// The versions at which lines of documents were to be changed.
    private var documents: Sided<[RecordID: Set<RecordVersion>]> = Sided(erp: [:], crm: [:])

    /// Notes an intent that stays open; no server keeps the number unique that a document is recognised by.
    mutating func note(_ intent: Intent, isDocument: Bool = false) {
        if let source = intent.source { bySource[intent.side.opposite][source, default: []].append(intent) }
        switch intent.operation {
        case .update(let id, let version):
            if !intent.lines.isEmpty { documents[intent.side][id, default: []].insert(version) }
            noteSent(intent, to: id)
        case .createKeyed(let id): noteSent(intent, to: id)
        case .createKeyless:
            unrecognised[intent.side].append(intent)
            if let source = intent.source { blocked[intent.side.opposite].insert(source) }
        case .createNatural:
            guard isDocument else { break }
            unrecognised[intent.side].append(intent)
            if let source = intent.source { blocked[intent.side.opposite].insert(source) }
        case .delete: break
        }
    }

    private mutating func noteSent(_ intent: Intent, to id: RecordID) {
        for field in intent.sent { sent[intent.side][id, default: [:]][field.name, default: []].insert(field.hash) }
    }

    /// Whether a document has another version than that at which an unsettled attempt was to change its lines: some may be ours.
    func mayHaveWritten(_ side: Side, _ id: RecordID, now version: RecordVersion?) -> Bool {
        documents[side][id]?.contains { $0 != version } ?? false
    }

    /// The hashes that unsettled attempts sent to a record.
    func late(_ id: RecordID, on side: Side) -> [FieldName: Set<[UInt8]>] { sent[side][id] ?? [:] }

    /// The creates that unsettled attempts made for a source record, oldest first.
    func creates(from side: Side, _ source: RecordID) -> [Intent] { bySource[side][source] ?? [] }

    /// Whether the record must wait for its create to be settled.
    func blocks(_ side: Side, _ id: RecordID) -> Bool { blocked[side].contains(id) }
}
