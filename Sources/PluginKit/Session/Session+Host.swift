import JSON
import JSONRPC
import MapLanguage
import Model
import PluginProtocol
import Reconciliation

extension Session {
    /// Answers what the host asks.
    mutating func answer(_ request: IncomingRequest) {
        guard request.id != runRequest else {
            return fault = "the host sent a second request under the number \(request.id)"
        }
        do {
            try carryOut(request)
        } catch {
            output.failure(request.id, error)
        }
    }

    private mutating func carryOut(_ request: IncomingRequest) throws(RPCFailure) {
        switch (stage, request.method) {
        case (.shuttingDown, _): throw Self.refusal(.shuttingDown, "the plugin is shutting down")
        case (.new, Initialize.name): try initialize(request)
        case (.new, _): throw Self.refusal(.notInitialized, "initialize comes first")
        case (.ready, EntityDescribe.name): try describe(request)
        case (.ready, ConfigValidate.name): try validate(request)
        case (.ready, SyncRun.name): try start(request)
        case (.ready, RecordDecide.name): try decide(request)
        case (.ready, Ping.name): output.result(request.id, Ping.Result(inFlight: run == nil ? 0 : 1))
        case (.ready, Shutdown.name):
            stage = .shuttingDown
            output.result(request.id, Nothing())
        case (.ready, Initialize.name): throw RPCFailure(.invalidRequest, "the session is initialized already")
        case (.ready, _): throw RPCFailure.methodNotFound(request.method)
        }
    }

    private mutating func initialize(_ request: IncomingRequest) throws(RPCFailure) {
        let parameters = try request.parameters(of: Initialize.self)
        language = Language(locale: parameters.locale)
        guard let version = ProtocolVersion.common(ProtocolVersion.supported, parameters.versions) else {
            throw RPCFailure(
                .init(rawValue: ProblemCode.protocolVersion.rawValue), "no common version of the protocol",
                data: ["supported": .array(ProtocolVersion.supported.map { .number("\($0.number)") })])
        }
        // A host that offers nothing at all is offered at least a beginning.
        limits = parameters.limits.lowered(to: parameters.limits)
        capabilities = parameters.capabilities
        if let level = parameters.trace { trace = PluginLog.Level(level) }
        stage = .ready
        output.result(
            request.id,
            Initialize.Result(
                version: version, plugin: Initialize.Product(name: plugin.entity.text, version: plugin.version),
                capabilities: Capabilities([Capabilities.decide, Capabilities.validate])))
    }

    private mutating func describe(_ request: IncomingRequest) throws(RPCFailure) {
        let parameters = try request.parameters(of: EntityDescribe.self)
        let tenant = Tenant(
            metadata: parameters.metadata, configuration: Configuration(parameters.config), lines: parameters.lines)
        if let problem = plugin.overlayProblems(tenant.configuration).first {
            throw .problem(
                Problem(.invalidConfiguration, ["map"] + problem.words),
                MapSentences.sentence(problem, in: language))
        }
        do {
            let found = try Describer.describe(plugin, in: tenant, language)
            described = DescribedMap(
                fingerprint: found.description.fingerprint, configuration: tenant.configuration, map: found.map)
            output.result(request.id, found.description)
        } catch {
            let names = error.fields.map { "\($0.side.rawValue).\($0.name)" }
            let first = error.fields.first
            throw .problem(
                Problem(.schema, names, field: first?.name, side: first?.side),
                KitSentences.missing(error.fields, plugin.entity, language))
        }
    }

    private mutating func validate(_ request: IncomingRequest) throws(RPCFailure) {
        let value = try request.parameters(of: ConfigValidate.self).config
        let configuration = Configuration(value)
        // An administrator's overlay travels among the settings, and is no setting of the plugin's.
        let own = value.object.map { JSONValue.object($0.filter { $0.name != "mapping" }) } ?? value
        let diagnostics =
            SettingsCheck.diagnostics(own, plugin.knownSettings, language)
            + plugin.overlayProblems(configuration).map { problem in
                let sentence = MapSentences.sentence(problem, in: language)
                return Diagnostic(
                    .error, path: "mapping", message: "\(sentence.what) \(sentence.why)", hint: sentence.remedy)
            }
            + plugin.validate(configuration).map { $0.diagnostic(in: language) }
            + SettingsCheck.diagnostics(
                of: plugin.configuredMap(configuration), plugin.deletion(under: configuration), language)
        output.result(request.id, ConfigValidate.Result(diagnostics: diagnostics))
    }

    private mutating func decide(_ request: IncomingRequest) throws(RPCFailure) {
        let parameters = try request.parameters(of: RecordDecide.self)
        let configuration = Configuration(parameters.config)
        let map = described.flatMap { $0.configuration == configuration ? $0.map : nil }
        let reconciler = plugin.reconciler(map ?? plugin.configuredMap(configuration), under: configuration)
        // Outside of a run nobody can be asked: what the record refers to counts as not coupled.
        let decision = PluginRun.decision(
            of: plugin, about: parameters.pair, reconciler, RunFacts(now: parameters.now, configuration: configuration))
        output.result(request.id, RecordDecide.Result(decision: decision))
    }

    private mutating func start(_ request: IncomingRequest) throws(RPCFailure) {
        guard run == nil else { throw RPCFailure(.invalidRequest, "a run is going on") }
        let parameters = try request.parameters(of: SyncRun.self)
        guard let map = map(for: parameters) else {
            throw .problem(Problem(.mappingChanged), KitSentences.mappingChanged(plugin.entity, language))
        }
        var run = PluginRun(
            parameters, of: plugin, map: map, limits: limits, mayKeep: capabilities.has(Capabilities.state))
        let steps = run.start()
        self.run = run
        runRequest = request.id
        take(steps)
    }

    private func map(for parameters: SyncRun.Parameters) -> FieldMap? {
        if let described, described.fingerprint == parameters.fingerprint { return described.map }
        return Describer.map(
            of: plugin, under: Configuration(parameters.config), fingerprint: parameters.fingerprint)
    }

    /// The host asks to end a run.
    mutating func cancel(_ parameters: JSONText) {
        guard let notice = try? parameters.decode(CancelRequest.Parameters.self),
            runRequest == RequestID(notice.id), let steps = run?.cancel()
        else { return }  // A notice has no answer in which to complain.
        take(steps)
    }

    /// The host says what it wants to hear.
    mutating func setTrace(_ parameters: JSONText) {
        // A notice has no answer in which to complain.
        guard let notice = try? parameters.decode(SetTrace.Parameters.self) else { return }
        trace = PluginLog.Level(notice.level)
    }

    private static func refusal(_ code: ProblemCode, _ message: String) -> RPCFailure {
        RPCFailure(.init(rawValue: code.rawValue), message)
    }
}

extension RPCFailure {
    /// A problem as the failure of a request, with the words for a person.
    static func problem(_ problem: Problem, _ sentence: Sentence) -> RPCFailure {
        let data = ProblemData(problem, say: "\(sentence.what) \(sentence.why)", hint: sentence.remedy)
        // What was just written is JSON; were it not, the failure would go without its data.
        let value = try? JSON.decode(JSONValue.self, from: JSON.encode(data))
        return RPCFailure(.init(rawValue: problem.code.rawValue), sentence.what, data: value)
    }
}
