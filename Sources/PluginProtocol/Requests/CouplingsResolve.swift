public import JSON
public import Model

/// A plugin asks what records are coupled with, at most 1000.
public enum CouplingsResolve: RPCMethod {
    /// The name on the wire.
    public static let name = "couplings/resolve"

    /// What is asked.
    public struct Parameters: JSONReadable, JSONWritable, Sendable, Hashable {
        /// The run.
        public var runID: RunID
        /// The records, each with its entity and side.
        public var references: [RecordReference]

        /// Creates them.
        public init(runID: RunID, references: [RecordReference]) {
            self.runID = runID
            self.references = references
        }

        /// Reads it from JSON.
        public init(from reader: inout JSONReader) throws(JSONError) {
            var runID: RunID?
            var references: [RecordReference]?
            try reader.beginObject()
            while let key = try reader.nextKey() {
                switch key {
                case "runId": runID = try RunID(from: &reader)
                case "refs": references = try [RecordReference](from: &reader)
                default: break
                }
            }
            self.runID = try reader.require(runID, "runId")
            self.references = try reader.require(references, "refs")
        }

        /// Writes it as JSON.
        public func write(to writer: inout JSONWriter) {
            writer.object { writer in
                writer.member("runId", runID)
                writer.member("refs", references)
            }
        }
    }

    /// What is answered.
    public struct Result: JSONReadable, JSONWritable, Sendable, Hashable {
        /// What is known of each, in the order of the question.
        public var states: [State]

        /// Creates it.
        public init(states: [State] = []) {
            self.states = states
        }

        /// Reads it from JSON.
        public init(from reader: inout JSONReader) throws(JSONError) {
            var states: [State] = []
            try reader.beginObject()
            while let key = try reader.nextKey() {
                switch key {
                case "states": states = try [State](from: &reader)
                default: break
                }
            }
            self.states = states
        }

        /// Writes it as JSON.
        public func write(to writer: inout JSONWriter) {
            writer.object { writer in
                writer.member("states", states)
            }
        }
    }

    /// The greatest number of references in one request.
    public static let maximum = 1000

    /// What is known of a reference.
    public enum State: JSONReadable, JSONWritable, Sendable, Hashable {
        /// It is coupled with this record of the other side.
        case coupled(RecordID)
        /// It exists and is not coupled yet; the host wakes the pair that waits for it.
        case waiting
        /// It will not be coupled: a person or a rule keeps it out.
        case skipped
        /// It does not exist.
        case missing
        /// It exists, but its entity's filter leaves it out.
        case outOfScope

        private enum Word: String, WireWord {
            case coupled, waiting, skipped, missing, outOfScope
        }

        /// Reads it from JSON: `{"state", "id"}`.
        public init(from reader: inout JSONReader) throws(JSONError) {
            var word: Word?
            var id: RecordID?
            try reader.beginObject()
            while let key = try reader.nextKey() {
                switch key {
                case "state": word = try Word(from: &reader)
                case "id": id = try RecordID?(from: &reader)
                default: break
                }
            }
            switch try reader.require(word, "state") {
            case .coupled: self = .coupled(try reader.require(id, "id"))
            case .waiting: self = .waiting
            case .skipped: self = .skipped
            case .missing: self = .missing
            case .outOfScope: self = .outOfScope
            }
        }

        /// Writes it as JSON.
        public func write(to writer: inout JSONWriter) {
            writer.object { writer in
                switch self {
                case .coupled(let id):
                    writer.member("state", Word.coupled)
                    writer.member("id", id)
                case .waiting: writer.member("state", Word.waiting)
                case .skipped: writer.member("state", Word.skipped)
                case .missing: writer.member("state", Word.missing)
                case .outOfScope: writer.member("state", Word.outOfScope)
                }
            }
        }
    }
}
