import Foundation
import JSON
import Model
import PluginProtocol

/// The files of a new plugin that is a Swift package.
struct SwiftTemplate: Sendable {
    let draft: PluginDraft
    /// Where Couplet's package is: an absolute path, or an address.
    let package: String

    /// Whether it is an address, such as `https://…` or `git@host:path`, and no path.
    static func isAddress(_ package: String) -> Bool {
        package.contains("://") || package.prefix { $0 != ":" && $0 != "/" }.contains("@")
    }

    /// The files.
    var files: [TemplateFile] {
        [
            TemplateFile("plugin.json", draft.manifest(command: name).pretty() + "\n"),
            TemplateFile("Package.swift", manifest), TemplateFile("build", script, isExecutable: true),
            TemplateFile("Sources/\(name)/\(name).swift", program),
            TemplateFile("sample.json", draft.sample.pretty() + "\n"),
        ]
    }

    /// The name of type, target and executable: `MachinesPlugin`.
    private var name: String {
        draft.entity.text.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined() + "Plugin"
    }

    private var manifest: String {
        let isAddress = Self.isAddress(package)
        let place = Self.literal(package)
        let dependency =
            isAddress ? ".package(url: \(place), branch: \"main\")" : ".package(name: \"couplet\", path: \(place))"
        let last = package.split { $0 == "/" || $0 == ":" }.last.map(String.init) ?? ""
        let identity = Self.literal(isAddress ? last.hasSuffix(".git") ? String(last.dropLast(4)) : last : "couplet")
        return """
            // swift-tools-version: 6.2
            import PackageDescription

            let package = Package(
                name: "\(draft.entity)-plugin",
                platforms: [.macOS(.v15)],
                dependencies: [\(dependency)],
                targets: [
                    .executableTarget(name: "\(name)", dependencies: [.product(name: "PluginKit", package: \(identity))])
                ]
            )

            """
    }

    /// A text as Swift writes it.
    private static func literal(_ text: String) -> String {
        let inner = text.unicodeScalars.map { scalar in
            switch scalar {
            case "\\", "\"": "\\\(scalar)"
            case _ where scalar.value < 0x20: "\\u{\(String(scalar.value, radix: 16))}"
            default: String(scalar)
            }
        }
        return "\"\(inner.joined())\""
    }

    private var script: String {
        """
        #!/bin/sh
        # Builds the plugin, and puts the executable beside its manifest: ./build [-c release]
        set -eu
        cd "$(dirname "$0")"
        swift build "$@"
        cp "$(swift build "$@" --show-bin-path)/\(name)" .\(name).new
        mv .\(name).new \(name)

        """
    }

    private var program: String {
        let pairs = draft.proposal.key.map { ".init(erp: \"\($0.erp.name)\", crm: \"\($0.crm.name)\")" }
        let match = pairs.isEmpty ? "" : "MatchRule(\"key\", [\(pairs.joined(separator: ", "))])"
        return """
            import PluginKit

            /// \(draft.summary)
            @main
            struct \(name): EntityPlugin {
                static let entity: EntityName = "\(draft.entity)"
                static let version = "1.0.0"
                // Proposed by names and types: take out what does not belong together, and add what is missing.
                static let map = FieldMap(
                    [
            \(draft.proposal.lines.map(line).joined(separator: "\n"))
                    ],
                    matching: [\(match)])
            }

            """
    }

    private func line(_ line: MapProposal.Line) -> String {
        let kind =
            switch line.kind {
            case .text, .code: ".\(line.kind)(erp: \(line.lengths.erp), crm: \(line.lengths.crm))"
            case .decimal: ".decimal(scale: \(MapProposal.scale))"
            case .integer, .boolean, .date: ".\(line.kind)"
            }
        let direction = line.only.map { $0 == .crm ? ", .toCRM" : ", .toERP" } ?? ""
        return "            .field(\"\(line.erp.name)\", \"\(line.crm.name)\", \(kind)\(direction)),"
    }
}
