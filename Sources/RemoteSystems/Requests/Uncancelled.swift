/// Carries something out to its end, whatever becomes of the caller: no cancellation reaches it, and it is waited for.
///
/// The one place of its kind. Structured concurrency has no such child: it is always cancelled with its parent, and what was begun with
/// a remote system has to be finished, stored and answered.
package func uncancelled<Value: Sendable, Failure: Error>(
    _ work: @escaping @Sendable () async throws(Failure) -> Value
) async throws(Failure) -> Value {
    let task = Task { () -> Result<Value, Failure> in
        do throws(Failure) { return .success(try await work()) } catch { return .failure(error) }
    }
    return try await task.value.get()
}
