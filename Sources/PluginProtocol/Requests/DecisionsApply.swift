public import JSON
public import Model

/// A plugin hands over a batch of decisions: the only way to have an effect.
///
/// The same batch again gets the same answer.
public enum DecisionsApply: RPCMethod {
    /// The name on the wire.
    public static let name = "decisions/apply"

    /// What is asked.
    public struct Parameters: JSONReadable, JSONWritable, Sendable, Hashable {
        /// The run.
        public var runID: RunID
        /// The number of the batch within the run, from 1.
        public var batch: Int
        /// The decisions, one per pair.
        public var decisions: [Decision]
        /// The checkpoint that came with the pairs.
        public var checkpoint: String

        /// Creates them.
        public init(runID: RunID, batch: Int, decisions: [Decision], checkpoint: String) {
            self.runID = runID
            self.batch = batch
            self.decisions = decisions
            self.checkpoint = checkpoint
        }

        /// Reads it from JSON.
        public init(from reader: inout JSONReader) throws(JSONError) {
            var runID: RunID?
            var batch: Int?
            var decisions: [Decision]?
            var checkpoint: String?
            try reader.beginObject()
            while let key = try reader.nextKey() {
                switch key {
                case "runId": runID = try RunID(from: &reader)
                case "batch": batch = try Int(from: &reader)
                case "decisions": decisions = try [Decision](from: &reader)
                case "checkpoint": checkpoint = try reader.string()
                default: break
                }
            }
            self.runID = try reader.require(runID, "runId")
            self.batch = try reader.require(batch, "batch")
            self.decisions = try reader.require(decisions, "decisions")
            self.checkpoint = try reader.require(checkpoint, "checkpoint")
        }

        /// Writes it as JSON.
        public func write(to writer: inout JSONWriter) {
            writer.object { writer in
                writer.member("runId", runID)
                writer.member("batch", batch)
                writer.member("decisions", decisions)
                writer.member("checkpoint", checkpoint)
            }
        }
    }

    /// What is answered.
    public struct Result: JSONReadable, JSONWritable, Sendable, Hashable {
        /// What became of each.
        public var results: [PairOutcome]
        /// Why the run is to end now; nothing of the batch after it was done.
        public var stop: Problem?

        /// Creates it.
        public init(results: [PairOutcome] = [], stop: Problem? = nil) {
            self.results = results
            self.stop = stop
        }

        /// Reads it from JSON.
        public init(from reader: inout JSONReader) throws(JSONError) {
            var results: [PairOutcome] = []
            var stop: Problem?
            try reader.beginObject()
            while let key = try reader.nextKey() {
                switch key {
                case "results": results = try [PairOutcome](from: &reader)
                case "stop": stop = try Problem?(from: &reader)
                default: break
                }
            }
            self.results = results
            self.stop = stop
        }

        /// Writes it as JSON.
        public func write(to writer: inout JSONWriter) {
            writer.object { writer in
                writer.member("results", results)
                writer.member("stop", ifPresent: stop)
            }
        }
    }
}
