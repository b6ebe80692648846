import Model

/// Every sentence of the commands about maps.
struct MappingWords: Sendable {
    let language: Language

    private func pick(_ english: String, _ french: String) -> String { language.pick(english, french) }

    var columns: [String] {
        [
            "Business Central", "", "Dynamics 365 Sales", pick("Group", "Groupe"), pick("Conflicts", "Conflits"),
            pick("Values", "Valeurs"), pick("From", "Origine"),
        ]
    }
    func unchanged(_ entity: String) -> String {
        pick(
            "\(entity): everything is as the plugin has it. To change it: mappings/\(entity).yaml",
            "\(entity) : tout est comme dans le module. Pour le changer : mappings/\(entity).yaml")
    }
    func sinceLastRun(_ isSame: Bool?) -> String {
        switch isSame {
        case nil: pick("It never ran.", "Jamais exécuté.")
        case true?: pick("The last run had this map.", "La dernière exécution avait cette table.")
        case false?:
            pick(
                "The last run had another map. The next one compares every pair first, and writes where values differ: couplet plan",
                "La dernière exécution avait une autre table. La prochaine compare d'abord chaque paire, et écrit là où les valeurs diffèrent : couplet plan"
            )
        }
    }
    func fits(_ entity: String, _ count: Int) -> String {
        pick(
            "\(entity): the map fits both systems, with \(count) fields.",
            "\(entity) : la table convient aux deux systèmes, avec \(count) champs.")
    }
}

extension Session {
    /// The sentences about maps.
    var mappingWords: MappingWords { MappingWords(language: language) }
}
