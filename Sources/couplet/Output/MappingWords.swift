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
        case nil: pick("No run was finished yet.", "Aucune exécution n'est encore achevée.")
        case true?: pick("The last run had this map.", "La dernière exécution avait cette correspondance.")
        case false?:
            pick(
                "The last run had another map. The next one compares every pair first, and writes where values differ: couplet plan",
                "La dernière exécution avait une autre correspondance. La prochaine compare d'abord chaque paire, et écrit là où les valeurs diffèrent : couplet plan"
            )
        }
    }
    func switchedOff(_ entity: String) -> String {
        pick(
            "\(entity) is switched off: no run uses this map.",
            "\(entity) est désactivée : aucune exécution n'utilise cette correspondance.")
    }
    func lost(_ entity: String, _ note: String) -> String {
        pick(
            "\(entity): not all that mappings/\(entity).yaml asks for can travel here. \(note)",
            "\(entity) : mappings/\(entity).yaml demande plus qu'il n'est possible ici. \(note)")
    }
    func fits(_ entity: String, _ count: Int) -> String {
        pick(
            "\(entity): the map fits both systems, with \(count) fields.",
            "\(entity) : la correspondance convient aux deux systèmes, avec \(count) champs.")
    }
}

extension Session {
    /// The sentences about maps.
    var mappingWords: MappingWords { MappingWords(language: language) }
}
