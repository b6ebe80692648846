import JSON
import JSONRPC
import Model
import PluginProtocol

extension PluginSupervisor {
    /// What stands against going on after an answer to `initialize`; `nil` when nothing does.
    static func objection(to answer: Initialize.Result, of plugin: InstalledPlugin) -> Problem? {
        let manifest = plugin.manifest
        guard ProtocolVersion.supported.contains(answer.version) else { return noCommonVersion([answer.version]) }
        if answer.plugin.name != manifest.name {
            return Problem(.manifestMismatch, ["name", answer.plugin.name, manifest.name])
        }
        if answer.plugin.version != manifest.version.description {
            return Problem(.manifestMismatch, ["version", answer.plugin.version, manifest.version.description])
        }
        if let digest = answer.manifestDigest, digest != plugin.manifestDigest {
            return Problem(.manifestMismatch, ["manifestDigest"])
        }
        return nil
    }

    /// What stands against a run under the settings that a plugin looked at; `nil` when nothing does.
    ///
    /// Each finding is three arguments: the setting, what is wrong with it, and what to do. What a plugin says is cut:
    /// it is stored with the end of the run.
    static func objection(to answer: ConfigValidate.Result) -> Problem? {
        let errors = answer.diagnostics.filter { $0.severity == .error }
        guard !errors.isEmpty else { return nil }
        return Problem(
            .invalidConfiguration,
            ["settings"]
                + errors.prefix(5).flatMap { error in
                    [error.path, error.message, error.hint ?? ""].map { String($0.prefix(300)) }
                })
    }

    /// What stands against a description: that the plugin deletes, or makes inactive, where neither its manifest nor the
    /// settings say so.
    static func objection(
        to description: EntityDescription, config: JSONValue, manifest: Manifest
    ) -> Problem? {
        let told = config["deletes"]?.string.flatMap(Manifest.DeletePolicy.init(rawValue:)) ?? manifest.deletePolicy
        guard description.deletes != .uncouple, description.deletes != told else { return nil }
        return Problem(.manifestMismatch, ["deletePolicy", description.deletes.rawValue, told.rawValue])
    }

    /// What a refusal of `initialize` means.
    static func problem(ofInitialize failed: RPCFailure, of plugin: InstalledPlugin) -> Problem {
        switch failed.code.rawValue {
        case ProblemCode.protocolVersion.rawValue: noCommonVersion(plugin.manifest.versions)
        case ProblemCode.manifestMismatch.rawValue: Problem(.manifestMismatch, ["manifestDigest"])
        default: Problem(.pluginFailedStart, ["answer", "\(failed.code.rawValue)"])
        }
    }

    /// No version of the protocol is known to both sides.
    static func noCommonVersion(_ theirs: [ProtocolVersion]) -> Problem {
        Problem(.protocolVersion, [list(theirs), list(ProtocolVersion.supported)])
    }

    private static func list(_ versions: [ProtocolVersion]) -> String {
        versions.sorted().map { "\($0.number)" }.joined(separator: ", ")
    }
}

extension Problem {
    /// The problem that a plugin answered with.
    ///
    /// A code of JSON-RPC itself says that the plugin could not cope: its own fault. How its process fares is not the
    /// plugin's to say.
    init(of failed: RPCFailure) {
        let code = ProblemCode(rawValue: failed.code.rawValue)
        guard (1000..<6000).contains(code.rawValue) else {
            self.init(.pluginViolation, ["error", "\(code.rawValue)"])
            return
        }
        do {
            self = try JSON.decode(ProblemData.self, from: JSON.encode(failed.data ?? .object([]))).problem(code)
        } catch {
            // The code says enough; data that can't be read say nothing.
            self.init(code)
        }
    }

    /// The problem that there is no process.
    init(of failure: LaunchFailure) {
        switch failure.cause {
        case .missing(let path, let error):
            self.init(.invalidConfiguration, ["executableMissing", path, SystemError.words(error)])
        case .changed(let path): self.init(.manifestMismatch, ["changed", path])
        case .scratch(let error): self.init(.invalidConfiguration, ["scratchFolder", SystemError.words(error)])
        case .spawn(let words): self.init(.pluginFailedStart, ["spawn", words])
        }
    }
}
