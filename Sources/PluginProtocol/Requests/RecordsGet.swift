public import JSON
public import Model

/// A plugin asks for records by their identities, at most 100.
public enum RecordsGet: RPCMethod {
    /// The name on the wire.
    public static let name = "records/get"

    /// What is asked.
    public struct Parameters: JSONReadable, JSONWritable, Sendable, Hashable {
        /// The run.
        public var runID: RunID
        /// The side on which they are.
        public var side: Side
        /// Their entity; the own one by default.
        public var entity: EntityName?
        /// The identities.
        public var ids: [RecordID]
        /// The fields to read.
        public var fields: [FieldName]

        /// Creates them.
        public init(runID: RunID, side: Side, entity: EntityName? = nil, ids: [RecordID], fields: [FieldName]) {
            self.runID = runID
            self.side = side
            self.entity = entity
            self.ids = ids
            self.fields = fields
        }

        /// Reads it from JSON.
        public init(from reader: inout JSONReader) throws(JSONError) {
            var runID: RunID?
            var side: Side?
            var entity: EntityName?
            var ids: [RecordID]?
            var fields: [FieldName]?
            try reader.beginObject()
            while let key = try reader.nextKey() {
                switch key {
                case "runId": runID = try RunID(from: &reader)
                case "side": side = try Side(from: &reader)
                case "entity": entity = try EntityName?(from: &reader)
                case "ids": ids = try [RecordID](from: &reader)
                case "fields": fields = try [FieldName](from: &reader)
                default: break
                }
            }
            self.runID = try reader.require(runID, "runId")
            self.side = try reader.require(side, "side")
            self.entity = entity
            self.ids = try reader.require(ids, "ids")
            self.fields = try reader.require(fields, "fields")
        }

        /// Writes it as JSON.
        public func write(to writer: inout JSONWriter) {
            writer.object { writer in
                writer.member("runId", runID)
                writer.member("side", side)
                writer.member("entity", ifPresent: entity)
                writer.member("ids", ids)
                writer.member("fields", fields)
            }
        }
    }

    /// What is answered.
    public struct Result: JSONReadable, JSONWritable, Sendable, Hashable {
        /// The records, in the order of the identities.
        public var records: [FoundRecord]
        /// The identities that nothing was found for.
        public var missing: [RecordID]

        /// Creates it.
        public init(records: [FoundRecord] = [], missing: [RecordID] = []) {
            self.records = records
            self.missing = missing
        }

        /// Reads it from JSON.
        public init(from reader: inout JSONReader) throws(JSONError) {
            var records: [FoundRecord] = []
            var missing: [RecordID] = []
            try reader.beginObject()
            while let key = try reader.nextKey() {
                switch key {
                case "records": records = try [FoundRecord](from: &reader)
                case "missing": missing = try [RecordID](from: &reader)
                default: break
                }
            }
            self.records = records
            self.missing = missing
        }

        /// Writes it as JSON.
        public func write(to writer: inout JSONWriter) {
            writer.object { writer in
                writer.member("records", records)
                writer.member("missing", missing)
            }
        }
    }

    /// The greatest number of identities in one request.
    public static let maximum = 100
}
