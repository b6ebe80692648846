import Foundation
import JSON
import Model
import Testing

@testable import couplet

@Suite("The configuration")
struct ConfigurationTests {
    private func read(_ text: String) throws -> Configuration {
        try ConfigurationReader(path: "couplet.yaml").read(text, folder: "/srv/couplet")
    }

    private func error(_ text: String) -> ConfigurationError? {
        do {
            _ = try read(text)
            return nil
        } catch {
            return error as? ConfigurationError
        }
    }

    @Test("the one that the guide shows can be read, to the last line")
    func guide() throws {
        let guide = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("docs/guides/connect.md")
        let text = try String(contentsOf: guide, encoding: .utf8)
        let yaml = try #require(text.components(separatedBy: "```yaml\n").dropFirst().first)
        let configuration = try read(try #require(yaml.components(separatedBy: "```").first))
        #expect(configuration.store == "/srv/couplet/couplet.sqlite")
        #expect(configuration.erp.company == "Alpenhof Handels GmbH")
        #expect(configuration.crm.signIn.secret == .environment("COUPLET_CLIENT_SECRET"))
        #expect(configuration.guards.deletes == .init(count: 10, percent: 1))
        #expect(configuration.entities["customers"]?.policy == .manual)
    }

    @Test("what has a default may be left out")
    func defaults() throws {
        let configuration = try read(Self.shortest)
        #expect(configuration.sideBySide == 4)
        #expect(configuration.sweepHours == 24)
        #expect(configuration.guards.approveFirstRun)
        #expect(configuration.ownership == "person")
        #expect(
            configuration.erp.signIn.tokenURL == "https://login.microsoftonline.com/contoso.com/oauth2/v2.0/token")
        #expect(configuration.crm.signIn.scope == "https://contoso.crm4.dynamics.com/.default")
    }

    @Test("plugins are started through a command, through bubblewrap or through nothing, all or one")
    func launchers() throws {
        let configuration = try read(
            Self.shortest + "plugins: { launcher: bubblewrap }\n"
                + "entities:\n  items: { launcher: [srun, -n1, -u] }\n  customers: { launcher: none }\n  contacts: {}\n"
        )
        #expect(configuration.launcher == .bubblewrap)
        #expect(configuration.entities["items"]?.launcher == .command(["srun", "-n1", "-u"]))
        #expect(configuration.entities["customers"]?.launcher == Launcher.none)
        #expect(configuration.entities["contacts"]?.launcher == nil)
        #expect(try read(Self.shortest).launcher == .none)
    }

    @Test("behind bubblewrap no plugin sees a private file, also where programs are shown")
    func hidden() {
        let words = Bubblewrap(
            program: "bwrap", hidden: ["/opt/couplet/couplet.sqlite", "/opt/couplet/couplet.yaml", "/srv/secret"]
        ).words
        #expect(words.firstIndex(of: "--unshare-all") != nil)
        let covered = words.indices.filter { words[$0] == "--tmpfs" }.map { words[$0 + 1] }
        #expect(covered == ["/opt/couplet"])
        // What is covered is covered after it was shown, and before the plugin's own folder is.
        let order = ["/opt", "--tmpfs", "{plugin}", "--remount-ro"].compactMap { words.firstIndex(of: $0) }
        #expect(order.count == 4 && order == order.sorted())
    }

    @Test("a private file is covered under each name by which programs are shown, also where links lead")
    func hiddenBehindLinks() throws {
        let folder = try TemporaryFolder()
        let link = folder.path + "/link"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "/usr/share")
        func covered(_ file: String) -> [String] {
            let words = Bubblewrap(program: "bwrap", hidden: [file]).words
            return words.indices.filter { words[$0] == "--tmpfs" }.map { words[$0 + 1] }
        }
        #expect(covered(link + "/couplet/secret") == ["/usr/share/couplet"])
        #expect(covered("/usr/share/../share/couplet/secret") == ["/usr/share/couplet"])
        #expect(covered(folder.path + "/secret").isEmpty)
        // /lib is a link to /usr/lib on Debian, and both names are shown.
        let lib =
            FileManager.default.fileExists(atPath: "/lib")
            && (try? FileManager.default.destinationOfSymbolicLink(atPath: "/lib")) != nil
        #expect(covered("/lib/couplet/secret") == (lib ? ["/lib/couplet", "/usr/lib/couplet"] : ["/lib/couplet"]))
    }

    @Test("what bubblewrap says where it can start nothing is told, and nothing where it can")
    func refused() async throws {
        let folder = try TemporaryFolder()
        func refusal(_ script: String, _ patience: Duration = .seconds(60)) async throws -> Bubblewrap.Refusal? {
            try folder.write("#!/bin/sh\n\(script)\n", to: "bwrap")
            try folder.set(0o700, of: "bwrap")
            return try await Bubblewrap(program: folder.path + "/bwrap", hidden: [])
                .refusal(guardian: nil, patience: patience)
        }
        let forbidden = "bwrap: No permissions to create new namespace"
        #expect(try await refusal("echo '\(forbidden)' >&2; exit 1") == .said(forbidden))
        #expect(try await refusal("exit 1") == .said(""))
        #expect(try await refusal(#"for last; do :; done; exec "$last""#) == nil)
        // Neither what was started nor what that started in turn keeps anybody waiting.
        let clock = ContinuousClock()
        let begun = clock.now
        #expect(try await refusal("trap '' TERM; sleep 300 & sleep 300; wait", .milliseconds(100)) == .silent)
        #expect(clock.now - begun < .seconds(60))
    }

    @Test("a private file that lies among the programs is refused, also a relative one")
    func amongPrograms() throws {
        let behind = Self.shortest + "plugins: { launcher: bubblewrap }\n"
        #expect(Bubblewrap.folderAmongPrograms(of: "/opt/couplet.sqlite") == "/opt")
        #expect(Bubblewrap.folderAmongPrograms(of: "/opt/couplet/couplet.sqlite") == nil)
        #expect(Bubblewrap.folderAmongPrograms(of: "/srv/couplet.sqlite") == nil)
        let configuration = try read(behind)
        #expect(configuration.privateFiles(beside: "/opt/etc/couplet.yaml").contains("/opt/etc/couplet.yaml"))
        let error = #expect(throws: ConfigurationError.self) { try configuration.checkPaths(in: "/opt/couplet.yaml") }
        guard case .amongPrograms(_, "/opt/couplet.yaml", "/opt") = error?.reason else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test(
        "a mistake is named with its line, and with what was meant",
        arguments: [
            ("stor: here.sqlite", "stor", "store"), ("sidebyside: 3", "sidebyside", "sideBySide"),
            ("guards:\n  delets: { count: 1, percent: 1 }", "guards.delets", "deletes"),
            ("entities:\n  items:\n    polcy: manual", "entities.items.polcy", "policy"),
        ])
    func misspelt(_ addition: String, _ key: String, _ nearest: String) {
        let error = error(Self.shortest + addition + "\n")
        guard case .unknown(key, nearest, _) = error?.reason else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(error?.line == Self.shortest.split(separator: "\n").count + addition.split(separator: "\n").count)
    }

    @Test(
        "a value of the wrong kind is refused",
        arguments: [
            ("sideBySide: many", "sideBySide", .whole(1...64)),
            ("sideBySide: 0", "sideBySide", .whole(1...64)),
            ("guards: all", "guards", .settings),
            ("guards:\n  approveFirstRun: perhaps", "guards.approveFirstRun", .truth),
            ("store: [a, b]", "store", .text),
            ("entities:\n  items:\n    enabled: perhaps", "entities.items.enabled", .truth),
            ("entities:\n  Customers!: {}", "entities.Customers!", .entity),
        ] as [(String, String, ConfigurationError.Expected)])
    func wrongKind(_ addition: String, _ key: String, _ expected: ConfigurationError.Expected) {
        #expect(error(Self.shortest + addition + "\n")?.reason == .wrongKind(key, expected: expected))
    }

    @Test("an entity can be switched off and on; what is not said is left to its manifest")
    func switchedOff() throws {
        let text = Self.shortest + "entities:\n  vendors: { enabled: no }\n  items: { enabled: yes }\n  customers: {}\n"
        let entities = try read(text).entities
        #expect(entities["vendors"]?.isEnabled == false)
        #expect(entities["items"]?.isEnabled == true)
        #expect(entities["customers"] != nil)
        #expect(entities["customers"]?.isEnabled == nil)
    }

    @Test("what a plugin is to know is handed to it as it stands, lists too")
    func settings() throws {
        let text =
            Self.shortest
            + "entities:\n  customers:\n    settings: { team: t1, alsoSynchronize: [number, 7], deep: { a: true } }\n"
        let settings = try ConfigurationReader(path: "couplet.yaml").read(text, folder: "/").entities["customers"]?
            .settings
        #expect(
            settings == ["team": "t1", "alsoSynchronize": ["number", .whole(7)], "deep": ["a": true]])
    }

    @Test("what changes a map is no setting of the entity")
    func mapping() {
        let error = error(Self.shortest + "entities:\n  customers:\n    settings: { mapping: { file: x } }\n")
        #expect(error?.reason == .mapIsNoSetting("customers"))
        #expect(error?.line != nil)
        #expect(
            error.map { ErrorReport($0, language: .en).sentence.remedy.contains("mappings/customers.yaml") } == true)
    }

    @Test("a value that is none of the allowed ones is refused")
    func notAllowed() {
        #expect(
            error(Self.shortest + "plugins:\n  ownership: nobody\n")?.reason
                == .notAllowed("plugins.ownership", value: "nobody", allowed: ["person", "team"]))
        #expect(
            error(Self.shortest.replacingOccurrences(of: "dataverse", with: "salesforce"))?.reason
                == .notAllowed("crm.system", value: "salesforce", allowed: ["dataverse"]))
    }

    @Test("what has no default must be there", arguments: ["url", "company", "client", "system"])
    func missing(_ key: String) {
        let lines = Self.shortest.split(separator: "\n", omittingEmptySubsequences: false)
        guard let index = lines.firstIndex(where: { $0.contains("\(key):") }) else { return }
        let text = lines.enumerated().filter { $0.offset != index }.map(\.element).joined(separator: "\n")
        let expected = key == "client" ? "erp.signIn.client" : "erp.\(key)"
        #expect(error(text)?.reason == .missing(expected))
    }

    @Test("an empty file, and one that is no YAML, are named as such")
    func noYAML() {
        #expect(error("")?.reason == .missing("erp"))
        #expect(error("erp: [")?.reason == .notYAML(.other))
        let tab = error("erp:\n\turl: x\n")
        #expect(tab?.reason == .notYAML(.tab))
        #expect(tab?.line == 2)
        let twice = error("store: a\nstore: b\n")
        #expect(twice?.reason == .notYAML(.twice("store")))
        #expect(twice?.line == 1)
        #expect(error("store: \u{0}\n")?.reason == .notYAML(.noText))
    }

    @Test("the one that the sandbox writes can be read, and is known again")
    func sandbox() throws {
        let ready = """
            {"clientId":"c","clientSecret":"s","tokenURL":"http://127.0.0.1:3/t/oauth2/v2.0/token","companyId":"i",
            "companyName":"Comptoir: Beaulieu","erp":{"url":"http://127.0.0.1:1","scope":"http://127.0.0.1:1/.default"},
            "crm":{"url":"http://127.0.0.1:2","scope":"x"},"control":"http://127.0.0.1:4/sandbox","ca":"/tmp/ca.pem","pid":1}
            """
        let place = try #require(SandboxPlace(Array(ready.utf8)))
        let text = SandboxConfiguration(place: place, secret: "sandbox/secret", store: "sandbox/couplet.sqlite").text
        let configuration = try read(text)
        #expect(configuration.erp.url == "http://127.0.0.1:1")
        #expect(configuration.erp.signIn.secret == .file("sandbox/secret"))
        #expect(configuration.store == "/srv/couplet/sandbox/couplet.sqlite")
        #expect(configuration.certificateAuthority == "/tmp/ca.pem")
        #expect(!text.contains("clientSecret") && !place.json.line.contains("\"s\""))

        let folder = try TemporaryFolder()
        try folder.write(text, to: "mine.yaml")
        try folder.write(Self.shortest, to: "theirs.yaml")
        #expect(SandboxConfiguration.mayReplace(folder.path + "/mine.yaml"))
        #expect(SandboxConfiguration.mayReplace(folder.path + "/none.yaml"))
        #expect(!SandboxConfiguration.mayReplace(folder.path + "/theirs.yaml"))
    }

    static let shortest = """
        erp:
          system: business-central
          url: https://api.businesscentral.dynamics.com/v2.0/contoso.com/Production
          company: Contoso
          signIn:
            directory: contoso.com
            client: app
            secret: { environment: SECRET }
        crm:
          system: dataverse
          url: https://contoso.crm4.dynamics.com
          signIn:
            directory: contoso.com
            client: app
            secret: { environment: SECRET }

        """
}
