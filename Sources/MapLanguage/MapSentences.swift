public import Model

/// What a person reads about a file of the map language: where, what is wrong, and what to do.
public enum MapSentences: Sendable {
    /// The sentence for a problem.
    public static func sentence(_ problem: MapProblem, in language: Language) -> Sentence {
        Sentence(what: place(problem, language), why: why(problem, language), remedy: remedy(problem, language))
    }

    /// The problems, one a line.
    public static func lines(_ problems: MapProblems, in language: Language) -> String {
        problems.problems.map { sentence($0, in: language).line }.joined(separator: "\n")
    }

    /// Where: the file, line and column, and the path of names that leads there.
    private static func place(_ problem: MapProblem, _ language: Language) -> String {
        let file = problem.file.isEmpty ? language.pick("The map", "La correspondance") : problem.file
        let line = problem.place.map { place in
            place.column > 0
                ? language.pick(
                    ", line \(place.line), column \(place.column)", ", ligne \(place.line), colonne \(place.column)")
                : language.pick(", line \(place.line)", ", ligne \(place.line)")
        }
        let path = problem.path.isEmpty ? "" : " (\(problem.path))"
        return language.pick("\(file)\(line ?? "")\(path):", "\(file)\(line ?? "")\(path) :")
    }

    private static func why(_ problem: MapProblem, _ language: Language) -> String {
        let found = problem.found
        return switch problem.code {
        case .notJSON: language.pick("it is not JSON there.", "le texte n'y est pas du JSON.")
        case .notYAML: language.pick("it is not YAML there.", "le texte n'y est pas du YAML.")
        case .unreadable: language.pick("the file can't be read.", "le fichier est illisible.")
        case .unknownMember: language.pick("there is no \"\(found)\" here.", "il n'y a pas de « \(found) » ici.")
        case .repeatedMember: language.pick("\"\(found)\" stands twice.", "« \(found) » figure deux fois.")
        case .missingMember: language.pick("\"\(found)\" is missing.", "« \(found) » manque.")
        case .wrongType:
            found.isEmpty
                ? language.pick("a value of another type stands here.", "une valeur d'un autre type figure ici.")
                : language.pick("\"\(found)\" can't stand here.", "« \(found) » ne peut pas figurer ici.")
        case .unknownWord: language.pick("\"\(found)\" is no word for it.", "« \(found) » n'est pas un mot connu.")
        case .outOfRange: language.pick("\(found) is out of range.", "\(found) est hors limites.")
        case .empty: language.pick("it is empty.", "c'est vide.")
        case .duplicateField:
            language.pick(
                "the field \(found) of \(product(problem)) is written by another line already.",
                "le champ \(found) de \(product(problem)) est déjà écrit par une autre ligne.")
        case .duplicateName: language.pick("the name \(found) stands twice.", "le nom \(found) figure deux fois.")
        case .oneSideOnly:
            language.pick(
                "a line without a twin writes one field of one side.",
                "une ligne sans jumelle écrit un seul champ d'un seul côté.")
        case .unknownReference:
            language.pick(
                "the manifest refers to no entity \(found).", "le manifeste ne renvoie à aucune entité \(found).")
        case .viaOneWay:
            language.pick(
                "a reference \"via\" a field of its partner travels to the CRM only.",
                "une référence « via » un champ de sa partenaire ne va que vers le CRM.")
        case .unknownLine:
            language.pick("the map has no line \(found).", "la correspondance n'a pas de ligne \(found).")
        case .ambiguousLine:
            language.pick("several lines are called \(found).", "plusieurs lignes s'appellent \(found).")
        case .fixedLine:
            language.pick(
                "\(found) is needed by the plugin's own code, or belongs to the natural key.",
                "\(found) est nécessaire au code du module, ou fait partie de la clé naturelle.")
        case .groupPolicy:
            language.pick(
                "\(found) is one of the fields of a group, and these have one policy.",
                "\(found) est l'un des champs d'un groupe, et ceux-ci ont une seule règle de conflit.")
        case .wholeGroup:
            language.pick(
                "of a whole group, the policy alone can be changed.",
                "d'un groupe entier, seule la règle de conflit se change.")
        case .noConstant:
            language.pick(
                "\(found) holds what another field does, and no constant.",
                "\(found) reprend un autre champ, et ne contient pas de constante.")
        case .onlyConstant:
            language.pick(
                "\(found) is a constant: \"constant\" and \"when\" alone can be changed.",
                "\(found) est une constante : seuls « constant » et « when » se changent.")
        case .computedLine:
            language.pick("\(found) is computed by the plugin.", "\(found) est calculé par le module.")
        case .otherEntity:
            language.pick("it speaks of the entity \(found).", "il parle de l'entité \(found).")
        case .notCustomizable:
            language.pick(
                "the plugin of \(found) takes no overlay.", "le module de \(found) n'accepte pas de surcouche.")
        }
    }

    private static func remedy(_ problem: MapProblem, _ language: Language) -> String {
        if let nearest = problem.nearest {
            return language.pick("Did you mean \"\(nearest)\"?", "Vouliez-vous dire « \(nearest) » ?")
        }
        let list = problem.allowed.joined(separator: ", ")
        return switch problem.code {
        case .notJSON, .notYAML:
            language.pick(
                "Mend the text; a missing comma, quotation mark or indentation is the usual reason.",
                "Corrigez le texte ; souvent, il manque une virgule, un guillemet ou un retrait.")
        case .unreadable:
            language.pick("Put it there, readable for Couplet.", "Placez-le là, lisible pour Couplet.")
        case .unknownMember, .unknownWord: language.pick("Possible are \(list).", "Sont possibles : \(list).")
        case .repeatedMember, .duplicateName: language.pick("Keep one of them.", "Gardez-en un seul.")
        case .missingMember: language.pick("Add it.", "Ajoutez-le.")
        case .wrongType: language.pick("Write \(expected(list, language)).", "Écrivez \(expected(list, language)).")
        case .outOfRange:
            language.pick(
                "Write a number from \(problem.allowed.first ?? "") to \(problem.allowed.last ?? "").",
                "Écrivez un nombre de \(problem.allowed.first ?? "") à \(problem.allowed.last ?? "").")
        case .empty: language.pick("Write something there, or remove it.", "Écrivez-y quelque chose, ou supprimez-le.")
        case .duplicateField:
            language.pick("Remove one of the lines, or its direction.", "Supprimez l'une des lignes, ou sa direction.")
        case .oneSideOnly:
            language.pick("Name either \"erp\" or \"crm\".", "Nommez soit « erp », soit « crm ».")
        case .unknownReference:
            language.pick(
                "Name it under \"references\" in plugin.json: the order of a run follows from there.",
                "Nommez-la sous « references » dans plugin.json : l'ordre d'une exécution en découle.")
        case .viaOneWay: language.pick("Write \"direction\": \"toCRM\".", "Écrivez « direction » : « toCRM ».")
        case .unknownLine: language.pick("Its lines are \(list).", "Ses lignes sont : \(list).")
        case .ambiguousLine:
            language.pick("Name it by both fields: \(list).", "Nommez-la par ses deux champs : \(list).")
        case .fixedLine:
            language.pick("Leave it as it is, or change the plugin.", "Laissez-la telle quelle, ou changez le module.")
        case .groupPolicy:
            language.pick("Change it by the group's name: \(list).", "Changez-la par le nom du groupe : \(list).")
        case .wholeGroup:
            language.pick("Name one of its fields: \(list).", "Nommez l'un de ses champs : \(list).")
        case .noConstant, .onlyConstant, .computedLine:
            language.pick(
                "Disable the line, and add another one.", "Désactivez la ligne, et ajoutez-en une autre.")
        case .otherEntity:
            language.pick(
                "Name the file after its entity, or mend the line \"entity\".",
                "Nommez le fichier d'après son entité, ou corrigez la ligne « entity ».")
        case .notCustomizable:
            language.pick(
                "Its author adds the capability \"mapping\"; until then, remove the file.",
                "Son auteur ajoute la capacité « mapping » ; d'ici là, supprimez le fichier.")
        }
    }

    private static func expected(_ word: String, _ language: Language) -> String {
        switch word {
        case "object": language.pick("an object", "un objet")
        case "list": language.pick("a list", "une liste")
        case "text": language.pick("a text", "un texte")
        case "boolean": language.pick("true or false", "true ou false")
        case "integer": language.pick("a whole number", "un nombre entier")
        case "value":
            language.pick(
                "null, true, false, a whole number or a text", "null, true, false, un nombre entier ou un texte")
        case "entity":
            language.pick(
                "the name of an entity: small letters, digits and hyphens",
                "le nom d'une entité : lettres minuscules, chiffres et traits d'union")
        default: word
        }
    }

    private static func product(_ problem: MapProblem) -> String {
        switch problem.allowed.first.flatMap(Side.init(rawValue:)) {
        case .erp: "Business Central"
        case .crm: "Dynamics 365 Sales"
        case nil: ""
        }
    }
}
