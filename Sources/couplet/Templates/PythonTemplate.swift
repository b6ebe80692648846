import JSON
import Model
import PluginProtocol

/// The files of a new plugin in Python.
struct PythonTemplate: Sendable {
    let draft: PluginDraft

    /// The files.
    var files: [TemplateFile] {
        [
            TemplateFile("plugin.json", draft.manifest(command: "\(draft.entity).py").pretty() + "\n"),
            TemplateFile("\(draft.entity).py", program, isExecutable: true),
            TemplateFile("sample.json", draft.sample.pretty() + "\n"),
            TemplateFile("couplet_plugin.py", Embedded.pythonKit),
        ]
    }

    private var program: String {
        let lines = draft.proposal.lines.map { line in
            let direction = line.only.map { ", to=\"\($0.rawValue)\"" } ?? ""
            let length =
                line.erp.isText ? line.erp.maxLength.flatMap { erp in line.crm.maxLength.map { (erp, $0) } } : nil
            let limits = length.map { ", length=(\($0.0), \($0.1))" } ?? ""
            return "        couplet.Field(\"\(line.erp.name)\", \"\(line.crm.name)\"\(direction)\(limits)),"
        }
        let pairs = draft.proposal.key.map { "(\"\($0.erp.name)\", \"\($0.crm.name)\")" }
        let fields = pairs.count == 1 ? pairs[0] : "[\(pairs.joined(separator: ", "))]"
        let match = pairs.isEmpty ? "" : "couplet.Match(\"key\", \(fields))"
        return """
            #!/usr/bin/env -S python3 -B
            \"\"\"\(draft.summary)\"\"\"
            import couplet_plugin as couplet


            class Entity(couplet.Plugin):
                name, version = "\(draft.entity)", "1.0.0"
                # Proposed by names and types: take out what does not belong together, and add what is missing.
                fields = [
            \(lines.joined(separator: "\n"))
                ]
                match = [\(match)]


            if __name__ == "__main__":
                couplet.run(Entity)

            """
    }
}
