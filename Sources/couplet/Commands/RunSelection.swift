/// What a command runs: of which entities which records.
struct RunSelection: Sendable {
    /// The words that name the entities; none for all of them.
    var entities: [String]
    /// The words that leave entities out.
    var except: [String] = []
    /// The records, by id or number; none for all of them.
    var records: [String] = []

    /// The selection as it was typed.
    ///
    /// What `retry` means changes with every run: nothing, so that the entities themselves are named.
    var words: [String]? { entities == ["retry"] ? nil : entities + except.flatMap { ["--except", $0] } }
}
