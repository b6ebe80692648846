public import JSON
public import Model

/// A plugin says how far it is.
public enum Progress: RPCNotice {
    /// The name on the wire.
    public static let name = "$/progress"

    /// What it says.
    public struct Parameters: JSONReadable, JSONWritable, Sendable, Hashable {
        /// The run.
        public var runID: RunID
        /// What it is doing, one word.
        public var phase: String
        /// How much is done; it only grows.
        public var done: Int
        /// How much there is, if that is known.
        public var total: Int?

        /// Creates them.
        public init(runID: RunID, phase: String, done: Int, total: Int? = nil) {
            self.runID = runID
            self.phase = phase
            self.done = done
            self.total = total
        }

        /// Reads it from JSON.
        public init(from reader: inout JSONReader) throws(JSONError) {
            var runID: RunID?
            var phase: String?
            var done: Int?
            var total: Int?
            try reader.beginObject()
            while let key = try reader.nextKey() {
                switch key {
                case "runId": runID = try RunID(from: &reader)
                case "phase": phase = try reader.string()
                case "done": done = try Int(from: &reader)
                case "total": total = try Int?(from: &reader)
                default: break
                }
            }
            self.runID = try reader.require(runID, "runId")
            self.phase = try reader.require(phase, "phase")
            self.done = try reader.require(done, "done")
            self.total = total
        }

        /// Writes it as JSON.
        public func write(to writer: inout JSONWriter) {
            writer.object { writer in
                writer.member("runId", runID)
                writer.member("phase", phase)
                writer.member("done", done)
                writer.member("total", ifPresent: total)
            }
        }
    }
}
