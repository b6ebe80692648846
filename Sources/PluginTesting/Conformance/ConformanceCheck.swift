import JSON
import Model
package import PluginKit
import PluginProtocol

/// One check of one plugin: each part begins a conversation of its own.
package struct ConformanceCheck {
    let sample: Sample
    let makeLink: () -> (any PluginLink)?
    /// The rules that were broken so far.
    package var violations: [Violation] = []
    var manifest: Manifest?
    var description: EntityDescription?

    /// Prepares a check; `makeLink` begins a conversation with the plugin.
    package init(_ sample: Sample, _ makeLink: @escaping () -> (any PluginLink)?) {
        self.sample = sample
        self.makeLink = makeLink
    }

    /// Reads the manifest, against which the rest is held.
    package mutating func checkManifest(at path: String) {
        guard let bytes = FileText.bytes(of: path) else { return broke(.manifestValid, "\(path) can't be read") }
        do {
            manifest = try Manifest(decoding: bytes)
        } catch {
            broke(.manifestValid, "\(error.path): \(error.cause)")
        }
    }

    /// Compares what the plugin lets people configure with what its manifest says of it; a manifest need not say anything.
    package mutating func checkSettings(_ known: [Setting]) {
        guard let schema = manifest?.configSchema, let told = schema["properties"]?.object?.map(\.name) else { return }
        let names = known.map(\.name)
        for name in names where !told.contains(name) { broke(.settingsTold, "the manifest does not name \(name)") }
        for name in told where !names.contains(name) { broke(.settingsTold, "the plugin does not know \(name)") }
    }

    /// Checks everything else.
    package mutating func checkAll() {
        checkBeginning()
        checkVersions()
        checkAnswers()
        checkDescription()
        guard description != nil else { return }
        checkRuns()
    }

    mutating func broke(_ rule: Violation.Rule, _ detail: String) {
        let violation = Violation(rule, detail)
        if !violations.contains(violation) { violations.append(violation) }
    }

    /// Has a conversation, and keeps the rules that were broken in it.
    mutating func converse(_ body: (inout ConformanceCheck, ScriptedHost) -> Void) {
        guard let link = makeLink() else { return broke(.everyRequestAnswered, "can't be started") }
        let host = ScriptedHost(link)
        body(&self, host)
        for violation in host.violations { broke(violation.rule, violation.detail) }
        _ = (link as? PluginProcess)?.end()
    }

    /// Has a conversation that has begun.
    mutating func session(_ body: (inout ConformanceCheck, ScriptedHost) -> Void) {
        converse { check, host in
            guard case .success = host.initialize() else {
                return check.broke(.versionAgreed, "refuses version 1")
            }
            body(&check, host)
        }
    }

    private mutating func checkBeginning() {
        converse { check, host in
            if host.call("$/ping", Nothing())?.code != 1002 {
                check.broke(.initializeFirst, "does not refuse what comes before initialize with 1002")
            }
            guard case .success(let result) = host.initialize() else { return }
            guard let manifest = check.manifest else { return }
            if result.plugin.name != manifest.name || result.plugin.version != "\(manifest.version)" {
                let told = "\(result.plugin.name) \(result.plugin.version)"
                check.broke(.manifestTold, "is \(told), and its manifest says \(manifest.name) \(manifest.version)")
            }
        }
    }

    private mutating func checkVersions() {
        converse { check, host in
            if host.initialize(versions: [999])?.code != 1004 {
                check.broke(.versionAgreed, "does not refuse version 999 with 1004")
            }
        }
        converse { check, host in
            let strange: JSONValue = [
                "protocol": [1], "host": ["name": "scripted-host", "version": "1.0.0", "mood": "good"],
                "weather": ["is": "fine"],
            ]
            guard case .success = host.call("initialize", strange) else {
                return check.broke(.unknownMemberIgnored, "refuses an initialize with members that it doesn't know")
            }
        }
    }

    private mutating func checkAnswers() {
        session { check, host in
            if host.call("no/such", Nothing())?.code != -32601 {
                check.broke(.unknownMethodRefused, "does not refuse an unknown method with -32601")
            }
            _ = host.call(Ping.self, Nothing())
            _ = host.call(Shutdown.self, Nothing())
        }
        session { check, host in
            let strange: JSONValue = ["config": ["noSuchSetting": 1]]
            guard case .success(let text)? = host.call(ConfigValidate.name, strange),
                let result = try? text.decode(ConfigValidate.Result.self)
            else { return }  // A plugin need not have the capability.
            if !result.diagnostics.contains(where: { $0.severity == .error }) {
                check.broke(.settingsChecked, "finds nothing wrong with a setting that it can't know")
            }
        }
    }
}

extension Result where Failure == HostFailure {
    /// The number of the failure; `nil` for a success.
    var code: Int? {
        guard case .failure(let failure) = self else { return nil }
        return failure.code
    }
}
