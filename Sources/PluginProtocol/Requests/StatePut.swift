public import JSON
public import Model

/// A plugin keeps a value, at most 64 KiB; it is stored with the next batch of decisions.
///
/// Needs the capability `state`.
public enum StatePut: RPCMethod {
    /// The name on the wire.
    public static let name = "state/put"

    /// What is asked.
    public struct Parameters: JSONReadable, JSONWritable, Sendable, Hashable {
        /// The run.
        public var runID: RunID
        /// The name of the value.
        public var key: String
        /// The value; `null` forgets it.
        public var value: JSONValue

        /// Creates them.
        public init(runID: RunID, key: String, value: JSONValue) {
            self.runID = runID
            self.key = key
            self.value = value
        }

        /// Reads it from JSON.
        public init(from reader: inout JSONReader) throws(JSONError) {
            var runID: RunID?
            var key: String?
            var value: JSONValue?
            try reader.beginObject()
            while let member = try reader.nextKey() {
                switch member {
                case "runId": runID = try RunID(from: &reader)
                case "key": key = try reader.string()
                case "value": value = try reader.value()
                default: break
                }
            }
            self.runID = try reader.require(runID, "runId")
            self.key = try reader.require(key, "key")
            self.value = try reader.require(value, "value")
        }

        /// Writes it as JSON.
        public func write(to writer: inout JSONWriter) {
            writer.object { writer in
                writer.member("runId", runID)
                writer.member("key", key)
                writer.member("value", value)
            }
        }
    }

    /// Nothing is to be answered.
    public typealias Result = Nothing
}
