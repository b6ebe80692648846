import JSON

/// A page of a listing that comes wrong: what a client gets instead of it, and how it gets to the page after all.
struct PageChaosAnswer {
    /// The request without the sandbox's own mark.
    let request: RequestContext
    /// Whether the request follows a link that the sandbox spoilt, so that the page comes as it is.
    let isSecond: Bool

    /// The mark in such a link.
    private static let mark = "sandboxpage=again"

    init(_ request: RequestContext) {
        let parts = request.query.split(separator: "&")
        var request = request
        isSecond = parts.contains { $0 == Self.mark }
        if isSecond { request.query = parts.filter { $0 != Self.mark }.joined(separator: "&") }
        self.request = request
    }

    /// The page that comes instead; what is no page stays.
    func spoilt(_ answer: HTTPAnswer, _ kind: Fault.PageChaos) -> HTTPAnswer {
        guard answer.status == 200, let json = try? JSON.decode(JSONValue.self, from: answer.body),
            var members = json.object, let place = members.firstIndex(where: { $0.name == "value" }),
            let rows = members[place].value.array
        else { return answer }
        switch kind {
        case .again, .loop, .foreign: break
        case .overlap: members[place].value = .array(Array(rows.prefix((rows.count + 1) / 2)))
        case .empty: members[place].value = .array([])
        }
        members.removeAll { $0.name == "@odata.nextLink" || $0.name == "@odata.deltaLink" }
        members.append(.init("@odata.nextLink", .string(link(kind))))
        var answer = answer
        answer.body = JSON.encode(JSONValue.object(members))
        return answer
    }

    private func link(_ kind: Fault.PageChaos) -> String {
        let query = request.query.isEmpty ? "" : "?\(request.query)"
        switch kind {
        case .loop: return request.origin + request.path + query
        case .foreign: return "https://elsewhere.invalid" + request.path + query
        case .again, .overlap, .empty:
            return request.origin + request.path + (query.isEmpty ? "?" : query + "&") + Self.mark
        }
    }
}

extension Fault.Corruption {
    /// The answer with its body spoilt.
    func applied(to answer: HTTPAnswer) -> HTTPAnswer {
        var answer = answer
        switch self {
        case .truncated: answer.body = Array(answer.body.prefix(answer.body.count / 2))
        case .empty: answer.body = []
        case .html:
            answer.headers.removeAll { $0.name.lowercased() == "content-type" }
            answer.headers.append(("Content-Type", "text/html"))
            answer.body = Array("<html><body><h1>502 Bad Gateway</h1></body></html>".utf8)
        case .binary: answer.body = (0..<256).map { UInt8(255 - $0) }
        case .deep: answer.body = Array(repeating: UInt8(ascii: "["), count: 100_000)
        }
        return answer
    }
}
