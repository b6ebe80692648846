/// One page of a listing: its condition, its order, where it begins.
struct ListingPage {
    let table: DataverseTable
    let condition: Filter
    let order: [Query.Order]
    /// How many rows it has.
    var size = 5000
    /// Whether more may follow.
    var continues = true
    /// Whether the user who asks sees none of the rows.
    var seesNothing = false
    /// Its number, from 1.
    private(set) var number = 1
    private var after: PageMark?
    /// What stands in the cookie besides the order: the version from which changes are tracked.
    var extra: [PagingCookie.Column] = []

    init(_ table: DataverseTable, _ condition: Filter, order: [Query.Order]) {
        self.table = table
        self.condition = condition
        self.order = order
    }

    /// The query; it asks for one row more than the page has, to know whether there is another page.
    var query: Query {
        var query = Query(table.name, where: condition, order: order, limit: size + 1, after: after)
        query.seesNothing = seesNothing
        return query
    }

    /// Goes on where the page before ended.
    mutating func resume(_ token: String?) throws {
        guard let token else { return }
        guard let cookie = PagingCookie(token: token) else { throw DataverseError.badCookie }
        resume(cookie)
    }

    /// Goes on where the page before ended.
    mutating func resume(_ cookie: PagingCookie) {
        number = cookie.page
        extra = cookie.columns.filter { $0.name == Self.trackingName }
        after = PageMark(cookie.columns.filter { $0.name != Self.trackingName }.map { Self.value($0.last) })
    }

    /// The name under which a cookie carries the version from which changes are tracked.
    static let trackingName = "trackingversion"

    /// The cookie of the next page.
    func cookie(after mark: PageMark) -> PagingCookie {
        let columns = mark.values.enumerated().map { place, value in
            PagingCookie.Column(name: name(place), last: Self.text(value))
        }
        return PagingCookie(page: number + 1, columns: columns + extra)
    }

    private func name(_ place: Int) -> String {
        guard place < order.count else { return order.isEmpty ? table.key : "row" }
        switch order[place].term {
        case .field(let name): return name
        default: return "column\(place)"
        }
    }

    /// Numbers are marked, so that they come back as numbers.
    private static func text(_ value: StoredValue) -> String? {
        switch value {
        case .null: nil
        case .text(let text): text.isEmpty || text.hasPrefix("#") ? "#t\(text)" : text
        case .integer(let number): "#i\(number)"
        }
    }

    private static func value(_ text: String?) -> StoredValue {
        guard let text else { return .null }
        if text.hasPrefix("#i") { return Int64(text.dropFirst(2)).map { .integer($0) } ?? .null }
        return .text(text.hasPrefix("#t") ? String(text.dropFirst(2)) : text)
    }
}
