public import JSON
public import Model

/// What became of the decision about one pair.
public struct PairOutcome: Sendable, Hashable, JSONReadable, JSONWritable {
    private enum Word: String, WireWord {
        case done, unchanged, planned, waiting, setAside, guarded, inDoubt
    }

    /// The pair.
    public var pair: RecordPair.ID
    /// What became of it.
    public var outcome: Outcome

    /// Creates the outcome of a pair.
    public init(pair: RecordPair.ID, _ outcome: Outcome) {
        self.pair = pair
        self.outcome = outcome
    }

    /// Reads it from JSON: `{"pair", "outcome", "for" | "problem"}`.
    public init(from reader: inout JSONReader) throws(JSONError) {
        var pair: RecordPair.ID?
        var word: Word?
        var reference: RecordReference?
        var problem: Problem?
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "pair": pair = try RecordPair.ID(from: &reader)
            case "outcome": word = try Word(from: &reader)
            case "for": reference = try RecordReference(from: &reader)
            case "problem": problem = try Problem(from: &reader)
            default: break
            }
        }
        self.pair = try reader.require(pair, "pair")
        switch try reader.require(word, "outcome") {
        case .done: outcome = .done
        case .unchanged: outcome = .unchanged
        case .planned: outcome = .planned
        case .waiting: outcome = .waiting(try reader.require(reference, "for"))
        case .setAside: outcome = .setAside(try reader.require(problem, "problem"))
        case .guarded: outcome = .guarded(try reader.require(problem, "problem"))
        case .inDoubt: outcome = .inDoubt
        }
    }

    /// Writes it as JSON.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("pair", pair)
            switch outcome {
            case .done: writer.member("outcome", Word.done)
            case .unchanged: writer.member("outcome", Word.unchanged)
            case .planned: writer.member("outcome", Word.planned)
            case .inDoubt: writer.member("outcome", Word.inDoubt)
            case .waiting(let reference):
                writer.member("outcome", Word.waiting)
                writer.member("for", reference)
            case .setAside(let problem):
                writer.member("outcome", Word.setAside)
                writer.member("problem", problem)
            case .guarded(let problem):
                writer.member("outcome", Word.guarded)
                writer.member("problem", problem)
            }
        }
    }
}
