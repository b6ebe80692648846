/// An address of Business Central, taken apart: what comes before the API, which route, and the segments after it.
struct BCAddress: Sendable {
    /// A segment with what stands in its parentheses: `customers(…)`.
    struct Segment: Sendable, Hashable {
        var name: String
        var key: String?
    }

    /// The path up to the end of the route, without a slash at the end: `/v2.0/production/api/v2.0`.
    var root: String
    /// The path of the route; empty for web services.
    var route: String
    /// Whether it is one of the web services.
    var isWebService: Bool
    /// What follows.
    var segments: [Segment]

    /// Takes a path apart; `nil` when it leads to no API.
    init?(_ path: String, routes: BCRouteNames) {
        let parts = PathText.segments(path)
        guard let start = parts.firstIndex(where: { $0 == "api" || $0.lowercased() == "odatav4" }), start <= 3 else {
            return nil
        }
        isWebService = parts[start] != "api"
        var count = start + 1
        route = ""
        if !isWebService {
            guard let known = routes.first(in: parts[(start + 1)...]) else { return nil }
            route = known.name
            count += known.parts.count
        }
        root =
            "/"
            + path.utf8.split(separator: UInt8(ascii: "/")).prefix(count).map { String(Substring($0)) }
            .joined(separator: "/")
        segments = parts[count...].map(Segment.init)
        guard segments.count <= Self.segmentLimit else { return nil }
    }

    /// How many navigation properties may follow each other.
    private static let segmentLimit = 32
}

extension BCAddress.Segment {
    /// Splits `name(key)`.
    init(_ text: String) {
        guard text.hasSuffix(")"), let open = text.firstIndex(of: "(") else {
            self.init(name: text, key: nil)
            return
        }
        self.init(name: String(text[..<open]), key: String(text[text.index(after: open)...].dropLast()))
    }
}
