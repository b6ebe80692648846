import JSON
import Model
import PluginProtocol
import Reconciliation

/// Compares a configuration with the settings that a plugin knows.
enum SettingsCheck {
    /// What is wrong with a configuration.
    static func diagnostics(
        _ value: JSONValue, _ settings: [Setting], at path: String = "", _ language: Language
    ) -> [Diagnostic] {
        guard let members = value.object else { return [wrong(path, .section([]), language)] }
        return members.flatMap { member -> [Diagnostic] in
            let place = path.isEmpty ? member.name : "\(path).\(member.name)"
            guard let setting = settings.first(where: { $0.name == member.name }) else {
                let nearest = Spelling.nearest(to: member.name, among: settings.map(\.name))
                return [KitSentences.unknownSetting(place, nearest, language)]
            }
            if case .section(let inner) = setting.kind {
                return diagnostics(member.value, inner, at: place, language)
            }
            return fits(member.value, setting.kind) ? [] : [wrong(place, setting.kind, language)]
        }
    }

    /// What is wrong with making records inactive that nothing makes so.
    static func diagnostics(
        of map: FieldMap, _ deletion: Reconciler.Deletion, _ language: Language
    ) -> [Diagnostic] {
        guard deletion == .deactivate else { return [] }
        let without = Side.allCases.filter { map.inactive[$0].isEmpty }
        let isUseless = without.count == Side.allCases.count
        return without.map { KitSentences.neverInactive($0, isUseless ? .error : .warning, language) }
    }

    private static func wrong(_ path: String, _ kind: Setting.Kind, _ language: Language) -> Diagnostic {
        KitSentences.wrongSetting(path, KitSentences.expected(kind, language), language)
    }

    private static func fits(_ value: JSONValue, _ kind: Setting.Kind) -> Bool {
        switch kind {
        case .text: value.string != nil
        case .boolean: value.boolean != nil
        case .integer: value.integer != nil
        case .texts: value.array?.allSatisfy { $0.string != nil } ?? false
        case .oneOf(let words): value.string.map(words.contains) ?? false
        case .section: value.object != nil
        }
    }
}
