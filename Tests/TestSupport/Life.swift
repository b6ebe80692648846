import Synchronization

/// The life of a host in a test: it ends at the step that the test names, before or after anything that others could notice.
package final class Life: StoreGate {
    /// What everything answers to a host that is dead.
    package struct Over: Error {
        /// Creates the answer.
        package init() {}
    }

    private struct State {
        var steps = 0
        var last: Int?
        var isOver = false
    }

    private let state = Mutex(State())

    /// Creates a life that has no end yet.
    package init() {}

    /// A new host is born; it dies at its `last` step.
    package func begin(last: Int? = nil) { state.withLock { $0 = State(last: last) } }

    /// How many steps it has made.
    package var steps: Int { state.withLock(\.steps) }
    /// Whether it is dead.
    package var isOver: Bool { state.withLock(\.isOver) }
    /// Whether the next step is its last.
    package var endsNext: Bool { state.withLock { $0.last == $0.steps + 1 } }

    /// A step: an instant at which it may die.
    package func step() throws {
        try state.withLock { state in
            guard !state.isOver else { throw Over() }
            state.steps += 1
            guard state.steps == state.last else { return }
            state.isOver = true
            throw Over()
        }
    }

    /// The dead ask nothing.
    package func breathe() throws { if isOver { throw Over() } }

    package func transaction<Value: Sendable>(
        _ name: String, _ effect: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try step()
        let value = try await effect()
        try step()
        return value
    }

    package func question<Value: Sendable>(
        _ name: String, _ question: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try breathe()
        return try await question()
    }
}
