import JSON

@testable import Sandbox

/// Dataverse without a socket, in virtual time: an organisation with two currencies and no rows.
struct DataverseBench {
    static let origin = "http://127.0.0.1:1"
    static let root = "\(origin)/api/data/v9.2/"

    let core: SandboxCore
    private let dialect: DataverseDialect
    private let actor = Actor(client: "judge", user: "c0a1e5ce-0000-4000-8000-0000000005e1", name: "Judge")

    init() async throws {
        var options = SandboxOptions()
        options.isFilled = false
        options.library = try Bench.library.get()
        options.clock = .standing(at: Bench.start)
        let core = try await SandboxCore(options)
        self.core = core
        dialect = try DataverseDialect(
            DialectEnvironment(
                engine: core.engine, clock: core.clock, faults: core.faults, organization: core.organization))
        for (code, rate, symbol) in [("USD", "1", "$"), ("EUR", "0.8", "€")] {
            _ = try await core.engine.write(.dataverse, as: .sandbox) { tables in
                try tables.insert(
                    "transactioncurrency",
                    values: [
                        "isocurrencycode": .text(code), "currencyname": .text(code), "currencysymbol": .text(symbol),
                        "exchangerate": .text(rate), "currencyprecision": 2,
                    ])
            }
        }
    }

    /// Sends a request to a path below the service's root, or to a link that it gave.
    @discardableResult
    func send(
        _ method: String, _ target: String, _ body: JSONValue? = nil, _ headers: [(name: String, value: String)] = []
    ) async -> Bench.Reply {
        await raw(method, target, body.map { JSON.encode($0) } ?? [], headers)
    }

    /// Sends bytes.
    func raw(
        _ method: String, _ target: String, _ body: [UInt8], _ headers: [(name: String, value: String)] = [],
        batchLimit: Int? = nil
    ) async -> Bench.Reply {
        let path = target.hasPrefix(Self.root) ? String(target.dropFirst(Self.root.count)) : target
        let halves = path.split(separator: "?", maxSplits: 1)
        let request = RequestContext(
            method, origin: Self.origin, path: "/api/data/v9.2/\(halves.first ?? "")",
            query: halves.count > 1 ? String(halves[1]) : "", headers: headers, body: body, actor: actor,
            batchLimit: batchLimit)
        return Bench.Reply(await dialect.answer(request))
    }

    /// Creates a row and gives its id.
    func create(_ set: String, _ body: JSONValue) async -> String {
        let reply = await send("POST", set, body)
        return String((reply.answer.header("OData-EntityId") ?? "").suffix(37).dropLast())
    }

    /// Sends a batch whose parts are written with bare line feeds.
    func batch(_ parts: [String], continues: Bool = false, limit: Int? = nil) async -> Bench.Reply {
        let body = parts.map { "--b\n\($0)\n" }.joined() + "--b--\n"
        var headers: [(name: String, value: String)] = [("Content-Type", "multipart/mixed; boundary=b")]
        if continues { headers.append(("Prefer", "odata.continue-on-error")) }
        return await raw("POST", "$batch", Array(body.utf8), headers, batchLimit: limit)
    }

    /// A part with one request.
    static func part(_ method: String, _ target: String, _ body: String = "", id: String? = nil) -> String {
        let contentID = id.map { "Content-ID: \($0)\n" } ?? ""
        return "Content-Type: application/http\n\(contentID)\n\(method) \(target) HTTP/1.1\n"
            + "Content-Type: application/json\n\n\(body)"
    }

    /// A part with a change set.
    static func changeSet(_ parts: [String]) -> String {
        "Content-Type: multipart/mixed; boundary=s\n\n" + parts.map { "--s\n\($0)\n" }.joined() + "--s--\n"
    }
}

extension Bench.Reply {
    /// The answers in a batch's body: their statuses in order.
    var parts: [Int] {
        String(decoding: answer.body, as: UTF8.self).split(separator: "HTTP/1.1 ").dropFirst()
            .compactMap { Int($0.prefix(3)) }
    }
}
