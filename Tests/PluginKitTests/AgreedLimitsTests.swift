import JSON
import JSONRPC
import Model
import PluginKit
import PluginProtocol
import PluginTesting
import Testing

@Suite("What host and plugin agreed on")
struct AgreedLimitsTests {
    /// A session that begun with limits, and what it said since somebody last listened.
    private struct Talk {
        private var session = Session(SoundPlugin.self)

        init(_ limits: Limits) {
            hear(
                .request(
                    RequestID(1), method: Initialize.name,
                    parameters: JSONText(
                        Initialize.Parameters(host: Initialize.Product(name: "h", version: "1"), limits: limits))))
            hear(
                .request(
                    RequestID(2), method: EntityDescribe.name,
                    parameters: JSONText(EntityDescribe.Parameters(metadata: GadgetTenant.metadata))))
        }

        var fault: String? { session.fault }

        mutating func hear(_ message: Message) { session.receive(.whole(message.frame.dropLast())) }

        /// Everything that the plugin has to say now.
        mutating func said() -> [(bytes: Int, message: Message)] {
            while session.work() {}
            var lines: [ArraySlice<UInt8>] = []
            session.output.drain { lines = $0.split(separator: UInt8(ascii: "\n")) }
            return lines.compactMap { line in (try? Message(line)).map { (line.count, $0) } }
        }

        /// Begins a run; the fingerprint is that of the description.
        mutating func run() {
            let fingerprint = said().compactMap { line -> String? in
                guard case .result(RequestID(2), let text) = line.message else { return nil }
                return (try? text.decode(EntityDescription.self))?.fingerprint
            }
            hear(
                .request(
                    RequestID(3), method: SyncRun.name,
                    parameters: JSONText(
                        SyncRun.Parameters(
                            runID: RunID("r"), entity: "gadgets", mode: .full, now: "2026-01-31T12:00:00Z", seed: 1,
                            fingerprint: fingerprint.first ?? ""))))
        }

        /// Answers every question until the run is answered; the most that was asked at once, the longest line, and the batches.
        mutating func finish(pages: [[RecordPair]]) -> (inFlight: Int, longest: Int, batches: [Int], decided: Int) {
            var (pages, most, longest, batches, decided) = (pages, 0, 0, [Int](), 0)
            var open: [(RequestID, String, JSONText)] = []
            while true {
                for (bytes, message) in said() {
                    longest = max(longest, bytes)
                    switch message {
                    case .request(let id, let method, let text): open.append((id, method, text))
                    case .result(RequestID(3), _): return (most, longest, batches, decided)
                    default: break
                    }
                }
                most = max(most, open.count)
                guard !open.isEmpty else { return (most, longest, batches, decided) }
                let (id, method, text) = open.removeFirst()
                let answer: JSONText
                switch method {
                case ChangesNext.name:
                    let page = pages.isEmpty ? [] : pages.removeFirst()
                    answer = JSONText(ChangesNext.Result(pairs: page, isEnd: pages.isEmpty, checkpoint: "c"))
                case CouplingsResolve.name:
                    let asked = try? text.decode(CouplingsResolve.Parameters.self).references
                    answer = JSONText(
                        CouplingsResolve.Result(states: (asked ?? []).map { _ in .coupled(RecordID("chf")) }))
                default:
                    let asked = try? text.decode(DecisionsApply.Parameters.self)
                    batches.append(asked?.batch ?? 0)
                    decided += asked?.decisions.count ?? 0
                    answer = JSONText(
                        DecisionsApply.Result(
                            results: (asked?.decisions ?? []).map { PairOutcome(pair: $0.pair, .done) }))
                }
                hear(.result(id, answer))
            }
        }
    }

    private func pages(_ count: Int, of size: Int) -> [[RecordPair]] {
        (0..<count).map { page in
            (1...size).map { GadgetTenant.gadget(page * size + $0, currency: RecordID("c\(page)-\($0)")) }
        }
    }

    @Test("no more requests are in flight than the host takes, and all is decided all the same", arguments: [1, 2, 16])
    func inFlight(limit: Int) {
        var talk = Talk(Limits(inFlight: limit))
        talk.run()
        let end = talk.finish(pages: pages(6, of: 20))
        #expect(end.inFlight <= limit)
        #expect(end.decided == 120)
        #expect(end.batches == Array(1...6))
    }

    @Test("decisions that a frame can't hold go in several batches, in order")
    func frame() {
        var talk = Talk(Limits(frame: 8192))
        talk.run()
        let end = talk.finish(pages: pages(2, of: 100))
        #expect(end.longest <= 8192)
        #expect(end.decided == 200)
        #expect(end.batches == Array(1...end.batches.count))
        #expect(end.batches.count > 2)
    }

    @Test("a decision that no frame can hold sets its record aside, and the run goes on")
    func oneDecision() {
        var talk = Talk(Limits(frame: 300))
        talk.run()
        var pair = GadgetTenant.gadget(1)
        pair.sides.erp.fields["displayName"] = .text(String(repeating: "ä", count: 200))
        let end = talk.finish(pages: [[pair]])
        #expect(end.longest <= 300)
        #expect(end.decided == 1)
    }

    @Test("a second request under the number of the run ends the conversation")
    func secondRequest() {
        var talk = Talk(.standard)
        talk.run()
        talk.hear(.request(RequestID(3), method: Ping.name, parameters: .emptyObject))
        #expect(talk.fault == "the host sent a second request under the number 3")
    }

    @Test(
        "answers that do not fit their questions end the run, not the process",
        arguments: [
            #"{"states":[]}"#, #"{"states":[{"state":"coupled","id":"a"},{"state":"waiting"}]}"#, #"{"states":7}"#,
        ])
    func misfits(states: String) {
        var talk = Talk(.standard)
        talk.run()
        talk.hear(
            .result(
                RequestID(1),
                JSONText(ChangesNext.Result(pairs: [GadgetTenant.gadget(1)], isEnd: true, checkpoint: "c"))))
        let asked = talk.said().compactMap { line -> RequestID? in
            if case .request(let id, CouplingsResolve.name, _) = line.message { id } else { nil }
        }
        talk.hear(.result(asked.first ?? RequestID(0), JSONText(checked: Array(states.utf8)[...])))
        let answers = talk.said().compactMap { line -> Int? in
            if case .failure(RequestID(3)?, let failure) = line.message { failure.code.rawValue } else { nil }
        }
        #expect(answers == [-32603])
        #expect(talk.fault == nil)
    }
}
