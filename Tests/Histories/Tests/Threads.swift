import Foundation

/// Carries out what needs a thread of its own: a history would hold one of the few that all tests share, and wait for another.
func onItsThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        let thread = Thread { continuation.resume(with: Result { try body() }) }
        thread.stackSize = 64 << 20
        thread.start()
    }
}
