public import JSON
public import Model

/// A plugin asks for records whose fields have these values.
///
/// The host makes the filter.
public enum RecordsMatch: RPCMethod {
    /// The name on the wire.
    public static let name = "records/match"

    /// What is asked.
    public struct Parameters: JSONReadable, JSONWritable, Sendable, Hashable {
        /// The run.
        public var runID: RunID
        /// The side to look on.
        public var side: Side
        /// The entity; the own one by default.
        public var entity: EntityName?
        /// What must hold, all of it.
        public var all: [Criterion]
        /// The greatest number of candidates, at most 5.
        public var limit: Int

        /// Creates them.
        public init(runID: RunID, side: Side, entity: EntityName? = nil, all: [Criterion], limit: Int = 5) {
            self.runID = runID
            self.side = side
            self.entity = entity
            self.all = all
            self.limit = limit
        }

        /// Reads it from JSON.
        public init(from reader: inout JSONReader) throws(JSONError) {
            var runID: RunID?
            var side: Side?
            var entity: EntityName?
            var all: [Criterion]?
            var limit: Int = 5
            try reader.beginObject()
            while let key = try reader.nextKey() {
                switch key {
                case "runId": runID = try RunID(from: &reader)
                case "side": side = try Side(from: &reader)
                case "entity": entity = try EntityName?(from: &reader)
                case "all": all = try [Criterion](from: &reader)
                case "limit": limit = try Int(from: &reader)
                default: break
                }
            }
            self.runID = try reader.require(runID, "runId")
            self.side = try reader.require(side, "side")
            self.entity = entity
            self.all = try reader.require(all, "all")
            self.limit = limit
        }

        /// Writes it as JSON.
        public func write(to writer: inout JSONWriter) {
            writer.object { writer in
                writer.member("runId", runID)
                writer.member("side", side)
                writer.member("entity", ifPresent: entity)
                writer.member("all", all)
                writer.member("limit", limit)
            }
        }
    }

    /// What is answered.
    public struct Result: JSONReadable, JSONWritable, Sendable, Hashable {
        /// The records that were found.
        public var candidates: [FoundRecord]

        /// Creates it.
        public init(candidates: [FoundRecord] = []) {
            self.candidates = candidates
        }

        /// Reads it from JSON.
        public init(from reader: inout JSONReader) throws(JSONError) {
            var candidates: [FoundRecord] = []
            try reader.beginObject()
            while let key = try reader.nextKey() {
                switch key {
                case "candidates": candidates = try [FoundRecord](from: &reader)
                default: break
                }
            }
            self.candidates = candidates
        }

        /// Writes it as JSON.
        public func write(to writer: inout JSONWriter) {
            writer.object { writer in
                writer.member("candidates", candidates)
            }
        }
    }

    /// The candidates that may be asked for at once.
    public static let maximum = 5

    /// A field and the value that it must have.
    public struct Criterion: JSONReadable, JSONWritable, Sendable, Hashable {
        /// The field.
        public var field: FieldName
        /// The value.
        public var value: FieldValue

        /// Creates a criterion.
        public init(_ field: FieldName, _ value: FieldValue) {
            self.field = field
            self.value = value
        }

        /// Reads it from JSON.
        public init(from reader: inout JSONReader) throws(JSONError) {
            var field: FieldName?
            var value: FieldValue?
            try reader.beginObject()
            while let key = try reader.nextKey() {
                switch key {
                case "field": field = try reader.string()
                case "value": value = try FieldValue(from: &reader)
                default: break
                }
            }
            self.init(try reader.require(field, "field"), try reader.require(value, "value"))
        }

        /// Writes it as JSON.
        public func write(to writer: inout JSONWriter) {
            writer.object { writer in
                writer.member("field", field)
                writer.member("value", value)
            }
        }
    }
}
