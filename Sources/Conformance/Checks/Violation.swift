/// A rule of the plugin protocol, and how a plugin broke it.
public struct Violation: Sendable, Hashable, CustomStringConvertible {
    /// The rules that are checked.
    public enum Rule: String, Sendable, Hashable, CaseIterable {
        /// Nothing but messages goes to the host.
        case onlyMessages
        /// No line is longer than was agreed on.
        case limitsKept
        /// Every request is answered, once.
        case everyRequestAnswered
        /// Before `initialize`, every other request is refused with 1002.
        case initializeFirst
        /// Without a common version, `initialize` is refused with 1004.
        case versionAgreed
        /// The name and the version are those of the manifest.
        case manifestTold
        /// The manifest can be read.
        case manifestValid
        /// An unknown method is refused with -32601.
        case unknownMethodRefused
        /// An unknown member is ignored.
        case unknownMemberIgnored
        /// The same question is described in the same words.
        case describePure
        /// Only fields that the tenant has are read.
        case readsWhatIsThere
        /// A tenant that lacks everything is refused with 2003.
        case missingFieldsRefused
        /// The description's references are those of the manifest.
        case referencesDeclared
        /// Every pair gets one decision.
        case everyPairDecided
        /// Only described fields are written.
        case writesWhatIsDescribed
        /// A decision fits the state of its pair.
        case decisionFits
        /// Nothing changed, nothing is written.
        case unchangedLeftAlone
        /// What was written is not written again.
        case settles
        /// The same conversation leads to the same decisions, however the pairs are paged.
        case deterministic
        /// Batches count from 1, and give back the checkpoint of their pairs.
        case batchesInOrder
        /// After the host said stop, nothing more is asked, and the run is partial.
        case stopsWhenTold
        /// A cancelled run is answered.
        case cancelAnswered
        /// What the host refuses ends the run with its number.
        case failuresPassedOn
        /// Reasons and problems hold names, never values of records.
        case noValuesTold
        /// The manifest's `configSchema` names the settings that the plugin knows.
        case settingsTold
        /// A setting that is not known is an error.
        case settingsChecked
        /// Started by hand, it says so and exits with 64.
        case startedByHand
        /// At the end of the stream, it exits within five seconds.
        case endsWithStream
        /// After `shutdown` and the end of the stream, it exits with 0.
        case endsInOrder
        /// What it started ends with it.
        case leavesNothingBehind
        /// From every checkpoint, the rest is decided as in one go.
        case resumes
        /// While it waits for the host, it answers a ping.
        case pingAnswered
        /// However many records there are, its memory stays what it is.
        case memoryBounded
        /// It sends nothing to a network.
        case noNetwork
        /// It changes no file outside its scratch folder.
        case staysInScratch
    }

    /// The rule.
    public var rule: Rule
    /// How it was broken.
    public var detail: String

    /// Creates the note of a broken rule.
    public init(_ rule: Rule, _ detail: String) {
        self.rule = rule
        self.detail = detail
    }

    /// The rule and how it was broken.
    public var description: String { "\(rule.rawValue): \(detail)" }
}
