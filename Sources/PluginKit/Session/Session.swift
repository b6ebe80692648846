import JSON
package import JSONRPC
import Model
package import PluginProtocol
import Reconciliation

/// The conversation of a plugin with its host, as a machine: lines go in, lines come out.
///
/// It reads no stream, asks no clock and waits for nothing. Deciding is put off until `work`, so that what a batch makes
/// necessary to ask leaves before the batch is thought about.
package struct Session: Sendable {
    /// What a call to the host was made for.
    enum Call: Sendable {
        case recall(String)
        case next
        case resolve([RecordReference], RunBatch.Serial)
        case read([RecordID: [ResolvedReferences.Step]], RunBatch.Serial)
        case match(Lookup, RunBatch.Serial)
        case look([Lookup], RunBatch.Serial)
        case keep
        case apply(pairs: Int)
        case abandoned
    }

    enum Stage: Sendable {
        case new
        case ready
        case shuttingDown
    }

    /// A map as the host was told of it.
    struct DescribedMap: Sendable {
        var fingerprint: String
        var configuration: Configuration
        var map: FieldMap
    }

    /// The frames that wait to be written.
    package var output = Outgoing()
    /// Why the conversation can't go on, for stderr; `nil` while it can.
    package internal(set) var fault: String?
    /// The limits of the session.
    package internal(set) var limits = Limits.standard
    var stage = Stage.new
    var language = Language.en
    /// What the host can do beyond the core.
    var capabilities = Capabilities()
    /// The lowest level of messages that the host wants.
    var trace = PluginLog.Level.info
    var described: DescribedMap?
    var run: PluginRun?
    var runRequest: RequestID?
    var calls: [RequestID: Call] = [:]
    /// What is to be asked as soon as fewer questions are open than the host takes; at most those of three batches.
    var waiting: [RunStep] = []
    var lastID = 0

    let plugin: any PluginBehavior

    /// Begins a conversation of a plugin.
    package init(_ plugin: any PluginBehavior) { self.plugin = plugin }

    /// Begins a conversation of a plugin that is a type.
    package init<Plugin: EntityPlugin>(_ plugin: Plugin.Type) { self.init(CodedBehavior(plugin)) }

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
        case .message(.notice(SetTrace.name, let parameters), _, _): setTrace(parameters)
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
        tellLog()
        take(steps)
        return true
    }
}
