import JSONRPC
import Model

extension PeerEnd {
    /// Why the session ended, when it was not the process that did.
    var problem: Problem? {
        switch self {
        case .violation(.strayFlood): Problem(.pluginFlooded)
        case .violation(let violation): Problem(.pluginViolation, [violation.word])
        case .endOfStream, .channelFailed, .cancelled: nil
        }
    }

    /// The step that the ending of the process begins with: one that broke a rule is not asked politely, one that ended its
    /// stream is on its way out.
    var firstStep: SupervisionMachine.Step {
        if case .violation = self { .terminate } else { .closeInput }
    }
}

extension PeerEnd.Violation {
    /// The rule that was broken, as a code.
    fileprivate var word: String {
        switch self {
        case .unknownAnswer: "unknownAnswer"
        case .duplicateRequest: "duplicateRequest"
        case .strayFlood: "strayFlood"
        case .tooLong: "tooLong"
        case .stalled: "stalled"
        }
    }
}
