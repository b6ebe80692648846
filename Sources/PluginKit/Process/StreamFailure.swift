/// A stream failed: the system's error number.
struct StreamFailure: Error, Sendable, Hashable {
    var code: Int32
}
