import JSON
package import JSONRPC
import Model
package import PluginProtocol
import Reconciliation

/// The conversation of a plugin with its host, as a machine: lines go in, lines come out.
///
/// It reads no stream, asks no clock and waits for nothing. Deciding is put off until `work`, so that what a batch makes
/// necessary to ask leaves before the batch is thought about.
package struct Session<Plugin: EntityPlugin>: Sendable {
    /// What a call to the host was made for.
    private enum Call: Sendable {
        case next
        case resolve([RecordReference], RunBatch.Serial)
        case read([RecordID: [ResolvedReferences.Step]], RunBatch.Serial)
        case apply
        case abandoned
    }

    private enum Stage: Sendable {
        case new
        case ready
        case shuttingDown
    }

    /// The frames that wait to be written.
    package var output = Outgoing()
    /// Why the conversation can't go on, for stderr; `nil` while it can.
    package private(set) var fault: String?
    /// The limits of the session.
    package private(set) var limits = Limits.standard
    private var stage = Stage.new
    private var language = Language.en
    private var described: (text: String, map: FieldMap)?
    private var run: PluginRun<Plugin>?
    private var runRequest: RequestID?
    private var calls: [RequestID: Call] = [:]
    private var lastID = 0

    /// Begins a conversation.
    package init() {}

    /// A line came.
    package mutating func receive(_ line: LineFraming.Line) {
        switch line {
        case .whole(let bytes): receive(LineReading(bytes))
        case .tooLong(let prefix, let byteCount):
            receive(LineReading(tooLong: prefix, byteCount: byteCount, limit: limits.frame))
        case .cut: break  // The host went away in the middle of a line.
        }
    }

    private mutating func receive(_ reading: LineReading) {
        switch reading {
        case .message(.request(let id, let method, let parameters), _, _):
            answer(IncomingRequest(id: id, method: method, parameters: parameters))
        case .message(.notice(CancelRequest.name, let parameters), _, _): cancel(parameters)
        case .message(.notice, _, _): break
        case .message(.result(let id, let result), _, _): received(result, of: id)
        case .message(.failure(let id?, let failure), _, _), .unusable(let id, isRequest: false, let failure):
            received(failure, of: id)
        case .message(.failure(nil, let failure), _, _):
            fault = "the host could not read a message: \(failure.message)"
        case .unusable(let id, isRequest: true, let failure): output.failure(id, failure)
        case .invalid(let failure): output.failure(nil, failure)
        case .stray: fault = "the host sent a line that is no message"
        }
    }

    /// Does one piece of the work that was put off; whether there was one.
    package mutating func work() -> Bool {
        guard let steps = run?.decide() else { return false }
        take(steps)
        return true
    }

    // What the host asks.

    private mutating func answer(_ request: IncomingRequest) {
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
        limits = parameters.limits
        stage = .ready
        output.result(
            request.id,
            Initialize.Result(
                version: version, plugin: Initialize.Product(name: Plugin.entity.text, version: Plugin.version),
                capabilities: Capabilities([Capabilities.decide, Capabilities.validate])))
    }

    private mutating func describe(_ request: IncomingRequest) throws(RPCFailure) {
        let parameters = try request.parameters(of: EntityDescribe.self)
        let tenant = Tenant(metadata: parameters.metadata, configuration: Configuration(parameters.config))
        do {
            let found = try Describer.describe(Plugin.self, in: tenant, language)
            described = (found.description.fingerprint, found.map)
            output.result(request.id, found.description)
        } catch {
            let names = error.fields.map { "\($0.side.rawValue).\($0.name)" }
            let first = error.fields.first
            throw .problem(
                Problem(.schema, names, field: first?.name, side: first?.side),
                KitSentences.missing(error.fields, Plugin.entity, language))
        }
    }

    private mutating func validate(_ request: IncomingRequest) throws(RPCFailure) {
        let value = try request.parameters(of: ConfigValidate.self).config
        let diagnostics =
            SettingsCheck.diagnostics(value, Plugin.settings + Setting.common, language)
            + Plugin.validate(Configuration(value)).map(\.diagnostic)
        output.result(request.id, ConfigValidate.Result(diagnostics: diagnostics))
    }

    private mutating func decide(_ request: IncomingRequest) throws(RPCFailure) {
        let parameters = try request.parameters(of: RecordDecide.self)
        let configuration = Configuration(parameters.config)
        let reconciler = Reconciler(
            map: described?.map ?? Plugin.configuredMap(configuration), deletion: Plugin.deletion
        ) { Plugin.compute($0, from: $1) }
        // Outside of a run nobody can be asked: what the record refers to counts as not coupled.
        let decision = PluginRun<Plugin>.decision(
            about: parameters.pair, reconciler, RunFacts(now: parameters.now, configuration: configuration))
        output.result(request.id, RecordDecide.Result(decision: decision))
    }

    private mutating func start(_ request: IncomingRequest) throws(RPCFailure) {
        guard run == nil else { throw RPCFailure(.invalidRequest, "a run is going on") }
        let parameters = try request.parameters(of: SyncRun.self)
        guard let map = map(for: parameters) else {
            throw .problem(Problem(.mappingChanged), KitSentences.mappingChanged(Plugin.entity, language))
        }
        var run = PluginRun<Plugin>(parameters, map: map)
        let steps = run.start()
        self.run = run
        runRequest = request.id
        take(steps)
    }

    private func map(for parameters: SyncRun.Parameters) -> FieldMap? {
        if let described, described.text == parameters.fingerprint { return described.map }
        return Describer.map(
            of: Plugin.self, under: Configuration(parameters.config), fingerprint: parameters.fingerprint)
    }

    private mutating func cancel(_ parameters: JSONText) {
        guard let notice = try? parameters.decode(CancelRequest.Parameters.self),
            runRequest == RequestID(notice.id), let steps = run?.cancel()
        else { return }  // A notice has no answer in which to complain.
        take(steps)
    }

    private static func refusal(_ code: ProblemCode, _ message: String) -> RPCFailure {
        RPCFailure(.init(rawValue: code.rawValue), message)
    }

    // What the run asks.

    private mutating func take(_ steps: [RunStep]) {
        for step in steps {
            switch step {
            case .next(let parameters): ask(ChangesNext.self, parameters, .next)
            case .resolve(let parameters, let serial):
                ask(CouplingsResolve.self, parameters, .resolve(parameters.references, serial))
            case .read(let parameters, let steps, let serial): ask(RecordsGet.self, parameters, .read(steps, serial))
            case .apply(let parameters): ask(DecisionsApply.self, parameters, .apply)
            case .progress(let parameters): output.notice(Progress.self, parameters)
            case .finish(let result): finish(result)
            }
        }
    }

    private mutating func ask<Method: RPCMethod>(
        _ method: Method.Type, _ parameters: Method.Parameters, _ call: Call
    ) {
        lastID += 1
        calls[RequestID(lastID)] = call
        output.request(RequestID(lastID), method, parameters)
    }

    private mutating func finish(_ result: Result<SyncRun.Result, RPCFailure>) {
        run = nil
        calls = calls.mapValues { _ in .abandoned }
        guard let id = runRequest else { return }
        runRequest = nil
        switch result {
        case .success(let result): output.result(id, result)
        case .failure(let failure): output.failure(id, failure)
        }
    }

    private mutating func received(_ result: JSONText, of id: RequestID) {
        guard let call = calls.removeValue(forKey: id) else {
            return fault = "the host answered request \(id), which was never sent"
        }
        do {
            switch call {
            case .next: take(run?.received(try result.decode(ChangesNext.Result.self)) ?? [])
            case .resolve(let asked, let serial):
                let states = try result.decode(CouplingsResolve.Result.self).states
                take(run?.received(states, for: asked, serial) ?? [])
            case .read(let steps, let serial):
                let records = try result.decode(RecordsGet.Result.self).records
                take(run?.received(records, for: steps, serial) ?? [])
            case .apply: take(run?.received(try result.decode(DecisionsApply.Result.self)) ?? [])
            case .abandoned: break
            }
        } catch {
            fail(RPCFailure(.internal, "an answer of the host can't be read", data: ["problem": .string("\(error)")]))
        }
    }

    private mutating func received(_ failure: RPCFailure, of id: RequestID) {
        guard let call = calls.removeValue(forKey: id) else {
            return fault = "the host answered request \(id), which was never sent"
        }
        if case .abandoned = call { return }
        fail(failure)
    }

    private mutating func fail(_ failure: RPCFailure) { take(run?.failed(failure) ?? []) }
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
