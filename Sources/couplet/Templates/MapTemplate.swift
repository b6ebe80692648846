import JSON
import Model
import PluginProtocol

/// The files of a new plugin without code; the stock executable is copied beside them.
struct MapTemplate: Sendable {
    let draft: PluginDraft

    /// The name of the stock executable.
    static let program = "couplet-map"

    /// The files.
    var files: [TemplateFile] {
        [
            TemplateFile("plugin.json", draft.manifest(command: Self.program, map: "map.json").pretty() + "\n"),
            TemplateFile("map.json", map.pretty() + "\n"),
            TemplateFile("map.schema.json", Embedded.mapSchema),
            TemplateFile("sample.json", draft.sample.pretty() + "\n"),
        ]
    }

    private var map: JSONValue {
        let pairs = draft.proposal.key.map { line -> JSONValue in
            ["erp": .string(line.erp.name), "crm": .string(line.crm.name)]
        }
        return [
            "$schema": "map.schema.json",
            "comment": .string(
                "\(draft.summary) Proposed by names and types: take out what does not belong together, and add what is missing."
            ),
            "fields": .array(draft.proposal.lines.map(line)),
            "matching": pairs.isEmpty ? [] : [["name": "key", "fields": .array(pairs)]],
        ]
    }

    private func line(_ line: MapProposal.Line) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init("erp", .string(line.erp.name)), .init("crm", .string(line.crm.name)),
            .init("type", .string(line.kind.rawValue)),
        ]
        switch line.kind {
        case .text, .code:
            members.append(.init("length", ["erp": .whole(line.lengths.erp), "crm": .whole(line.lengths.crm)]))
        case .decimal: members.append(.init("scale", .whole(MapProposal.scale)))
        case .integer, .boolean, .date: break
        }
        if let only = line.only { members.append(.init("direction", only == .crm ? "toCRM" : "toERP")) }
        return .object(members)
    }
}
