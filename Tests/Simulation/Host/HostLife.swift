import Synchronization
import TestSupport

/// The life of the host that is at work: it ends at a step that the history names, and all that it would do then is not done.
///
/// The store of a host stands behind it: every transaction is a step before and a step after, carried out on the thread of the history
/// in an instant of virtual time.
package final class HostLife: StoreGate {
    private let life = Life()
    private let trace: Trace

    /// Creates the life of a host that does not die.
    init(_ trace: Trace) { self.trace = trace }

    /// A new host is born; it dies at its `last` step, `nil` for never.
    func begin(last: Int? = nil) { life.begin(last: last) }

    /// Whether it is dead.
    var isOver: Bool { life.isOver }
    /// Whether the next step is its last.
    var endsNext: Bool { life.endsNext }
    /// How many steps it has made.
    var steps: Int { life.steps }

    /// A step, by its name: an instant at which it may die.
    func step(_ name: @autoclosure () -> String) throws {
        guard !life.isOver else { throw Life.Over() }
        do {
            try life.step()
            trace.note("\(life.steps) \(name())")
        } catch {
            trace.note("\(life.steps) \(name()): the host dies")
            throw error
        }
    }

    /// The dead ask nothing.
    func breathe() throws { try life.breathe() }

    package func transaction<Value: Sendable>(
        _ name: String, _ effect: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try step("store: \(name)")
        let value = try await effect()
        try step("store: \(name) is done")
        return value
    }

    package func question<Value: Sendable>(
        _ name: String, _ question: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try breathe()
        return try await question()
    }
}
