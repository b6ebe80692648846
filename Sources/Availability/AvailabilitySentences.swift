import Foundation
package import Model

/// What people read about availability.
package enum AvailabilitySentences {
    /// What an answer says.
    package static func line(_ answer: StockAnswer, in language: Language) -> String {
        let item = [answer.number, answer.name].filter { !$0.isEmpty }.joined(separator: " ")
        let amount = ["\(answer.available)", answer.unit ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
        let at = answer.at.formatted(.iso8601)
        let line = language.pick(
            "\(item): \(amount) on hand (Business Central, \(at)).",
            "\(item) : \(amount) en stock (Business Central, \(at)).")
        guard answer.onHand < 0 else { return line }
        return line
            + language.pick(
                " Its books say \(answer.onHand): more left than was booked in.",
                " Ses livres disent \(answer.onHand) : il en est sorti plus qu'il n'en a été entré.")
    }

    /// Why there is no answer.
    package static func sentence(_ failure: AvailabilityFailure, in language: Language) -> Sentence {
        let pick = language.pick
        switch failure {
        case .noStock:
            return Sentence(
                what: pick("Nobody can say what is on hand.", "Personne ne peut dire ce qui est en stock."),
                why: pick(
                    "No plugin that is switched on keeps stock.", "Aucun module activé ne tient de stock."),
                remedy: pick(
                    "Switch the items on; see: couplet plugin list",
                    "Activez les articles ; voyez : couplet plugin list"))
        case .noSuchItem(let word):
            return Sentence(
                what: pick("There is no item \(word).", "Il n'y a pas d'article \(word)."),
                why: pick(
                    "Neither an item's number, nor the name of a coupled product, nor an identity is this.",
                    "Ce n'est ni le numéro d'un article, ni le nom d'un produit couplé, ni un identifiant."),
                remedy: pick(
                    "Name it by its number in Business Central.", "Nommez-le par son numéro dans Business Central."))
        case .notCoupled(let word):
            return Sentence(
                what: pick(
                    "What is on hand of \(word) is not known.", "On ne sait pas ce qu'il y a de \(word) en stock."),
                why: pick("The product is coupled with no item.", "Le produit n'est couplé à aucun article."),
                remedy: pick(
                    "See why: couplet why \(word). Or name the item by its number.",
                    "Voyez pourquoi : couplet why \(word). Ou nommez l'article par son numéro."))
        case .ambiguous(let word, let numbers):
            return Sentence(
                what: pick("Several items are called \(word).", "Plusieurs articles s'appellent \(word)."),
                why: pick(
                    "Their numbers: \(numbers.joined(separator: ", ")).",
                    "Leurs numéros : \(numbers.joined(separator: ", "))."),
                remedy: pick("Name one by its number.", "Nommez-en un par son numéro."))
        }
    }

    /// Why a service does not answer at all.
    package static func sentence(_ error: ServiceStartError, in language: Language) -> Sentence {
        let pick = language.pick
        let what = pick("The service did not start.", "Le service n'a pas démarré.")
        switch error {
        case .cannotListen(let address, let why):
            return Sentence(
                what: what,
                why: pick(
                    "It can't listen at \(address): \(why).", "Il ne peut pas écouter à \(address) : \(why)."),
                remedy: pick(
                    "Choose another port (--port, or availability.port in the configuration).",
                    "Choisissez un autre port (--port, ou availability.port dans la configuration)."))
        case .unusableCertificate(let path):
            return Sentence(
                what: what,
                why: pick(
                    "\(path) holds no certificate or no key that can be used.",
                    "\(path) ne contient ni certificat ni clé utilisable."),
                remedy: pick("Name files in PEM form.", "Nommez des fichiers au format PEM."))
        case .unprotected(let address):
            return Sentence(
                what: what,
                why: pick(
                    "\(address) is reached from other machines, and without a certificate the access key would travel in the clear.",
                    "\(address) est accessible depuis d'autres machines, et sans certificat la clé d'accès voyagerait en clair."
                ),
                remedy: pick(
                    "Name a certificate (availability.certificate), or listen at 127.0.0.1 behind a server that has one.",
                    "Nommez un certificat (availability.certificate), ou écoutez à 127.0.0.1 derrière un serveur qui en a un."
                ))
        case .weakKey(let shortest):
            return Sentence(
                what: what,
                why: pick(
                    "The access key has fewer than \(shortest) characters: it could be guessed.",
                    "La clé d'accès a moins de \(shortest) caractères : on pourrait la deviner."),
                remedy: pick(
                    "Make another one: openssl rand -base64 32", "Faites-en une autre : openssl rand -base64 32"))
        }
    }

    /// Why a request gets no answer, for the person who reads it in a form.
    static func sentence(_ refusal: ServiceRefusal, in language: Language) -> Sentence {
        let pick = language.pick
        switch refusal {
        case .unauthorized:
            return Sentence(
                what: pick("The access key is not the right one.", "La clé d'accès n'est pas la bonne."),
                remedy: pick(
                    "Have it set in the form again, as in the configuration of Couplet.",
                    "Faites-la mettre dans le formulaire, comme dans la configuration de Couplet."))
        case .elsewhere:
            return Sentence(
                what: pick("There is nothing here.", "Il n'y a rien ici."),
                remedy: pick("Ask /availability?item=NUMBER.", "Demandez /availability?item=NUMÉRO."))
        case .method:
            return Sentence(
                what: pick("This can only be read.", "Ceci ne peut qu'être lu."),
                remedy: pick("Use GET.", "Utilisez GET."))
        case .noItem:
            return Sentence(
                what: pick("No item was named.", "Aucun article n'a été nommé."),
                why: pick(
                    "The parameter item is missing, empty, or too long.",
                    "Le paramètre item manque, est vide, ou trop long."),
                remedy: pick("Ask /availability?item=NUMBER.", "Demandez /availability?item=NUMÉRO."))
        case .busy:
            return Sentence(
                what: pick("Too many ask at the same time.", "Trop de monde demande en même temps."),
                remedy: pick("Ask again in a moment.", "Redemandez dans un instant."))
        case .timeout:
            return Sentence(
                what: pick(
                    "Business Central did not answer in time.", "Business Central n'a pas répondu à temps."),
                remedy: pick("Ask again in a moment.", "Redemandez dans un instant."))
        case .failed:
            return Sentence(
                what: pick("The stock can't be told now.", "Le stock ne peut pas être dit maintenant."),
                why: pick("Something unforeseen happened.", "Quelque chose d'imprévu s'est produit."),
                remedy: pick(
                    "Have somebody look at the service: couplet doctor",
                    "Faites regarder le service : couplet doctor"))
        }
    }
}
