import AsyncHTTPClient
import Foundation
import JSON
import Model
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import PluginProtocol
import RemoteSystems
import Testing

@testable import Availability
@testable import Sandbox

@Suite("The service at its address, before a real sandbox")
struct AvailabilityServerTests {
    private static let items = StockPlace(
        entity: "items",
        tables: Sided(
            erp: TableDeclaration(
                table: "Item", routes: [.init(kind: .custom, path: "couplet/sync/v1.0", set: "items")], key: "id"),
            crm: TableDeclaration(
                table: "product", routes: [.init(kind: .standard, path: "", set: "products")], key: "productid")),
        stock: .init(figure: "inventory", number: "number", name: "displayName", unit: "baseUnitOfMeasureCode"))
    private static let accessKey = "0123456789abcdef"

    private static func with<Result: Sendable>(
        _ body: @escaping @Sendable (RunningSandbox, AvailabilityDesk) async throws -> Result
    ) async throws -> Result {
        try await SandboxServer(SandboxOptions()).run { sandbox in
            let transport = HTTPTransport(trustRoots: .system)
            let timing = Timing(clock: ContinuousClock(), date: { Date() }, chance: { .random(in: 0..<1) })
            let patience = Patience(throttled: .seconds(5), unavailable: .seconds(2))
            let erp = try BusinessCentral(
                configuration: .init(
                    root: sandbox[.erp], company: sandbox.core.organization.companyName,
                    signIn: SignIn(couplet: sandbox, at: sandbox[.erp]), patience: patience), transport: transport,
                timing: timing)
            let crm = try Dataverse(
                configuration: .init(
                    root: sandbox[.crm], signIn: SignIn(couplet: sandbox, at: sandbox[.crm]), patience: patience),
                transport: transport, timing: timing)
            let desk = AvailabilityDesk(
                places: [items], store: nil, remotes: Sided<any RemoteSystem>(erp: erp, crm: crm), now: { Date() })
            do {
                let result = try await body(sandbox, desk)
                await transport.shutdown()
                return result
            } catch {
                await transport.shutdown()
                throw error
            }
        }
    }

    private static func get(
        _ url: String, key: String? = accessKey, method: HTTPMethod = .GET, header: String? = nil, trust: String? = nil
    ) async throws -> (status: Int, headers: HTTPHeaders, json: JSONValue) {
        var configuration = HTTPClient.Configuration()
        if let trust {
            var tls = TLSConfiguration.makeClientConfiguration()
            tls.trustRoots = .file(trust)
            configuration.tlsConfiguration = tls
        }
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        var request = HTTPClientRequest(url: url)
        request.method = method
        if let header { request.headers.add(name: "X-More", value: header) }
        if let key {
            request.headers.add(
                name: "Authorization", value: "Basic " + Data("form:\(key)".utf8).base64EncodedString())
        }
        do {
            let response = try await client.execute(request, timeout: .seconds(60))
            let body = try await response.body.collect(upTo: 1 << 20)
            try await client.shutdown()
            let json = try? JSON.decode(JSONValue.self, from: Array(buffer: body))
            return (Int(response.status.code), response.headers, json ?? .null)
        } catch {
            try await client.shutdown()
            throw error
        }
    }

    private static func service(
        _ desk: AvailabilityDesk, limits: ServiceLimits = ServiceLimits()
    ) throws -> AvailabilityService {
        AvailabilityService(
            key: try AccessKey(user: "form", key: accessKey), origin: nil, language: .en, limits: limits
        ) { try await desk.answer($0) }
    }

    @Test("an item is found by its number, in small letters too, and by its identity; the figure is the one of now")
    func found() async throws {
        try await Self.with { sandbox, desk in
            let row = try await Self.item(of: sandbox)
            let answer = try await desk.answer(row.number.lowercased())
            #expect(answer.number == row.number && answer.ids == Sided(erp: RecordID(row.id), crm: nil))
            #expect(answer.unit != nil && !answer.name.isEmpty)
            #expect(try await desk.answer(row.id).number == row.number)
            try await sandbox.core.engine.write(.businessCentral, as: .sandbox) { tables in
                try tables.setFlow("item", id: row.id, values: ["inventory": "41.5"])
            }
            #expect(try await desk.answer(row.number).onHand == Decimal(string: "41.5"))
        }
    }

    @Test("what nobody knows is no item, whatever is in it")
    func unknown() async throws {
        try await Self.with { _, desk in
            for word in ["NOTHING", "' or 1 eq 1", "é'%&", UUID().uuidString, String(repeating: "9", count: 300)] {
                await #expect(throws: AvailabilityFailure.noSuchItem(word)) { try await desk.answer(word) }
            }
        }
    }

    @Test("over HTTP the right key gets one answer, and a wrong one gets none")
    func overHTTP() async throws {
        try await Self.with { sandbox, desk in
            let row = try await Self.item(of: sandbox)
            let server = try AvailabilityServer(ServiceAddress(port: 0), Self.service(desk))
            try await server.run { place in
                let answer = try await Self.get("\(place)?item=\(row.number)")
                #expect(answer.status == 200 && answer.json["number"] == .string(row.number))
                #expect(answer.headers.first(name: "Cache-Control") == "no-store")
                #expect(answer.headers.first(name: "Server") == nil)
                #expect(try await Self.get("\(place)?item=\(row.number)", key: "0123456789abcdeg").status == 401)
                #expect(try await Self.get("\(place)?item=\(row.number)", key: nil).status == 401)
                #expect(try await Self.get("\(place)?item=NOTHING").status == 404)
                let head = try await Self.get("\(place)?item=\(row.number)", method: .HEAD)
                #expect(head.status == 200 && head.json == .null)
            }
        }
    }

    @Test("with a certificate it answers over TLS; an address that others reach is refused without one")
    func secure() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("couplet-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let files = try CertificateMaker(now: Date(), names: ["localhost"]).write(to: folder)
        try await Self.with { sandbox, desk in
            let row = try await Self.item(of: sandbox)
            let certificate = ServiceAddress.Certificate(chain: files.leaf.path, key: files.key.path)
            let server = try AvailabilityServer(
                ServiceAddress(port: 0, certificate: certificate), Self.service(desk))
            try await server.run { place in
                #expect(place.hasPrefix("https://"))
                let answer = try await Self.get("\(place)?item=\(row.number)", trust: files.authority.path)
                #expect(answer.status == 200)
            }
            #expect(throws: ServiceStartError.unprotected("0.0.0.0")) {
                try AvailabilityServer(ServiceAddress(host: "0.0.0.0", port: 0), Self.service(desk))
            }
            let wrong = ServiceAddress.Certificate(chain: folder.path + "/nothing.pem", key: files.key.path)
            await #expect(throws: ServiceStartError.unusableCertificate(wrong.chain)) {
                try await AvailabilityServer(ServiceAddress(port: 0, certificate: wrong), Self.service(desk)).run { _ in
                }
            }
        }
    }

    @Test("more headers than anybody needs are refused, and a connection that says nothing is closed")
    func bounded() async throws {
        try await Self.with { _, desk in
            var limits = ServiceLimits()
            limits.connections = 1
            limits.silence = .seconds(2)
            limits.lifetime = .seconds(30)
            let server = try AvailabilityServer(ServiceAddress(port: 0), Self.service(desk), limits: limits)
            try await server.run { place in
                let parts = try #require(URLComponents(string: place))
                let port = try #require(parts.port)
                // The only connection there is; whoever comes next is served when its time is over.
                let silent = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                    .connect(host: "127.0.0.1", port: port).get()
                #expect(try await Self.get("\(place)?item=NOTHING").status == 404)
                try await silent.closeFuture.get()
                // An error, or a status that says so; in no case what the question would be answered with.
                let status = try? await Self.get("\(place)?item=NOTHING", header: String(repeating: "x", count: 20_000))
                    .status
                #expect(status != 404)
            }
        }
    }

    @Test("a port that is taken is told")
    func taken() async throws {
        try await Self.with { _, desk in
            let first = try AvailabilityServer(ServiceAddress(port: 0), Self.service(desk))
            try await first.run { place in
                let port = try #require(URLComponents(string: place)?.port)
                let second = try AvailabilityServer(ServiceAddress(port: port), Self.service(desk))
                let error = await #expect(throws: ServiceStartError.self) { try await second.run { _ in } }
                guard case .cannotListen("http://127.0.0.1:\(port)", _) = error else {
                    Issue.record("\(String(describing: error))")
                    return
                }
            }
        }
    }

    private static func item(of sandbox: RunningSandbox) async throws -> (id: String, number: String) {
        let company = sandbox.core.organization.company
        return try await sandbox.core.engine.read(.businessCentral) { tables in
            let rows = try tables.records(Query("item", company: company, limit: 5))
            let row = try #require(rows.last)
            return (row.id, row["number"].text ?? "")
        }
    }
}

extension SignIn {
    /// How the sandbox lets Couplet in.
    fileprivate init(couplet sandbox: RunningSandbox, at root: String) {
        let application = sandbox.core.organization.applications.first { $0.name == "couplet" }
        self.init(
            tokenURL: sandbox.tokenURL, clientID: application?.client ?? "", scope: root + "/.default",
            secret: { application?.secret ?? "" })
    }
}
