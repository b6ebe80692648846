import Foundation
import Testing

@testable import Sandbox

/// The AL sources beside the guide, read as far as a test needs: which sets they publish, with which fields.
@Suite("The companion pages")
struct CompanionPagesTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    private static let route = "couplet/sync/v1.0"
    /// What Business Central publishes beside every custom API by itself.
    private static let ofTheServer: Set = ["companies", "subscriptions"]

    /// A page: its set, its fields, its parts.
    private struct Page {
        var file: String
        var route: String
        var entity: String
        var fields: Set<String>
        var parts: Set<String>
    }

    private static func pages() throws -> [String: Page] {
        let folder = root.appendingPathComponent("docs/guides/companion")
        var pages: [String: Page] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        where name.hasSuffix(".Page.al") {
            let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
            let properties = text.matches(of: /\n\s*(\w+)\s*=\s*'([^']*)'/).map { (String($0.1), String($0.2)) }
            func values(_ property: String) -> [String] { properties.filter { $0.0 == property }.map(\.1) }
            let path = ["APIPublisher", "APIGroup", "APIVersion"].compactMap { values($0).first }
            let fields = text.matches(of: /\n\s*field\("?(\w+)"?;/).map { String($0.1) }
            let parts = text.matches(of: /\n\s*part\((\w+);/).map { String($0.1) }
            let set = try #require(values("EntitySetName").first, "\(name)")
            #expect(pages[set] == nil, "\(set) is published twice")
            #expect(Set(fields).count == fields.count, "\(name) has a field twice")
            pages[set] = Page(
                file: name, route: path.joined(separator: "/"), entity: values("EntityName").first ?? "",
                fields: Set(fields), parts: Set(parts))
        }
        return pages
    }

    private static func json(_ path: String) throws -> [String: Any] {
        let data = try Data(contentsOf: root.appendingPathComponent(path))
        return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    @Test("every custom set of the sandbox is a page with the same fields and parts, and every page is one of its sets")
    func sandbox() throws {
        var pages = try Self.pages()
        let library = try DefinitionLibrary.bundled()
        for definition in library.tables(of: .businessCentral) {
            guard let route = definition.routes.first(where: { $0.kind == .custom && $0.path == Self.route }),
                !Self.ofTheServer.contains(route.set)
            else { continue }
            let page = try #require(pages[route.set], "no page publishes \(route.set)")
            pages[route.set] = nil
            let fields = definition.fields.filter { $0.routes?.contains(.custom) ?? true }.map(\.name)
            #expect(page.route == Self.route && page.entity == route.entity, "\(page.file)")
            #expect(page.fields == Set(fields), "\(page.file): \(page.fields.symmetricDifference(fields).sorted())")
            let owned = definition.collections.filter { $0.isOwned == true }.map(\.navigation)
            #expect(page.parts.isSubset(of: definition.collections.map(\.navigation)), "\(page.file)")
            #expect(page.parts.isSuperset(of: owned), "\(page.file)")
        }
        #expect(pages.isEmpty, "no set of the sandbox: \(pages.keys.sorted())")
    }

    @Test(
        "every custom route that a bundled plugin names is a page, with the fields that its map reads and writes there")
    func plugins() throws {
        let pages = try Self.pages()
        var checked = 0
        for folder in try FileManager.default.contentsOfDirectory(
            atPath: Self.root.appendingPathComponent("Plugins").path
        ).sorted() {
            guard let manifest = try? Self.json("Plugins/\(folder)/plugin.json"),
                let sides = manifest["sides"] as? [String: Any], let erp = sides["erp"] as? [String: Any]
            else { continue }
            let lines = (manifest["lines"] as? [String: Any])?["erp"] as? [String: Any]
            let used = try Self.described(by: folder)
            for (side, fields) in [(erp, used.fields), (lines ?? [:], used.lines)] {
                for route in side["routes"] as? [[String: Any]] ?? [] where route["kind"] as? String == "custom" {
                    let set = route["set"] as? String ?? ""
                    let page = try #require(pages[set], "\(folder): no page publishes \(set)")
                    #expect(page.route == route["path"] as? String, "\(folder)")
                    #expect(
                        fields.subtracting(page.fields).isEmpty,
                        "\(folder): \(fields.subtracting(page.fields).sorted())")
                    #expect(!fields.isEmpty, "\(folder) was never recorded")
                    checked += 1
                }
            }
        }
        #expect(checked > 15)
    }

    /// The fields of the ERP that a plugin said it reads, in the conversation that was recorded.
    private static func described(by folder: String) throws -> (fields: Set<String>, lines: Set<String>) {
        let path = root.appendingPathComponent("Plugins/\(folder)/Tests/Fixtures/full.jsonl")
        guard FileManager.default.fileExists(atPath: path.path) else { return ([], []) }
        for line in try String(contentsOf: path, encoding: .utf8).split(separator: "\n") {
            guard line.contains("\"reads\":"),
                let message = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any],
                let said = message["plugin"] as? [String: Any], let result = said["result"] as? [String: Any]
            else { continue }
            func fields(_ answer: Any?) -> Set<String> {
                let reads = (answer as? [String: Any])?["reads"] as? [String: Any]
                return Set(reads?["erp"] as? [String] ?? [])
            }
            return (fields(result), fields(result["lines"]))
        }
        return ([], [])
    }

    @Test("the sources say that nobody compiled them, and no two objects have the same number")
    func sources() throws {
        let folder = Self.root.appendingPathComponent("docs/guides/companion")
        var numbers: Set<String> = []
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) where name.hasSuffix(".al") {
            let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
            #expect(text.hasPrefix("// Not compiled where it was written"), "\(name)")
            let head = try #require(
                text.firstMatch(of: /\n(page|table|tableextension|codeunit|permissionset) (\d+) "(.*?)"/))
            #expect(numbers.insert("\(head.1) \(head.2)").inserted, "\(name)")
            #expect(head.3.count <= 30 && (50_100...50_149).contains(Int(head.2) ?? 0), "\(name)")
            #expect(text.count { $0 == "{" } == text.count { $0 == "}" }, "\(name)")
        }
        #expect(numbers.count > 25)
    }
}
