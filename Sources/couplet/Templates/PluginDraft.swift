import JSON
import Model
import PluginProtocol

/// What a new plugin is about: two tables, and the map that was proposed for them.
struct PluginDraft: Sendable {
    let entity: EntityName
    let proposal: MapProposal
    let metadata: Sided<SideMetadata>
    let erp: (path: String, set: String, key: String)
    let crm: (set: String, key: String)

    /// The entity as a title.
    var title: String { entity.text.prefix(1).uppercased() + entity.text.dropFirst() }

    /// What the plugin is for, in one sentence.
    var summary: String {
        "\(title): \(metadata.erp.table) in Business Central and \(metadata.crm.table) in Dataverse."
    }

    /// The manifest, with what is started, and the file of the map where there is one.
    func manifest(command: String, map: String? = nil) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init("name", .string(entity.text)), .init("title", ["en": .string(title), "fr": .string(title)]),
            .init("version", "1.0.0"), .init("protocol", [1]), .init("command", [.string(command)]),
        ]
        if let map { members.append(.init("map", .string(map))) }
        // Every kit puts an administrator's overlay over the map.
        members.append(.init("capabilities", ["mapping": [:]]))
        members.append(.init("entity", .string(entity.text)))
        members.append(.init("sides", sides))
        return .object(members)
    }

    private var sides: JSONValue {
        [
            "erp": [
                "table": .string(metadata.erp.table), "key": .string(erp.key),
                "routes": [
                    [
                        "kind": .string(erp.path.isEmpty ? "standard" : "custom"), "path": .string(erp.path),
                        "set": .string(erp.set),
                    ]
                ],
            ],
            "crm": ["table": .string(metadata.crm.table), "set": .string(crm.set), "key": .string(crm.key)],
        ]
    }

    /// Made-up records of the proposed fields, for `couplet plugin test`.
    var sample: JSONValue {
        func side(_ side: Side) -> JSONValue {
            .array(
                (1...3).map { number in
                    .object(
                        proposal.lines.map { line in
                            let field = side == .erp ? line.erp : line.crm
                            return .init(field.name, Self.value(number, line))
                        })
                })
        }
        return ["metadata": told, "records": ["erp": side(.erp), "crm": side(.crm)]]
    }

    private var told: JSONValue {
        func side(_ side: Side) -> JSONValue {
            let fields = proposal.lines.map { side == .erp ? $0.erp : $0.crm }
            let text = JSON.encode(SideMetadata(table: metadata[side].table, route: "", fields: fields))
            return (try? JSON.decode(JSONValue.self, from: text)) ?? .null  // What was written can be read.
        }
        return ["erp": side(.erp), "crm": side(.crm)]
    }

    private static func value(_ number: Int, _ line: MapProposal.Line) -> JSONValue {
        let length = min(line.erp.maxLength ?? 20, line.crm.maxLength ?? 20)
        return switch line.erp.type {
        case .text: .string(String("Sample \(number)".suffix(length)))
        case .code: .string(String("S\(number)".suffix(length)))
        case .decimal: .string("\(number)")
        case .integer: .number("\(number)")
        case .boolean: .boolean(number % 2 == 0)
        case .date: .string("2026-01-0\(number)")
        case .instant, .guid, .lookup, .choice: .null
        }
    }
}
