/// A fault of a service, switched on by a test or a plugin author.
package struct Fault: Sendable, Hashable {
    /// What goes wrong.
    package enum Kind: Sendable, Hashable {
        /// A share of the requests gets this status, and nothing is carried out.
        case status(Int, share: Double)
        /// More than so many requests in five minutes get 429.
        case throttle(limit: Int, retryAfter: Int?)
        /// A share of the writing requests is carried out, and the answer is lost: the connection closes.
        case dropReply(share: Double)
        /// A share of the writing requests is answered with 504, and carried out after a delay.
        case landLate(milliseconds: Int64, share: Double)
        /// Reads that allow a replica see the data as it was so long ago.
        case staleReads(milliseconds: Int64)
        /// The server changes the values that are written to a field.
        case rewrite(field: String, rule: RewriteRule)
        /// Only the first operations of a batch are carried out, then the connection closes.
        case batchPartial(operations: Int)
        /// All tokens given so far are over.
        case expireTokens
        /// Answers arrive at this speed.
        case slow(bytesPerSecond: Int)
        /// A share of the writing requests is carried out twice, as when something between client and server repeats it.
        case landTwice(share: Double)
        /// A share of the writing requests is answered with 504, and carried out after a delay with the time at which it
        /// was sent as its stamp, as a long transaction commits.
        case lateCommit(milliseconds: Int64, share: Double)
        /// Rows whose field holds a text are refused by a rule of the business; an empty text: any value.
        case refuse(field: String, text: String, message: String)
        /// Pages of listings come wrong.
        case pageChaos(PageChaos, share: Double)
        /// The table can't be used any more.
        case revoke(Revocation)
        /// The bodies of a share of the answers are not what they should be.
        case corruptBody(Corruption, share: Double)
        /// The system's clock goes wrong by so much.
        case clockOffset(milliseconds: Int64)
        /// Before a share of the requests, a person does something to a row of the fault's table.
        case human(HumanEdit, share: Double)
    }

    /// How pages come wrong.
    package enum PageChaos: String, Sendable, Hashable, CaseIterable {
        /// Each page comes twice.
        case again = "repeat"
        /// Half of each page comes before the page.
        case overlap
        /// An empty page with a next link comes before each page.
        case empty
        /// The next link leads to the page itself, without end.
        case loop
        /// The next link leads to another host.
        case foreign
    }

    /// What is left of a table.
    package enum Revocation: String, Sendable, Hashable, CaseIterable {
        /// The user has no right to it.
        case forbidden
        /// There is no such entity set.
        case gone
        /// The user sees none of its rows.
        case empty
    }

    /// What a body is instead.
    package enum Corruption: String, Sendable, Hashable, CaseIterable {
        /// Its first half.
        case truncated
        /// Nothing.
        case empty
        /// A page of a gateway, in HTML.
        case html
        /// Bytes that are no text.
        case binary
        /// Brackets in brackets, a hundred thousand deep.
        case deep
    }

    /// What a person does to a row.
    package enum HumanEdit: Sendable, Hashable {
        /// Writes a text into a field; `#` stands for a number that grows.
        case edit(field: String, text: String)
        /// Deletes it.
        case delete
    }

    /// How a server changes a value.
    package enum RewriteRule: Sendable, Hashable {
        /// Without white space at both ends.
        case trim
        /// In upper case.
        case upper
        /// In lower case.
        case lower
        /// Cut after some characters.
        case cut(Int)
        /// Always this text.
        case fixed(String)
    }

    /// What goes wrong.
    package var kind: Kind
    /// The system that it is limited to.
    package var system: SandboxSystem?
    /// The table that it is limited to.
    package var table: String?
    /// The method that it is limited to: `GET`, `PATCH`.
    package var method: String?
    /// How often it strikes at most; `nil`: without end.
    package var times: Int?

    /// Creates a fault.
    package init(
        _ kind: Kind, system: SandboxSystem? = nil, table: String? = nil, method: String? = nil, times: Int? = nil
    ) {
        self.kind = kind
        self.system = system
        self.table = table
        self.method = method
        self.times = times
    }
}
