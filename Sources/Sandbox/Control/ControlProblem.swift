import Model

/// Why the control did not do what it was asked.
struct ControlProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    enum Reason: Sendable, Hashable {
        /// There is no such page.
        case noPage(String)
        /// The body is not JSON.
        case noJSON
        /// A text that should be a fault is no JSON.
        case noFault
        /// No such kind of fault.
        case unknownFault
        /// A member has to be a whole number between bounds.
        case wholeNumber(String, ClosedRange<Int64>)
        /// A member has to be a number of seconds.
        case seconds(String)
        /// `share` has to be a number from 0 to 1.
        case share
        /// A member has to be a text.
        case text(String)
        /// A member has to be one of some words.
        case word(String, [String])
        /// No such system.
        case system(String)
        /// A person works in a table of a system, and the fault names none.
        case personWithoutPlace
        /// A fault is known by its number.
        case faultNumber
        /// The ledger is not asked by this.
        case ledgerQuestion(String)
        /// A member has to be a number.
        case number(String)
        /// There is no document of that number or id.
        case noDocument(String)
        /// There is no snapshot.
        case noSnapshot
        /// Options are below an address of their own.
        case optionsAddress
    }

    let reason: Reason

    /// Whether something is not there.
    var isMissing: Bool {
        if case .noDocument = reason { return true }
        return reason == .optionsAddress
    }

    init(_ reason: Reason) { self.reason = reason }

    /// The sentence in English, as programs read it.
    var description: String { ControlSentences.text(reason, .en) }
}
