import Foundation
import JSON
import Model
import Synchronization
import TestSupport

@testable import RemoteSystems

/// A server whose answers a test writes; it signs everybody in, and notes what it was asked and when.
final class ScriptedServer: Transport, Sendable {
    typealias Answer = @Sendable (HTTPRequest, Int) async throws -> HTTPResponse
    struct Note: Sendable {
        var request: HTTPRequest
        var at: Duration
        var token: String
    }
    private struct State {
        var notes: [Note] = []
        var signIns: [HTTPRequest] = []
        var current = 0
        var most = 0
    }

    static let origin = "https://server.example"
    static let tokenURL = "https://login.example/tenant/oauth2/v2.0/token"
    static let secret = "s3cret-canary"

    let clock = VirtualClock()
    private let state = Mutex(State())
    private let answer: Answer
    private let signIn: @Sendable (HTTPRequest, Int) async throws -> HTTPResponse

    init(
        signIn: @escaping @Sendable (HTTPRequest, Int) async throws -> HTTPResponse = { _, count in
            .json(200, "{\"access_token\":\"token-\(count)\",\"expires_in\":3599,\"token_type\":\"Bearer\"}")
        },
        _ answer: @escaping Answer
    ) {
        self.answer = answer
        self.signIn = signIn
    }

    var notes: [Note] { state.withLock { $0.notes } }
    var requests: [HTTPRequest] { notes.map(\.request) }
    var signIns: [HTTPRequest] { state.withLock { $0.signIns } }
    /// The most requests that were under way at once.
    var most: Int { state.withLock { $0.most } }

    func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPResponse {
        clock.touch()
        do {
            if request.url == Self.tokenURL {
                let count = state.withLock { state in
                    state.signIns.append(request)
                    return state.signIns.count
                }
                return try await signIn(request, count)
            }
            let count = state.withLock { state in
                let token = request.headers.last { $0.name == "Authorization" }?.value ?? ""
                state.notes.append(Note(request: request, at: clock.elapsed, token: token))
                state.current += 1
                state.most = max(state.most, state.current)
                return state.notes.count
            }
            defer { state.withLock { $0.current -= 1 } }
            return try await answer(request, count)
        } catch let failure as TransportFailure {
            throw failure
        } catch {
            throw TransportFailure(.cancelled, isUnsent: false)
        }
    }

    func shutdown() async {}

    // MARK: clients

    var timing: Timing {
        let random = Mutex(SplitMix(seed: 7))
        let clock = self.clock
        return Timing(
            clock: clock,
            date: { Date(timeIntervalSince1970: 1_750_000_000 + Double(clock.elapsed.milliseconds) / 1_000) },
            chance: { random.withLock { Double($0.next() >> 11) * 0x1p-53 } })
    }

    var credentials: SignIn {
        SignIn(tokenURL: Self.tokenURL, clientID: "client", scope: "scope/.default", secret: { Self.secret })
    }

    func erp(patience: Patience = Patience()) throws -> BusinessCentral {
        try BusinessCentral(
            configuration: .init(
                root: "\(Self.origin)/v2.0/prod", company: Company.id, signIn: credentials, patience: patience),
            transport: self, timing: timing)
    }

    func crm(patience: Patience = Patience()) throws -> Dataverse {
        try Dataverse(
            configuration: .init(root: Self.origin, signIn: credentials, patience: patience), transport: self,
            timing: timing)
    }

    /// What each of several callers at once is told.
    func failures(of callers: Int, asking erp: BusinessCentral) async throws -> [RemoteFailure?] {
        try await run {
            await withTaskGroup(of: RemoteFailure?.self) { group in
                for _ in 0..<callers {
                    group.addTask {
                        do {
                            _ = try await erp.page(of: .customers, reading: [], from: .listing, size: 10)
                            return nil
                        } catch {
                            return error as? RemoteFailure
                        }
                    }
                }
                return await group.reduce(into: [RemoteFailure?]()) { $0.append($1) }
            }
        }
    }

    func run<Result: Sendable>(_ body: @escaping @Sendable () async throws -> Result) async throws -> Result {
        try await clock.run(body)
    }
}

enum Company {
    static let id = "aaaaaaaa-0000-0000-0000-000000000001"
    static let list = HTTPResponse.json(200, "{\"value\":[{\"id\":\"\(id)\",\"name\":\"CRONUS\"}]}")
}

extension HTTPResponse {
    static func json(_ status: Int, _ text: String, _ headers: [String: String] = [:]) -> HTTPResponse {
        HTTPResponse(
            status: status,
            headers: [HTTPField("Content-Type", "application/json")] + headers.map { HTTPField($0.key, $0.value) },
            body: Array(text.utf8))
    }

    static func error(_ status: Int, _ code: String, _ headers: [String: String] = [:]) -> HTTPResponse {
        json(status, "{\"error\":{\"code\":\"\(code)\",\"message\":\"value-canary was not accepted\"}}", headers)
    }
}

/// A seeded source of chance.
struct SplitMix: RandomNumberGenerator, Sendable {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

extension RemoteTable {
    /// Customers as a custom page shows them.
    static let customers = RemoteTable(
        declaration: TableDeclaration(
            table: "Customer", routes: [.init(kind: .custom, path: "couplet/sync/v1.0", set: "customers")], key: "id"),
        route: .init(kind: .custom, path: "couplet/sync/v1.0", set: "customers"),
        fields: [
            .init(name: "id", kind: .guid), .init(name: "number", kind: .text, maxLength: 20),
            .init(name: "displayName", kind: .text, maxLength: 100), .init(name: "creditLimit", kind: .decimal),
            .init(name: "blocked", kind: .choice), .init(name: "currencyId", kind: .guid),
            .init(name: "startDate", kind: .date), .init(name: "lastModifiedDateTime", kind: .instant),
        ])

    /// Accounts.
    static let accounts = RemoteTable(
        declaration: TableDeclaration(
            table: "account", routes: [.init(kind: .standard, path: "", set: "accounts")], key: "accountid"),
        route: .init(kind: .standard, path: "", set: "accounts"),
        fields: [
            .init(name: "accountid", kind: .guid), .init(name: "name", kind: .text, maxLength: 160),
            .init(name: "creditlimit", kind: .decimal), .init(name: "paymenttermscode", kind: .choice),
            .init(
                name: "primarycontactid",
                kind: .lookup([.init(table: "contact", set: "contacts", navigation: "primarycontactid")])),
            .init(name: "modifiedon", kind: .instant),
        ])

    /// The payment terms of accounts.
    static let paymentTerms = RemoteTable(
        declaration: TableDeclaration(table: "account", routes: [], key: "", choice: "paymenttermscode"),
        route: .init(kind: .standard, path: "", set: "accounts"), fields: ChoiceTable.fields)
}

/// A GUID by number.
func guid(_ number: Int) -> String {
    let digits = String(number, radix: 16)
    return "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
}
