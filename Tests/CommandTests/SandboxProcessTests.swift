import Foundation
import JSON
import Testing

@testable import couplet

/// The real executables, as a person calls them.
@Suite("The sandbox from the command line", .serialized)
struct SandboxProcessTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test("starts once, misbehaves when told, and leaves nothing running")
    func life() async throws {
        let started = try await couplet("sandbox", "start", "--empty", "--json")
        #expect(started.code == 0, "\(started.errors)")
        defer { if let pid = pid(started) { kill(pid, SIGKILL) } }
        let place = SandboxFolder(path: folder.path + "/sandbox")
        #expect(place.running()?.pid == pid(started))
        #expect(mode("sandbox/secret") == 0o600 && mode("couplet.yaml") == 0o600 && mode("sandbox") == 0o700)

        let again = try await couplet("sandbox", "start", "--json")
        #expect(again.code == 0 && pid(again) == pid(started))
        #expect(again.errors == #"{"note":"The sandbox runs already."}"# + "\n")

        #expect(try await couplet("sandbox", "fault", "status", "--code", "503", "--share", "0.5").code == 0)
        let faults = try await couplet("sandbox", "fault")
        #expect(faults.output.contains(#""fault":"status","status":503,"share":0.5"#))
        #expect(try await couplet("sandbox", "fault", "--clear").code == 0)
        #expect(try await couplet("sandbox", "fault").errors == "No fault is on.\n")
        for words in [
            ["landTwice", "--share", "0.5"], ["lateCommit", "--seconds", "1"],
            ["refuse", "--field", "name", "--text", "AG", "--message", "No."], ["pageChaos", "--kind", "loop"],
            ["revoke", "--as", "empty", "--table", "account"], ["corruptBody", "--kind", "html"],
            ["clockOffset", "--seconds", "60", "--side", "erp"],
            ["human", "--side", "erp", "--table", "customer", "--operation", "delete"],
        ] {
            let switched = try await couplet(["sandbox", "fault"] + words)
            #expect(switched.code == 0, "\(switched)")
            let listed = try await couplet("sandbox", "fault")
            #expect(listed.output.contains("\"fault\":\"\(words[0])\""), "\(listed)")
        }
        #expect(try await couplet("sandbox", "fault", "--clear").code == 0)
        let refused = try await couplet("sandbox", "fault", "throttle")
        #expect(refused.code == 2 && refused.errors.hasPrefix("couplet: The sandbox refused."))
        #expect(try await couplet("sandbox", "ledger").errors == "The ledger has no such entry.\n")
        #expect(try await couplet("sandbox", "status").output.contains("Business Central"))

        #expect(try await couplet("sandbox", "stop").code == 0)
        #expect(place.running() == nil)
        #expect(try await couplet("sandbox", "stop").errors == "No sandbox runs here.\n")
        let gone = try await couplet("sandbox", "status")
        #expect(gone.code == 2 && gone.errors.hasPrefix("couplet: No sandbox runs here."))
    }

    @Test(
        "people live a day: what they did is counted, in the language of whoever asks; the days of a seed are told as JSON"
    )
    func play() async throws {
        let started = try await couplet("sandbox", "start", "--json")
        #expect(started.code == 0, "\(started.errors)")
        defer { if let pid = pid(started) { kill(pid, SIGKILL) } }
        let played = try await couplet("sandbox", "play", "1", "--seed", "7")
        #expect(played.code == 0 && played.output.hasPrefix("Day 1 of seed 7 is over."), "\(played)")
        #expect(played.output.contains("orders entered"))
        let french = try await couplet("sandbox", "play", "2", "--days", "2", "--seed", "7", "--language", "fr")
        #expect(french.output.hasPrefix("Les journées 2 à 3 de la graine 7 sont finies."), "\(french)")
        let told = try await couplet("sandbox", "play", "4", "--days", "2", "--json").output.split(separator: "\n")
        #expect(told.count == 2 && told[0].hasPrefix(#"{"day":4,"seed":1,"done":{"#), "\(told)")
        let refused = try await couplet("sandbox", "play", "0")
        #expect(refused.code == 2 && refused.errors.contains("Days are counted from 1"), "\(refused)")
        #expect(try await couplet("sandbox", "stop").code == 0)
    }

    @Test("a configuration that a person wrote is left alone")
    func foreignConfiguration() async throws {
        try folder.write("# mine\n", to: "couplet.yaml")
        let started = try await couplet("sandbox", "start", "--empty", "--json")
        defer { if let pid = pid(started) { kill(pid, SIGKILL) } }
        #expect(started.code == 0, "\(started.errors)")
        #expect(try String(contentsOfFile: folder.path + "/couplet.yaml", encoding: .utf8) == "# mine\n")
        #expect(SandboxConfiguration.mayReplace(folder.path + "/sandbox/couplet.yaml"))
        #expect(try await couplet("sandbox", "stop").code == 0)
    }

    @Test("a store that no sandbox made is left alone")
    func foreignStore() async throws {
        try folder.write("theirs", to: "couplet.sqlite")
        let refused = try await couplet("sandbox", "start", "--empty", "--folder", ".")
        #expect(refused.code == 2 && refused.errors.contains("is a store that no sandbox made"), "\(refused.errors)")
        #expect(try String(contentsOfFile: folder.path + "/couplet.sqlite", encoding: .utf8) == "theirs")
    }

    @Test("before the first run, every command says what is missing and how to go on")
    func nothingYet() async throws {
        let missing = try await couplet("status")
        #expect(missing.code == 2)
        #expect(
            missing.errors
                == "couplet: There is no configuration couplet.yaml. Name the file (--configuration FILE), or make one with the sandbox: couplet sandbox start.\n"
        )
        try folder.write(ConfigurationTests.shortest, to: "couplet.yaml")
        let noStore = try await couplet("errors", "--json")
        #expect(noStore.code == 2)
        #expect(noStore.errors.hasPrefix(#"{"error":"store","what":"There is no store at "#))
    }

    // MARK: calling

    private struct Ended {
        var code: Int32
        var output: String
        var errors: String
    }

    private func pid(_ ended: Ended) -> Int32? {
        (try? JSON.decode(JSONValue.self, from: ended.output))?["pid"]?.integer.flatMap { Int32(exactly: $0) }
    }

    private func mode(_ name: String) -> Int? {
        (try? FileManager.default.attributesOfItem(atPath: folder.path + "/" + name))?[.posixPermissions] as? Int
    }

    /// Calls the command beside the tests, in the folder, in English.
    private func couplet(_ words: String...) async throws -> Ended { try await couplet(words) }

    private func couplet(_ words: [String]) async throws -> Ended {
        let program = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "couplet")
        let process = Process()
        process.executableURL = program
        process.arguments = words
        process.currentDirectoryURL = URL(filePath: folder.path)
        process.environment = ["LANG": "en_US.UTF-8", "PATH": "/usr/bin:/bin"]
        process.standardInput = FileHandle.nullDevice
        let (output, errors) = (Pipe(), Pipe())
        (process.standardOutput, process.standardError) = (output, errors)
        try process.run()
        async let said = Self.text(output)
        async let noted = Self.text(errors)
        let texts = (try await said, try await noted)
        process.waitUntilExit()
        return Ended(code: process.terminationStatus, output: texts.0, errors: texts.1)
    }

    @concurrent private static func text(_ pipe: Pipe) async throws -> String {
        String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    }
}
