package import Model

/// What a person reads when a sandbox does not start.
package enum SandboxStartSentences {
    /// The sentence for an error; `nil` for one that is none of the sandbox's own.
    package static func sentence(_ error: any Error, _ language: Language) -> Sentence? {
        switch error {
        case let error as SandboxStartError: composed(error, language)
        case let problem as ControlProblem:
            Sentence(
                what: language.pick("A fault can't be switched on.", "Une panne ne peut pas être activée."),
                why: ControlSentences.text(problem.reason, language),
                remedy: language.pick(
                    "Correct what follows --fault.", "Corrigez ce qui suit --fault."))
        default: nil
        }
    }

    /// A text in both languages.
    private typealias Both = (en: String, fr: String)

    private static func composed(_ error: SandboxStartError, _ language: Language) -> Sentence {
        let (why, remedy) = words(error)
        return Sentence(
            what: language.pick("The sandbox did not start.", "Le bac à sable n'a pas démarré."),
            why: language.pick(why.en, why.fr), remedy: language.pick(remedy.en, remedy.fr))
    }

    private static func words(_ error: SandboxStartError) -> (why: Both, remedy: Both) {
        switch error {
        case .portTaken(let listener, let port):
            (
                ("Another program listens at port \(port).", "Un autre programme écoute sur le port \(port)."),
                (
                    "End it, or choose another port for \(name(listener)); 0 is any free one.",
                    "Arrêtez-le, ou choisissez un autre port pour \(name(listener)) ; 0 prend un port libre."
                )
            )
        case .noPort(let number):
            (
                ("\(number) is no port.", "\(number) n'est pas un port."),
                (
                    "Name one from 1 to 65535, or 0 for any free one.",
                    "Donnez-en un de 1 à 65535, ou 0 pour un port libre."
                )
            )
        case .noCompany(let records):
            (
                ("A company can't have \(records) customers.", "Une société ne peut pas avoir \(records) clients."),
                (
                    "Name a number from 1 to 100000000, or leave --records out for the sample company.",
                    "Donnez un nombre de 1 à 100000000, ou omettez --records pour la société d'exemple."
                )
            )
        case .noLifetime(let seconds):
            (
                ("It can't live for \(seconds) seconds.", "Il ne peut pas durer \(seconds) secondes."),
                ("Name a positive number, a hundred years at most.", "Donnez un nombre positif, cent ans au plus.")
            )
        case .dataUnusable(let path, let cause):
            (
                (
                    "The data in \(path) can't be used (\(cause)).",
                    "Les données de \(path) ne sont pas utilisables (\(cause))."
                ),
                (
                    "Name another file with --data, or remove this one.",
                    "Indiquez un autre fichier avec --data, ou supprimez celui-ci."
                )
            )
        case .certificatesUnwritable(let path), .readyFileUnwritable(let path):
            (
                ("\(path) can't be written.", "Il est impossible d'écrire \(path)."),
                (
                    "Give the user who starts it the right to, or name another place.",
                    "Donnez-en le droit à l'utilisateur qui le lance, ou indiquez un autre endroit."
                )
            )
        }
    }

    private static func name(_ listener: SandboxListener) -> String {
        switch listener {
        case .erp: "--erp-port"
        case .crm: "--crm-port"
        case .signIn: "--sign-in-port"
        case .control: "--control-port"
        }
    }
}
