import Coordinator
import Foundation
import JSON
import Model
import SyncStore
import Testing

@testable import couplet

@Suite("The review")
struct ReviewTests {
    @Test(
        "Job Queue Entry Status in the words of the incumbent",
        arguments: [
            (JobRecord.State.planned, Review.QueueStatus.ready), (.running(degraded: []), .inProcess),
            (.running(degraded: ["items"]), .inProcess), (.crashed, .error), (.ended(.complete), .finished),
            (.ended(.partial), .finished), (.ended(.unchanged), .finished),
            (.ended(.stopped(Problem(.guardCreates))), .onHold), (.ended(.cancelled), .onHold),
            (.ended(.failed(Problem(.signIn))), .error), (.ended(.blocked(by: "items")), .waiting),
            (.ended(.notStarted), .waiting),
        ])
    func queue(_ state: JobRecord.State, _ status: Review.QueueStatus) {
        #expect(Review.queue(of: state) == status)
    }

    @Test("a direction whose writes failed is an error, the other a success")
    func directions() {
        var job = JobRecord(run: RunID("r"), entity: "customers", state: .ended(.partial))
        job.directions.crm = Problem(.refusedByRule)
        #expect(Review.direction(.crm, of: job) == .error)
        #expect(Review.direction(.erp, of: job) == .success)
        job.state = .ended(.blocked(by: "items"))
        #expect(Review.direction(.erp, of: job) == .blank)
    }

    @Test("a line per entity, with what was counted on both sides together")
    func table() {
        var job = JobRecord(run: RunID("r"), entity: "customers", state: .ended(.partial))
        job.counters.inserted = Sided(erp: 1, crm: 200)
        job.counters.modified.crm = 3
        job.counters.unchanged = 7
        job.counters.waiting = 2
        job.counters.skipped = 4
        job.counters.failed = 5
        #expect(
            Review(jobs: [job]).table(in: .en).lines() == [
                "Entity     Job Queue Entry Status  To Int. Table Job Status  From Int. Table Job Status  Inserted  Modified  Deleted  Unchanged  Skipped  Failed",
                "customers  Finished                Success                   Success                          201         3        0          7        6       5",
            ])
    }

    @Test("programs get the counters of each side, and the state in one word")
    func json() {
        var job = JobRecord(run: RunID("r"), entity: "customers", state: .ended(.notStarted))
        job.counters.inserted = Sided(erp: 1, crm: 2)
        let line = Review(jobs: [job]).json.array?.first
        #expect(line?["state"]?.string == "notStarted")
        #expect(line?["jobQueueEntryStatus"]?.string == "waiting")
        #expect(line?["counters"]?["inserted"] == ["erp": 1, "crm": 2])
    }

    @Test("documents whose totals differ are counted, and a person is told where to look")
    func totals() {
        let jobs = ["salesorders", "customers"].map {
            JobRecord(run: RunID("r"), entity: $0, state: .ended(.complete))
        }
        let notes = (1...2).map { number in
            UnequalTotals(
                entity: "salesorders", ids: Sided { RecordID("\($0)\(number)") }, totals: ["totalAmountIncludingTax"],
                since: Date(timeIntervalSince1970: 1))
        }
        let review = Review(jobs: jobs, unequal: notes)
        #expect(review.json.array?.map { $0["unequalTotals"] } == [2, 0])
        #expect(review.unequal == ["salesorders": 2])
        #expect(
            CommandSentences(language: .en).totalsDiffer(in: "salesorders", count: 2)
                == "The totals of 2 documents of salesorders differ. See which: couplet couplings salesorders")
        #expect(
            CommandSentences(language: .fr).totalsDiffer(in: "salesorders", count: 1).replacing("\u{A0}", with: " ")
                == "Les totaux d'un document de salesorders diffèrent. Voyez lequel : couplet couplings salesorders")
        #expect(CommandSentences(language: .en).differing(["a", "b"]) == "(a, b differs)")
    }

    @Test("text from elsewhere can't steer the terminal")
    func harmless() {
        #expect("a\u{1B}[2Jb\u{202E}c\nd".harmless == "a\u{FFFD}[2Jb\u{FFFD}c\u{FFFD}d")
        #expect("a\u{9B}2Jb\u{61C}c\u{2028}d".harmless == "a\u{FFFD}2Jb\u{FFFD}c\u{FFFD}d")
        #expect("Käserei Zürich".harmless == "Käserei Zürich")
        #expect("a\tb\nc\u{1B}[2J".harmlessLines == "a\tb\nc\u{FFFD}[2J")
    }

    @Test("a terminal that shows JSON is not steered either, and a program reads the same")
    func harmlessJSON() throws {
        let value = JSONValue.string("a\u{1B}[2Jb\u{9B}c\u{202E}d\u{7F}é\u{1F600}")
        #expect(value.line.unicodeScalars.allSatisfy { !$0.isObeyed })
        #expect(try JSON.decode(JSONValue.self, from: Array(value.line.utf8)) == value)
    }
}
