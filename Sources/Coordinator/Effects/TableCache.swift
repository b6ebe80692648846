#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import JSON
import Model
package import PluginProtocol
package import RemoteSystems
import SyncStore

/// The tables of an entity as the tenant has them: from the store while they are fresh, else from the systems' metadata.
///
/// Only what the store's own systems say is kept: a run that meets others stops, and leaves nothing behind.
struct TableCache: Sendable {
    let environment: EffectsEnvironment
    /// Whether the systems are the store's; `nil` for one who asks for no more than a look, and leaves nothing behind either.
    let check: EnvironmentCheck?

    private static let lifetime: TimeInterval = 24 * 3600

    /// The table of a declaration on a side.
    func table(for declaration: TableDeclaration, on side: Side) async throws -> RemoteTable {
        let key = key(declaration, side)
        let now = environment.now()
        // Whoever asks for a look wants to see what is there now.
        if check != nil, let (body, at) = try await environment.store.cached(key),
            now.timeIntervalSince(at) < Self.lifetime,
            now >= at, let table = try? RemoteTable(cached: body, declaration: declaration)
        {
            // A document that can't be read is read from the system again.
            return table
        }
        let table = try await environment.remotes[side].table(for: declaration)
        if let check, try await check.problem() == nil, try await environment.store.identity().environment != nil {
            try await environment.store.keepCached(key, body: table.cacheBody, at: now)
        }
        return table
    }

    /// Has a table read from the system again.
    func forget(_ declaration: TableDeclaration, on side: Side) async throws {
        let key = key(declaration, side)
        guard check != nil, try await environment.store.cached(key) != nil else { return }
        try await environment.store.keepCached(key, body: [], at: .distantPast)
    }

    private func key(_ declaration: TableDeclaration, _ side: Side) -> String {
        "table \(side.rawValue) \(declaration.table) \(declaration.cacheText)"
    }
}

extension TableDeclaration {
    /// What tells declarations of the same table apart.
    fileprivate var cacheText: String {
        let routes = routes.map { "\($0.kind.rawValue) \($0.path) \($0.set)" }.joined(separator: ",")
        return "\(routes) \(key) \(choice ?? "")"
    }
}

extension RemoteTable {
    /// The metadata as a plugin is told it.
    package var metadata: SideMetadata {
        SideMetadata(
            table: declaration.table, route: "\(route.kind.rawValue) \(route.path) \(route.set)",
            fields: fields.map {
                FieldMetadata($0.name, $0.kind.metadata, maxLength: $0.maxLength, isReadOnly: $0.isReadOnly)
            })
    }

    fileprivate init(cached body: [UInt8], declaration: TableDeclaration) throws {
        let value = try JSON.decode(JSONValue.self, from: body)
        guard let route = value["route"]?.array?.compactMap(\.string), route.count == 3,
            let kind = TableDeclaration.Route.Kind(rawValue: route[0]), let fields = value["fields"]?.array
        else { throw UnreadableCache() }
        self.init(
            declaration: declaration, route: .init(kind: kind, path: route[1], set: route[2]),
            fields: try fields.map { try Field(cached: $0) })
    }

    fileprivate var cacheBody: [UInt8] {
        let fields: [JSONValue] = self.fields.map(\.cacheValue)
        let route: [JSONValue] = [.string(route.kind.rawValue), .string(route.path), .string(route.set)]
        return JSON.encode(JSONValue.object([.init("route", .array(route)), .init("fields", .array(fields))]))
    }
}

/// A cached document of another shape than today's.
private struct UnreadableCache: Error {}

extension RemoteTable.Field {
    fileprivate init(cached value: JSONValue) throws {
        guard let name = value["name"]?.string, let word = value["kind"]?.string else { throw UnreadableCache() }
        let kind: Kind
        switch word {
        case "text": kind = .text
        case "decimal": kind = .decimal
        case "integer": kind = .integer
        case "boolean": kind = .boolean
        case "date": kind = .date
        case "instant": kind = .instant
        case "guid": kind = .guid
        case "choice": kind = .choice
        case "lookup":
            let targets = value["targets"]?.array ?? []
            kind = .lookup(
                try targets.map { target in
                    guard let parts = target.array?.compactMap(\.string), parts.count == 3 else {
                        throw UnreadableCache()
                    }
                    return Target(table: parts[0], set: parts[1], navigation: parts[2])
                })
        default: throw UnreadableCache()
        }
        let length = value["maxLength"]?.string.flatMap { Int($0) }
        self.init(name: name, kind: kind, maxLength: length, isReadOnly: value["readOnly"] != nil)
    }

    fileprivate var cacheValue: JSONValue {
        var members: [JSONValue.Member] = [.init("name", .string(name)), .init("kind", .string(kind.word))]
        if case .lookup(let targets) = kind {
            members.append(
                .init(
                    "targets",
                    .array(targets.map { .array([.string($0.table), .string($0.set), .string($0.navigation)]) })))
        }
        if let maxLength { members.append(.init("maxLength", .string("\(maxLength)"))) }
        if isReadOnly { members.append(.init("readOnly", .boolean(true))) }
        return .object(members)
    }
}

extension RemoteTable.Field.Kind {
    fileprivate var word: String {
        switch self {
        case .text: "text"
        case .decimal: "decimal"
        case .integer: "integer"
        case .boolean: "boolean"
        case .date: "date"
        case .instant: "instant"
        case .guid: "guid"
        case .choice: "choice"
        case .lookup: "lookup"
        }
    }

    fileprivate var metadata: FieldMetadata.FieldType {
        switch self {
        case .text: .text
        case .decimal: .decimal
        case .integer: .integer
        case .boolean: .boolean
        case .date: .date
        case .instant: .instant
        case .guid: .guid
        case .choice: .choice
        case .lookup(let targets): .lookup(targets: targets.map(\.table))
        }
    }
}
