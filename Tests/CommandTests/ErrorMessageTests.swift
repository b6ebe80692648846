import Coordinator
import Model
import Testing

@testable import couplet

/// Every message that the command line composes itself, word for word.
@Suite("What a person reads when a command can't do its work")
struct ErrorMessageTests {
    // MARK: the configuration

    @Test("about the configuration", arguments: Self.aboutConfiguration)
    func configuration(_ reason: ConfigurationError.Reason, _ line: String) {
        let error = ConfigurationError(path: "couplet.yaml", line: 7, reason: reason)
        #expect(ErrorReport(error, language: .en).sentence.line == line)
        #expect(ErrorReport(error, language: .en).exitCode == ExitCodes.usage)
    }

    private static let aboutConfiguration: [(ConfigurationError.Reason, String)] = [
        (
            .fileMissing,
            "There is no configuration couplet.yaml. Name the file (--configuration FILE), or make one with the sandbox: couplet sandbox start."
        ),
        (
            .fileUnreadable("permission denied"),
            "The configuration couplet.yaml can't be read. The system says: permission denied. Check its permissions."
        ),
        (
            .notYAML("a tab where a blank belongs"),
            "couplet.yaml, line 7 is not YAML. a tab where a blank belongs Mend the line that is named."
        ),
        (
            .missing("erp.url"),
            "couplet.yaml, line 7: erp.url is missing. Add it; docs/guides/connect.md shows a whole configuration."
        ),
        (
            .unknown("stor", nearest: "store", allowed: ["store"]),
            "couplet.yaml, line 7: there is no setting stor. Did you mean store?"
        ),
        (
            .unknown("colour", nearest: nil, allowed: ["erp", "crm"]),
            "couplet.yaml, line 7: there is no setting colour. Allowed here: erp, crm."
        ),
        (
            .wrongKind("sideBySide", expected: "a whole number from 1 to 64"),
            "couplet.yaml, line 7: sideBySide has the wrong form. Expected: a whole number from 1 to 64."
        ),
        (
            .notAllowed("plugins.ownership", value: "nobody", allowed: ["person", "team"]),
            "couplet.yaml, line 7: plugins.ownership can't be nobody. Allowed: person, team."
        ),
        (
            .secretMissing("COUPLET_CLIENT_SECRET"),
            "The secret was not found. The environment variable COUPLET_CLIENT_SECRET is not set. Set it before you start couplet."
        ),
        (
            .secretFileMissing("/etc/couplet/secret"),
            "The secret was not found. The file /etc/couplet/secret does not exist or can't be read. Create it with mode 0600."
        ),
        (
            .secretFileTooOpen("/etc/couplet/secret"),
            "The secret file /etc/couplet/secret is not used. Others than you can read it. chmod 600 /etc/couplet/secret"
        ),
        (
            .secretCommandFailed("pass", status: "exited(1)"),
            "The secret was not found. The command pass failed (exited(1)). Run it yourself to see why."
        ),
        (
            .secretEmpty("the file secret"),
            "The secret is empty. It comes from the file secret. Put the app's client secret there."
        ),
    ]

    // MARK: the command

    @Test("about the command", arguments: Self.aboutCommands)
    func command(_ error: CommandError, _ line: String) {
        #expect(ErrorReport(error, language: .en).sentence.line == line)
        #expect(ErrorReport(error, language: .en).exitCode == ExitCodes.usage)
    }

    private static let aboutCommands: [(CommandError, String)] = [
        (.notAnEntity("Customers!"), "Customers! is not the name of an entity. The names: couplet plugins"),
        (
            .noSuchRecord("99999"),
            "There is no record with the number 99999 in the ERP. Name it by its id in either system."
        ),
        (
            .notInstalled("custmers", nearest: "customers"),
            "No plugin is installed for custmers. Did you mean customers?"
        ),
        (.notInstalled("quotes", nearest: nil), "No plugin is installed for quotes. The names: couplet plugins"),
        (
            .noPlugins("/opt/couplet/plugins"),
            "No plugin is installed. The folder /opt/couplet/plugins does not exist. Install them: Plugins/install .build/release /opt/couplet/plugins"
        ),
        (
            .sandboxNotReady("The port 8080 is taken."),
            "The sandbox did not start. The port 8080 is taken. Start it by hand to see why: couplet-sandbox serve"
        ),
        (.sandboxNotRunning("sandbox"), "No sandbox runs here. sandbox couplet sandbox start"),
        (
            .sandboxRefused("A system is erp or crm, not 'x'."),
            "The sandbox refused. A system is erp or crm, not 'x'. See what it knows: couplet sandbox fault --help"
        ),
    ]

    // MARK: the selection

    @Test("about the selection", arguments: Self.aboutPlans)
    func plan(_ error: PlanError, _ line: String) {
        #expect(ErrorReport(error, language: .en).sentence.line == line)
        #expect(ErrorReport(error, language: .en).exitCode == ExitCodes.usage)
    }

    private static let aboutPlans: [(PlanError, String)] = [
        (
            .cycle(["customers", "contacts", "customers"]),
            "No order is possible. Entities need one another in a circle: customers -> contacts -> customers. Take one of these needs out of its manifest."
        ),
        (
            .unknownEntity("custmers", nearest: "customers", known: ["customers"]),
            "There is no entity custmers. Did you mean customers?"
        ),
        (
            .unknownEntity("quotes", nearest: nil, known: ["customers", "items"]),
            "There is no entity quotes. Known are: customers, items."
        ),
        (
            .unknownTag("mastr", nearest: "master", known: ["master"]),
            "No entity has the tag mastr. Did you mean master?"
        ),
        (.unknownState("faild", nearest: "failed", known: ["failed"]), "There is no state faild. Did you mean failed?"),
        (
            .notASelection("++"),
            "++ is not a selection. For example: customers, +customers, currencies+, 1+customers, tag:master, state:failed, retry."
        ),
        (
            .nothingSelected(words: ["retry"], except: []),
            "Nothing is selected. No entity failed, is blocked, or was left over. To run everything: couplet sync"
        ),
        (
            .nothingSelected(words: ["customers"], except: ["customers"]),
            "Nothing is selected. The selection is empty: customers --except customers. To run everything: couplet sync"
        ),
        (.noEntities, "No plugin is installed. Install them: Plugins/install .build/release FOLDER"),
    ]

    // MARK: in every language

    @Test("each of them is said in French too")
    func french() {
        let errors: [any Error] =
            Self.aboutConfiguration.map { ConfigurationError(path: "couplet.yaml", line: 7, reason: $0.0) }
            + Self.aboutCommands.map(\.0) + Self.aboutPlans.map(\.0)
        for error in errors {
            let sentences = Language.allCases.map { ErrorReport(error, language: $0).sentence }
            #expect(sentences[0].what != sentences[1].what, "\(error)")
            #expect(!sentences[1].remedy.isEmpty, "\(error)")
        }
    }

    @Test("a program gets the same as JSON, with a word for the kind")
    func json() {
        let report = ErrorReport(CommandError.notAnEntity("x!"), language: .en)
        #expect(
            report.json.line
                == #"{"error":"command","what":"x! is not the name of an entity.","why":"","remedy":"The names: couplet plugins"}"#
        )
    }
}
