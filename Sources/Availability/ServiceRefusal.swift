/// Why a request gets no answer, whatever it asks about.
enum ServiceRefusal: String, Error, Sendable, Hashable, CaseIterable {
    /// Without the right key nobody is told anything.
    case unauthorized
    /// Nothing is at this path.
    case elsewhere
    /// Another method than reading.
    case method
    /// No item was named.
    case noItem
    /// As many ask as are answered at the same time.
    case busy
    /// The ERP did not answer in time.
    case timeout
    /// Something unforeseen.
    case failed

    /// The HTTP status.
    ///
    /// https://www.rfc-editor.org/rfc/rfc9110#section-15
    var status: Int {
        switch self {
        case .unauthorized: 401
        case .elsewhere: 404
        case .method: 405
        case .noItem: 400
        case .busy: 503
        case .timeout: 504
        case .failed: 500
        }
    }
}
