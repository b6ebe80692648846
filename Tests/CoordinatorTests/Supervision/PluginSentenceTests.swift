import Model
import Testing

@testable import Coordinator

@Suite("Sentences about plugins")
struct PluginSentenceTests {
    private static let crashed = PluginFailure(
        Problem(.pluginCrashed), exit: .signaled("SIGSEGV"), inFlight: "changes/next", lastLines: ["oh"])

    @Test(
        "each failure says what happened, why, and what to do",
        arguments: [
            (
                crashed,
                "The run of customers was ended. Its plugin crashed during changes/next (killed by SIGSEGV), again and again. What was done is stored. Tell whoever wrote the plugin, with what it writes: couplet sync --verbose shows it."
            ),
            (
                PluginFailure(Problem(.protocolVersion, ["2, 3", "1"])),
                "The plugin of customers was not used. It speaks version 2, 3 of the plugin protocol, this host version 1. Update Couplet."
            ),
            (
                PluginFailure(Problem(.protocolVersion, ["1", "2, 3"])),
                "The plugin of customers was not used. It speaks version 1 of the plugin protocol, this host version 2, 3. Update the plugin."
            ),
            (
                PluginFailure(Problem(.manifestMismatch, ["version", "1.0.0", "1.2.0"])),
                "The plugin of customers was not used. It says that its version is 1.0.0; its manifest says 1.2.0. Install the plugin again from where you have it, executable and manifest together."
            ),
            (
                PluginFailure(Problem(.manifestMismatch, ["deletePolicy", "delete", "uncouple"])),
                "The plugin of customers was not used. It says «delete» of the partners of deleted records; its manifest and its settings say «uncouple». Install the plugin again from where you have it, executable and manifest together."
            ),
            (
                PluginFailure(Problem(.pluginViolation, ["deletesNothing"], side: .crm)),
                "The run of customers was ended. Its plugin wanted to delete a record, which its manifest and its settings do not allow. What was done is stored. Tell whoever wrote the plugin."
            ),
            (
                PluginFailure(Problem(.pluginViolation, ["words"])),
                "The run of customers was ended. Its plugin gave a reason in words of its own, where only codes and names may stand. What was done is stored. Tell whoever wrote the plugin."
            ),
            (
                PluginFailure(Problem(.invalidConfiguration, ["settings", "team", "No team is named.", "Name one."])),
                "The run of customers was ended. Setting team: No team is named. Name one. Then check with: couplet doctor"
            ),
            (
                PluginFailure(Problem(.pluginFailedStart), exit: .exited(3)),
                "The plugin of customers could not be started. Its process ended at once (exit status 3). See what it writes: couplet sync --verbose. When it starts, run again."
            ),
            (
                PluginFailure(Problem(.pluginHung, ["unfinished"])),
                "The run of customers was ended. Its plugin wrote to standard output without ever ending the line, which is no message. Tell whoever wrote the plugin: what it prints must go to standard error."
            ),
            (
                PluginFailure(Problem(.pluginFlooded, ["endless"])),
                "The run of customers was ended. Its plugin wrote to standard output without ever ending the line, which is no message. Tell whoever wrote the plugin: what it prints must go to standard error."
            ),
            (
                PluginFailure(Problem(.pluginFailedStart, ["unfinished"])),
                "The plugin of customers could not be started. It wrote to standard output without ever ending the line, which is no message. See what it writes: couplet sync --verbose. When it starts, run again."
            ),
            (
                PluginFailure(Problem(.pluginQuarantined, ["crashes", "5", "6000"])),
                "The plugin of customers is not started any more. It crashed 5 times within three minutes. Install a better version, change its configuration, or release it by hand."
            ),
        ])
    func english(failure: PluginFailure, text: String) {
        #expect(CoordinatorSentences.sentence(failure, entity: "customers", in: .en).line == text)
    }

    @Test("how the process ended and during what is still known when the problem is told later")
    func described() {
        let told = PluginFailure(described: Self.crashed.described)
        #expect((told.exit, told.inFlight) == (Self.crashed.exit, Self.crashed.inFlight))
        let sentence = ProblemSentences.sentence(Self.crashed.described, entity: "customers", in: .en)
        #expect(sentence.why == "Its plugin crashed during changes/next (killed by SIGSEGV), again and again.")
        let ended = PluginFailure(Problem(.pluginFailedStart), exit: .exited(3)).described
        #expect(
            ProblemSentences.sentence(ended, entity: "customers", in: .en).why
                == "Its process ended at once (exit status 3).")
    }

    @Test("a plugin that fails a whole run over a record, or in the name of a guard, broke a rule")
    func otherClasses() {
        for code in [ProblemCode.conflict, .guardDeletes] {
            let problem = PluginFailure(Problem(code)).described
            #expect(problem == Problem(.pluginViolation, ["error", "\(code.rawValue)"]))
        }
    }

    @Test("the same in French")
    func french() {
        #expect(
            CoordinatorSentences.sentence(Self.crashed, entity: "Clients", in: .fr).line.replacing("\u{A0}", with: " ")
                == "L'exécution de Clients a été arrêtée. Son module s'est interrompu pendant changes/next (arrêté par SIGSEGV), plusieurs fois de suite. Ce qui a été fait est enregistré. Prévenez l'auteur du module, avec ce qu'il écrit : couplet sync --verbose le montre."
        )
    }

    @Test(
        "no failure is without a sentence in either language",
        arguments: [
            ProblemCode.cancelled, .deadline, .protocolVersion, .manifestMismatch, .invalidConfiguration,
            .pluginCrashed,
            .pluginHung, .pluginFlooded, .pluginFailedStart, .pluginViolation, .pluginQuarantined, .schema,
        ], Language.allCases)
    func all(code: ProblemCode, language: Language) {
        let sentence = CoordinatorSentences.sentence(PluginFailure(Problem(code)), entity: "X", in: language)
        #expect(sentence.what.contains("X"))
        #expect(!sentence.remedy.isEmpty)
    }
}
