import JSON
@testable import JSONRPC
import Model
@testable import PluginProtocol

/// A frame between host and plugin: whatever its method and members, it is read or refused, and what is read survives the wire.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzMessages(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let message = try? Message(input(start, count)[...]) else { return 0 }
    switch message {
    case .request(_, let method, let parameters), .notice(let method, let parameters):
        read(parameters.bytes, asParametersOf: method)
    case .result(_, let result): readAsResult(result.bytes)
    case .failure(_, let failure):
        guard let data = failure.data else { break }
        survivesTheWire(ProblemData.self, JSON.encode(data)[...])
    }
    return 0
}

private func read(_ text: ArraySlice<UInt8>, asParametersOf method: String) {
    switch method {
    case Initialize.name: survivesTheWire(Initialize.Parameters.self, text)
    case EntityDescribe.name: survivesTheWire(EntityDescribe.Parameters.self, text)
    case ConfigValidate.name: survivesTheWire(ConfigValidate.Parameters.self, text)
    case SyncRun.name: survivesTheWire(SyncRun.Parameters.self, text)
    case RecordDecide.name: survivesTheWire(RecordDecide.Parameters.self, text)
    case ChangesNext.name: survivesTheWire(ChangesNext.Parameters.self, text)
    case RecordsGet.name: survivesTheWire(RecordsGet.Parameters.self, text)
    case RecordsMatch.name: survivesTheWire(RecordsMatch.Parameters.self, text)
    case CouplingsResolve.name: survivesTheWire(CouplingsResolve.Parameters.self, text)
    case DecisionsApply.name: survivesTheWire(DecisionsApply.Parameters.self, text)
    case StateGet.name: survivesTheWire(StateGet.Parameters.self, text)
    case StatePut.name: survivesTheWire(StatePut.Parameters.self, text)
    case Progress.name: survivesTheWire(Progress.Parameters.self, text)
    case CancelRequest.name: survivesTheWire(CancelRequest.Parameters.self, text)
    case Log.name: survivesTheWire(Log.Parameters.self, text)
    case SetTrace.name: survivesTheWire(SetTrace.Parameters.self, text)
    default: break
    }
}

private func readAsResult(_ text: ArraySlice<UInt8>) {
    survivesTheWire(Initialize.Result.self, text)
    survivesTheWire(EntityDescription.self, text)
    survivesTheWire(ConfigValidate.Result.self, text)
    survivesTheWire(SyncRun.Result.self, text)
    survivesTheWire(RecordDecide.Result.self, text)
    survivesTheWire(Ping.Result.self, text)
    survivesTheWire(ChangesNext.Result.self, text)
    survivesTheWire(RecordsGet.Result.self, text)
    survivesTheWire(RecordsMatch.Result.self, text)
    survivesTheWire(CouplingsResolve.Result.self, text)
    survivesTheWire(DecisionsApply.Result.self, text)
    survivesTheWire(StateGet.Result.self, text)
}
