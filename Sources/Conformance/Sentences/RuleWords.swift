package import Model

/// What a person reads about a rule of the protocol: what it demands, why, and how a plugin that breaks it is repaired.
package struct RuleWords: Sendable {
    typealias Pair = (english: String, french: String)

    private let demanded: Pair
    private let reasoned: Pair
    private let repaired: Pair

    init(demand: Pair, reason: Pair, repair: Pair) { (demanded, reasoned, repaired) = (demand, reason, repair) }

    /// What the rule demands.
    package func demand(in language: Language) -> String { language.pick(demanded.english, demanded.french) }
    /// Why there is the rule.
    package func reason(in language: Language) -> String { language.pick(reasoned.english, reasoned.french) }
    /// What to do about a plugin that breaks it.
    package func repair(in language: Language) -> String { language.pick(repaired.english, repaired.french) }
}

extension Violation.Rule {
    /// What a person reads about the rule.
    package var words: RuleWords {
        SessionRuleWords.words(of: self) ?? DescriptionRuleWords.words(of: self) ?? DecisionsRuleWords.words(of: self)
            ?? ProcessRuleWords.words(of: self) ?? RuleWords(demand: ("", ""), reason: ("", ""), repair: ("", ""))
    }
}
