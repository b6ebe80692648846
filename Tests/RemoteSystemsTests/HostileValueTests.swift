import Foundation
import Model
import Testing

@testable import RemoteSystems
@testable import Sandbox

/// What people and programs may have written into a field, and what a parser might take for its own.
private enum Hostile {
    static func values(_ count: Int, seed: UInt64) -> [String] {
        var random = SplitMix(seed: seed)
        let pieces = [
            "'", "''", "' or 1 eq 1", " or 1 eq 1", "%27", "%2527", "&$filter=", "&", "=", "#", "?", "+", "\n", "\r\n",
            "\0",
            "\u{1F600}", "é", "e\u{301}", "(", ")", "null", "\\", "\"", "%", "$batch", "@p1", " ", "a", ";", "--", "/",
            "\t",
            "\u{202E}", "startswith(name,'", "'; DROP TABLE account; --", "\r\n--batch_2000000000000000--\r\n", "{",
            "]",
        ]
        return (0..<count).map { _ in
            (0..<Int.random(in: 0..<9, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
        }
    }

    /// Values that both systems keep as they are: neither empty nor with a blank at an end, and nothing that ends a C string.
    static func storable(_ count: Int, seed: UInt64, length: Int) -> [String] {
        values(count, seed: seed).enumerated().map { number, value in
            let kept = value.replacing("\0", with: "").prefix(length - 10)
            return "\(number) \(kept)."
        }
    }
}

@Suite("Hostile values, against a parser and two servers that are not ours to please")
struct HostileValueTests {
    @Test("a thousand of them are read as the literal that was meant, and a hundred kilobytes of quotes")
    func literals() throws {
        for value in Hostile.values(1_000, seed: 20) + [String(repeating: "x'", count: 50_000)] {
            let filter = ODataFilter.all([.equals("name", .string(value)), .equals("n", .integer(1))])
            let query = "$select=name&$filter=\(PercentEncoding.query(filter.text))&$top=1"
            let parameters = PathText.parameters(query)
            #expect(parameters.map(\.name) == ["$select", "$filter", "$top"])
            let read = try ODataQuery(parameters).filter
            guard
                case .binary(.and, .binary(.equal, .path(["name"]), .literal(.string(let text))), let rest)? = read
            else {
                Issue.record("\(value.debugDescription) was read as \(String(describing: read))")
                continue
            }
            // By their bytes: letters that are composed otherwise are equal to Swift.
            #expect(Array(text.utf8) == Array(value.utf8))
            #expect(rest == .binary(.equal, .path(["n"]), .literal(.number("1"))))
        }
    }

    /// A chance that is known makes the boundary of a batch known, as it would be to whoever guessed it.
    private static let timing = Timing(clock: ContinuousClock(), date: { Date() }, chance: { 0.5 })

    @Test("Dataverse keeps a hundred of them in batches as they were written, though they know the boundary")
    func multipart() async throws {
        let values = Hostile.storable(100, seed: 21, length: 160)
        try await SandboxServer(SandboxOptions()).run { sandbox in
            let transport = HTTPTransport()
            let crm = try Dataverse(
                configuration: .init(root: sandbox[.crm], signIn: SignIn(sandbox, scope: sandbox[.crm])),
                transport: transport, timing: Self.timing)
            #expect(crm.boundary() == "batch_2000000000000000")
            let table = try await crm.table(
                for: TableDeclaration(
                    table: "account", routes: [.init(kind: .standard, path: "", set: "accounts")], key: "accountid"))
            let writes = values.enumerated().map { number, value in
                RemoteWrite(
                    .create(key: RecordID(guid(0xC000 + number))), fields: ["name": .text(value)], returning: ["name"])
            }
            try await Self.expect(values, keptBy: crm, table, "name", writes)
            await transport.shutdown()
        }
    }

    @Test("Business Central keeps a hundred of them in batches as they were written")
    func json() async throws {
        let values = Hostile.storable(100, seed: 22, length: 100)
        try await SandboxServer(SandboxOptions()).run { sandbox in
            let transport = HTTPTransport()
            let erp = try BusinessCentral(
                configuration: .init(
                    root: sandbox[.erp], company: sandbox.core.organization.companyName,
                    signIn: SignIn(sandbox, scope: sandbox[.erp])), transport: transport, timing: Self.timing)
            let table = try await erp.table(
                for: TableDeclaration(
                    table: "Customer", routes: [.init(kind: .custom, path: "couplet/sync/v1.0", set: "customers")],
                    key: "id"))
            let writes = values.enumerated().map { number, value in
                RemoteWrite(
                    .create(key: nil), fields: ["number": .text("H-\(number)"), "displayName": .text(value)],
                    returning: ["displayName"], isRecognisable: true)
            }
            try await Self.expect(values, keptBy: erp, table, "displayName", writes)
            await transport.shutdown()
        }
    }

    private static func expect(
        _ values: [String], keptBy system: some RemoteSystem, _ table: RemoteTable, _ field: String,
        _ writes: [RemoteWrite]
    ) async throws {
        let results = try await system.write(writes, to: table)
        for (value, result) in zip(values, results) {
            guard case .done(let record) = result, case .text(let kept)? = record.fields[field] else {
                Issue.record("\(value.debugDescription): \(result)")
                continue
            }
            #expect(Array(kept.utf8) == Array(value.utf8))
            let found = try await system.find(
                in: table, where: Fields([Fields.Element(field, .text(value))]), reading: [field], limit: 5)
            #expect(found.map(\.id) == [record.id], "\(value.debugDescription)")
        }
        #expect(results.count == values.count)
    }
}
