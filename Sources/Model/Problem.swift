/// What stands in the way of something: a code, and data for the sentence that a person reads.
///
/// The number's thousand-block is the class, and the class decides the retry: 1 session, 2 configuration, 3 passing,
/// 4 record, 5 guard, 6 plugin. A code that is not known inherits the policy of its block.
public struct Problem: Sendable, Hashable {
    /// The number; see `ProblemCode` for those we use.
    public var code: ProblemCode
    /// Names for the sentence: a field, a limit, an entity.
    ///
    /// Never a value that a person typed.
    public var arguments: [String]
    /// The field concerned, in the words of its own system, when there is one.
    public var field: FieldName?
    /// The side concerned, when it is one.
    public var side: Side?
    /// What the remote system answered, when it did.
    public var remote: RemoteAnswer?

    /// The status, code and request id of a remote answer; never its body, which may echo what was sent.
    public struct RemoteAnswer: Sendable, Hashable {
        /// The HTTP status.
        public var status: Int
        /// The system's own code, such as `0x80060882` or `Request_EntityChanged`.
        public var code: String
        /// The request id that the system's support asks for.
        public var requestID: String?
        /// Creates the note of a remote answer.
        public init(status: Int, code: String, requestID: String? = nil) {
            self.status = status
            self.code = code
            self.requestID = requestID
        }
    }

    /// Creates a problem.
    public init(
        _ code: ProblemCode, _ arguments: [String] = [], field: FieldName? = nil, side: Side? = nil,
        remote: RemoteAnswer? = nil
    ) {
        self.code = code
        self.arguments = arguments
        self.field = field
        self.side = side
        self.remote = remote
    }
}

/// The number of a problem.
public struct ProblemCode: Sendable, Hashable, RawRepresentable, Comparable {
    /// The number as it stands on the wire.
    public var rawValue: Int
    /// Takes over a number.
    public init(rawValue: Int) { self.rawValue = rawValue }
    /// Orders by the number.
    public static func < (left: ProblemCode, right: ProblemCode) -> Bool { left.rawValue < right.rawValue }

    /// The class of a problem: it decides what happens next.
    public enum Class: Sendable, Hashable, CaseIterable {
        /// Of the JSON-RPC session itself.
        case session
        /// Somebody must change the configuration; the entity stops and says so once.
        case configuration
        /// It passes by itself; wait and retry.
        case passing
        /// It concerns one record, which is set aside.
        case record
        /// A guard stopped the entity before a write.
        case guarded
        /// The plugin broke its contract.
        case plugin
    }

    /// The class, from the thousand-block.
    ///
    /// A number outside the blocks is the plugin's fault.
    public var problemClass: Class {
        switch rawValue / 1000 {
        case 1: .session
        case 2: .configuration
        case 3: .passing
        case 4: .record
        case 5: .guarded
        default: .plugin
        }
    }

    /// A person or the other side cancelled it.
    public static let cancelled = ProblemCode(rawValue: 1000)
    /// The time that was given for it is over.
    public static let deadline = ProblemCode(rawValue: 1001)
    /// Asked before `initialize` was answered.
    public static let notInitialized = ProblemCode(rawValue: 1002)
    /// Asked after `shutdown`.
    public static let shuttingDown = ProblemCode(rawValue: 1003)
    /// No version of the protocol is known to both sides.
    public static let protocolVersion = ProblemCode(rawValue: 1004)
    /// The plugin is not what its manifest says.
    public static let manifestMismatch = ProblemCode(rawValue: 1005)
    /// A frame or a text is above its limit.
    public static let tooLarge = ProblemCode(rawValue: 1006)
    /// More requests at once than were agreed on.
    public static let tooManyInFlight = ProblemCode(rawValue: 1007)
    /// The run is not, or not any more, under way.
    public static let unknownRun = ProblemCode(rawValue: 1008)
    /// Another host has taken over since.
    public static let staleFence = ProblemCode(rawValue: 1009)
    /// The host met an error that it does not know: a fault of its own.
    public static let hostFault = ProblemCode(rawValue: 1010)
    /// The configuration is wrong.
    public static let invalidConfiguration = ProblemCode(rawValue: 2000)
    /// A system refused the sign-in.
    public static let signIn = ProblemCode(rawValue: 2001)
    /// A system refused the access to a table.
    public static let permission = ProblemCode(rawValue: 2002)
    /// The tenant lacks a table or a field.
    public static let schema = ProblemCode(rawValue: 2003)
    /// The field map changed since the bases were made.
    public static let mappingChanged = ProblemCode(rawValue: 2004)
    /// The store belongs to another environment.
    public static let environmentChanged = ProblemCode(rawValue: 2005)
    /// The store failed in a way that does not pass by itself.
    public static let storeFailed = ProblemCode(rawValue: 2006)
    /// The system asked to come back later.
    public static let throttled = ProblemCode(rawValue: 3000)
    /// The system is not available now.
    public static let unavailable = ProblemCode(rawValue: 3001)
    /// No answer came in time; a write is in doubt.
    public static let timeout = ProblemCode(rawValue: 3002)
    /// The connection could not be made, or broke.
    public static let connection = ProblemCode(rawValue: 3003)
    /// Another owner holds the store.
    public static let storeBusy = ProblemCode(rawValue: 3004)
    /// The lease on the work was lost.
    public static let leaseLost = ProblemCode(rawValue: 3005)
    /// A value is not valid.
    public static let invalid = ProblemCode(rawValue: 4000)
    /// A value that must be there is empty.
    public static let required = ProblemCode(rawValue: 4001)
    /// A text is longer than its column.
    public static let tooLong = ProblemCode(rawValue: 4002)
    /// A record that it refers to is not coupled.
    public static let referenceWaiting = ProblemCode(rawValue: 4003)
    /// The record was changed in between.
    public static let versionChanged = ProblemCode(rawValue: 4004)
    /// A foreign record has the key.
    public static let duplicateKey = ProblemCode(rawValue: 4005)
    /// More than one record could be the partner.
    public static let ambiguousMatch = ProblemCode(rawValue: 4006)
    /// Both sides changed the same thing differently.
    public static let conflict = ProblemCode(rawValue: 4007)
    /// The record is not there any more.
    public static let gone = ProblemCode(rawValue: 4008)
    /// The record is locked for now.
    public static let locked = ProblemCode(rawValue: 4009)
    /// The values go back and forth without a person's edit.
    public static let oscillating = ProblemCode(rawValue: 4010)
    /// A rule of the system's business logic refused it.
    public static let refusedByRule = ProblemCode(rawValue: 4011)
    /// More deletes than may happen unasked.
    public static let guardDeletes = ProblemCode(rawValue: 5000)
    /// More overwrites than may happen unasked.
    public static let guardOverwrites = ProblemCode(rawValue: 5001)
    /// More creates than may happen unasked.
    public static let guardCreates = ProblemCode(rawValue: 5002)
    /// A side that has couplings lists nothing.
    public static let guardEmptyListing = ProblemCode(rawValue: 5003)
    /// Nearly everything seems changed: a clock, a restore, a migration.
    public static let guardClock = ProblemCode(rawValue: 5004)
    /// The plugin's process died.
    public static let pluginCrashed = ProblemCode(rawValue: 6000)
    /// The plugin was silent for too long.
    public static let pluginHung = ProblemCode(rawValue: 6001)
    /// The plugin wrote too much that is no message.
    public static let pluginFlooded = ProblemCode(rawValue: 6002)
    /// The plugin could not be started, or did not answer `initialize`.
    public static let pluginFailedStart = ProblemCode(rawValue: 6003)
    /// The plugin broke a rule of the protocol.
    public static let pluginViolation = ProblemCode(rawValue: 6004)
    /// The plugin is in quarantine.
    public static let pluginQuarantined = ProblemCode(rawValue: 6005)
}
