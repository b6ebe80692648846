public import JSON
public import Model

/// A plugin asks for a value that it kept.
///
/// Needs the capability `state`.
public enum StateGet: RPCMethod {
    /// The name on the wire.
    public static let name = "state/get"

    /// What is asked.
    public struct Parameters: JSONReadable, JSONWritable, Sendable, Hashable {
        /// The run.
        public var runID: RunID
        /// The name of the value.
        public var key: String

        /// Creates them.
        public init(runID: RunID, key: String) {
            self.runID = runID
            self.key = key
        }

        /// Reads it from JSON.
        public init(from reader: inout JSONReader) throws(JSONError) {
            var runID: RunID?
            var key: String?
            try reader.beginObject()
            while let member = try reader.nextKey() {
                switch member {
                case "runId": runID = try RunID(from: &reader)
                case "key": key = try reader.string()
                default: break
                }
            }
            self.runID = try reader.require(runID, "runId")
            self.key = try reader.require(key, "key")
        }

        /// Writes it as JSON.
        public func write(to writer: inout JSONWriter) {
            writer.object { writer in
                writer.member("runId", runID)
                writer.member("key", key)
            }
        }
    }

    /// What is answered.
    public struct Result: JSONReadable, JSONWritable, Sendable, Hashable {
        /// The value; absent when none is kept.
        public var value: JSONValue?

        /// Creates it.
        public init(value: JSONValue? = nil) {
            self.value = value
        }

        /// Reads it from JSON.
        public init(from reader: inout JSONReader) throws(JSONError) {
            var value: JSONValue?
            try reader.beginObject()
            while let member = try reader.nextKey() {
                switch member {
                case "value": value = try reader.value()
                default: break
                }
            }
            self.value = value
        }

        /// Writes it as JSON.
        public func write(to writer: inout JSONWriter) {
            writer.object { writer in
                writer.member("value", ifPresent: value)
            }
        }
    }
}
