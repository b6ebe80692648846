import Foundation
import Model
import Testing

@testable import Availability

@Suite("What is said about availability")
struct AvailabilitySentenceTests {
    private var answer: StockAnswer {
        StockAnswer(
            entity: "items", number: "A10000", name: "Lampe", onHand: 12, unit: "PCE",
            ids: Sided(erp: RecordID("e"), crm: nil),
            at: Date(timeIntervalSince1970: 0))
    }

    @Test("an answer is one line in each language")
    func lines() {
        #expect(
            AvailabilitySentences.line(answer, in: .en)
                == "A10000 Lampe: 12 PCE on hand (Business Central, 1970-01-01T00:00:00Z).")
        #expect(
            AvailabilitySentences.line(answer, in: .fr)
                == "A10000 Lampe\u{A0}: 12 PCE en stock (Business Central, 1970-01-01T00:00:00Z).")
        var below = answer
        below.onHand = -2
        below.unit = nil
        #expect(
            AvailabilitySentences.line(below, in: .en)
                == "A10000 Lampe: 0 on hand (Business Central, 1970-01-01T00:00:00Z). Its books say -2: more left than was booked in."
        )
    }

    @Test(
        "every failure says what happened, why, and what to do, in both languages",
        arguments: [
            AvailabilityFailure.noStock, .noSuchItem("A9"), .notCoupled("Desk"),
            .ambiguous("Desk", numbers: ["A1", "A2"]),
        ])
    func failures(failure: AvailabilityFailure) {
        for language in Language.allCases {
            let said = AvailabilitySentences.sentence(failure, in: language)
            #expect(!said.what.isEmpty && !said.why.isEmpty && !said.remedy.isEmpty)
        }
        #expect(
            AvailabilitySentences.sentence(failure, in: .en) != AvailabilitySentences.sentence(failure, in: .fr))
    }

    @Test(
        "why the service does not start is told, word for word",
        arguments: [
            (
                ServiceStartError.unprotected("0.0.0.0"),
                "The service did not start. 0.0.0.0 is reached from other machines, and without a certificate the access key would travel in the clear. Name a certificate (availability.certificate), or listen at 127.0.0.1 behind a server that has one."
            ),
            (
                .weakKey(shortest: 16),
                "The service did not start. The access key has fewer than 16 characters: it could be guessed. Make another one: openssl rand -base64 32"
            ),
            (
                .cannotListen("http://127.0.0.1:8645", why: "Address already in use"),
                "The service did not start. It can't listen at http://127.0.0.1:8645: Address already in use. Choose another port (--port, or availability.port in the configuration)."
            ),
            (
                .unusableCertificate("/etc/couplet/key.pem"),
                "The service did not start. /etc/couplet/key.pem holds no certificate or no key that can be used. Name files in PEM form."
            ),
        ])
    func starts(error: ServiceStartError, said: String) {
        #expect(AvailabilitySentences.sentence(error, in: .en).line == said)
    }

    @Test("every refusal has words in both languages", arguments: ServiceRefusal.allCases)
    func refusals(refusal: ServiceRefusal) {
        let english = AvailabilitySentences.sentence(refusal, in: .en)
        let french = AvailabilitySentences.sentence(refusal, in: .fr)
        #expect(!english.what.isEmpty && !english.remedy.isEmpty && english != french)
    }
}
