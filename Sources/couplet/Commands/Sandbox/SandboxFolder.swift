import Foundation
import JSON

/// The files of a sandbox that runs beside the command line.
struct SandboxFolder: Sendable {
    let path: String

    /// Where it can be reached: written by the sandbox once it listens, removed by it at its end.
    var ready: String { path + "/ready.json" }
    /// The client secret, with mode 0600.
    var secret: String { path + "/secret" }
    /// The number of its process.
    var pid: String { path + "/pid" }
    /// What it writes while it runs.
    var log: String { path + "/log" }
    /// The store of the sample company; a new company gets a new one.
    var store: String { path + "/couplet.sqlite" }

    /// Where a sandbox that runs can be reached; `nil` when none does.
    func running() -> SandboxPlace? {
        guard let data = FileManager.default.contents(atPath: ready),
            let place = SandboxPlace(Array(data)), place.isAlive
        else { return nil }
        return place
    }

    /// Where the sandbox can be reached, or the error that none runs.
    func place() throws -> SandboxPlace {
        guard let place = running() else { throw CommandError.sandboxNotRunning(path) }
        return place
    }

    /// Makes the folder for a new sandbox, without what an earlier one left; returns whether a store was removed.
    ///
    /// Where no sandbox has ever run, a store is somebody's own: nothing is touched.
    func prepare() throws -> Bool {
        let manager = FileManager.default
        let hadStore = manager.fileExists(atPath: store)
        guard !hadStore || manager.fileExists(atPath: log) else {
            throw CommandError.sandboxNotReady(.foreignStore(store))
        }
        do {
            try empty(manager)
        } catch is CocoaError {
            throw CommandError.sandboxNotReady(.unwritable(path))
        }
        return hadStore
    }

    private func empty(_ manager: FileManager) throws {
        try manager.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        for file in [ready, pid, secret] + ["", "-wal", "-shm", ".lock", ".key"].map({ store + $0 })
        where manager.fileExists(atPath: file) {
            try manager.removeItem(atPath: file)
        }
    }

    /// Writes a file that only its owner may read; the umask sees to its mode.
    func write(_ text: String, to file: String) throws {
        guard
            FileManager.default.createFile(
                atPath: file, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
        else { throw CommandError.sandboxNotReady(.unwritable(file)) }
    }

    /// The last line of the log that says something.
    var lastWords: String {
        let data = FileManager.default.contents(atPath: log) ?? Data()
        let lines = String(decoding: data.suffix(4_096), as: UTF8.self).split(whereSeparator: \.isNewline)
        return lines.last.map(String.init) ?? ""
    }
}

/// Where a sandbox can be reached, from its ready file.
struct SandboxPlace: Sendable {
    let erp: String
    let crm: String
    let tokenURL: String
    let control: String
    let pid: Int32
    let clientID: String
    let secret: String
    let company: String
    let companyName: String
    let erpScope: String
    let crmScope: String
    /// The certificate to trust, when it speaks TLS.
    let authority: String?

    /// Reads a ready file; `nil` while it is not whole.
    init?(_ bytes: [UInt8]) {
        guard let ready = try? JSON.decode(JSONValue.self, from: bytes) else { return nil }
        func text(_ path: String...) -> String { path.reduce(ready as JSONValue?) { $0?[$1] }?.string ?? "" }
        erp = text("erp", "url")
        crm = text("crm", "url")
        tokenURL = text("tokenURL")
        control = text("control")
        clientID = text("clientId")
        secret = text("clientSecret")
        company = text("companyId")
        companyName = text("companyName")
        erpScope = text("erp", "scope")
        crmScope = text("crm", "scope")
        authority = ready["ca"]?.string
        guard let number = ready["pid"]?.integer.flatMap({ Int32(exactly: $0) }), !control.isEmpty else { return nil }
        pid = number
    }

    /// Whether the process is there and is a sandbox: a number may have been given out anew.
    var isAlive: Bool {
        guard kill(pid, 0) == 0 else { return false }
        guard let command = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline") else {
            // No such file on this system: then the number has to do.
            return !FileManager.default.fileExists(atPath: "/proc/self")
        }
        return String(decoding: command, as: UTF8.self).contains("couplet-sandbox")
    }

    /// The place for programs; never the secret.
    var json: JSONValue {
        [
            "erp": .string(erp), "crm": .string(crm), "tokenURL": .string(tokenURL), "control": .string(control),
            "pid": .whole(Int(pid)), "company": .string(company), "companyName": .string(companyName),
        ]
    }
}
