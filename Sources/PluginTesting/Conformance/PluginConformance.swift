package import Conformance
import JSON
import Model
public import PluginKit
import PluginProtocol
import Reconciliation

/// Checks that a plugin keeps the rules of the protocol: one call in a test.
///
/// ```swift
/// @Test("the plugin keeps the rules of the protocol")
/// func conformance() throws { try PluginConformance.check(CurrenciesPlugin.self) }
/// ```
public enum PluginConformance: Sendable {
    /// Checks a plugin in this process; throws the rules that it broke.
    ///
    /// The manifest is looked for beside the folder of the test that calls: `Plugins/Currencies/plugin.json` for a test in
    /// `Plugins/Currencies/Tests`.
    public static func check<Plugin: EntityPlugin>(
        _ plugin: Plugin.Type, manifest: String? = nil, file: String = #filePath
    ) throws(ConformanceFailure) {
        let violations = violations(of: plugin, manifest: manifest ?? Self.manifest(near: file))
        guard violations.isEmpty else { throw ConformanceFailure(violations: violations) }
    }

    /// Checks a plugin without code in this process; throws the rules that it broke.
    ///
    /// The manifest is looked for beside the folder of the test that calls.
    public static func checkMap(file: String = #filePath) throws(ConformanceFailure) {
        var violations: [Violation]
        do {
            violations = Self.violations(of: try MapPlugin.beside(file), manifest: manifest(near: file))
        } catch {
            violations = [Violation(.manifestValid, error.description)]
        }
        guard violations.isEmpty else { throw ConformanceFailure(violations: violations) }
    }

    /// Checks a plugin that is a program, in any language; throws the rules that it broke.
    ///
    /// `sample` is the text of a JSON file with a tenant and records: `{"metadata", "records"}`.
    public static func check(
        executable command: [String], manifest: String, sample text: String
    ) throws(ConformanceFailure) {
        let violations: [Violation]
        do {
            violations = try Self.violations(of: command, manifest: manifest, sample: Sample(json: text))
        } catch {
            violations = [Violation(.manifestValid, "the sample can't be read: \(error)")]
        }
        guard violations.isEmpty else { throw ConformanceFailure(violations: violations) }
    }

    /// The rules that a plugin of this process breaks.
    package static func violations<Plugin: EntityPlugin>(
        of plugin: Plugin.Type, manifest: String
    ) -> [Violation] {
        violations(of: CodedBehavior(plugin), manifest: manifest)
    }

    /// The rules that a plugin of this process breaks, a value.
    package static func violations(of plugin: any PluginBehavior, manifest: String) -> [Violation] {
        let sample = SampleMaker.sample(for: plugin.map(under: .empty))
        var check = ConformanceCheck(sample) { SessionLink(plugin) }
        check.checkManifest(at: manifest)
        check.checkSettings(plugin.knownSettings)
        check.checkAll()
        guard check.manifest?.capabilities.has("mapping") ?? false, check.violations.isEmpty else {
            return check.violations
        }
        return check.description?.fields.flatMap { field in
            violations(of: plugin, without: "\(field.erp ?? "")=\(field.crm ?? "")", sample, manifest)
        } ?? []
    }

    /// The rules that a plugin which takes overlays breaks once an administrator disabled a line of its map.
    private static func violations(
        of plugin: any PluginBehavior, without line: String, _ sample: Sample, _ manifest: String
    ) -> [Violation] {
        var sample = sample
        sample.configuration = ["mapping": ["file": "overlay", "overlay": ["disable": [.string(line)]]]]
        let map = plugin.map(under: .empty)
        guard let left = try? plugin.overlaid(map, Configuration(sample.configuration)), !left.lines.isEmpty else {
            // A line that the overlay may not take away, which its administrator is told.
            return []
        }
        var check = ConformanceCheck(sample) { SessionLink(plugin) }
        check.checkManifest(at: manifest)
        check.checkDecisions()
        return check.violations.map { Violation($0.rule, "with \(line) disabled, it \($0.detail)") }
    }

    /// The rules that a program breaks.
    package static func violations(of command: [String], manifest: String, sample: Sample) -> [Violation] {
        ProgramExam(command, manifest: manifest).report(on: sample).violations
    }

    private static func manifest(near file: String) -> String {
        let folders = file.split(separator: "/", omittingEmptySubsequences: false).dropLast(2)
        return folders.joined(separator: "/") + "/plugin.json"
    }
}
