import Foundation
import JSON
import JSONRPC
import Model
import PluginProtocol
import Subprocess
import Synchronization
import SystemPackage

/// The host: hands out pages, takes decisions.
struct HostEnd {
    let records: Int
    let page: Int

    func run() async throws -> Double {
        var options = PlatformOptions()
        options.createSession = true
        let executable = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().path
        let result = try await Subprocess.run(
            .path(.init(executable)), environment: .custom(["COUPLET_PROTOCOL": "1"]), platformOptions: options,
            input: .inputWriter, output: .sequence,
            error: .fileDescriptor(.standardError, closeAfterSpawningProcess: false)
        ) { execution in
            let pages = Pages(records: records, page: page)
            let peer = Peer(
                channel: ProcessChannel(output: execution.standardOutput, input: execution.standardInputWriter),
                handler: pages, clock: .continuous)
            return try await withThrowingTaskGroup(of: Double?.self) { group in
                group.addTask {
                    _ = await peer.run()
                    return nil
                }
                let parameters = SyncRun.Parameters(
                    runID: RunID("r"), entity: "customers", mode: .full, now: "2026-01-31T12:00:00Z", seed: 1,
                    fingerprint: "f")
                let start = ContinuousClock.now
                _ = try await peer.call(SyncRun.self, parameters, deadline: .seconds(600))
                let time = ContinuousClock.now - start
                guard pages.decided == records else { throw Incomplete(decided: pages.decided) }
                group.cancelAll()
                return Double(records) / (time / .seconds(1))
            }
        }
        return result.closureResult
    }

    struct Incomplete: Error {
        var decided: Int
    }
}

private final class Pages: RequestHandler {
    private let records: Int
    private let page: Int
    private let state = Mutex((next: 1, decided: 0))

    init(records: Int, page: Int) {
        self.records = records
        self.page = page
    }

    var decided: Int { state.withLock { $0.decided } }

    func receive(_ notice: IncomingNotice) {}

    func handle(_ request: IncomingRequest) async throws -> any JSONWritable & Sendable {
        switch request.method {
        case ChangesNext.name:
            return try await request.answer(ChangesNext.self) { _ in
                let numbers = state.withLock { state in
                    let numbers = state.next..<min(state.next + page, records + 1)
                    state.next = numbers.upperBound
                    return numbers
                }
                return ChangesNext.Result(
                    pairs: numbers.map(Sample.pair), isEnd: numbers.upperBound > records, checkpoint: "c")
            }
        case DecisionsApply.name:
            return try await request.answer(DecisionsApply.self) { parameters in
                state.withLock { $0.decided += parameters.decisions.count }
                return DecisionsApply.Result(results: parameters.decisions.map { PairOutcome(pair: $0.pair, .done) })
            }
        default:
            throw RPCFailure.methodNotFound(request.method)
        }
    }
}
