import JSON
import Model
import Testing

@testable import Sandbox

@Suite("What the control says")
struct ControlSentenceTests {
    @Test(
        "a refusal is a sentence in English and in French",
        arguments: [
            (
                ControlProblem.Reason.noPage("GET /x"), "There is no GET /x; the control is below /sandbox.",
                "Il n'y a pas de GET /x\u{A0}; les commandes sont sous /sandbox."
            ),
            (.noJSON, "The body is not JSON.", "Le corps n'est pas du JSON."),
            (
                .wholeNumber("times", 0...9), "'times' must be a whole number from 0 to 9.",
                "«\u{A0}times\u{A0}» doit être un nombre entier de 0 à 9."
            ),
            (
                .seconds("seconds"), "'seconds' must be a number of seconds, a hundred years at most.",
                "«\u{A0}seconds\u{A0}» doit être un nombre de secondes, cent ans au plus."
            ),
            (
                .share, "'share' must be a number from 0 to 1.",
                "«\u{A0}share\u{A0}» doit être un nombre de 0 à 1."
            ),
            (.word("as", ["gone"]), "'as' is one of gone.", "«\u{A0}as\u{A0}» est l'un de\u{A0}: gone."),
            (.faultNumber, "A fault is known by its number.", "Une panne est connue par son numéro."),
        ])
    func sentences(_ reason: ControlProblem.Reason, _ english: String, _ french: String) {
        #expect(ControlSentences.text(reason, .en) == english)
        #expect(ControlSentences.text(reason, .fr) == french)
    }

    @Test("the control answers in the language that it is asked in")
    func language() async throws {
        let reply = await (try Bench()).send(
            "DELETE", "/sandbox/faults/x", to: .control, headers: [("Accept-Language", "fr-CH")])
        #expect(reply.json["error"] == "Une panne est connue par son numéro.")
    }
}
