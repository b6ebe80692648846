import Synchronization

/// The life of a host in a test: it ends at the step that the test names, before or after anything that others could notice.
final class Life: Sendable {
    /// What everything answers to a host that is dead.
    struct Over: Error {}

    private struct State {
        var steps = 0
        var last: Int?
        var isOver = false
    }

    private let state = Mutex(State())

    /// A new host is born; it dies at its `last` step.
    func begin(last: Int? = nil) { state.withLock { $0 = State(last: last) } }

    /// How many steps it has made.
    var steps: Int { state.withLock(\.steps) }
    var isOver: Bool { state.withLock(\.isOver) }
    /// Whether the next step is its last.
    var endsNext: Bool { state.withLock { $0.last == $0.steps + 1 } }

    /// A step: an instant at which it may die.
    func step() throws {
        try state.withLock { state in
            guard !state.isOver else { throw Over() }
            state.steps += 1
            guard state.steps == state.last else { return }
            state.isOver = true
            throw Over()
        }
    }

    /// The dead ask nothing.
    func breathe() throws { if isOver { throw Over() } }

    /// An effect, with an instant before and one after it.
    func perform<Value>(_ effect: () async throws -> Value) async throws -> Value {
        try step()
        let value = try await effect()
        try step()
        return value
    }

    /// A question, which leaves no trace.
    func ask<Value>(_ question: () async throws -> Value) async throws -> Value {
        try breathe()
        return try await question()
    }
}
