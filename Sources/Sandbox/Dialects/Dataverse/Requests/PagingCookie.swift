/// The place where a listing goes on, as the XML that Dataverse hides in `$skiptoken`.
///
/// A client treats it as opaque; Microsoft's Python SDK looks inside for a page's number and a cookie that moves.
struct PagingCookie: Sendable, Hashable {
    /// A column of the order and its value in the last row that was given out.
    struct Column: Sendable, Hashable {
        /// The column's name.
        var name: String
        /// The value as text; `nil` when it was empty.
        var last: String?
    }

    /// The page to come; the first is 1.
    var page: Int
    /// The columns of the order, the row's identity last.
    var columns: [Column]

    /// The numbers that a page can have.
    private static let pages = 1...1_000_000_000

    /// The text of the skip token, not yet percent-encoded for the link.
    var token: String {
        let inner = CookieText.encode(CookieText.encode(innerXML))
        return "<cookie pagenumber=\"\(page)\" pagingcookie=\"\(inner)\" istracking=\"False\" />"
    }

    /// The cookie itself: what FetchXML calls the paging cookie.
    var innerXML: String {
        let columns = columns.map { column in
            guard let last = column.last else { return "<\(column.name) lastnull=\"1\" firstnull=\"1\" />" }
            return "<\(column.name) last=\"\(XMLText.escape(last))\" />"
        }
        return "<cookie page=\"\(page - 1)\">\(columns.joined())</cookie>"
    }

    init(page: Int, columns: [Column]) {
        self.page = page
        self.columns = columns
    }

    /// Reads the text of a skip token; `nil` when it is none of ours.
    init?(token: String) {
        guard let element = XMLElement.parse(token), element.name == "cookie",
            let page = element.attributes["pagenumber"].flatMap({ Int($0) }), Self.pages.contains(page),
            let inner = element.attributes["pagingcookie"]
        else { return nil }
        self.init(page: page, innerXML: CookieText.decode(CookieText.decode(inner)))
    }

    /// Reads the cookie itself.
    init?(page: Int, innerXML: String) {
        guard let element = XMLElement.parse(innerXML), element.name == "cookie", Self.pages.contains(page) else {
            return nil
        }
        self.page = page
        columns = element.children.map { child in
            Column(name: child.name, last: child.attributes["lastnull"] == "1" ? nil : child.attributes["last"])
        }
    }
}
