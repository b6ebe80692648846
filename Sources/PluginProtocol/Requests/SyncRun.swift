public import JSON
public import Model

/// The host has a plugin carry out a run of its entity: the one long request, within which the plugin asks the host.
public enum SyncRun: RPCMethod {
    /// The name on the wire.
    public static let name = "sync/run"

    /// What is asked.
    public struct Parameters: JSONReadable, JSONWritable, Sendable, Hashable {
        /// The run.
        public var runID: RunID
        /// The entity.
        public var entity: EntityName
        /// What the run looks at.
        public var mode: RunMode
        /// Whether decisions are recorded only.
        public var isDryRun: Bool
        /// The time that holds for the whole run, RFC 3339 in UTC; a plugin asks no clock.
        public var now: String
        /// Where chance comes from, from 0 to 2^53 - 1; a plugin asks no other source.
        public var seed: Int64
        /// The configuration of the entity.
        public var config: JSONValue
        /// The fingerprint of the description that the host goes by.
        public var fingerprint: String
        /// Where an earlier attempt got to.
        public var checkpoint: String?

        /// Creates them.
        public init(
            runID: RunID, entity: EntityName, mode: RunMode, isDryRun: Bool = false, now: String, seed: Int64,
            config: JSONValue = .object([]), fingerprint: String, checkpoint: String? = nil
        ) {
            self.runID = runID
            self.entity = entity
            self.mode = mode
            self.isDryRun = isDryRun
            self.now = now
            self.seed = seed
            self.config = config
            self.fingerprint = fingerprint
            self.checkpoint = checkpoint
        }

        /// Reads it from JSON.
        public init(from reader: inout JSONReader) throws(JSONError) {
            var runID: RunID?
            var entity: EntityName?
            var mode: RunMode?
            var isDryRun: Bool = false
            var now: String?
            var seed: Int64?
            var config: JSONValue = .object([])
            var fingerprint: String?
            var checkpoint: String?
            try reader.beginObject()
            while let key = try reader.nextKey() {
                switch key {
                case "runId": runID = try RunID(from: &reader)
                case "entity": entity = try EntityName(from: &reader)
                case "mode": mode = try RunMode(from: &reader)
                case "dryRun": isDryRun = try reader.boolean()
                case "now": now = try reader.string()
                case "seed": seed = try reader.integer()
                case "config": config = try reader.value()
                case "fingerprint": fingerprint = try reader.string()
                case "checkpoint": checkpoint = try String?(from: &reader)
                default: break
                }
            }
            self.runID = try reader.require(runID, "runId")
            self.entity = try reader.require(entity, "entity")
            self.mode = try reader.require(mode, "mode")
            self.isDryRun = isDryRun
            self.now = try reader.require(now, "now")
            self.seed = try reader.require(seed, "seed")
            self.config = config
            self.fingerprint = try reader.require(fingerprint, "fingerprint")
            self.checkpoint = checkpoint
        }

        /// Writes it as JSON.
        public func write(to writer: inout JSONWriter) {
            writer.object { writer in
                writer.member("runId", runID)
                writer.member("entity", entity)
                writer.member("mode", mode)
                if isDryRun { writer.member("dryRun", true) }
                writer.member("now", now)
                writer.member("seed", seed)
                writer.member("config", config)
                writer.member("fingerprint", fingerprint)
                writer.member("checkpoint", ifPresent: checkpoint)
            }
        }
    }

    /// What is answered.
    public struct Result: JSONReadable, JSONWritable, Sendable, Hashable {
        /// How it ended.
        public var outcome: Outcome
        /// What else there is to say, for a log.
        public var note: String?

        /// Creates it.
        public init(outcome: Outcome, note: String? = nil) {
            self.outcome = outcome
            self.note = note
        }

        /// Reads it from JSON.
        public init(from reader: inout JSONReader) throws(JSONError) {
            var outcome: Outcome?
            var note: String?
            try reader.beginObject()
            while let key = try reader.nextKey() {
                switch key {
                case "outcome": outcome = try Outcome(from: &reader)
                case "note": note = try String?(from: &reader)
                default: break
                }
            }
            self.outcome = try reader.require(outcome, "outcome")
            self.note = note
        }

        /// Writes it as JSON.
        public func write(to writer: inout JSONWriter) {
            writer.object { writer in
                writer.member("outcome", outcome)
                writer.member("note", ifPresent: note)
            }
        }
    }

    /// How a run ended, as the plugin sees it.
    public enum Outcome: String, WireWord, Hashable {
        /// Every pair was decided, and none is waiting or set aside.
        case complete
        /// Every pair was decided, and some are waiting or set aside; or the host stopped the run.
        case partial
    }
}
