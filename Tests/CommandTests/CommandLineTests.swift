import ArgumentParser
import Model
import Testing

@testable import couplet

@Suite("The command line")
struct CommandLineTests {
    /// What a mistake is answered with; `nil` when the words are understood.
    private func refusal(_ words: String...) -> String? {
        do {
            _ = try Couplet.parseAsRoot(words)
            return nil
        } catch {
            return Couplet.message(for: error)
        }
    }

    @Test(
        "every command is understood",
        arguments: [
            ["sync"], ["sync", "+customers", "--except", "items"], ["sync", "--full", "--approve"],
            ["sync", "customers", "--approve-plan", "0a1b"], ["sync", "customers", "--record", "10000"], ["plan"],
            ["plan", "customers", "--json"], ["retry"], ["retry", "customers"], ["status", "--watch"], ["errors"],
            ["errors", "customers"], ["why", "10000"], ["why", "10000", "--entity", "customers"], ["couplings"],
            ["couplings", "customers"], ["plugins"], ["plugins", "--json"], ["plugins", "release", "customers"],
            ["plugin", "new", "gadgets", "--erp", "vendors", "--crm", "account", "--field", "number=accountnumber"],
            ["plugin", "test", "gadgets", "--patience", "3"], ["plugin", "rules"], ["plugin", "pack", "gadgets"],
            ["plugin", "install", "gadgets", "--into", "plugins"], ["plugin", "verify"], ["plugin", "quarantine"],
            ["plugin", "run", "gadgets", "--write"], ["plugin", "trace", "one.jsonl", "--values"],
            ["plugin", "replay", "gadgets", "one.jsonl", "two.jsonl"], ["plugin", "list"],
            ["doctor"], ["sandbox", "start", "--records", "1000", "--tls"], ["sandbox", "stop"],
            ["sandbox", "status"], ["sandbox", "fault", "status", "--code", "503", "--share", "0.3"],
            ["sandbox", "fault", "--clear"], ["sandbox", "ledger", "--who", "couplet"],
        ])
    func understood(_ words: [String]) throws {
        #expect(throws: Never.self) { _ = try Couplet.parseAsRoot(words) }
    }

    @Test("every command takes a configuration, a language and --json, and says more with --verbose")
    func common() throws {
        for words in [
            ["sync"], ["plan"], ["status"], ["errors"], ["why", "1"], ["couplings"], ["plugins"], ["doctor"],
        ] {
            let all = words + ["-c", "other.yaml", "--language", "fr", "--json", "--verbose"]
            #expect(throws: Never.self) { _ = try Couplet.parseAsRoot(all) }
        }
    }

    @Test("a misspelt option is answered with the nearest one")
    func option() {
        #expect(refusal("sync", "--exept", "items") == "Unknown option '--exept'. Did you mean '--except'?")
    }

    @Test("a misspelt command is answered with the nearest one, at every depth")
    func command() {
        #expect(MisspeltCommand(in: ["snyc", "customers"])?.nearest == "sync")
        #expect(MisspeltCommand(in: ["sandbox", "strat"])?.nearest == "start")
        #expect(MisspeltCommand(in: ["plugins", "relaese", "customers"])?.word == "relaese")
        for words in [["sync", "custmers"], ["help", "sync"], ["--version"], ["plugins"], ["earthquake"]] {
            #expect(MisspeltCommand(in: words) == nil)
        }
    }

    @Test("a misspelt fault is answered with the nearest one, an unknown one with all of them")
    func fault() {
        #expect(refusal("sandbox", "fault", "throtle") == "There is no fault throtle. Did you mean throttle?")
        #expect(
            refusal("sandbox", "fault", "earthquake")
                == "There is no fault earthquake. Faults are: status, throttle, dropReply, landLate, staleReads, rewrite, batchPartial, expireTokens, slow, landTwice, lateCommit, refuse, pageChaos, revoke, corruptBody, clockOffset, human."
        )
    }

    @Test("options that exclude one another are refused together")
    func exclusion() {
        #expect(
            refusal("sync", "--full", "--rebase")
                == "--full, --verify, --rebase and --record exclude one another: name one of them.")
        #expect(refusal("sandbox", "ledger", "--counts", "--twice") == "--counts and --twice exclude one another.")
        #expect(refusal("sandbox", "start", "--records", "0") == "--records is a number from 1 to 100000000.")
    }

    @Test("a command that help recommends is one that is understood, and means what help says")
    func recommended() throws {
        let help = SyncCommand.helpMessage(columns: 1_000)
        #expect(help.contains("couplet sync ENTITY --approve-plan HASH"))
        let command = try Couplet.parseAsRoot(["sync", "customers", "--approve-plan", "0a1b"]) as? SyncCommand
        #expect(command?.approved == ["0a1b"] && command?.approvesAll == false)
        #expect(refusal("retry", "--record", "x") == "--record needs the entity: couplet retry ENTITY --record ID.")
    }

    @Test("shells learn the commands", arguments: [CompletionShell.bash, .zsh, .fish])
    func completion(_ shell: CompletionShell) {
        let script = Couplet.completionScript(for: shell)
        #expect(script.contains("sandbox") && script.contains("approve-plan"))
    }

    @Test("help says how a command ends")
    func help() {
        #expect(Couplet.helpMessage().contains("130 cancelled"))
    }

    @Test(
        "a GUID is told from a number", arguments: [("3F1C9A70-0000-4000-8000-c0a1e5ce0004", true), ("10000", false)])
    func identity(_ word: String, _ isGUID: Bool) {
        #expect(word.looksLikeGUID == isGUID)
    }
}
