import Foundation
import JSON
import JSONRPC
import Model
import PluginProtocol

/// The plugin: one thread that asks for the next page before it hands over its decisions about the last.
struct PluginEnd {
    private var framing = LineFraming(limit: 8 << 20)
    private var output: [UInt8] = []
    private var run: (id: RequestID, run: RunID)?
    private var lastID = 0
    private var nextID = 0
    private var batch = 0
    private var isEnd = false
    private var inFlight = 0

    mutating func converse() throws {
        // As couplet-launch does: a page fits into the pipe whole (F_SETPIPE_SZ).
        for stream: Int32 in [0, 1] { _ = fcntl(stream, 1031, 1 << 20) }
        while let chunk = read() {
            for line in framing.feed(chunk) {
                guard case .whole(let bytes) = line else { continue }
                try take(Message(bytes))
            }
            write()
        }
    }

    private mutating func take(_ message: Message) throws {
        switch message {
        case .request(let id, _, let text):
            run = (id, try text.decode(SyncRun.Parameters.self).runID)
            try ask()
        case .result(let id, let text) where id.number == nextID:
            let page = try text.decode(ChangesNext.Result.self)
            isEnd = page.isEnd
            if !isEnd { try ask() }
            try decide(page)
        case .result(_, let text):
            _ = try text.decode(DecisionsApply.Result.self)
            inFlight -= 1
            if isEnd, inFlight == 0, let run {
                send(.result(run.id, JSONText(SyncRun.Result(outcome: .complete))))
            }
        default:
            break
        }
    }

    private mutating func ask() throws {
        guard let run else { return }
        lastID += 1
        nextID = lastID
        let parameters = JSONText(ChangesNext.Parameters(runID: run.run, limit: 1000))
        send(.request(RequestID(nextID), method: ChangesNext.name, parameters: parameters))
    }

    private mutating func decide(_ page: ChangesNext.Result) throws {
        guard let run else { return }
        lastID += 1
        batch += 1
        inFlight += 1
        let parameters = JSONText(
            DecisionsApply.Parameters(
                runID: run.run, batch: batch, decisions: page.pairs.map(Sample.decision), checkpoint: page.checkpoint))
        send(.request(RequestID(lastID), method: DecisionsApply.name, parameters: parameters))
    }

    private mutating func send(_ message: Message) {
        output += message.frame
        // Small frames go out at once when the host waits for them.
        write()
    }

    private func read() -> [UInt8]? {
        let bytes = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
            count = max(0, Foundation.read(0, buffer.baseAddress, buffer.count))
        }
        return bytes.isEmpty ? nil : bytes
    }

    private mutating func write() {
        var start = 0
        while start < output.count {
            let count = output.withUnsafeBytes {
                Foundation.write(1, $0.baseAddress.map { $0 + start }, $0.count - start)
            }
            guard count > 0 else { exit(1) }
            start += count
        }
        output.removeAll(keepingCapacity: true)
    }
}
