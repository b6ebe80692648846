public import JSON
public import Model

/// What a plugin says of itself, given a tenant's metadata: all that the host must know to feed it and to carry out what it decides.
public struct EntityDescription: Sendable, Hashable {
    /// The field map.
    public var fields: [MappedField]
    /// Every field that the host reads, per side, in the order of a record.
    public var reads: Sided<[FieldName]>
    /// How records that no coupling ties are found to belong together, tried in order.
    public var matchRules: [MatchRule]
    /// The fields whose values the server keeps unique together; empty where it keeps none.
    public var naturalKey: Sided<[FieldName]>
    /// The fields that refer to records of other entities.
    public var references: [ReferenceUse]
    /// Which records the entity is about, per side.
    public var filters: Sided<RecordFilter>
    /// Whether the entity may create records, per side.
    public var creates: Sided<Bool>
    /// What happens to the other record when one is deleted, under this configuration.
    public var deletes: Manifest.DeletePolicy
    /// What a person should know about this tenant, such as an optional field that it lacks.
    public var notes: [Diagnostic]
    /// Changes when what is compared or written changes; a run under another fingerprint re-bases first.
    public var fingerprint: String
    /// What there is to say of the lines, where the entity is one of documents.
    public var lines: LinesDescription?

    /// Creates a description.
    public init(
        fields: [MappedField], reads: Sided<[FieldName]>, matchRules: [MatchRule] = [],
        naturalKey: Sided<[FieldName]> = Sided(erp: [], crm: []), references: [ReferenceUse] = [],
        filters: Sided<RecordFilter> = Sided(erp: RecordFilter(), crm: RecordFilter()),
        creates: Sided<Bool> = Sided(erp: true, crm: true), deletes: Manifest.DeletePolicy = .uncouple,
        notes: [Diagnostic] = [], fingerprint: String, lines: LinesDescription? = nil
    ) {
        self.fields = fields
        self.reads = reads
        self.matchRules = matchRules
        self.naturalKey = naturalKey
        self.references = references
        self.filters = filters
        self.creates = creates
        self.deletes = deletes
        self.notes = notes
        self.fingerprint = fingerprint
        self.lines = lines
    }
}

extension EntityDescription: JSONReadable, JSONWritable {
    /// Reads it from JSON.
    public init(from reader: inout JSONReader) throws(JSONError) {
        var reads: Sided<[FieldName]>?
        var fingerprint: String?
        self.init(fields: [], reads: Sided(erp: [], crm: []), fingerprint: "")
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "fields": fields = try [MappedField](from: &reader)
            case "reads": reads = try Sided(from: &reader)
            case "matchRules": matchRules = try [MatchRule](from: &reader)
            case "naturalKey": naturalKey = try Sided(from: &reader)
            case "references": references = try [ReferenceUse](from: &reader)
            case "filters": filters = try Sided(from: &reader)
            case "creates": creates = try Sided(from: &reader)
            case "deletes": deletes = try Manifest.DeletePolicy(from: &reader)
            case "notes": notes = try [Diagnostic](from: &reader)
            case "fingerprint": fingerprint = try reader.string()
            case "lines": lines = try LinesDescription?(from: &reader)
            default: break
            }
        }
        self.reads = try reader.require(reads, "reads")
        self.fingerprint = try reader.require(fingerprint, "fingerprint")
    }

    /// Writes it as JSON.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("fields", fields)
            writer.member("reads", reads)
            writer.member("matchRules", matchRules)
            writer.member("naturalKey", naturalKey)
            writer.member("references", references)
            writer.member("filters", filters)
            writer.member("creates", creates)
            if deletes != .uncouple { writer.member("deletes", deletes) }
            writer.member("notes", notes)
            writer.member("fingerprint", fingerprint)
            writer.member("lines", ifPresent: lines)
        }
    }
}
