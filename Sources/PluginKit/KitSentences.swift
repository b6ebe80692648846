import Model
import PluginProtocol

/// All that the kit says to people, in the languages there are.
enum KitSentences {
    /// A plugin was started by hand.
    static func startedByHand(_ entity: EntityName, _ version: String, _ language: Language) -> String {
        switch language {
        case .en:
            """
            This is the \(entity) plugin \(version) of Couplet: it decides about records when Couplet asks it, and does nothing by itself. \
            Run «couplet sync \(entity)» instead.
            """
        case .fr:
            """
            Ceci est le module \(entity) \(version) de Couplet : il décide du sort des enregistrements quand Couplet l'interroge, et ne fait rien seul. \
            Lancez plutôt « couplet sync \(entity) ».
            """
        }
    }

    /// The tenant has no such field; it is left out.
    static func fieldMissing(_ field: FieldName, _ side: Side, _ language: Language) -> Diagnostic {
        switch language {
        case .en:
            Diagnostic(
                .note, path: "fields.\(field)",
                message: "\(name(side)) has no field \(field) here; it is not synchronized.",
                hint: "Publish it on the page or add the column, and it takes part from the next run on.")
        case .fr:
            Diagnostic(
                .note, path: "fields.\(field)",
                message: "\(name(side)) n'a pas de champ \(field) ici ; il n'est pas synchronisé.",
                hint: "Publiez-le sur la page ou ajoutez la colonne : il sera pris en compte à la prochaine exécution.")
        }
    }

    /// A side refuses to have a field written; it travels the other way only, or not at all.
    static func readOnly(_ field: FieldName, _ side: Side, _ language: Language) -> Diagnostic {
        switch language {
        case .en:
            Diagnostic(
                .note, path: "fields.\(field)",
                message:
                    "\(name(side)) does not let \(field) be written here; edits of it do not cross to \(name(side)).")
        case .fr:
            Diagnostic(
                .note, path: "fields.\(field)",
                message:
                    "\(name(side)) ne permet pas d'écrire \(field) ici ; ses modifications ne sont pas transmises à \(name(side))."
            )
        }
    }

    /// The tenant lacks a field of the natural key.
    static func keyMissing(_ side: Side, _ language: Language) -> Diagnostic {
        switch language {
        case .en:
            Diagnostic(
                .warning, path: "naturalKey",
                message:
                    "\(name(side)) lacks a field of the natural key here; a create that it does not answer takes longer to settle."
            )
        case .fr:
            Diagnostic(
                .warning, path: "naturalKey",
                message:
                    "Il manque à \(name(side)) un champ de la clé naturelle ; une création restée sans réponse sera plus longue à élucider."
            )
        }
    }

    /// The tenant lacks fields that the entity can't do without.
    static func missing(_ fields: [MissingField], _ entity: EntityName, _ language: Language) -> Sentence {
        let list = fields.map { "\(name($0.side)): \($0.name)" }.joined(separator: ", ")
        switch language {
        case .en:
            return Sentence(
                what: "\(entity) can't be synchronized.",
                why: "Fields that it can't do without are missing (\(list)).",
                remedy: "An administrator publishes them, or gives Couplet's account the right to read them.")
        case .fr:
            return Sentence(
                what: "\(entity) ne peut pas être synchronisé.",
                why: "Des champs indispensables manquent (\(list)).",
                remedy: "Un administrateur les publie, ou donne au compte de Couplet le droit de les lire.")
        }
    }

    /// The host goes by a map that is not the plugin's any more.
    static func mappingChanged(_ entity: EntityName, _ language: Language) -> Sentence {
        switch language {
        case .en:
            Sentence(
                what: "\(entity) was not synchronized.",
                why: "The field map is not the one that Couplet was told of: the plugin or its configuration changed.",
                remedy: "Run it again: Couplet asks for the map anew.")
        case .fr:
            Sentence(
                what: "\(entity) n'a pas été synchronisé.",
                why:
                    "La correspondance des champs n'est plus celle que Couplet connaît : le module ou sa configuration a changé.",
                remedy: "Relancez : Couplet redemande la correspondance.")
        }
    }

    /// A name that no setting has.
    static func unknownSetting(_ path: String, _ nearest: String?, _ language: Language) -> Diagnostic {
        switch language {
        case .en:
            Diagnostic(
                .error, path: path, message: "There is no setting \(path).",
                hint: nearest.map { "Did you mean \($0)?" } ?? "Remove it.")
        case .fr:
            Diagnostic(
                .error, path: path, message: "Le réglage \(path) n'existe pas.",
                hint: nearest.map { "Vouliez-vous dire \($0) ?" } ?? "Supprimez-le.")
        }
    }

    /// A setting holds what it can't.
    static func wrongSetting(_ path: String, _ expected: String, _ language: Language) -> Diagnostic {
        switch language {
        case .en: Diagnostic(.error, path: path, message: "\(path) is not \(expected).")
        case .fr: Diagnostic(.error, path: path, message: "\(path) n'est pas \(expected).")
        }
    }

    /// Nothing makes a record of the entity inactive on a side.
    static func neverInactive(_ side: Side, _ severity: Diagnostic.Severity, _ language: Language) -> Diagnostic {
        switch language {
        case .en:
            Diagnostic(
                severity, path: "deletes",
                message: "\(name(side)) has no way to make such a record inactive; there it stays as it is.",
                hint: "Write uncouple or delete.")
        case .fr:
            Diagnostic(
                severity, path: "deletes",
                message: "\(name(side)) ne permet pas de désactiver un tel enregistrement ; il y reste tel quel.",
                hint: "Écrivez uncouple ou delete.")
        }
    }

    /// What may stand in a setting.
    static func expected(_ kind: Setting.Kind, _ language: Language) -> String {
        switch (kind, language) {
        case (.text, .en): "a text"
        case (.text, .fr): "un texte"
        case (.boolean, .en): "true or false"
        case (.boolean, .fr): "true ou false"
        case (.integer, .en): "a whole number"
        case (.integer, .fr): "un nombre entier"
        case (.texts, .en): "a list of texts"
        case (.texts, .fr): "une liste de textes"
        case (.oneOf(let words), .en): "one of \(words.joined(separator: ", "))"
        case (.oneOf(let words), .fr): "l'un de \(words.joined(separator: ", "))"
        case (.section, .en): "a section"
        case (.section, .fr): "une section"
        }
    }

    private static func name(_ side: Side) -> String {
        switch side {
        case .erp: "Business Central"
        case .crm: "Dynamics 365 Sales"
        }
    }
}
