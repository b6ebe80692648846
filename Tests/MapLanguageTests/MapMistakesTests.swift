import MapLanguage
import Model
import Testing

/// A mistake, and what a person reads about it.
struct Mistake: Sendable, CustomTestStringConvertible {
    var text: String
    var english: String
    var french: String
    var testDescription: String { english }

    init(_ text: String, _ english: String, _ french: String) {
        (self.text, self.english, self.french) = (text, english, french)
    }

    private static let rest = #""type": "date""#

    static let all: [Mistake] = [
        Mistake(
            "{\"fields\": [\n  {\"erp\": \"a\",}\n]}",
            "map.json, line 2, column 15: it is not JSON there. Mend the text; a missing comma, quotation mark or indentation is the usual reason.",
            "map.json, ligne 2, colonne 15 : le texte n'y est pas du JSON. Corrigez le texte ; souvent, il manque une virgule, un guillemet ou un retrait."
        ),
        Mistake(
            "{\"fields\": [],\n \"polcy\": \"manual\"}",
            "map.json, line 2, column 2 (polcy): there is no \"polcy\" here. Did you mean \"policy\"?",
            "map.json, ligne 2, colonne 2 (polcy) : il n'y a pas de « polcy » ici. Vouliez-vous dire « policy » ?"),
        Mistake(
            "{\"fields\": [\n{\"erp\": \"a\", \"crm\": \"b\", \"type\": \"dat\"}]}",
            "map.json, line 2, column 26 (fields[0].type): \"dat\" is no word for it. Did you mean \"date\"?",
            "map.json, ligne 2, colonne 26 (fields[0].type) : « dat » n'est pas un mot connu. Vouliez-vous dire « date » ?"
        ),
        Mistake(
            "{\"fields\": [\n{\"erp\": \"a\", \"crm\": \"b\", \"type\": \"money\"}]}",
            "map.json, line 2, column 26 (fields[0].type): \"money\" is no word for it. Possible are text, code, decimal, integer, boolean, date, choice, reference.",
            "map.json, ligne 2, colonne 26 (fields[0].type) : « money » n'est pas un mot connu. Sont possibles : text, code, decimal, integer, boolean, date, choice, reference."
        ),
        Mistake(
            "{\"fields\": [\n{\"erp\": \"a\", \"crm\": \"b\", \(rest)},\n{\"erp\": \"c\", \"crm\": \"b\", \(rest)}]}",
            "map.json, line 3, column 1 (fields[1]): the field b of Dynamics 365 Sales is written by another line already. Remove one of the lines, or its direction.",
            "map.json, ligne 3, colonne 1 (fields[1]) : le champ b de Dynamics 365 Sales est déjà écrit par une autre ligne. Supprimez l'une des lignes, ou sa direction."
        ),
        Mistake(
            "{\"fields\": [{\"erp\": \"a\", \(rest)}]}",
            "map.json, line 1, column 13 (fields[0]): \"crm\" is missing. Add it.",
            "map.json, ligne 1, colonne 13 (fields[0]) : « crm » manque. Ajoutez-le."),
        Mistake(
            "{\"fields\": [{\"erp\": \"a\", \"crm\": 7, \(rest)}]}",
            "map.json, line 1, column 26 (fields[0].crm): a value of another type stands here. Write a text.",
            "map.json, ligne 1, colonne 26 (fields[0].crm) : une valeur d'un autre type figure ici. Écrivez un texte."),
        Mistake(
            "{\"fields\": [{\"erp\": \"a\", \"crm\": \"b\", \"type\": \"decimal\", \"scale\": 99}]}",
            "map.json, line 1, column 57 (fields[0].scale): 99 is out of range. Write a number from 0 to 20.",
            "map.json, ligne 1, colonne 57 (fields[0].scale) : 99 est hors limites. Écrivez un nombre de 0 à 20."),
        Mistake(
            "{\"fields\": [{\"erp\": \"a\", \"crm\": \"b\", \"type\": \"date\", \"length\": {}}]}",
            "map.json, line 1, column 54 (fields[0].length): there is no \"length\" here. Possible are erp, crm, type, direction, optional, required, onInsertOnly, comment, policy.",
            "map.json, ligne 1, colonne 54 (fields[0].length) : il n'y a pas de « length » ici. Sont possibles : erp, crm, type, direction, optional, required, onInsertOnly, comment, policy."
        ),
        Mistake(
            "{\"fields\": [{\"erp\": \"a\", \"crm\": \"b\", \"constant\": 1}]}",
            "map.json, line 1, column 13 (fields[0]): a line without a twin writes one field of one side. Name either \"erp\" or \"crm\".",
            "map.json, ligne 1, colonne 13 (fields[0]) : une ligne sans jumelle écrit un seul champ d'un seul côté. Nommez soit « erp », soit « crm »."
        ),
        Mistake(
            "{\"fields\": [{\"group\": \"g\", \"fields\": []}]}",
            "map.json, line 1, column 28 (fields[0].fields): it is empty. Write something there, or remove it.",
            "map.json, ligne 1, colonne 28 (fields[0].fields) : c'est vide. Écrivez-y quelque chose, ou supprimez-le."),
        Mistake(
            "{\"fields\": [], \"fields\": []}",
            "map.json, line 1, column 16 (fields): \"fields\" stands twice. Keep one of them.",
            "map.json, ligne 1, colonne 16 (fields) : « fields » figure deux fois. Gardez-en un seul."),
        Mistake(
            "{\"fields\": [{\"erp\": \"a\", \"crm\": \"b\", \"type\": \"reference\", \"to\": \"currency\"}]}",
            "map.json, line 1, column 13 (fields[0]): the manifest refers to no entity currency. Did you mean \"currencies\"?",
            "map.json, ligne 1, colonne 13 (fields[0]) : le manifeste ne renvoie à aucune entité currency. Vouliez-vous dire « currencies » ?"
        ),
        Mistake(
            "{\"fields\": [{\"erp\": \"a\", \"crm\": \"b\", \"type\": \"reference\", \"to\": \"currencies\", \"via\": \"x\"}]}",
            "map.json, line 1, column 79 (fields[0].via): a reference \"via\" a field of its partner travels to the CRM only. Write \"direction\": \"toCRM\".",
            "map.json, ligne 1, colonne 79 (fields[0].via) : une référence « via » un champ de sa partenaire ne va que vers le CRM. Écrivez « direction » : « toCRM »."
        ),
    ]
}

@Suite("Mistakes in a field map")
struct MapMistakesTests {
    @Test("a mistake is named with file, line, column, path and remedy", arguments: Mistake.all)
    func said(of mistake: Mistake) {
        do {
            _ = try MapDocument(reading: Array(mistake.text.utf8), file: "map.json", references: ["currencies"])
            Issue.record("it was read")
        } catch {
            #expect(MapSentences.lines(error, in: .en) == mistake.english)
            let french = MapSentences.lines(error, in: .fr).replacing("\u{A0}", with: " ")
            #expect(french == mistake.french)
        }
    }

    @Test("all mistakes of a file are named at once, in the order in which they stand there")
    func severalAtOnce() {
        let text = """
            {"polcy": 1,
             "fields": [{"erp": "a", "crm": "b", "type": "dat"},
                        {"erp": "c", "crm": "d", "type": "date", "direktion": "both"}]}
            """
        do {
            _ = try MapDocument(reading: Array(text.utf8), file: "map.json")
            Issue.record("it was read")
        } catch {
            #expect(error.problems.map(\.code) == [.unknownMember, .unknownWord, .unknownMember])
            #expect(error.problems.map(\.place?.line) == [1, 2, 3])
        }
    }

    @Test("a problem can be kept as words", arguments: MapProblem.Code.allCases)
    func words(_ code: MapProblem.Code) {
        let problem = MapProblem(
            code, path: "a[1].b", at: MapPlace(line: 3, column: 4), file: "map.json", found: "x", allowed: ["y", "z"],
            nearest: "y")
        #expect(MapProblem(words: problem.words) == problem)
    }
}
