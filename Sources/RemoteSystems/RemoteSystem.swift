#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif
package import Model

/// One of the two systems, as the coordinator sees it: pages of records in, conditional writes out.
///
/// No business rule is here.
///
/// An implementation speaks one dialect, signs in, keeps within the rate budget that all entities share, retries what
/// passes by itself (class 3xxx) within its patience, and never repeats a write whose fate is unknown.
///
/// Errors: `RemoteFailure`, for what concerns the whole call. What concerns one write is a value in its result.
package protocol RemoteSystem: Sendable {
    /// The side that this system is.
    var side: Side { get }

    /// The longest time that the server goes on with a request whose caller is gone: how long a create stays in doubt.
    var longestExecution: Duration { get }

    /// Which installation and company this is, for the store's binding. One request at most a host process.
    func identity() async throws -> String

    /// Finds the first of the declared routes that the tenant has, and what its table is like. Reads metadata: costs requests.
    func table(for declaration: TableDeclaration) async throws -> RemoteTable

    /// Reads one page.
    func page(of table: RemoteTable, reading fields: [FieldName], from cursor: PageCursor, size: Int) async throws
        -> RecordPage

    /// How many records the table has, at least roughly: Dataverse counts up to 5,000, and knows larger numbers of yesterday.
    func count(of table: RemoteTable) async throws -> Int

    /// Reads records by identity, from the primary replica. What is missing in the result answered 404.
    func records(_ ids: [RecordID], of table: RemoteTable, reading fields: [FieldName]) async throws
        -> [RecordID: RemoteRecord]

    /// Finds records by the equality of fields, from the primary replica; at most `limit`.
    ///
    /// Throws `CriteriaFailure` when the question would be too long, or when the system refuses it (400): an empty answer always
    /// says that there is no such record.
    func find(in table: RemoteTable, where criteria: Fields, reading fields: [FieldName], limit: Int) async throws
        -> [RemoteRecord]

    /// Carries out writes, grouped as the system allows, each for itself. Results are in the order of the writes.
    ///
    /// No request is sent after `notAfter`, nor is one repeated then: what was not sent by that time says so (`notSent`, with
    /// the code `deadline`), however long it waited for the rate budget or for its turn. Whoever finds the intents of a host
    /// that died reckons from that time.
    ///
    /// Throws only when nothing was sent. Cancellation is not observed between sending and answer.
    func write(_ writes: [RemoteWrite], to table: RemoteTable, notAfter: Date) async throws -> [WriteResult]

    /// What was used so far.
    var usage: RemoteUsage { get async }
}

/// What a plugin's manifest says of its table on one side: where it may be found, in order of preference.
package struct TableDeclaration: Sendable, Hashable {
    /// The table in the words of its system: `Customer`, `account`.
    package var table: String
    /// Where it may be found, best first.
    package var routes: [Route]
    /// The key column.
    package var key: FieldName
    /// The choice column whose values are the records, when they are not rows: `paymenttermscode`.
    package var choice: FieldName?

    /// A way to a table.
    package struct Route: Sendable, Hashable {
        /// The kinds of route.
        package enum Kind: String, Sendable, Hashable, CaseIterable {
            /// The standard API of the system: `v2.0` in Business Central, `v9.2` in Dataverse.
            case standard
            /// A custom API of the tenant: `publisher/group/version`.
            case custom
            /// A page published as an OData web service.
            case webService
        }
        /// The kind.
        package var kind: Kind
        /// The path below the API root: `couplet/sync/v1.0`; empty for the standard API.
        package var path: String
        /// The entity set, or the service's name.
        package var set: String

        /// Creates a route.
        package init(kind: Kind, path: String, set: String) {
            self.kind = kind
            self.path = path
            self.set = set
        }
    }

    /// Creates a declaration.
    package init(table: String, routes: [Route], key: FieldName, choice: FieldName? = nil) {
        self.table = table
        self.routes = routes
        self.key = key
        self.choice = choice
    }
}

/// A table that was found: the route and the fields with their types.
package struct RemoteTable: Sendable, Hashable {
    /// What was asked for.
    package var declaration: TableDeclaration
    /// The route that the tenant has.
    package var route: TableDeclaration.Route
    /// The fields, in the order of the metadata.
    package var fields: [Field]

    /// One field.
    package struct Field: Sendable, Hashable {
        /// The types that matter to the wire.
        package enum Kind: Sendable, Hashable {
            case text, decimal, integer, boolean, date, instant, guid
            /// A reference; read as `_name_value`, written as `navigation@odata.bind` to one of the targets' sets.
            case lookup([Target])
            /// A choice of numbers (Dataverse) or of names (Business Central).
            case choice
        }
        /// What a lookup may point to.
        package struct Target: Sendable, Hashable {
            /// The logical name of the table.
            package var table: String
            /// Its entity set.
            package var set: String
            /// The navigation property to bind through, case-sensitive.
            package var navigation: String
            /// Creates a target.
            package init(table: String, set: String, navigation: String) {
                self.table = table
                self.set = set
                self.navigation = navigation
            }
        }
        /// The name that field maps use.
        package var name: FieldName
        /// Its type.
        package var kind: Kind
        /// The longest text, where known.
        package var maxLength: Int?
        /// Whether the server refuses or ignores writes to it.
        package var isReadOnly: Bool
        /// Creates a field.
        package init(name: FieldName, kind: Kind, maxLength: Int? = nil, isReadOnly: Bool = false) {
            self.name = name
            self.kind = kind
            self.maxLength = maxLength
            self.isReadOnly = isReadOnly
        }
    }

    /// Creates a table.
    package init(declaration: TableDeclaration, route: TableDeclaration.Route, fields: [Field]) {
        self.declaration = declaration
        self.route = route
        self.fields = fields
    }
}

/// Where reading goes on.
package enum PageCursor: Sendable, Hashable {
    /// A complete listing, from its first page; its last page carries the position from which changes are read.
    case listing
    /// Ids and versions only, for a sweep.
    case sweep
    /// What changed since a position.
    case changes(since: String)
    /// The page after one that was read, by the link that it carried.
    case next(String)
}

/// A record as it was read: canonical values of the fields that were asked for.
package struct RemoteRecord: Sendable, Hashable {
    /// Its identity.
    package var id: RecordID
    /// Its version.
    package var version: RecordVersion?
    /// The values, in the order asked.
    ///
    /// A field that the answer lacked is absent.
    package var fields: Fields
    /// When it was last modified, in seconds since 1970 (UTC), where the system says so.
    ///
    /// Never decides; informs and orders.
    package var modified: Double?

    /// Creates a record.
    package init(id: RecordID, version: RecordVersion?, fields: Fields, modified: Double? = nil) {
        self.id = id
        self.version = version
        self.fields = fields
        self.modified = modified
    }
}

/// One page of a listing or of changes.
package struct RecordPage: Sendable, Hashable {
    /// The records, in the server's order.
    package var records: [RemoteRecord]
    /// Identities of which the feed says that they were deleted.
    package var deleted: [RecordID]
    /// The link to the next page; `nil` on the last.
    package var next: String?
    /// The position from which the next reading of changes goes on; on the last page.
    package var position: String?
    /// Whether the position that was asked from is not known any more and this is a complete listing instead.
    package var isRestart: Bool

    /// Creates a page.
    package init(
        records: [RemoteRecord], deleted: [RecordID] = [], next: String? = nil, position: String? = nil,
        isRestart: Bool = false
    ) {
        self.records = records
        self.deleted = deleted
        self.next = next
        self.position = position
        self.isRestart = isRestart
    }
}

/// One write.
package struct RemoteWrite: Sendable, Hashable {
    /// What it does.
    package enum Operation: Sendable, Hashable {
        /// Creates a record; with a key that we chose where the system allows it (`If-None-Match: *`).
        case create(key: RecordID?)
        /// Changes the given fields, if the record still has the version.
        case update(RecordID, version: RecordVersion)
        /// Deletes the record, if it still has the version.
        case delete(RecordID, version: RecordVersion)
    }
    /// What it does.
    package var operation: Operation
    /// The values to write, in canonical form.
    package var fields: Fields
    /// The fields to give back as the server then has them.
    package var returning: [FieldName]
    /// Whether a create that was not answered can be recognised later by a key among its fields, which the server keeps unique.
    ///
    /// One that can't be travels alone.
    package var isRecognisable: Bool

    /// Creates a write.
    package init(
        _ operation: Operation, fields: Fields, returning: [FieldName], isRecognisable: Bool = false
    ) {
        self.operation = operation
        self.fields = fields
        self.returning = returning
        self.isRecognisable = isRecognisable
    }
}

/// What became of one write.
package enum WriteResult: Sendable, Hashable {
    /// It was carried out; the record as the server returned it. A delete returns the identity alone.
    case done(RemoteRecord)
    /// A create with our key met a record that has the key already (412).
    case exists(RecordID)
    /// The record has another version than the write was made for (409, 412).
    case versionChanged
    /// The record is not there (404).
    case gone
    /// The server refused it; nothing was changed.
    case refused(Problem)
    /// It was not carried out, for a reason that passes; it may be sent again.
    ///
    /// The code `deadline` says that its time was over before it could be sent.
    case notSent(Problem)
    /// No answer came: it may have been carried out, may still be, or may never be.
    case inDoubt(Problem)
}

/// What a remote system was asked so far by this host process.
package struct RemoteUsage: Sendable, Hashable {
    /// HTTP requests sent, sign-in included.
    package var requests: Int
    /// Time spent waiting for the rate limit.
    package var throttled: Duration
    /// Creates a usage.
    package init(requests: Int = 0, throttled: Duration = .zero) {
        self.requests = requests
        self.throttled = throttled
    }
}

/// Why a call to a remote system failed as a whole.
package struct RemoteFailure: Error, Sendable, Hashable {
    /// The problem, with its class: configuration (2xxx) or passing (3xxx).
    package var problem: Problem
    /// When the server asked to come back, from now.
    package var retryAfter: Duration?
    /// Creates a failure.
    package init(_ problem: Problem, retryAfter: Duration? = nil) {
        self.problem = problem
        self.retryAfter = retryAfter
    }
}
