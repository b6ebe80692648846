import Foundation
import Testing

@testable import couplet

@Suite("Where a secret comes from")
struct SecretTests {
    private let folder: TemporaryFolder
    private var path: String { folder.path + "/couplet.yaml" }

    init() throws { folder = try TemporaryFolder() }

    private func read(
        _ source: Configuration.SecretSource, environment: [String: String] = [:]
    ) async throws -> String {
        try await SecretReader(configurationPath: path, environment: environment).read(source)
    }

    private func refused(_ reason: ConfigurationError.Reason) -> ConfigurationError {
        ConfigurationError(path: path, line: nil, reason: reason)
    }

    @Test("the environment")
    func environment() async throws {
        #expect(try await read(.environment("SECRET"), environment: ["SECRET": "s3cret"]) == "s3cret")
        await #expect(throws: refused(.secretMissing("SECRET"))) { try await read(.environment("SECRET")) }
    }

    @Test("a file that nobody else can read, without the end of its line")
    func file() async throws {
        try folder.write("s3cret\n", to: "secret")
        try folder.set(0o600, of: "secret")
        #expect(try await read(.file("secret")) == "s3cret")
    }

    @Test("no file that others can read", arguments: [0o604, 0o640, 0o660])
    func tooOpen(_ mode: Int) async throws {
        try folder.write("s3cret\n", to: "secret")
        try folder.set(mode, of: "secret")
        await #expect(throws: refused(.secretFileTooOpen(folder.path + "/secret"))) { try await read(.file("secret")) }
    }

    @Test("no file that is not there, or is empty")
    func noFile() async throws {
        await #expect(throws: refused(.secretFileMissing(folder.path + "/none"))) { try await read(.file("none")) }
        try folder.write("\n", to: "empty")
        try folder.set(0o600, of: "empty")
        await #expect(throws: refused(.secretEmpty(.file("empty")))) { try await read(.file("empty")) }
    }

    @Test("no command is shown the secret of the other system")
    func hidden() async throws {
        setenv("COUPLET_TEST_SECRET", "canary-7", 1)
        defer { unsetenv("COUPLET_TEST_SECRET") }
        let command = Configuration.SecretSource.command(["sh", "-c", "echo x$COUPLET_TEST_SECRET"])
        var reader = SecretReader(configurationPath: path, environment: [:])
        #expect(try await reader.read(command) == "xcanary-7")
        reader.hidden = ["COUPLET_TEST_SECRET"]
        #expect(try await reader.read(command) == "x")
    }

    @Test("what a command prints")
    func command() async throws {
        #expect(try await read(.command(["printf", "s3cret\\n"])) == "s3cret")
        #expect(try await read(.command(["/bin/echo", "s3cret"])) == "s3cret")
        await #expect(throws: refused(.secretCommandFailed("false", status: "1"))) {
            try await read(.command(["false"]))
        }
        await #expect(throws: refused(.secretCommandSlow("sleep"))) {
            let reader = SecretReader(configurationPath: path, environment: [:], patience: .zero)
            return try await reader.read(.command(["sleep", "60"]))
        }
    }
}

@Suite("Secrets in what is written")
struct LiveSecretTests {
    @Test("a secret that was read is taken out of every text")
    func taken() async throws {
        let secrets = LiveSecrets()
        let reader = SecretReader(configurationPath: "/couplet.yaml", environment: ["S": "canary-1"], secrets: secrets)
        _ = try await reader.read(.environment("S"))
        secrets.learn("canary-1-longer")
        #expect(secrets.withoutSecrets("a canary-1-longer b canary-1 c") == "a [redacted] b [redacted] c")
    }

    @Test(
        "a secret is taken out however whoever repeats it spells it",
        arguments: ["q~W/8+z\"é", "q~W%2F8%2Bz%22%C3%A9", "q~W%2f8%2bz%22%c3%a9", #"q~W/8+z\"é"#, #"q~W\/8+z\"é"#])
    func spellings(_ spelling: String) {
        let secrets = LiveSecrets()
        secrets.learn("q~W/8+z\"é")
        #expect(secrets.withoutSecrets("client_secret=\(spelling)&x=1") == "client_secret=[redacted]&x=1")
    }

    @Test("a short word is not taken for a secret")
    func short() {
        let secrets = LiveSecrets()
        secrets.learn("a")
        #expect(secrets.withoutSecrets("banana") == "banana")
    }
}
