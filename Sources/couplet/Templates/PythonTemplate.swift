import JSON
import Model
import PluginProtocol

/// The files of a new plugin in Python.
struct PythonTemplate: Sendable {
    let entity: EntityName
    let proposal: MapProposal
    let metadata: Sided<SideMetadata>
    let erp: (path: String, set: String, key: String)
    let crm: (set: String, key: String)

    /// The files by name.
    var files: [(name: String, text: String)] {
        [
            ("plugin.json", manifest.pretty() + "\n"), ("\(entity).py", program),
            ("sample.json", sample.pretty() + "\n"),
            ("couplet_plugin.py", PythonKit.text),
        ]
    }

    private var title: String { entity.text.prefix(1).uppercased() + entity.text.dropFirst() }

    private var manifest: JSONValue {
        [
            "name": .string(entity.text), "title": ["en": .string(title), "fr": .string(title)], "version": "1.0.0",
            "protocol": [1], "command": [.string("\(entity).py")], "entity": .string(entity.text),
            "sides": [
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
            ],
        ]
    }

    private var program: String {
        let lines = proposal.lines.map { line in
            let direction = line.only.map { ", to=\"\($0.rawValue)\"" } ?? ""
            let length =
                line.erp.isText ? line.erp.maxLength.flatMap { erp in line.crm.maxLength.map { (erp, $0) } } : nil
            let limits = length.map { ", length=(\($0.0), \($0.1))" } ?? ""
            return "        couplet.Field(\"\(line.erp.name)\", \"\(line.crm.name)\"\(direction)\(limits)),"
        }
        let match = proposal.key.map { "couplet.Match(\"key\", (\"\($0.erp.name)\", \"\($0.crm.name)\"))" } ?? ""
        return """
            #!/usr/bin/env -S python3 -B
            \"\"\"\(title): \(metadata.erp.table) in Business Central and \(metadata.crm.table) in Dataverse.\"\"\"
            import couplet_plugin as couplet


            class Entity(couplet.Plugin):
                name, version = "\(entity)", "1.0.0"
                # Proposed by names and types: take out what does not belong together, and add what is missing.
                fields = [
            \(lines.joined(separator: "\n"))
                ]
                match = [\(match)]


            if __name__ == "__main__":
                couplet.run(Entity)

            """
    }

    /// Made-up records of the proposed fields, for `couplet plugin test`.
    private var sample: JSONValue {
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
