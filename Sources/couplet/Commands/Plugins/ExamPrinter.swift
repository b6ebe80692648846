import Conformance
import Coordinator
import JSON
import Model
import PluginProtocol

/// Shows what came of the check of a plugin.
struct ExamPrinter {
    let session: Session
    let plugin: InstalledPlugin

    /// The rules that a program can break: settings are told apart from the outside by `settingsChecked` alone.
    static let rules = Violation.Rule.allCases.filter { $0 != .settingsTold }

    /// A line for each rule for programs, and for people what there is to repair.
    func show(_ report: ExamReport) {
        session.options.json ? showJSON(report) : showText(report)
    }

    private func showJSON(_ report: ExamReport) {
        for rule in Self.rules {
            let details = report.violations.filter { $0.rule == rule }.map(\.detail)
            let state = !details.isEmpty ? "broken" : report.unwatched.contains(rule) ? "unwatched" : "kept"
            let members = Self.words(of: rule, session.language)
            session.console.print(
                JSONValue.object(
                    members + [
                        .init("state", .string(state)), .init("details", .array(details.map(JSONValue.string))),
                    ]
                ).line)
        }
        session.console.print(
            ([
                "plugin": .string(plugin.manifest.name), "version": .string("\(plugin.manifest.version)"),
                "entity": .string(plugin.manifest.entity.text), "folder": .string(plugin.folder),
                "broken": .array(report.brokenRules.map { .string($0.rawValue) }),
                "unwatched": .array(report.unwatched.map { .string($0.rawValue) }), "errors": .string(report.errors),
            ] as JSONValue).line)
    }

    /// The words of a rule for programs.
    static func words(of rule: Violation.Rule, _ language: Language) -> [JSONValue.Member] {
        [
            .init("rule", .string(rule.rawValue)), .init("demand", .string(rule.words.demand(in: language))),
            .init("reason", .string(rule.words.reason(in: language))),
            .init("repair", .string(rule.words.repair(in: language))),
        ]
    }

    private func showText(_ report: ExamReport) {
        let words = session.pluginWords
        for rule in report.brokenRules {
            say("\(rule.rawValue): \(rule.words.demand(in: session.language))", 0)
            for violation in report.violations.filter({ $0.rule == rule }).prefix(3) {
                say(words.found(violation.detail), 4)
            }
            say(words.because(rule.words.reason(in: session.language)), 4)
            say(words.repair(rule.words.repair(in: session.language)), 4)
        }
        for line in report.errors.split(separator: "\n").suffix(5) { say(words.wrote(String(line)), 4) }
        if !report.unwatched.isEmpty { say(words.unwatched(report.unwatched.map(\.rawValue)), 0) }
        say(words.tested(plugin.manifest.name, broken: report.brokenRules.count, of: Self.rules.count), 0)
    }

    private func say(_ text: String, _ indent: Int) {
        for line in text.harmless.wrapped(to: session.console.outputWidth, indent: indent) {
            session.console.print(line)
        }
    }
}
