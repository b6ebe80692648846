public import JSON
public import Model

/// A plugin asks for the next pairs that need a decision.
public enum ChangesNext: RPCMethod {
    /// The name on the wire.
    public static let name = "changes/next"

    /// What is asked.
    public struct Parameters: JSONReadable, JSONWritable, Sendable, Hashable {
        /// The run.
        public var runID: RunID
        /// The greatest number of pairs; the host may give fewer, also none, before the end.
        public var limit: Int

        /// Creates them.
        public init(runID: RunID, limit: Int) {
            self.runID = runID
            self.limit = limit
        }

        /// Reads it from JSON.
        public init(from reader: inout JSONReader) throws(JSONError) {
            var runID: RunID?
            var limit: Int?
            try reader.beginObject()
            while let key = try reader.nextKey() {
                switch key {
                case "runId": runID = try RunID(from: &reader)
                case "limit": limit = try Int(from: &reader)
                default: break
                }
            }
            self.runID = try reader.require(runID, "runId")
            self.limit = try reader.require(limit, "limit")
        }

        /// Writes it as JSON.
        public func write(to writer: inout JSONWriter) {
            writer.object { writer in
                writer.member("runId", runID)
                writer.member("limit", limit)
            }
        }
    }

    /// What is answered.
    public struct Result: JSONReadable, JSONWritable, Sendable, Hashable {
        /// The pairs.
        public var pairs: [RecordPair]
        /// Whether no more will come.
        public var isEnd: Bool
        /// Where the feeds are after these pairs; the plugin gives it back with its decisions.
        public var checkpoint: String

        /// Creates it.
        public init(pairs: [RecordPair] = [], isEnd: Bool = false, checkpoint: String) {
            self.pairs = pairs
            self.isEnd = isEnd
            self.checkpoint = checkpoint
        }

        /// Reads it from JSON.
        public init(from reader: inout JSONReader) throws(JSONError) {
            var pairs: [RecordPair] = []
            var isEnd: Bool = false
            var checkpoint: String?
            try reader.beginObject()
            while let key = try reader.nextKey() {
                switch key {
                case "pairs": pairs = try [RecordPair](from: &reader)
                case "end": isEnd = try reader.boolean()
                case "checkpoint": checkpoint = try reader.string()
                default: break
                }
            }
            self.pairs = pairs
            self.isEnd = isEnd
            self.checkpoint = try reader.require(checkpoint, "checkpoint")
        }

        /// Writes it as JSON.
        public func write(to writer: inout JSONWriter) {
            writer.object { writer in
                writer.member("pairs", pairs)
                if isEnd { writer.member("end", true) }
                writer.member("checkpoint", checkpoint)
            }
        }
    }
}
