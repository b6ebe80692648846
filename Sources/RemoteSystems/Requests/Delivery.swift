import Model

/// What became of a request that changes something.
enum Delivery: Sendable {
    /// It was answered.
    case answered(HTTPResponse)
    /// It was certainly not carried out.
    case notSent(Problem)
    /// It may have been carried out, may still be, or may never be.
    case inDoubt(Problem)
}
