import JSON
public import Model

/// What a person reads about a manifest that can't be used.
public enum ManifestSentences: Sendable {
    /// The sentence for an error in a file.
    public static func sentence(_ error: ManifestError, file: String, in language: Language) -> Sentence {
        let place = place(error, in: language)
        return Sentence(
            what: language.pick(
                "The manifest \(file) can't be used\(place).", "Le manifeste \(file) est inutilisable\(place)."),
            why: why(error.cause, language), remedy: remedy(error.cause, language))
    }

    private static func place(_ error: ManifestError, in language: Language) -> String {
        if case .notJSON(_, let line, let column) = error.cause {
            return language.pick(", line \(line), column \(column)", ", ligne \(line), colonne \(column)")
        }
        let line = error.line.map { language.pick(", line \($0)", ", ligne \($0)") } ?? ""
        guard !error.path.isEmpty else { return line }
        return line + language.pick(", at \(error.path)", ", en \(error.path)")
    }

    private static func why(_ cause: ManifestError.Cause, _ language: Language) -> String {
        switch cause {
        case .notJSON: language.pick("It is not JSON there.", "Le texte n'y est pas du JSON.")
        case .missing(let member):
            language.pick("The member \"\(member)\" is missing.", "Le membre « \(member) » manque.")
        case .unknown(let member, _, _):
            language.pick("There is no member \"\(member)\".", "Il n'y a pas de membre « \(member) ».")
        case .repeated(let member):
            language.pick("The member \"\(member)\" occurs twice.", "Le membre « \(member) » figure deux fois.")
        case .type(let expected):
            language.pick(
                "The value is of another type than \(expected).", "La valeur n'est pas du type \(inFrench(expected)).")
        case .value(let value, _, _): language.pick("\"\(value)\" is not allowed.", "« \(value) » n'est pas admis.")
        }
    }

    private static func remedy(_ cause: ManifestError.Cause, _ language: Language) -> String {
        switch cause {
        case .notJSON:
            language.pick(
                "Mend the text; a missing or extra comma is the usual reason.",
                "Corrigez le texte ; souvent, il manque une virgule ou il y en a une de trop.")
        case .missing(let member): language.pick("Add \"\(member)\".", "Ajoutez « \(member) ».")
        case .unknown(_, let nearest?, _):
            language.pick("Did you mean \"\(nearest)\"?", "Vouliez-vous dire « \(nearest) » ?")
        case .unknown(_, nil, let allowed):
            language.pick(
                "Allowed are \(allowed.joined(separator: ", ")).", "Sont admis : \(allowed.joined(separator: ", ")).")
        case .repeated: language.pick("Keep one of them.", "Gardez-en un seul.")
        case .type(let expected):
            language.pick("Write a value of the type \(expected).", "Écrivez une valeur du type \(inFrench(expected)).")
        case .value(_, let nearest?, let allowed):
            language.pick(
                "Did you mean \"\(nearest)\"? Allowed: \(allowed).",
                "Vouliez-vous dire « \(nearest) » ? Sont admis : \(inFrench(allowed)).")
        case .value(_, nil, let allowed): language.pick("Allowed: \(allowed).", "Sont admis : \(inFrench(allowed)).")
        }
    }

    /// What is allowed or expected, in French; words of the manifest itself are the same in every language.
    private static func inFrench(_ allowed: String) -> String {
        switch allowed {
        case "a small letter, then at most 40 small letters, digits and hyphens":
            "une lettre minuscule, puis au plus 40 lettres minuscules, chiffres et traits d'union"
        case "a file in the plugin's folder": "un fichier du dossier du module"
        case "64 small hexadecimal digits": "64 chiffres hexadécimaux en minuscules"
        case "a range such as ^1, ^1.2, >=1 <3, 1.2.3, *": "un intervalle comme ^1, ^1.2, >=1 <3, 1.2.3, *"
        case "a text": "un texte"
        case "a version such as 1.0.0": "une version comme 1.0.0"
        case "an executable and its arguments": "un exécutable et ses arguments"
        case "at least one route": "au moins une route"
        case "at least one version": "au moins une version"
        case "array": "liste"
        case "object": "objet"
        case "string": "texte"
        case "whole number": "nombre entier"
        default: allowed.replacing(" to ", with: " à ")
        }
    }
}
