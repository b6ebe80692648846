import Model

/// What the command line says of days that were played, keyed by the words of the sandbox's control.
struct PlayWords {
    let language: Language

    init(_ language: Language) { self.language = language }

    private func pick(_ english: String, _ french: String) -> String { language.pick(english, french) }

    /// What can be done, in the order of a day.
    static var deeds: [String] { texts.map(\.deed) }

    private static let texts: [(deed: String, english: String, french: String)] = [
        ("opportunityOpened", "opportunities opened", "opportunités ouvertes"),
        ("opportunityWon", "opportunities won", "opportunités gagnées"),
        ("opportunityLost", "opportunities lost", "opportunités perdues"),
        ("quoteWritten", "quotes written", "devis écrits"),
        ("quoteSent", "quotes sent", "devis envoyés"),
        ("quoteWon", "quotes won", "devis gagnés"),
        ("quoteClosed", "quotes closed", "devis clos"),
        ("orderEntered", "orders entered", "commandes saisies"),
        ("orderFromQuote", "orders made of quotes", "commandes issues de devis"),
        ("orderChanged", "orders changed", "commandes modifiées"),
        ("orderSubmitted", "orders submitted", "commandes soumises"),
        ("orderReopened", "orders reopened", "commandes rouvertes"),
        ("orderCanceled", "orders canceled", "commandes annulées"),
        ("orderReleased", "orders released", "commandes lancées"),
        ("orderShipped", "orders shipped and invoiced", "commandes livrées et facturées"),
        ("orderShippedInPart", "orders shipped and invoiced in part", "commandes livrées et facturées en partie"),
        ("paymentReceived", "payments received", "paiements reçus"),
        ("invoiceCredited", "invoices credited", "factures créditées"),
        ("priceChanged", "prices changed", "prix changés"),
        ("stockCounted", "stocks counted", "stocks comptés"),
        ("recordRenamed", "records renamed", "enregistrements renommés"),
        ("recordBlocked", "records blocked", "enregistrements bloqués"),
        ("recordUnblocked", "records unblocked", "enregistrements débloqués"),
    ]

    /// The heads of the columns.
    var count: String { pick("Times", "Fois") }
    var deed: String { pick("What was done", "Ce qui a été fait") }

    /// What something that can be done is called.
    func text(_ deed: String) -> String {
        Self.texts.first { $0.deed == deed }.map { pick($0.english, $0.french) } ?? deed
    }

    /// Which days were played.
    func played(_ first: Int, _ days: Int, seed: Int) -> String {
        days == 1
            ? pick("Day \(first) of seed \(seed) is over.", "La journée \(first) de la graine \(seed) est finie.")
            : pick(
                "Days \(first) to \(first + days - 1) of seed \(seed) are over.",
                "Les journées \(first) à \(first + days - 1) de la graine \(seed) sont finies.")
    }

    /// How much the systems refused; so many of it are told after it.
    func refused(_ count: Int, shown: Int) -> String {
        guard count > 0 else { return pick("Nothing was refused.", "Rien n'a été refusé.") }
        let sum = language.count(
            count, ("A system refused one more, as it does", "The systems refused \(count) more, as they do"),
            ("Un système en a refusé une de plus", "Les systèmes en ont refusé \(count) de plus"))
        return sum + (shown < count ? pick("; the first \(shown):", " ; les \(shown) premières :") : pick(":", " :"))
    }

    /// What comes after it.
    var next: String { pick("Next: couplet sync", "Ensuite : couplet sync") }
}
