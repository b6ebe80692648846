import Foundation
import Model
import RemoteSystems
import SyncStore
import Testing

@testable import Coordinator
@testable import couplet

@Suite("Tables, lines and bars on a terminal")
struct TableTests {
    private func review(in language: Language, width: Int?) -> [String] {
        var job = JobRecord(run: RunID("r"), entity: "shipmentmethods", state: .running(degraded: []))
        job.counters.inserted.crm = 12_345
        return Review(jobs: [job]).table(in: language).lines(width: width)
    }

    @Test("the review fits every terminal from 80 columns on", arguments: Language.allCases, [80, 100, 120, 140, 200])
    func fits(_ language: Language, _ width: Int) {
        let lines = review(in: language, width: width)
        #expect(lines.allSatisfy { $0.count <= width }, "\(lines.map(\.count))")
        let whole = review(in: language, width: nil).joined(separator: " ")
        let words = Set(whole.split(separator: " "))
        #expect(words.isSubset(of: Set(lines.joined(separator: " ").split(separator: " "))))
    }

    @Test("on a narrow terminal the counters stand in a table of their own, below")
    func narrow() {
        #expect(
            review(in: .en, width: 80) == [
                "                 Job Queue     To Int. Table  From Int. Table",
                "Entity           Entry Status  Job Status     Job Status",
                "shipmentmethods  In Process    In Process     In Process",
                "",
                "Entity           Inserted  Modified  Deleted  Unchanged  Skipped  Failed",
                "shipmentmethods     12345         0        0          0        0       0",
            ])
    }

    @Test("a coupling has room on every terminal: where the three do not fit on a line, the name stands above the ids")
    func couplings() {
        let (erp, crm) = ("efb6d4d9-c44b-4a3d-89ef-d60042c1e0df", "a082f726-825c-4a64-9ae1-48541c5cd3df")
        let words = [erp, crm, "C10000 Chaudronnerie Désormière"]
        #expect(CouplingsCommand.row(words, width: nil) == ["\(erp)\t\(crm)\tC10000 Chaudronnerie Désormière"])
        #expect(CouplingsCommand.row(words, width: 120) == ["\(erp)  \(crm)  C10000 Chaudronnerie Désormière"])
        #expect(
            CouplingsCommand.row(words, width: 80) == ["C10000 Chaudronnerie Désormière", "  \(erp)  \(crm)"])
        #expect(
            CouplingsCommand.row(words, width: 40)
                == ["C10000 Chaudronnerie Désormière", "  \(erp)", "  \(crm)"])
        #expect(CouplingsCommand.row([erp, crm, ""], width: 80) == ["\(erp)  \(crm)"])
    }

    @Test("in a pipe each row is one line, however long")
    func pipe() { #expect(review(in: .fr, width: nil).count == 2) }

    @Test("a text is broken at its blanks, and not at those that must not break")
    func wrapped() {
        #expect("one two three".wrapped(to: 9, indent: 2) == ["  one two", "  three"])
        #expect("une base\u{A0}:\u{A0}oui".wrapped(to: 10) == ["une", "base\u{A0}:\u{A0}oui"])
        #expect("whole".wrapped(to: nil, indent: 1) == [" whole"])
        #expect("waytoolongaword".wrapped(to: 5) == ["waytoolongaword"])
    }

    // MARK: progress

    private func line(_ change: (inout RunSnapshot.Line) -> Void) -> RunSnapshot.Line {
        var line = RunSnapshot.Line(
            entity: "customers", state: .running(degraded: []), phase: .deciding, pass: 1, done: 0, total: 200,
            counters: Counters(), requests: Sided(erp: 0, crm: 0), rate: nil, timeLeft: nil, startedAt: nil,
            endedAt: nil)
        change(&line)
        return line
    }

    private func text(_ effect: Effect = .write, _ change: (inout RunSnapshot.Line) -> Void) -> String {
        ProgressLine(line(change), words: Words(.en), effect: effect).text
    }

    @Test("a running entity has a bar, how many are done, how fast, and how long it takes still")
    func running() {
        #expect(
            text {
                ($0.done, $0.rate, $0.timeLeft) = (100, 50, .seconds(90))
            } == "[############............]  100/200  50/s  1 min 30 s left")
    }

    @Test("how long it takes is not guessed from the first few records")
    func early() {
        #expect(
            text {
                ($0.done, $0.rate, $0.timeLeft) = (3, 3, .seconds(168))
            } == "[........................]  3/200")
    }

    @Test("an entity that ended says how, and what was counted; a plan says what would be")
    func ended() {
        let end: (inout RunSnapshot.Line) -> Void = {
            $0.state = .ended(.stopped(Problem(.guardCreates)))
            $0.counters.inserted.crm = 6
        }
        #expect(text(.write, end) == "stopped by a guard  6 inserted")
        #expect(text(.dryRun, end) == "a guard would ask first  6 to insert")
    }

    @Test(
        "below the entities stands what both systems were asked, and which rate limit is waited for; nothing is longer than a line"
    )
    func whole() {
        let snapshot = RunSnapshot(
            run: RunID("r"), lines: [line { $0.state = .planned }],
            usage: Sided(erp: RemoteUsage(requests: 1), crm: RemoteUsage(requests: 51)),
            isThrottled: Sided(erp: true, crm: false), at: .distantPast, startedAt: .distantPast)
        #expect(
            ProgressBoard.lines(of: snapshot, .write, words: Words(.en), width: 140) == [
                "customers  waits for its turn",
                "1 request to Business Central, 51 requests to Dynamics 365 Sales, waits for the rate limit of Business Central",
            ])
        let narrow = ProgressBoard.lines(of: snapshot, .write, words: Words(.fr), width: 80)
        #expect(narrow.allSatisfy { $0.count < 80 })
    }

    @Test("cells of a flexible column take several lines where the table is too wide, and one in a pipe")
    func flexible() {
        var table = Table([.init(title: "Entity"), .init(title: "Needs", isFlexible: true), .init(title: "State")])
        table.append(["customers", "currencies, paymentterms, shipmentmethods", "ready"])
        #expect(
            table.lines(width: 43) == [
                "Entity     Needs                      State", "customers  currencies, paymentterms,  ready",
                "           shipmentmethods",
            ])
        #expect(table.lines().count == 2)
    }
}
