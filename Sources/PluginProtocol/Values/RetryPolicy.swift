public import Model

/// When something that failed is tried again.
public enum RetryPolicy: String, WireWord, Hashable {
    /// Not by itself.
    case never
    /// When the configuration, the credential or an approval changes.
    case config
    /// After a while, in the same run.
    case later
    /// With the next run.
    case nextRun
    /// When its cause changes: the record, the reference that it waits for, the mapping, or a person's word.
    case whenCauseChanges

    /// The policy of a problem.
    ///
    /// A code that is not known has the policy of its class.
    public init(for code: ProblemCode) {
        self =
            switch code.problemClass {
            case .session: Self.ofSession(code)
            case .configuration, .guarded: .config
            case .passing: .later
            case .record: code == .versionChanged || code == .locked ? .later : .whenCauseChanges
            case .plugin: .nextRun
            }
    }

    private static func ofSession(_ code: ProblemCode) -> RetryPolicy {
        switch code {
        case .protocolVersion, .manifestMismatch: .config
        case .tooManyInFlight: .later
        case .cancelled, .deadline, .shuttingDown, .staleFence, .hostFault: .nextRun
        default: .never
        }
    }
}
