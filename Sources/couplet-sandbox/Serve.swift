import ArgumentParser
import Foundation
import Model
import Sandbox

/// Serves until it is told to end.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serves both systems, the sign-in and the control on free loopback ports.",
        discussion: """
            The ready file is JSON with the addresses, the two applications that may sign in (couplet and human), the
            company, and the control's address. What the control does is in docs/guides/sandbox.md.
            """)

    @Option(help: "Write where everything is into this file, once it can be reached.")
    var readyFile: String?

    @Option(help: "The number of customers; without it the sample company is served.")
    var records: Int?

    @Option(help: "The seed of ids, of faults and of the large company.")
    var seed: UInt64 = 1

    @Option(help: "Keep the data in this SQLite file; without it they are gone at the end.")
    var data: String?

    @Flag(help: "Speak TLS, with a certificate that is made for it.")
    var tls = false

    @Option(help: "The folder for the certificate; by default a new one among the temporary files.")
    var certificates: String?

    @Option(
        help: ArgumentHelp(
            "A name that the certificate is good for too, of a host that a client has built in; may be given more than once.",
            valueName: "name"))
    var host: [String] = []

    @Option(help: "The port of Business Central; 0 is any free one.")
    var erpPort = 0

    @Option(help: "The port of Dataverse; 0 is any free one.")
    var crmPort = 0

    @Option(help: "The port of the sign-in; 0 is any free one.")
    var signInPort = 0

    @Option(help: "The port of the control; 0 is any free one.")
    var controlPort = 0

    @Flag(help: "Leave the company empty.")
    var empty = false

    @Flag(help: "Keep a company contact beside each customer of Business Central, as its marketing setup can say.")
    var companyContacts = false

    @Flag(help: "Enforce no rate limits.")
    var unlimited = false

    @Option(
        help: ArgumentHelp(
            "A fault that is on from the start, as the control reads it; may be given more than once.",
            valueName: "json"))
    var fault: [String] = []

    @Option(help: "End after so many seconds.")
    var lifetime: Double?

    @Option(help: "End when the process with this number is gone.")
    var parent: Int32?

    func run() async throws {
        do {
            try await serve()
        } catch {
            guard let sentence = SandboxStartSentences.sentence(error, Self.language) else { throw error }
            FileHandle.standardError.write(Data((sentence.line + "\n").utf8))
            throw ExitCode.failure
        }
    }

    /// The language of the person at the terminal.
    private static var language: Language {
        let environment = ProcessInfo.processInfo.environment
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        return Language(locale: locale ?? "")
    }

    private func serve() async throws {
        try check()
        let options = try self.options()
        let lifetime = Lifetime(duration: self.lifetime.map { .milliseconds(Int64($0 * 1000)) }, parent: parent)
        let readyFile = readyFile
        _ = try await SandboxServer(options).run { running in
            if let readyFile {
                do {
                    try Data(running.readyText).write(to: URL(fileURLWithPath: readyFile), options: .atomic)
                } catch is CocoaError {
                    throw SandboxStartError.readyFileUnwritable(path: readyFile)
                }
            }
            Self.say("Business Central  \(running[.erp])")
            Self.say("Dataverse         \(running[.crm])")
            Self.say("Sign-in           \(running.tokenURL)")
            Self.say("Control           \(running[.control])/sandbox")
            return try await lifetime.end()
        }
        // Either may be gone already: a reader took the file, a cleaner the folder.
        if let readyFile { try? FileManager.default.removeItem(atPath: readyFile) }
        if certificates == nil, let folder = options.certificates { try? FileManager.default.removeItem(at: folder) }
    }

    /// Refuses numbers that make no sense.
    private func check() throws {
        for port in [erpPort, crmPort, signInPort, controlPort] where !(0...65_535).contains(port) {
            throw SandboxStartError.noPort(port)
        }
        if let records, !(1...100_000_000).contains(records) { throw SandboxStartError.noCompany(records: records) }
        if let lifetime, !(0...3_155_760_000).contains(lifetime) { throw SandboxStartError.noLifetime(lifetime) }
    }

    private func options() throws -> SandboxOptions {
        var options = SandboxOptions()
        options.ports = [.erp: erpPort, .crm: crmPort, .signIn: signInPort, .control: controlPort]
        options.seed = seed
        options.records = records
        options.data = data.map { URL(fileURLWithPath: $0) }
        options.isFilled = !empty
        options.organization.keepsCompanyContacts = companyContacts
        if unlimited { options.limits = .none }
        options.faults = try fault.map { try Fault(text: $0) }
        options.hostNames = host
        if tls || certificates != nil || !host.isEmpty {
            options.certificates = certificates.map { URL(fileURLWithPath: $0) } ?? Self.temporaryFolder()
        }
        return options
    }

    private static func temporaryFolder() -> URL {
        FileManager.default.temporaryDirectory.appendingPathComponent("couplet-sandbox-\(UUID().uuidString)")
    }

    private static func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }
}
