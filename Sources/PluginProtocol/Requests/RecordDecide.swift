public import JSON
public import Model

/// The host asks what a plugin would decide about one pair.
///
/// Needs the capability `decide`.
public enum RecordDecide: RPCMethod {
    /// The name on the wire.
    public static let name = "record/decide"

    /// What is asked.
    public struct Parameters: JSONReadable, JSONWritable, Sendable, Hashable {
        /// The pair.
        public var pair: RecordPair
        /// The configuration of the entity.
        public var config: JSONValue
        /// The time that holds, RFC 3339 in UTC.
        public var now: String

        /// Creates them.
        public init(pair: RecordPair, config: JSONValue = .object([]), now: String) {
            self.pair = pair
            self.config = config
            self.now = now
        }

        /// Reads it from JSON.
        public init(from reader: inout JSONReader) throws(JSONError) {
            var pair: RecordPair?
            var config: JSONValue = .object([])
            var now: String?
            try reader.beginObject()
            while let key = try reader.nextKey() {
                switch key {
                case "pair": pair = try RecordPair(from: &reader)
                case "config": config = try reader.value()
                case "now": now = try reader.string()
                default: break
                }
            }
            self.pair = try reader.require(pair, "pair")
            self.config = config
            self.now = try reader.require(now, "now")
        }

        /// Writes it as JSON.
        public func write(to writer: inout JSONWriter) {
            writer.object { writer in
                writer.member("pair", pair)
                writer.member("config", config)
                writer.member("now", now)
            }
        }
    }

    /// What is answered.
    public struct Result: JSONReadable, JSONWritable, Sendable, Hashable {
        /// What the plugin would decide.
        public var decision: Decision

        /// Creates it.
        public init(decision: Decision) {
            self.decision = decision
        }

        /// Reads it from JSON.
        public init(from reader: inout JSONReader) throws(JSONError) {
            var decision: Decision?
            try reader.beginObject()
            while let key = try reader.nextKey() {
                switch key {
                case "decision": decision = try Decision(from: &reader)
                default: break
                }
            }
            self.decision = try reader.require(decision, "decision")
        }

        /// Writes it as JSON.
        public func write(to writer: inout JSONWriter) {
            writer.object { writer in
                writer.member("decision", decision)
            }
        }
    }
}
