/// What stands between a host and its store in a test: it may stop the host before and after each transaction.
package protocol StoreGate: Sendable {
    /// Something that changes the store, by the name of its function.
    func transaction<Value: Sendable>(
        _ name: String, _ effect: @escaping @Sendable () async throws -> Value
    ) async throws -> Value

    /// Something that leaves no trace in the store, by the name of its function.
    func question<Value: Sendable>(
        _ name: String, _ question: @escaping @Sendable () async throws -> Value
    ) async throws -> Value
}
