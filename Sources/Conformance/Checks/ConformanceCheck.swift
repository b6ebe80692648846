import JSON
import Model
package import PluginProtocol

/// One check of one plugin: each part begins a conversation of its own.
package struct ConformanceCheck {
    let sample: Sample
    let makeLink: () -> (any PluginLink)?
    let lull: () -> Void
    /// The rules that were broken so far.
    package var violations: [Violation] = []
    package private(set) var manifest: Manifest?
    private var hasBegun = false
    /// What the plugin says that it does in the sample's tenant; `nil` as long as it did not.
    package var description: EntityDescription?
    /// Whether the plugin has said what it does in the sample's tenant.
    var hasDescribed: Bool { description != nil }

    /// Prepares a check; `makeLink` begins a conversation with the plugin, `lull` lets its clock go on before it is asked the same again.
    package init(
        _ sample: Sample, lull: @escaping () -> Void = {}, _ makeLink: @escaping () -> (any PluginLink)?
    ) {
        self.sample = sample
        self.makeLink = makeLink
        self.lull = lull
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

    /// Checks everything else.
    package mutating func checkAll() {
        checkBeginning()
        // With what can't begin a session, every further question would only be waited for in vain.
        guard hasBegun else { return }
        checkVersions()
        checkAnswers()
        checkDescription()
        guard description != nil else { return }
        checkRuns()
    }

    /// Notes that a rule was broken; the same twice is one.
    package mutating func broke(_ rule: Violation.Rule, _ detail: String) {
        let violation = Violation(rule, detail)
        if !violations.contains(violation) { violations.append(violation) }
    }

    /// Has a conversation, and keeps the rules that were broken in it.
    mutating func converse(_ body: (inout ConformanceCheck, ScriptedHost) -> Void) {
        guard let link = makeLink() else { return broke(.everyRequestAnswered, "can't be started") }
        let host = ScriptedHost(link)
        body(&self, host)
        for violation in host.violations { broke(violation.rule, violation.detail) }
        if let process = link as? PluginProcess {
            if process.end() == .hung { broke(.endsWithStream, "still runs 5 s after the end of the stream") }
            if process.leftSomethingBehind() { broke(.leavesNothingBehind, "what it started still runs after its end") }
        }
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
            guard case .success(let result) = host.initialize() else {
                return check.broke(.versionAgreed, "refuses version 1")
            }
            check.hasBegun = true
            check.checkLimits(result)
            guard let manifest = check.manifest else { return }
            if result.plugin.name != manifest.name || result.plugin.version != "\(manifest.version)" {
                let told = "\(result.plugin.name) \(result.plugin.version)"
                check.broke(.manifestTold, "is \(told), and its manifest says \(manifest.name) \(manifest.version)")
            }
        }
    }

    private mutating func checkLimits(_ result: Initialize.Result) {
        guard let limits = result.limits, limits.lowered(to: .standard) != limits else { return }
        broke(.limitsKept, "answers initialize with limits that are higher than the host's")
    }

    private mutating func checkVersions() {
        converse { check, host in
            if host.initialize(versions: [999])?.code != 1004 {
                check.broke(.versionAgreed, "does not refuse version 999 with 1004")
            }
        }
        converse { check, host in
            guard case .success(let result) = host.initialize(versions: [1, 999]), result.version.number == 1 else {
                return check.broke(.versionAgreed, "does not settle on version 1 when it is offered 1 and 999")
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
