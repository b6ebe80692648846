/// What stands in the way of something: a code, and data for the sentence that a person reads.
///
/// The number's thousand-block is the class, and the class decides the retry: 1 session, 2 configuration, 3 passing,
/// 4 record, 5 guard, 6 plugin. A code that is not known inherits the policy of its block.
public struct Problem: Sendable, Hashable {
    /// The number; see `ProblemCode` for those we use.
    public var code: ProblemCode
    /// Names for the sentence: a field, a limit, an entity. Never a value that a person typed.
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

    /// The class, from the thousand-block. A number outside the blocks is the plugin's fault.
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

    public static let cancelled = ProblemCode(rawValue: 1000)
    public static let deadline = ProblemCode(rawValue: 1001)
    public static let notInitialized = ProblemCode(rawValue: 1002)
    public static let shuttingDown = ProblemCode(rawValue: 1003)
    public static let protocolVersion = ProblemCode(rawValue: 1004)
    public static let manifestMismatch = ProblemCode(rawValue: 1005)
    public static let tooLarge = ProblemCode(rawValue: 1006)
    public static let tooManyInFlight = ProblemCode(rawValue: 1007)
    public static let unknownRun = ProblemCode(rawValue: 1008)
    public static let staleFence = ProblemCode(rawValue: 1009)
    public static let invalidConfiguration = ProblemCode(rawValue: 2000)
    public static let signIn = ProblemCode(rawValue: 2001)
    public static let permission = ProblemCode(rawValue: 2002)
    public static let schema = ProblemCode(rawValue: 2003)
    public static let mappingChanged = ProblemCode(rawValue: 2004)
    public static let environmentChanged = ProblemCode(rawValue: 2005)
    public static let throttled = ProblemCode(rawValue: 3000)
    public static let unavailable = ProblemCode(rawValue: 3001)
    public static let timeout = ProblemCode(rawValue: 3002)
    public static let connection = ProblemCode(rawValue: 3003)
    public static let storeBusy = ProblemCode(rawValue: 3004)
    public static let leaseLost = ProblemCode(rawValue: 3005)
    public static let invalid = ProblemCode(rawValue: 4000)
    public static let required = ProblemCode(rawValue: 4001)
    public static let tooLong = ProblemCode(rawValue: 4002)
    public static let referenceWaiting = ProblemCode(rawValue: 4003)
    public static let versionChanged = ProblemCode(rawValue: 4004)
    public static let duplicateKey = ProblemCode(rawValue: 4005)
    public static let ambiguousMatch = ProblemCode(rawValue: 4006)
    public static let conflict = ProblemCode(rawValue: 4007)
    public static let gone = ProblemCode(rawValue: 4008)
    public static let locked = ProblemCode(rawValue: 4009)
    public static let oscillating = ProblemCode(rawValue: 4010)
    public static let refusedByRule = ProblemCode(rawValue: 4011)
    public static let guardDeletes = ProblemCode(rawValue: 5000)
    public static let guardOverwrites = ProblemCode(rawValue: 5001)
    public static let guardCreates = ProblemCode(rawValue: 5002)
    public static let guardEmptyListing = ProblemCode(rawValue: 5003)
    public static let guardClock = ProblemCode(rawValue: 5004)
    public static let pluginCrashed = ProblemCode(rawValue: 6000)
    public static let pluginHung = ProblemCode(rawValue: 6001)
    public static let pluginFlooded = ProblemCode(rawValue: 6002)
    public static let pluginFailedStart = ProblemCode(rawValue: 6003)
    public static let pluginViolation = ProblemCode(rawValue: 6004)
    public static let pluginQuarantined = ProblemCode(rawValue: 6005)
}
