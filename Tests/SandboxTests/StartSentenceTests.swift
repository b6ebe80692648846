import Foundation
import Model
import Testing

@testable import Sandbox

@Suite("What a person reads when the sandbox does not start")
struct StartSentenceTests {
    @Test(
        "each reason is a sentence of three parts, in English and in French",
        arguments: [
            (
                SandboxStartError.portTaken(.erp, port: 80),
                "The sandbox did not start. Another program listens at port 80. End it, or choose another port for --erp-port; 0 is any free one.",
                "Le bac à sable n'a pas démarré. Un autre programme écoute sur le port 80. Arrêtez-le, ou choisissez un autre port pour --erp-port\u{A0}; 0 prend un port libre."
            ),
            (
                .noCompany(records: -5),
                "The sandbox did not start. A company can't have -5 customers. Name a number from 1 to 100000000, or leave --records out for the sample company.",
                "Le bac à sable n'a pas démarré. Une société ne peut pas avoir -5 clients. Donnez un nombre de 1 à 100000000, ou omettez --records pour la société d'exemple."
            ),
            (
                .noPort(70000),
                "The sandbox did not start. 70000 is no port. Name one from 1 to 65535, or 0 for any free one.",
                "Le bac à sable n'a pas démarré. 70000 n'est pas un port. Donnez-en un de 1 à 65535, ou 0 pour un port libre."
            ),
            (
                .noLifetime(-1),
                "The sandbox did not start. It can't live for -1.0 seconds. Name a positive number, a hundred years at most.",
                "Le bac à sable n'a pas démarré. Il ne peut pas durer -1.0 secondes. Donnez un nombre positif, cent ans au plus."
            ),
            (
                .dataUnusable(path: "x.db", cause: "file is not a database"),
                "The sandbox did not start. The data in x.db can't be used (file is not a database). Name another file with --data, or remove this one.",
                "Le bac à sable n'a pas démarré. Les données de x.db ne sont pas utilisables (file is not a database). Indiquez un autre fichier avec --data, ou supprimez celui-ci."
            ),
            (
                .readyFileUnwritable(path: "/x"),
                "The sandbox did not start. /x can't be written. Give the user who starts it the right to, or name another place.",
                "Le bac à sable n'a pas démarré. Il est impossible d'écrire /x. Donnez-en le droit à l'utilisateur qui le lance, ou indiquez un autre endroit."
            ),
        ])
    func sentences(_ error: SandboxStartError, _ english: String, _ french: String) {
        #expect(SandboxStartSentences.sentence(error, .en)?.line == english)
        #expect(SandboxStartSentences.sentence(error, .fr)?.line == french)
    }

    @Test("a fault on the command line that can't be read says why")
    func fault() {
        let error = #expect(throws: ControlProblem.self) { try Fault(text: #"{"fault":"status","status":1}"#) }
        let line = error.flatMap { SandboxStartSentences.sentence($0, .en)?.line }
        #expect(
            line
                == "A fault can't be switched on. 'status' must be a whole number from 200 to 599. Correct what follows --fault."
        )
    }

    @Test("a file that is no data, and a port that is taken, are told by their names")
    func real() async throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).db")
        try Data(repeating: 65, count: 5000).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        await #expect(throws: SandboxStartError.dataUnusable(path: file.path, cause: "file is not a database")) {
            _ = try await Bench { $0.data = file }
        }
        var options = SandboxOptions()
        options.isFilled = false
        try await SandboxServer(options).run { running in
            let port = running[.crm].split(separator: ":").last.flatMap { Int($0) } ?? 0
            var second = SandboxOptions()
            second.isFilled = false
            second.ports = [.erp: port]
            let options = second
            await #expect(throws: SandboxStartError.portTaken(.erp, port: port)) {
                try await SandboxServer(options).run { _ in }
            }
        }
    }
}
