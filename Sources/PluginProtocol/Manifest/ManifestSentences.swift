import JSON
public import Model

/// What a person reads about a manifest that can't be used.
public enum ManifestSentences: Sendable {
    /// The sentence for an error in a file.
    public static func sentence(_ error: ManifestError, file: String, in language: Language) -> Sentence {
        let place = place(error, in: language)
        return switch language {
        case .en:
            Sentence(
                what: "The manifest \(file) can't be used\(place).", why: why(error.cause),
                remedy: remedy(error.cause))
        case .fr:
            Sentence(
                what: "Le manifeste \(file) est inutilisable\(place).", why: pourquoi(error.cause),
                remedy: conseil(error.cause))
        }
    }

    private static func place(_ error: ManifestError, in language: Language) -> String {
        if case .notJSON(_, let line, let column) = error.cause {
            return switch language {
            case .en: ", line \(line), column \(column)"
            case .fr: ", ligne \(line), colonne \(column)"
            }
        }
        guard !error.path.isEmpty else { return "" }
        return switch language {
        case .en: ", at \(error.path)"
        case .fr: ", en \(error.path)"
        }
    }

    private static func why(_ cause: ManifestError.Cause) -> String {
        switch cause {
        case .notJSON: "It is not JSON there."
        case .missing(let member): "The member \"\(member)\" is missing."
        case .unknown(let member, _, _): "There is no member \"\(member)\"."
        case .repeated(let member): "The member \"\(member)\" occurs twice."
        case .type(let expected): "The value is of another type than \(expected)."
        case .value(let value, _, _): "\"\(value)\" is not allowed."
        }
    }

    private static func remedy(_ cause: ManifestError.Cause) -> String {
        switch cause {
        case .notJSON: "Mend the text; a missing or extra comma is the usual reason."
        case .missing(let member): "Add \"\(member)\"."
        case .unknown(_, let nearest?, _): "Did you mean \"\(nearest)\"?"
        case .unknown(_, nil, let allowed): "Allowed are \(allowed.joined(separator: ", "))."
        case .repeated: "Keep one of them."
        case .type(let expected): "Write a value of the type \(expected)."
        case .value(_, let nearest?, let allowed): "Did you mean \"\(nearest)\"? Allowed: \(allowed)."
        case .value(_, nil, let allowed): "Allowed: \(allowed)."
        }
    }

    private static func pourquoi(_ cause: ManifestError.Cause) -> String {
        switch cause {
        case .notJSON: "Le texte n'y est pas du JSON."
        case .missing(let member): "Le membre « \(member) » manque."
        case .unknown(let member, _, _): "Il n'y a pas de membre « \(member) »."
        case .repeated(let member): "Le membre « \(member) » figure deux fois."
        case .type(let expected): "La valeur n'est pas du type \(expected)."
        case .value(let value, _, _): "« \(value) » n'est pas admis."
        }
    }

    private static func conseil(_ cause: ManifestError.Cause) -> String {
        switch cause {
        case .notJSON: "Corrigez le texte ; souvent, il manque une virgule ou il y en a une de trop."
        case .missing(let member): "Ajoutez « \(member) »."
        case .unknown(_, let nearest?, _): "Vouliez-vous dire « \(nearest) » ?"
        case .unknown(_, nil, let allowed): "Sont admis : \(allowed.joined(separator: ", "))."
        case .repeated: "Gardez-en un seul."
        case .type(let expected): "Écrivez une valeur du type \(expected)."
        case .value(_, let nearest?, let allowed): "Vouliez-vous dire « \(nearest) » ? Sont admis : \(allowed)."
        case .value(_, nil, let allowed): "Sont admis : \(allowed)."
        }
    }
}
