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

    private static func composed(_ error: SandboxStartError, _ language: Language) -> Sentence {
        let (english, french) = words(error)
        return Sentence(
            what: language.pick(english.what, french.what), why: language.pick(english.why, french.why),
            remedy: language.pick(english.remedy, french.remedy))
    }

    private static func words(_ error: SandboxStartError) -> (Sentence, Sentence) {
        switch error {
        case .portTaken(let listener, let port):
            (
                Sentence(
                    what: "The sandbox did not start.", why: "Another program listens at port \(port).",
                    remedy: "End it, or choose another port for \(name(listener)); 0 is any free one."),
                Sentence(
                    what: "Le bac à sable n'a pas démarré.", why: "Un autre programme écoute sur le port \(port).",
                    remedy: "Arrêtez-le, ou choisissez un autre port pour \(name(listener)) ; 0 prend un port libre.")
            )
        case .noPort(let number):
            (
                Sentence(
                    what: "The sandbox did not start.", why: "\(number) is no port.",
                    remedy: "Name one from 1 to 65535, or 0 for any free one."),
                Sentence(
                    what: "Le bac à sable n'a pas démarré.", why: "\(number) n'est pas un port.",
                    remedy: "Donnez-en un de 1 à 65535, ou 0 pour un port libre.")
            )
        case .noCompany(let records):
            (
                Sentence(
                    what: "The sandbox did not start.", why: "A company can't have \(records) customers.",
                    remedy: "Name a number from 1 to 100000000, or leave --records out for the sample company."),
                Sentence(
                    what: "Le bac à sable n'a pas démarré.", why: "Une société ne peut pas avoir \(records) clients.",
                    remedy: "Donnez un nombre de 1 à 100000000, ou omettez --records pour la société d'exemple.")
            )
        case .noLifetime(let seconds):
            (
                Sentence(
                    what: "The sandbox did not start.", why: "It can't live for \(seconds) seconds.",
                    remedy: "Name a positive number, a hundred years at most."),
                Sentence(
                    what: "Le bac à sable n'a pas démarré.", why: "Il ne peut pas durer \(seconds) secondes.",
                    remedy: "Donnez un nombre positif, cent ans au plus.")
            )
        case .dataUnusable, .certificatesUnwritable, .readyFileUnwritable: files(error)
        }
    }

    private static func files(_ error: SandboxStartError) -> (Sentence, Sentence) {
        let (path, cause, isData): (String, String, Bool) =
            switch error {
            case .dataUnusable(let path, let cause): (path, cause, true)
            case .certificatesUnwritable(let path), .readyFileUnwritable(let path): (path, "", false)
            case .portTaken, .noPort, .noCompany, .noLifetime: ("", "", false)
            }
        guard isData else {
            return (
                Sentence(
                    what: "The sandbox did not start.", why: "\(path) can't be written.",
                    remedy: "Give the user who starts it the right to, or name another place."),
                Sentence(
                    what: "Le bac à sable n'a pas démarré.", why: "Il est impossible d'écrire \(path).",
                    remedy: "Donnez-en le droit à l'utilisateur qui le lance, ou indiquez un autre endroit.")
            )
        }
        return (
            Sentence(
                what: "The sandbox did not start.", why: "The data in \(path) can't be used (\(cause)).",
                remedy: "Name another file with --data, or remove this one."),
            Sentence(
                what: "Le bac à sable n'a pas démarré.",
                why: "Les données de \(path) ne sont pas utilisables (\(cause)).",
                remedy: "Indiquez un autre fichier avec --data, ou supprimez celui-ci.")
        )
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
